"""What is typed and not sent is never lost: not at the start, by switching, by a crash, nor by editing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.conversation.reasoning_panel import ReasoningPanel
from desktop.conversation.thought_editor import ThoughtEditor
from desktop.conversation.turn import TurnWidget
from desktop.language.languages import CHINESE
from desktop.window import Window
from models.events import RunFailed
from models.identifiers import new_id
from tests.desktop.scripted_assistant import Hold, answer, thought
from tests.desktop.shell.conftest import Desktop

Start = Callable[..., Desktop]


def typing(text: str) -> Callable[[Window], None]:
    return lambda window: QTest.keyClicks(window.page.composer.input, text)


def kill(desktop: Desktop) -> None:
    """Let the next window find what is in the history, without this one's farewell."""
    desktop.settle()
    desktop.window.page.composer.set_text("")


def asked(desktop: Desktop, *questions: str) -> str:
    for text in questions:
        desktop.ask(text)
        desktop.wait_answered()
    return desktop.window.desk.conversation_id or ""


def test_what_is_typed_while_the_history_opens_stays_and_is_kept(start_desktop: Start) -> None:
    asked(start_desktop(), "What is 6 × 7?")
    again = start_desktop(before=typing("And 7 × 8"))
    assert again.composer.text() == "And 7 × 8"
    assert again.page.shows_welcome and again.store.drafts.text(None) == "And 7 × 8"


def test_it_stands_below_what_was_kept_before(start_desktop: Start) -> None:
    first = start_desktop()
    QTest.keyClicks(first.composer.input, "half a quest")
    first.wait(lambda: first.store.drafts.text(None) == "half a quest")
    again = start_desktop(before=typing("more"))
    assert again.composer.text() == "half a quest\n\nmore"
    again.settle()
    assert again.store.drafts.text(None) == "half a quest\n\nmore"


def test_what_is_typed_while_the_last_conversation_is_read_stays(start_desktop: Start) -> None:
    first = start_desktop()
    conversation = asked(first, "What is 6 × 7?")
    first.window._new_question()
    desk = first.window.desk
    desk.reopen(conversation, first.page.transcript.navigation.place(), otherwise=first.window.sending.bring_draft)
    QTest.keyClicks(first.composer.input, "typed")
    first.settle()
    assert first.composer.text() == "typed" and first.page.shows_welcome


def test_a_question_sent_while_the_history_opens_stays_on_the_screen(start_desktop: Start) -> None:
    asked(start_desktop(), "What is 6 × 7?")

    def send(window: Window) -> None:
        typing("And 7 × 8?")(window)
        QTest.keyClick(window.page.composer.input, Qt.Key.Key_Return)

    again = start_desktop(before=send)
    again.wait_answered()
    (turn,) = again.window.desk.turns
    assert turn.question.text == "And 7 × 8?" and again.page.transcript.turn_count == 1


def test_a_question_sent_while_another_conversation_is_read_stays_on_the_screen(desktop: Desktop) -> None:
    first = asked(desktop, "One")
    desktop.window._new_question()
    asked(desktop, "Two")
    desktop.window.desk.open(first)
    desktop.ask("Three")
    desktop.wait_answered()
    assert [turn.question.text for turn in desktop.window.desk.turns] == ["Two", "Three"]


def test_editing_a_question_keeps_the_unsent_one(desktop: Desktop) -> None:
    conversation = asked(desktop, "First wording")
    QTest.keyClicks(desktop.composer.input, "the next one")
    desktop.window.sending.edit_last()
    assert desktop.composer.text() == "First wording"
    desktop.ask("Second wording")
    desktop.wait(lambda: desktop.composer.text() == "the next one")
    desktop.wait_answered()
    assert desktop.store.drafts.text(conversation) == "the next one"
    assert [turn.question.text for turn in desktop.store.path(conversation)] == ["Second wording"]


def test_a_changed_question_comes_back_as_one_that_is_edited(start_desktop: Start) -> None:
    first = start_desktop()
    conversation = asked(first, "First wording")
    first.window.sending.edit_last()
    QTest.keyClicks(first.composer.input, ", changed")
    first.window._new_question()
    first.settle()
    assert first.composer.text() == "" and first.store.drafts.text(conversation) == ""
    first.window._open(conversation)
    first.wait(lambda: first.composer.text() == "First wording, changed")
    assert "editing an earlier question" in first.composer.notice

    kill(first)
    again = start_desktop()
    again.wait(lambda: again.composer.text() == "First wording, changed")
    again.application.keeper.change(language=CHINESE)
    again.window = again.application.window
    again.wait(lambda: again.composer.text() == "First wording, changed")
    again.composer.submit()
    again.wait_answered()
    (turn,) = again.store.path(conversation)
    assert turn.question.text == "First wording, changed" and len(turn.question.siblings) == 2
    assert again.store.unfinished.newest_question(conversation) is None


def test_giving_up_an_edit_forgets_it(desktop: Desktop) -> None:
    conversation = asked(desktop, "First wording")
    QTest.keyClicks(desktop.composer.input, "next")
    desktop.window.sending.edit_last()
    QTest.keyClicks(desktop.composer.input, "!")
    desktop.wait(lambda: desktop.store.unfinished.newest_question(conversation) is not None)
    assert desktop.window.sending.cancel_editing()
    desktop.wait(lambda: desktop.composer.text() == "next")
    assert desktop.store.unfinished.newest_question(conversation) is None


def test_an_example_leaves_what_is_typed_and_can_be_undone(desktop: Desktop) -> None:
    QTest.keyClicks(desktop.composer.input, "my own")
    example = desktop.page.welcome.examples[1]
    example.click()
    assert desktop.composer.text() == f"my own\n\n{example.question}"
    desktop.composer.input.undo()
    assert desktop.composer.text() == "my own"
    desktop.composer.set_text("")
    example.click()
    assert desktop.composer.text() == example.question


def newest(desktop: Desktop) -> TurnWidget:
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None
    return widget


def changed(desktop: Desktop) -> ThoughtEditor:
    """The newest thought, with a mark of exclamation typed below it."""
    newest(desktop).panel.editing.begin()
    editor = newest(desktop).panel.editor
    assert editor is not None
    QTest.keyClicks(editor.field, "!")
    return editor


def shape(panel: ReasoningPanel) -> tuple[bool, bool]:
    """Whether it is open, and whether its thought is being changed."""
    return panel.is_open, panel.editor is not None


def with_a_thought(desktop: Desktop) -> str:
    desktop.assistant.script = lambda _q: [thought("36 + 6 = 41."), answer("41 seats.")]
    return asked(desktop, "How many seats?")


def test_a_changed_thought_waits_while_an_answer_is_written(desktop: Desktop) -> None:
    with_a_thought(desktop)
    editor, widget = changed(desktop), newest(desktop)
    hold = Hold()
    desktop.assistant.script = lambda _q: [thought("So"), hold, answer("42.")]
    desktop.ask("And now?")
    desktop.wait(hold.reached.is_set)
    editor.continue_button.click()
    assert "still being written" in desktop.composer.notice
    assert widget.panel.editor is editor and editor.field.toPlainText() == "36 + 6 = 41.!"
    hold.gate.set()
    desktop.wait_answered()
    assert len(desktop.assistant.requests) == 2


def test_folding_asks_before_a_changed_thought_goes(desktop: Desktop) -> None:
    with_a_thought(desktop)
    editor, panel = changed(desktop), newest(desktop).panel
    panel.toggle()
    assert shape(panel) == (True, True) and editor.cancel_button.words == "Give up the changes"
    panel.toggle()
    assert shape(panel) == (False, False)
    desktop.settle()
    assert desktop.store.unfinished.thoughts() == {}


def test_a_changed_thought_far_out_of_sight_stays(desktop: Desktop) -> None:
    with_a_thought(desktop)
    editor = changed(desktop)
    desktop.assistant.script = lambda _q: [answer("A line.\n\n" * 120)]
    asked(desktop, "Two", "Three")
    desktop.composer.focus()
    desktop.page.transcript.navigation.go_to_newest()
    desktop.wait(lambda: not desktop.page.transcript.busy)
    widget = desktop.page.transcript.turn_widgets[0]
    assert widget is not None and widget.panel.editor is editor


def test_a_changed_thought_outlives_switching_the_language_and_a_crash(start_desktop: Start) -> None:
    first = start_desktop()
    conversation = with_a_thought(first)
    changed(first)
    first.wait(lambda: list(first.store.unfinished.thoughts().values()) == ["36 + 6 = 41.!"])
    first.window._new_question()
    first.window._open(conversation)
    first.wait(lambda: first.page.transcript.turn_count == 1)
    editor = newest(first).panel.editor
    assert editor is not None and editor.field.toPlainText() == "36 + 6 = 41.!"

    first.application.keeper.change(language=CHINESE)
    first.window = first.application.window
    first.wait(lambda: first.page.transcript.turn_count == 1)
    assert newest(first).panel.editor is not None

    first.settle()
    again = start_desktop()
    again.wait(lambda: again.page.transcript.turn_count == 1)
    editor = newest(again).panel.editor
    assert editor is not None and editor.field.toPlainText() == "36 + 6 = 41.!"
    assert not editor.field.hasFocus()
    again.assistant.script = lambda _q: [thought(" So 42."), answer("42.")]
    editor.continue_button.click()
    again.wait(lambda: newest(again).answer.source == "42.")
    again.wait_answered()
    assert again.store.unfinished.thoughts() == {} and newest(again).panel.editor is None


def fails_unsaved(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no question can be prepared."""

    def fail(*_args: object, **_named: object) -> str:
        run = new_id()
        desktop.assistant.emit(RunFailed(run, "store", "The disk is full.", "", can_continue=False))
        return run

    for name in ("ask", "regenerate", "edit_thought"):
        monkeypatch.setattr(desktop.assistant, name, fail)


def test_a_changed_thought_stays_when_the_branch_cannot_be_saved(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = with_a_thought(desktop)
    editor = changed(desktop)
    desktop.wait(lambda: bool(desktop.store.unfinished.thoughts()))
    fails_unsaved(desktop, monkeypatch)
    editor.continue_button.click()
    desktop.wait(lambda: desktop.composer.notice == "The disk is full.")
    desktop.settle()
    assert list(desktop.store.unfinished.thoughts().values()) == ["36 + 6 = 41.!"]
    assert desktop.composer.text() == "", "the question is in the history"
    assert len(desktop.window.asking.live) == 0, "nothing is being written"
    desktop.window._new_question()
    desktop.window._open(conversation)
    desktop.wait(lambda: desktop.page.transcript.turn_count == 1 and newest(desktop).panel.editor is not None)


def test_a_new_question_that_cannot_be_saved_comes_back(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_unsaved(desktop, monkeypatch)
    desktop.ask("How many seats?")
    desktop.wait(lambda: desktop.composer.text() == "How many seats?")


def test_thinking_on_from_another_thought_leaves_the_changed_one(desktop: Desktop) -> None:
    with_a_thought(desktop)
    changed(desktop)
    desktop.wait(lambda: bool(desktop.store.unfinished.thoughts()))
    answer_id = desktop.window.desk.last_answer_id() or ""
    desktop.window.sending.think_on(answer_id, "36 + 6 = 42.")
    desktop.wait_answered()
    assert list(desktop.store.unfinished.thoughts().values()) == ["36 + 6 = 41.!"]


def test_what_was_typed_before_stays_when_a_question_is_sent_while_the_history_opens(start_desktop: Start) -> None:
    first = start_desktop()
    QTest.keyClicks(first.composer.input, "half a quest")
    first.wait(lambda: first.store.drafts.text(None) == "half a quest")

    def send(window: Window) -> None:
        typing("And 7 × 8?")(window)
        QTest.keyClick(window.page.composer.input, Qt.Key.Key_Return)

    again = start_desktop(before=send)
    again.wait_answered()
    assert [each.question for each in again.assistant.requests] == ["And 7 × 8?"]
    assert again.composer.text() == "half a quest"
    assert again.store.drafts.text(again.window.desk.conversation_id) == "half a quest"


def test_changed_thoughts_are_those_of_the_backup_that_was_restored(desktop: Desktop) -> None:
    conversation = with_a_thought(desktop)
    editor = changed(desktop)
    desktop.wait(lambda: bool(desktop.store.unfinished.thoughts()))
    backup = desktop.store.backups.make()
    QTest.keyClicks(editor.field, "?")
    desktop.wait(lambda: list(desktop.store.unfinished.thoughts().values()) == ["36 + 6 = 41.!?"])
    desktop.window.settings.backups.restore(backup)
    desktop.settle()
    assert desktop.page.shows_welcome
    desktop.window._open(conversation)
    desktop.wait(lambda: desktop.page.transcript.turn_count == 1)
    found = newest(desktop).panel.editor
    assert found is not None and found.field.toPlainText() == "36 + 6 = 41.!"
