"""What a reader does with thoughts: change one, answer from one, ask for one where there was none."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.conversation.doubts import doubts_in
from desktop.conversation.thought_editor import ThoughtEditor
from desktop.conversation.turn import TurnWidget
from models.events import Alternative, Channel, Token
from models.history.records import Saved
from models.reasoning.effort import EffortName
from tests.desktop.deliberated import WRONG, keep_five, thought_of
from tests.desktop.pictures.samples import keep
from tests.desktop.scripted_assistant import Break, answer, thought
from tests.desktop.shell.conftest import Desktop


def newest(desktop: Desktop) -> TurnWidget:
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None
    return widget


def edited(widget: TurnWidget) -> ThoughtEditor:
    widget.panel.editing.begin()
    assert widget.panel.editor is not None
    return widget.panel.editor


def edits(widget: TurnWidget) -> bool:
    return widget.panel.editor is not None


def answered(desktop: Desktop) -> TurnWidget:
    desktop.assistant.script = lambda _q: [thought("Three rows. 36 + 6 = 41."), answer("41 seats.")]
    desktop.ask("How many seats?")
    desktop.wait_answered()
    return newest(desktop)


def test_a_changed_thought_becomes_a_branch(desktop: Desktop) -> None:
    widget = answered(desktop)
    desktop.page.transcript.setFocus()
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_E)
    editor = widget.panel.editor
    assert editor is not None and widget.panel.is_open
    assert editor.field.hasFocus() and editor.field.toPlainText() == "Three rows. 36 + 6 = 41."
    editor.field.setPlainText("Three rows. 36 + 6 = 42.")
    desktop.assistant.script = lambda _q: [thought(" So it is 42."), answer("42 seats.")]
    QTest.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desktop.wait(lambda: newest(desktop).answer.source == "42 seats.")
    desktop.wait_answered()
    assert newest(desktop).panel.thought == "Three rows. 36 + 6 = 42. So it is 42."
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None and len(turn.answer.siblings) == 2
    pager = newest(desktop).pager
    assert pager is not None
    pager.step(-1)
    desktop.wait(lambda: newest(desktop).answer.source == "41 seats.")
    assert newest(desktop).panel.thought == "Three rows. 36 + 6 = 41."


def test_escape_ends_an_unchanged_editor_and_asks_once_for_a_changed_one(desktop: Desktop) -> None:
    widget = answered(desktop)
    QTest.keyClick(edited(widget).field, Qt.Key.Key_Escape)
    assert not edits(widget)

    editor = edited(widget)
    QTest.keyClicks(editor.field, "!")
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert edits(widget) and editor.cancel_button.words == "Give up the changes"
    QTest.keyClicks(editor.field, "?")
    assert editor.cancel_button.words == "Cancel"
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert not edits(widget)
    assert widget.panel.thought == "Three rows. 36 + 6 = 41."
    assert len(desktop.store.path(desktop.window.desk.conversation_id or "")) == 1


def test_an_empty_thought_cannot_be_continued(desktop: Desktop) -> None:
    widget = answered(desktop)
    widget.panel.editing.begin()
    editor = widget.panel.editor
    assert editor is not None
    editor.field.setPlainText("  ")
    assert not editor.continue_button.isEnabled()
    QTest.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert widget.panel.editor is editor


def test_the_height_follows_the_editor(desktop: Desktop) -> None:
    widget = answered(desktop)
    widget.panel.toggle()
    before = widget.panel.height()
    widget.panel.editing.begin()
    editor = widget.panel.editor
    assert editor is not None
    opened = widget.panel.height()
    assert opened > before
    editor.field.setPlainText("\n".join("line" for _ in range(9)))
    assert widget.panel.height() > opened
    assert editor.geometry().bottom() <= widget.panel.height()
    widget.panel.editing.end()
    assert widget.panel.height() == before


def test_a_thought_without_an_answer_is_answered_from(desktop: Desktop) -> None:
    desktop.assistant.script = lambda _q: [thought("Half a thought"), Break()]
    desktop.ask("How many?")
    desktop.wait_answered()
    outcome = newest(desktop).outcome
    assert outcome is not None and outcome.answer_button.isVisible()
    desktop.assistant.script = lambda _q: [answer("36.")]
    outcome.answer_button.click()
    desktop.wait_answered()
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None
    assert desktop.assistant.closed_thoughts == [turn.answer.id]
    assert (turn.answer.chosen.thought, turn.answer.chosen.answer) == ("Half a thought", "36.")


def test_a_stopped_answer_that_has_begun_is_only_continued(desktop: Desktop) -> None:
    desktop.assistant.script = lambda _q: [thought("A thought."), answer("Half an ans"), Break()]
    desktop.ask("How many?")
    desktop.wait_answered()
    outcome = newest(desktop).outcome
    assert outcome is not None and outcome.continue_button.isVisible()
    assert not outcome.answer_button.isVisible()


def test_an_answer_without_a_thought_is_thought_about(desktop: Desktop) -> None:
    desktop.composer.effort.choose(EffortName.OFF)
    desktop.assistant.script = lambda _q: [answer("41.")]
    desktop.ask("How many?")
    desktop.wait_answered()
    panel = newest(desktop).panel
    assert panel.header.content.title == "No thinking"
    desktop.assistant.script = lambda _q: [thought("Let me count."), answer("42.")]
    panel.buttons.again.click()
    desktop.wait(lambda: newest(desktop).answer.source == "42.")
    desktop.wait_answered()
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None and len(turn.answer.siblings) == 2
    assert newest(desktop).panel.thought == "Let me count."
    assert not newest(desktop).panel.buttons.again.isVisible()


def test_doubtful_tokens_are_marked_with_their_rivals(desktop: Desktop) -> None:
    widget = answered(desktop)
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None
    attempt = turn.answer.chosen
    tokens = [
        (Channel.THOUGHT, Token("Three rows. 36 + 6 =", -0.01)),
        (Channel.THOUGHT, Token(" 41", math.log(0.38), (Alternative(" 42", 0.35), Alternative(" 43", 0.09)))),
        (Channel.THOUGHT, Token(".", -0.1)),
        (Channel.ANSWER, Token("41 seats.", -2.0)),
    ]
    desktop.store.recording.finish_attempt(attempt, tokens)
    desktop.page.transcript.setFocus()
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_H)
    desktop.wait(lambda: bool(widget.panel.confidence.shown))
    (doubt,) = widget.panel.confidence.shown
    assert (doubt.start, doubt.token.text) == (20, " 41")
    assert widget.panel.is_open
    (selection,) = widget.panel.body.extraSelections()
    assert selection.cursor.selectedText() == "41"
    marks = widget.panel.confidence.marks
    assert marks.words(doubt) == "41   38 %   written\n42   35 %   close second\n43   9 %"
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_H)
    assert not widget.panel.confidence.shown and widget.panel.body.extraSelections() == []


def test_marks_follow_a_thought_that_begins_with_the_readers_words() -> None:
    tokens = [(Channel.THOUGHT, Token(" So", math.log(0.5))), (Channel.THOUGHT, Token(" 42.", math.log(0.9)))]
    (doubt,) = doubts_in("My own words. So 42.", tokens, Channel.THOUGHT)
    assert (doubt.start, doubt.end) == (13, 16)
    assert doubts_in("Something else", tokens, Channel.THOUGHT) == []
    assert doubts_in("", [], Channel.THOUGHT) == []


def test_a_discarded_answer_leaves_its_question_and_can_be_brought_back(desktop: Desktop) -> None:
    desktop.assistant.script = lambda _q: [thought("Half a thought"), Break()]
    desktop.ask("How many?")
    desktop.wait_answered()
    outcome = newest(desktop).outcome
    assert outcome is not None
    outcome.discard_button.click()
    desktop.wait(lambda: desktop.composer.text() == "How many?")
    assert desktop.page.notices.text("discarded") == "The answer was discarded; your question stays."
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is None

    undo = next(button for button in desktop.page.notices.findChildren(QPushButton) if button.text() == "Undo")
    undo.click()
    desktop.wait(lambda: newest(desktop).outcome is not None)
    desktop.settle()
    assert newest(desktop).panel.thought == "Half a thought"
    assert desktop.composer.text() == ""


def test_the_reader_says_which_attempt_counts(desktop: Desktop) -> None:
    answered(desktop)
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None
    attempt = turn.answer.chosen
    home = Saved(turn.question.conversation_id, turn.question.id, turn.answer.id, (attempt.id,), False)
    keep_five(desktop.store, home)
    desktop.window.desk.open(home.conversation_id)
    desktop.settle()
    newest(desktop).panel.toggle()
    desktop.wait(lambda: newest(desktop).panel.content.shows_steps)
    desktop.page.transcript.current_turn.show_attempt(3)
    desktop.wait(newest(desktop).panel.content.take.isVisible)
    newest(desktop).panel.content.take.click()
    desktop.wait(lambda: newest(desktop).answer.source == WRONG)
    kept = desktop.store.turn_of_answer(home.answer_id).answer
    assert kept is not None and kept.chosen.number == 3 and kept.chosen.answer == WRONG
    assert newest(desktop).panel.content.steps.difference == 0


LINES = ("Three rows of twelve.", "3·12 = 36.", "Extra seats: 2 + 4 = 7.", "So 43 seats.")


def stepped(desktop: Desktop) -> TurnWidget:
    """Open an answer whose thought has four steps."""
    written, steps = thought_of(*((line, {}) for line in LINES))
    saved = keep(desktop.store, "How many seats?", thought=written, answer="43 seats.")
    desktop.store.recording.finish_attempt(desktop.store.attempt(saved.attempt_ids[0]), steps=steps)
    desktop.window.desk.open(saved.conversation_id)
    desktop.settle()
    panel = newest(desktop).panel
    panel.toggle()
    desktop.wait(lambda: panel.content.shows_steps)
    return newest(desktop)


def test_the_step_that_is_looked_at_is_changed_and_what_follows_it_is_written_anew(desktop: Desktop) -> None:
    widget = stepped(desktop)
    for _ in range(3):
        widget.panel.walking.walk(1)
    assert widget.panel.content.steps.current is not None and widget.panel.content.steps.current.number == 3
    QTest.keyClick(desktop.page.transcript, Qt.Key.Key_E)
    editor = widget.panel.editor
    assert editor is not None and editor.field.toPlainText() == LINES[2]
    assert widget.panel.header.content.rest == "editing step 3"
    steps = widget.panel.content.steps
    assert steps.isVisible() and [row.number for row in steps.rows] == [1, 2]
    assert editor.y() >= steps.geometry().bottom()
    editor.field.setPlainText("Extra seats: 2 + 4 = 6.")
    desktop.assistant.script = lambda _q: [thought("So 42 seats.\n"), answer("42 seats.")]
    QTest.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desktop.wait_answered()
    (turn,) = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None
    assert turn.answer.chosen.thought.splitlines() == [*LINES[:2], "Extra seats: 2 + 4 = 6.", "So 42 seats."]


def test_all_steps_are_back_when_a_step_was_not_changed(desktop: Desktop) -> None:
    widget = stepped(desktop)
    widget.panel.walking.walk(1)
    steps = widget.panel.content.steps
    assert steps.judging.tools.isVisible()
    QTest.mouseClick(steps.judging.tools.edit_button, Qt.MouseButton.LeftButton)
    assert widget.panel.editor is not None and widget.panel.editor.field.toPlainText() == LINES[0]
    QTest.keyClick(widget.panel.editor.field, Qt.Key.Key_Escape)
    assert [row.number for row in steps.rows] == [1, 2, 3, 4] and steps.isVisible()
    assert widget.panel.header.content.rest == "612 tokens"
