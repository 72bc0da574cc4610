"""The window in another language: chosen live, with everything where it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest

from desktop.language import languages
from desktop.language.languages import CHINESE, ENGLISH, Languages, spoken
from models.settings import Settings
from tests.desktop.scripted_assistant import Hold, answer, thought
from tests.desktop.shell.conftest import Desktop


def test_the_window_changes_its_language_and_keeps_everything(desktop: Desktop) -> None:
    desktop.ask("What is 6 × 7?")
    desktop.wait_answered()
    conversation = desktop.window.desk.conversation_id
    QTest.keyClicks(desktop.composer.input, "unsent words")
    old = desktop.window
    desktop.application.keeper.change(language=CHINESE)
    window = desktop.application.window
    assert window is not old and window.isVisible() and not old.isVisible()
    desktop.wait(lambda: window.desk.conversation_id == conversation)
    desktop.wait(lambda: window.page.composer.text() == "unsent words")
    assert window.page.composer.stop_button.accessibleName() == "停止"
    assert window.page.transcript.turn_count == 1
    assert QLocale().language() is QLocale.Language.Chinese
    desktop.application.keeper.change(language=ENGLISH)
    assert desktop.application.window.page.composer.stop_button.accessibleName() == "Stop"
    desktop.window = desktop.application.window


def test_a_running_answer_goes_on_in_the_other_language(desktop: Desktop) -> None:
    hold = Hold()
    desktop.assistant.script = lambda _q: [thought("Before. "), hold, answer("After.")]
    desktop.ask("Slowly, please.")
    desktop.wait(hold.reached.is_set)
    desktop.wait(lambda: bool(desktop.window.desk.conversation_id))
    desktop.settle()
    desktop.application.keeper.change(language=CHINESE)
    desktop.window = desktop.application.window
    desktop.wait(lambda: bool(desktop.window.desk.running()))
    hold.gate.set()
    desktop.wait_answered()
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None and turn.answer.chosen.answer == "After."
    widget = desktop.window.page.transcript.turn_widgets[-1]
    assert widget is not None and widget.answer.source == "After."


def test_the_settings_page_stays_open(desktop: Desktop) -> None:
    desktop.window.show_settings()
    desktop.application.keeper.change(language=CHINESE)
    desktop.window = desktop.application.window
    assert desktop.window.settings.page.isVisible()


def test_the_language_is_remembered(start_desktop: Callable[..., Desktop]) -> None:
    desktop = start_desktop()
    desktop.application.keeper.change(language=CHINESE)
    desktop.window = desktop.application.window
    desktop.settle()
    again = start_desktop(Settings(language=CHINESE))
    assert again.composer.stop_button.accessibleName() == "停止"


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        (["en-GB", "en"], ENGLISH),
        (["zh-Hans-CN", "zh-CN", "en-US"], CHINESE),
        (["de-DE", "zh-CN", "en"], CHINESE),
        (["de-DE"], ENGLISH),
        (["en-US", "zh-CN"], ENGLISH),
        (["zh-Hant-TW", "zh-TW"], ENGLISH),
    ],
)
def test_the_system_decides_where_nothing_is_chosen(
    system: list[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class System:
        def uiLanguages(self) -> list[str]:
            return system

    class Locale(QLocale):
        @staticmethod
        def system() -> System:  # type: ignore[override]
            return System()

    monkeypatch.setattr(languages, "QLocale", Locale)
    assert spoken("system") == expected
    assert spoken("klingon") == expected
    assert spoken(CHINESE) == CHINESE


def test_closing_leaves_the_process_as_it_was(qapp: object) -> None:  # noqa: ARG001
    before = QLocale()
    chosen = Languages()
    assert chosen.use(CHINESE)
    assert not chosen.use(CHINESE)
    chosen.close()
    assert QLocale() == before
