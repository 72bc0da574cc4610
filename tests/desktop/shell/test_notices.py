"""The bars above the pages: seen wherever one is, said aloud, dressed anew, and carried into another language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.language.languages import CHINESE
from desktop.shell.notices import Notices
from desktop.theme import Theme
from models.events import EngineState, EngineStatus, StoreTrouble
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.scripted_assistant import READY
from tests.desktop.shell.conftest import Desktop


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is given to say."""
    heard: list[str] = []

    def hear(event: object) -> None:
        if type(event).__name__ == "QAccessibleAnnouncementEvent":
            heard.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


def seen(notices: Notices) -> bool:
    return any(label.isVisible() and label.text() for label in notices.findChildren(QLabel))


def test_a_bar_is_seen_on_every_page(desktop: Desktop) -> None:
    window = desktop.window
    desktop.assistant.emit(StoreTrouble("The disk is full; free some space.", "SQLITE_FULL"))
    desktop.wait(lambda: seen(window.notices))
    for show in (window.show_settings, window.show_models, window.show_review, window.show_questions):
        show()
        assert seen(window.notices)


def test_undo_is_offered_on_the_page_that_is_open(desktop: Desktop) -> None:
    desktop.ask("Throw me away")
    desktop.wait_answered()
    summary = desktop.store.conversation(desktop.window.desk.conversation_id or "")
    assert summary is not None
    desktop.window.show_models()
    desktop.window.organiser.trash(summary)
    desktop.wait(lambda: bool(desktop.window.notices.text("trash")))
    undo = next(each for each in desktop.window.notices.findChildren(QPushButton) if each.text() == "Undo")
    desktop.wait(undo.isVisible)
    assert not desktop.page.isVisible()


def test_bars_and_counts_are_said_once(desktop: Desktop, said: list[str]) -> None:
    for _ in range(2):
        desktop.assistant.emit(StoreTrouble("The disk is full; free some space.", "SQLITE_FULL"))
    desktop.wait(lambda: bool(desktop.window.notices.text("store")))
    desktop.settle()
    assert said == ["The disk is full; free some space."]
    desktop.composer.submit()
    desktop.page.find_bar.show_count(2, 3)
    desktop.page.find_bar.show_count(2, 3)
    desktop.window.sidebar.show_hits("fox", [], frozenset())
    assert said[1:3] == ["Write a question first.", "2 of 3"]
    assert said[3].startswith("Nothing found for “fox”")


def test_a_model_that_is_ready_is_said(desktop: Desktop, said: list[str]) -> None:
    window = desktop.window
    window.show_status(EngineStatus(EngineState.LOADING, progress=0.5))
    for _ in range(2):
        window.show_status(READY)
    assert said == ["SmolLM2 135M is ready"]


def test_a_bar_takes_the_theme_that_is_chosen(qtbot: QtBot, theme: Theme) -> None:
    notices = Notices(theme)
    qtbot.addWidget(notices)
    notices.show_notice("one", "Words", kind="bad", details="more")
    icon = next(each for each in notices.findChildren(QLabel) if not each.pixmap().isNull())
    (details,) = notices.findChildren(QPlainTextEdit)
    before, height = icon.pixmap().toImage(), details.font().pixelSize()
    theme.set_choice("dark")
    theme.set_text_scale(1.5)
    assert icon.pixmap().toImage() != before and details.font().pixelSize() > height


def test_the_composer_and_the_header_take_the_text_size(desktop: Desktop) -> None:
    composer, header = desktop.composer, desktop.page.header
    header.show_status("Ready", "mark_ok", "ok.mark")
    parts: list[Callable[[], int]] = [
        composer._send.height,
        composer.gauge._bar.height,
        lambda: header._status_icon.pixmap().height(),
        lambda: composer.effort._budget.iconSize().height(),
    ]
    before = [part() for part in parts]
    desktop.application.keeper.change(text_scale=1.5)
    assert all(part() > size for part, size in zip(parts, before, strict=True))


def test_another_language_carries_the_bars(desktop: Desktop) -> None:
    desktop.window.troubles.tell_crash("the report", earlier=True)
    desktop.window.troubles.tell_settings("Something about the settings.")
    desktop.application.keeper.change(language=CHINESE)
    desktop.window = desktop.application.window
    notices = desktop.window.notices
    assert notices.text("settings") == "Something about the settings."
    assert notices.text("crash") and "unexpectedly" not in notices.text("crash")


def test_another_language_while_the_history_opens_leaves_a_window_that_works(
    qtbot: QtBot, data_folder: DataFolder
) -> None:
    parts = Application(data_folder, Settings())
    started: list[object] = []
    parts._start = started.append  # type: ignore[assignment, method-assign]
    parts.window.show()
    try:
        parts.open_history()
        parts.window.page.composer.set_text("typed meanwhile")
        parts.window.page.composer.submit()
        parts.keeper.change(language=CHINESE)
        assert parts.window.page.composer.text() == "typed meanwhile" and parts.window.page.composer.notice
        qtbot.waitUntil(lambda: bool(started), timeout=10_000)
    finally:
        parts.window.close()
        parts.close()
        parts.window.deleteLater()


def test_another_language_offers_again_to_open_the_history(qtbot: QtBot, data_folder: DataFolder) -> None:
    data_folder.database.write_bytes(b"this is no database " * 500)
    parts = Application(data_folder, Settings())
    parts.window.show()
    try:
        parts.open_history()
        qtbot.waitUntil(lambda: bool(parts.window.notices.text("opening")))
        parts.keeper.change(language=CHINESE)
        labels = [each.text() for each in parts.window.notices.findChildren(QPushButton) if each.text()]
        assert parts.window.notices.text("opening") and "重试" in labels
    finally:
        parts.window.close()
        parts.close()
        parts.window.deleteLater()
