from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.composer.composer import Composer
from desktop.composer.own_budget import OwnBudget
from desktop.style_sheet import dress
from desktop.theme import Theme
from models.answering.ask_request import LARGEST_QUESTION
from models.reasoning.effort import EffortName
from models.settings import Settings


@pytest.fixture
def composer(qtbot: QtBot, theme: Theme) -> Iterator[Composer]:
    window = QWidget()
    window.resize(800, 400)
    composer = Composer(theme)
    composer.setParent(window)
    composer.resize(720, 100)
    qtbot.addWidget(window)
    window.show()
    yield composer
    window.close()


def test_enter_sends_and_shift_enter_breaks_the_line(composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    QTest.keyClicks(composer.input, "a")
    QTest.keyClick(composer.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(composer.input, "b")
    QTest.keyClick(composer.input, Qt.Key.Key_Return)
    assert sent == ["a\nb"]


def test_it_grows_to_eight_lines_and_no_more(composer: Composer) -> None:
    heights = []
    for lines in (1, 4, 8, 30):
        composer.set_text("\n".join("x" * 3 for _ in range(lines)))
        heights.append(composer.input.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_an_empty_question_gets_a_quiet_notice(composer: Composer, text: str) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    composer.set_text(text)
    composer.submit()
    assert not sent
    assert composer.notice == "Write a question first."


def test_a_megabyte_is_refused_and_nothing_is_lost(composer: Composer) -> None:
    data = QMimeData()
    data.setText("x" * 1_000_000)
    QTest.keyClicks(composer.input, "kept")
    composer.input.insertFromMimeData(data)
    assert composer.text() == "kept"
    assert "1,000,000" in composer.notice and f"{LARGEST_QUESTION:,}" in composer.notice


def test_sending_waits_while_an_answer_is_written(composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    composer.set_running(True)
    composer.set_text("next")
    composer.submit()
    assert not sent and composer.text() == "next"
    composer.set_running(False)
    composer.submit()
    assert sent == ["next"]


def test_efforts_differ_in_their_budgets(composer: Composer) -> None:
    composer.effort.take_settings(Settings(thought_tokens=512))
    budgets = {}
    for name in (EffortName.OFF, EffortName.QUICK, EffortName.STANDARD, EffortName.DEEP):
        composer.effort.choose(name)
        budgets[name] = composer.effort.effort().thought_tokens
    assert list(budgets.values()) == [0, 128, 512, 2048]
    composer.effort.choose_next()
    assert composer.effort.effort().name is EffortName.OFF


def test_a_narrow_composer_shows_a_combo_box(composer: Composer) -> None:
    assert not composer.effort.is_narrow
    composer.resize(500, 100)
    assert composer.effort.is_narrow


def test_the_frame_of_the_focus_is_two_pixels_wide_and_moves_nothing(
    composer: Composer, theme: Theme, qapp: QApplication
) -> None:
    dress(qapp, theme)
    ring = theme.color("focus.ring").rgb()

    def frame() -> list[bool]:
        image = composer.grab().toImage()
        return [image.pixel(image.width() // 2, y) == ring for y in range(3)]

    composer._show_focus(False)
    place = composer.input.geometry()
    assert frame() == [False, False, False]
    composer._show_focus(True)
    assert frame() == [True, True, False] and composer.input.geometry() == place


def test_a_narrow_composer_keeps_the_budget(composer: Composer, qtbot: QtBot) -> None:
    composer.resize(560, composer.height())
    budget = composer.effort._budget
    qtbot.waitUntil(budget.isVisible)
    assert composer.effort.is_narrow and budget.text() == "2,048"
    menu = budget.menu()
    menu.aboutToShow.emit()
    assert "Own numbers…" in [action.text() for action in menu.actions()]
    composer.resize(720, composer.height())
    qtbot.waitUntil(lambda: not composer.effort.is_narrow and budget.isVisible())
    assert budget.text() == "Budget 2,048"


def test_a_long_paste_is_held_beside_the_field_and_sent_below_what_is_typed(composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    data = QMimeData()
    data.setText("x" * 300_000)
    QTest.keyClicks(composer.input, "Sum it up")
    composer.input.insertFromMimeData(data)
    assert composer.input.toPlainText() == "Sum it up"
    composer.submit()
    assert sent == ["Sum it up\n\n" + "x" * 300_000]
    composer.input.insertFromMimeData(data)
    assert "300,000" in composer.notice and composer.text() == sent[0]
    composer.set_text("")
    assert composer.text() == "" and composer.is_empty


def test_a_long_draft_comes_back_whole(composer: Composer) -> None:
    composer.set_text("line\n" * 20_000)
    assert composer.text() == "line\n" * 20_000
    assert composer.input.document().isEmpty()


def test_enter_while_an_input_method_composes_sends_nothing(composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    QTest.keyClicks(composer.input, "a")
    composer.input.inputMethodEvent(QInputMethodEvent("ni", []))
    QTest.keyClick(composer.input, Qt.Key.Key_Return)
    assert not sent
    done = QInputMethodEvent("", [])
    done.setCommitString("你")
    composer.input.inputMethodEvent(done)
    QTest.keyClick(composer.input, Qt.Key.Key_Return)
    assert sent == ["a你"]


def test_rich_text_is_pasted_plain(composer: Composer) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("bold")
    composer.input.insertFromMimeData(data)
    assert composer.text() == "bold"


def test_own_numbers_count_until_another_effort_is_chosen(composer: Composer) -> None:
    bar = composer.effort
    bar.take_settings(Settings(thought_tokens=512, thinking_seconds=60))
    bar._choose_own(777, 5.0, 3)
    effort = bar.effort()
    assert (effort.name, effort.thought_tokens, effort.seconds) == (EffortName.OWN, 777, 5.0)
    assert (effort.attempts, effort.every) == (3, True)
    bar.choose(EffortName.STANDARD)
    assert (bar.effort().name, bar.effort().thought_tokens) == (EffortName.STANDARD, 512)


def test_the_gauge_warns_before_turns_leave_the_prompt(composer: Composer) -> None:
    composer.gauge.set_context(1000, 8192)
    assert "Nearly full" not in composer.gauge.toolTip()
    composer.gauge.set_context(8000, 8192)
    assert "Nearly full" in composer.gauge.toolTip()


def test_it_says_beforehand_how_long_the_model_will_think(composer: Composer) -> None:
    known = {EffortName.STANDARD: 13.6, EffortName.DEEP: 58.0}
    composer.effort.expect_with(lambda effort: known.get(effort.name))
    assert "about 14 s" in composer.input.placeholderText()
    composer.effort.choose(EffortName.DEEP)
    assert "about 58 s" in composer.input.placeholderText()
    composer.effort.choose(EffortName.QUICK)
    assert composer.input.placeholderText() == "Ask a question"
    tips = {button.text(): button.toolTip() for button in composer.effort._buttons.values()}
    assert tips["Deep"] == "Up to 16 attempts, about 58 s" and tips["Quick"] == "One attempt"
    composer.effort.choose(EffortName.STANDARD)
    composer.set_running(True)
    assert "already write" in composer.input.placeholderText()


def test_own_numbers_are_typed_in_a_card(composer: Composer) -> None:
    composer.effort._ask_own()
    [card] = composer.window().findChildren(OwnBudget)
    card.tokens.setValue(300)
    card.seconds.setValue(9)
    card.attempts.setValue(7)
    QTest.keyClick(card.tokens, Qt.Key.Key_Return)
    assert card.isHidden()
    effort = composer.effort.effort()
    assert (effort.thought_tokens, effort.seconds, effort.attempts) == (300, 9.0, 7)
    composer.effort._ask_own()
    card.tokens.setValue(5)
    QTest.keyClick(card.tokens, Qt.Key.Key_Escape)
    assert card.isHidden() and composer.effort.effort().thought_tokens == 300


def test_typing_without_a_pause_is_saved_too(composer: Composer, qtbot: QtBot) -> None:
    saved: list[str] = []
    composer.draft_changed.connect(saved.append)

    def still_typing() -> bool:
        QTest.keyClicks(composer.input, "x")
        return bool(saved)

    qtbot.waitUntil(still_typing, timeout=10_000)
    assert saved[0].startswith("xx")
