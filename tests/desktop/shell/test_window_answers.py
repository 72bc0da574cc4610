from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.events import EngineState, EngineStatus, StoreRecovered, StoreTrouble
from models.history.records import AttemptState
from tests.desktop.scripted_assistant import READY, Break, Hold, answer, thought
from tests.desktop.shell.conftest import Desktop


def test_a_question_is_answered_listed_and_found(desktop: Desktop) -> None:
    desktop.ask("What is the average speed of the train?")
    desktop.wait_answered()
    assert desktop.composer.text() == ""
    assert desktop.page.transcript.turn_count == 1
    [turn] = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None and "40 km/h" in turn.answer.chosen.answer
    desktop.wait(lambda: desktop.window.sidebar.history.rowCount() == 2)
    sidebar = desktop.window.sidebar
    sidebar.search.field.setText("average")
    desktop.wait(lambda: sidebar.hits.rowCount() > 0)
    sidebar.search.field.setText("zebra")
    desktop.wait(lambda: sidebar.hits.rowCount() == 0)
    sidebar.search.leave()


def test_switching_while_answering_loses_nothing(desktop: Desktop) -> None:
    hold = Hold()
    desktop.assistant.script = lambda _q: [thought("First half. "), hold, thought("Second half."), answer("Done.")]
    desktop.ask("A long question")
    desktop.wait(hold.reached.is_set)
    desktop.wait(lambda: bool(desktop.window.desk.conversation_id))
    first = desktop.window.desk.conversation_id or ""
    desktop.assistant.script = lambda _q: [answer("Quick.")]
    desktop.window.desk.new_question()
    desktop.ask("Another question")
    desktop.wait(lambda: len(desktop.window.asking.live) == 1)
    desktop.window.desk.open(first)
    desktop.wait(lambda: desktop.window.desk.conversation_id == first)
    [live] = desktop.window.desk.running()
    assert live.thought == "First half. "
    hold.gate.set()
    desktop.wait_answered()
    [turn] = desktop.store.path(first)
    assert turn.answer is not None
    assert turn.answer.chosen.thought == "First half. Second half."
    assert turn.answer.chosen.answer == "Done."


def test_stop_never_moves_and_keeps_what_was_written(desktop: Desktop) -> None:
    hold = Hold()
    desktop.assistant.script = lambda _q: [answer("Kept text. "), hold, answer("never")]
    stop = desktop.composer.stop_button
    before = stop.geometry()
    desktop.ask("A question")
    desktop.wait(lambda: hold.reached.is_set() and stop.isEnabled())
    assert stop.geometry() == before
    QTest.keyClick(desktop.composer.input, Qt.Key.Key_Escape)
    assert not stop.isEnabled()
    assert stop.geometry() == before
    desktop.wait_answered()
    [turn] = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert turn.answer is not None
    assert turn.answer.chosen.state is AttemptState.STOPPED
    assert turn.answer.chosen.answer == "Kept text. "


def test_an_answer_that_broke_is_continued_where_it_stopped(desktop: Desktop) -> None:
    desktop.assistant.script = lambda _q: [thought("Half a thought"), Break()]
    desktop.ask("A question")
    desktop.wait_answered()
    turn = desktop.window.desk.turns[-1]
    assert turn.answer is not None and turn.answer.chosen.state is AttemptState.FAILED
    desktop.assistant.script = lambda _q: [thought(", and the rest."), answer("Whole.")]
    desktop.page.transcript.requests.continue_asked.emit(turn.answer.id)
    desktop.wait_answered()
    chosen = desktop.store.turn_of_answer(turn.answer.id).answer
    assert chosen is not None
    assert chosen.chosen.thought == "Half a thought, and the rest."
    assert desktop.page.transcript.turn_count == 1


@pytest.mark.parametrize(("reason", "continues"), [("killed", True), ("prompt_too_long", False), ("template", False)])
def test_the_card_of_a_failure_keeps_its_details(desktop: Desktop, reason: str, continues: bool) -> None:
    desktop.assistant.script = lambda _q: [answer("Half an answer"), Break("It broke.", reason, "llama: no")]
    desktop.ask("A question")
    desktop.wait_answered()
    for _ in range(2):
        widget = desktop.page.transcript.turn_widgets[-1]
        assert widget is not None and widget.outcome is not None
        shown = widget.outcome.outcome
        assert shown.message.startswith("It broke.")
        assert (shown.details, shown.can_continue) == ("llama: no", continues)
        desktop.window.desk.reload()
        desktop.settle()


def test_asking_again_and_editing_make_branches(desktop: Desktop) -> None:
    desktop.ask("First wording")
    desktop.wait_answered()
    turn = desktop.window.desk.turns[0]
    assert turn.answer is not None
    desktop.page.transcript.requests.regenerate_asked.emit(turn.answer.id)
    desktop.wait_answered()
    assert desktop.window.desk.turns[0].answer is not None
    assert len(desktop.window.desk.turns[0].answer.siblings) == 2
    QTest.keyClick(desktop.composer.input, Qt.Key.Key_Up)
    assert desktop.composer.text() == "First wording"
    desktop.ask("Second wording")
    desktop.wait_answered()
    turns = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert [each.question.text for each in turns] == ["Second wording"]
    assert len(turns[0].question.siblings) == 2
    assert desktop.page.transcript.turn_count == 1


def test_a_second_question_follows_the_first(desktop: Desktop) -> None:
    for text in ("One", "Two", "Three"):
        desktop.ask(text)
        desktop.wait_answered()
    turns = desktop.store.path(desktop.window.desk.conversation_id or "")
    assert [each.question.text for each in turns] == ["One", "Two", "Three"]
    assert [request.parent_id for request in desktop.assistant.requests[1:]] == [
        each.answer.id for each in turns[:-1] if each.answer is not None
    ]


def test_unsent_text_survives_a_killed_window(start_desktop: Callable[[], Desktop]) -> None:
    first = start_desktop()
    QTest.keyClicks(first.composer.input, "half a quest")
    first.wait(lambda: first.store.drafts.text(None) == "half a quest")
    second = start_desktop()
    second.wait(lambda: second.composer.text() == "half a quest")


def test_drafts_belong_to_their_conversations(desktop: Desktop) -> None:
    desktop.ask("One")
    desktop.wait_answered()
    conversation = desktop.window.desk.conversation_id or ""
    QTest.keyClicks(desktop.composer.input, "about one")
    desktop.window.desk.new_question()
    desktop.settle()
    assert desktop.composer.text() == ""
    desktop.window.desk.open(conversation)
    desktop.wait(lambda: desktop.composer.text() == "about one")


def test_no_model_keeps_the_question_and_offers_another(desktop: Desktop) -> None:
    reason = "The model needs 71 GB and 8 GB are free; choose a smaller model."
    desktop.assistant.emit(EngineStatus(EngineState.FAILED, message=reason, details="llama: no"))
    desktop.wait(lambda: desktop.page.notices.text("engine") == reason)
    desktop.ask("My question")
    assert desktop.composer.text() == "My question"
    assert not desktop.assistant.requests
    desktop.assistant.emit(READY)
    desktop.wait(lambda: desktop.page.notices.text("engine") == "")
    desktop.composer.submit()
    desktop.wait_answered()
    assert [request.question for request in desktop.assistant.requests] == ["My question"]


def test_trouble_with_the_history_is_a_bar_that_goes(desktop: Desktop) -> None:
    desktop.assistant.emit(StoreTrouble("The disk is full; free some space.", "SQLITE_FULL"))
    desktop.wait(lambda: desktop.page.notices.text("store").startswith("The disk is full"))
    desktop.assistant.emit(StoreRecovered())
    desktop.wait(lambda: "everything is saved" in desktop.page.notices.text("store"))


def test_a_trashed_conversation_comes_back(desktop: Desktop) -> None:
    desktop.ask("Throw me away")
    desktop.wait_answered()
    identifier = desktop.window.desk.conversation_id or ""
    summary = desktop.store.conversation(identifier)
    assert summary is not None
    desktop.wait(lambda: desktop.window.sidebar.history.rowCount() == 2)
    desktop.window.organiser.trash(summary)
    desktop.wait(lambda: desktop.window.sidebar.history.rowCount() == 0 and desktop.page.shows_welcome)
    desktop.window.organiser.undo_trash(identifier)
    desktop.wait(lambda: desktop.window.sidebar.history.rowCount() == 2)
