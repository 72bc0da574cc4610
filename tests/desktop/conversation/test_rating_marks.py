"""Marks and notes on steps, and preferences between attempts, in the real window on a real history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop.conversation.reasoning_panel import ReasoningPanel
from desktop.conversation.step_rows import RowKind
from desktop.conversation.step_view import StepView
from models.history.exchange.preference_pairs import preference_pairs
from models.history.ratings.records import StepMark
from models.history.records import Saved
from tests.desktop.deliberated import keep_five
from tests.desktop.scripted_assistant import answer, thought
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop

__all__ = ["desktop", "start_desktop"]

GOOD, BAD, FIRST_WRONG = StepMark


@pytest.fixture
def judged(desktop: Desktop) -> ReasoningPanel:
    """An open panel of five attempts, the first of which is shown in steps."""
    desktop.assistant.script = lambda _q: [thought("Rows."), answer("42 seats.")]
    desktop.ask("How many seats?")
    desktop.wait_answered()
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None
    attempt = turn.answer.chosen.id
    home = Saved(turn.question.conversation_id, turn.question.id, turn.answer.id, (attempt,), False)
    keep_five(desktop.store, home)
    desktop.window.desk.open(home.conversation_id)
    desktop.settle()
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None
    widget.panel.toggle()
    desktop.wait(lambda: widget.panel.content.shows_steps)
    desktop.settle()
    return widget.panel


def steps_of(panel: ReasoningPanel) -> StepView:
    return panel.content.steps


def walk_to(desktop: Desktop, panel: ReasoningPanel, number: int) -> None:
    steps = steps_of(panel)
    target = next(n for n, row in enumerate(steps.rows) if row.number == number and row.kind is RowKind.STEP)
    desktop.page.transcript.current_turn.walk(1)
    while steps.lit < target:
        desktop.page.transcript.current_turn.walk(1)


def press(desktop: Desktop, panel: ReasoningPanel, key: Qt.Key) -> None:
    QTest.keyClick(steps_of(panel), key)
    desktop.settle()


def kept(desktop: Desktop, panel: ReasoningPanel) -> dict[int, StepMark]:
    found = desktop.store.ratings.marks.of_attempt(panel.shown.attempt_id)
    return {each.step_number: each.mark for each in found if each.step_number and each.mark}


def test_letters_mark_the_step_that_was_walked_to(desktop: Desktop, judged: ReasoningPanel) -> None:
    walk_to(desktop, judged, 2)
    press(desktop, judged, Qt.Key.Key_G)
    assert kept(desktop, judged) == {2: GOOD}
    assert "Marked as good." in steps_of(judged).accessibleDescription()
    press(desktop, judged, Qt.Key.Key_B)
    assert kept(desktop, judged) == {2: BAD}
    press(desktop, judged, Qt.Key.Key_B)
    assert kept(desktop, judged) == {}


def test_a_letter_never_marks_a_step_that_is_not_seen_to_be_looked_at(desktop: Desktop, judged: ReasoningPanel) -> None:
    walk_to(desktop, judged, 2)
    desktop.page.transcript.setFocus()
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_G)
    desktop.settle()
    assert kept(desktop, judged) == {} and steps_of(judged).hasFocus()
    press(desktop, judged, Qt.Key.Key_G)
    assert kept(desktop, judged) == {2: GOOD}


def test_the_first_wrong_step_makes_earlier_ones_good_and_is_undone_as_one(
    desktop: Desktop, judged: ReasoningPanel
) -> None:
    walk_to(desktop, judged, 1)
    press(desktop, judged, Qt.Key.Key_B)
    walk_to(desktop, judged, 3)
    press(desktop, judged, Qt.Key.Key_F)
    assert kept(desktop, judged) == {1: BAD, 2: GOOD, 3: FIRST_WRONG}
    marks = steps_of(judged).judging.marks
    later = [row for row in steps_of(judged).rows if row.number == 5]
    assert [marks.follows_wrong(row) for row in later] == [3]
    assert marks.remark(later[0]) == "follows from step 3"
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desktop.settle()
    assert kept(desktop, judged) == {1: BAD}
    assert marks.follows_wrong(later[0]) == 0


def test_tools_come_under_the_pointer_and_nothing_moves(desktop: Desktop, judged: ReasoningPanel) -> None:
    steps = steps_of(judged)
    height, tools = judged.height(), steps.judging.tools
    assert tools.isHidden()
    box = steps.row_box(1)
    QTest.mouseMove(steps.viewport(), box.center())
    desktop.wait(tools.isVisible)
    assert tools.geometry().center().y() == pytest.approx(box.center().y(), abs=2)
    QTest.mouseClick(tools.buttons[GOOD], Qt.MouseButton.LeftButton)
    desktop.settle()
    assert kept(desktop, judged) == {2: GOOD} and judged.height() == height
    assert tools.buttons[GOOD].accessibleDescription() == "on"


def test_a_note_is_written_on_what_is_selected(desktop: Desktop, judged: ReasoningPanel) -> None:
    steps = steps_of(judged)
    box = steps.row_box(0)
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(steps.viewport(), left, pos=QPoint(34, box.center().y()))
    QTest.mouseClick(steps.viewport(), left, shift, QPoint(105, box.center().y()))
    place = steps.selected_place()
    assert place is not None and place[0] == 0 < place[1]
    steps.setFocus()
    press(desktop, judged, Qt.Key.Key_N)
    field = steps.judging.field
    assert field.isVisible() and field.hasFocus()
    QTest.keyClicks(field, "Which rows?")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desktop.settle()
    (note,) = desktop.store.ratings.marks.of_attempt(judged.shown.attempt_id)
    assert (note.start, note.end, note.note) == (*place, "Which rows?")
    row = steps.rows[0]
    assert steps.judging.marks.noted(row) == (place,)
    assert steps.judging.note_at(row, place[0] + 1) == "Which rows?" and steps.judging.note_at(row, place[1]) == ""
    assert "Note: Which rows?" in steps.judging.marks.spoken(row)
    assert steps.hasFocus()
    menu = QMenu()
    steps.judging.add_to_menu(menu)
    next(each for each in menu.actions() if each.text().startswith("Remove the note")).trigger()
    desktop.settle()
    assert desktop.store.ratings.marks.of_attempt(judged.shown.attempt_id) == []


def test_a_note_that_is_being_written_is_kept_when_the_window_closes(
    desktop: Desktop, judged: ReasoningPanel, start_desktop: Callable[..., Desktop]
) -> None:
    walk_to(desktop, judged, 2)
    attempt = judged.shown.attempt_id
    press(desktop, judged, Qt.Key.Key_N)
    QTest.keyClicks(steps_of(judged).judging.field, "Which r")
    desktop.look_away()
    again = start_desktop()
    assert [each.note for each in again.store.ratings.marks.of_attempt(attempt)] == ["Which r"]


def test_marks_are_there_when_the_conversation_is_opened_again(desktop: Desktop, judged: ReasoningPanel) -> None:
    walk_to(desktop, judged, 2)
    press(desktop, judged, Qt.Key.Key_G)
    conversation = desktop.window.desk.conversation_id or ""
    desktop.window.desk.new_question()
    desktop.settle()
    desktop.window.desk.open(conversation)
    desktop.settle()
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None
    if not widget.panel.is_open:
        widget.panel.toggle()
    desktop.wait(lambda: widget.panel.content.shows_steps)
    desktop.settle()
    steps = steps_of(widget.panel)
    assert [steps.judging.marks.of(row) for row in steps.rows if row.number == 2] == [GOOD]


def exported(desktop: Desktop) -> list[tuple[str, str]]:
    """The pairs that an export has: what is preferred, and to what."""
    with desktop.store._connections.reading() as db:
        pairs = list(preference_pairs(db, desktop.window.desk.conversation_id or "", thoughts=False))
    made = [each["provenance"] for each in pairs]
    return [(each["attempt_id"], each["other_attempt_id"]) for each in made]


def test_an_attempt_is_preferred_to_the_chosen_one(desktop: Desktop, judged: ReasoningPanel) -> None:
    chosen = judged.shown.attempt_id
    prefer = judged.content.prefer
    assert prefer.isHidden()
    desktop.page.transcript.current_turn.show_attempt(3)
    desktop.wait(prefer.isVisible)
    other = judged.shown.attempt_id
    assert prefer.text() == "Prefer this one to attempt 1"
    prefer.click()
    desktop.settle()
    (found,) = desktop.store.ratings.marks.preferences_of(chosen)
    assert (found.preferred_attempt_id, found.other_attempt_id, found.blind) == (other, chosen, False)
    assert prefer.text() == "Preferred to attempt 1"
    pair = judged.content.pair
    assert pair.isVisible() and pair.text() == "Kept for export as a preference pair"
    pair.click()
    desktop.settle()
    assert exported(desktop) == [] and pair.text() == "Left out by you: not exported as a preference pair"
    desktop.page.transcript.setFocus()
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desktop.settle()
    assert exported(desktop) == [(other, chosen)] and pair.text() == "Kept for export as a preference pair"
    prefer.click()
    desktop.settle()
    assert desktop.store.ratings.marks.preferences_of(chosen) == [] and pair.isHidden()
    desktop.page.transcript.setFocus()
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desktop.settle()
    assert len(desktop.store.ratings.marks.preferences_of(other)) == 1
    desktop.page.transcript.current_turn.show_attempt(1)
    assert prefer.isHidden()
