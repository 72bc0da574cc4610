"""A thought that the user changed is thought on from, as a branch; a stopped one can be answered from as it is."""

from __future__ import annotations

from models.answering.ask_request import AskRequest
from models.engine.protocol import FailureReason, RunRefused
from models.events import AttemptFinished, QuestionSaved, RunFailed, RunFinished
from models.history.records import AttemptState
from models.reasoning.effort import effort_named
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import question


def answered(desk: Desk, **more: object) -> QuestionSaved:
    run = desk.assistant.ask(question("How many seats?", seed=7, **more))
    desk.engine.play(run, "Three rows. 36 + 6 = 42.", "42 seats.")
    desk.heard.wait(RunFinished, run)
    return desk.heard.wait(QuestionSaved, run)


def test_an_edited_thought_is_a_branch_that_begins_with_it(ready: Desk) -> None:
    first = answered(ready)
    run = ready.assistant.edit_thought(first.answer_id, "Three rows. 40 + 2 = 42.")
    request = ready.engine.request(run)
    (plan,) = request.attempts
    assert (plan.thought_prefix, plan.answer_prefix) == ("Three rows. 40 + 2 = 42.", None)
    assert request.messages[-1].content == "How many seats?"
    saved = ready.heard.wait(QuestionSaved, run)
    assert (saved.question_id, saved.new_conversation) == (first.question_id, False)
    assert saved.answer_id != first.answer_id
    assert ready.store.attempt(saved.attempt_ids[0]).thought == "Three rows. 40 + 2 = 42."

    ready.engine.think(run, " So 42.")
    ready.engine.answer(run, "42 seats.")
    ready.engine.finish(run, thought=7, answer=9)
    assert ready.heard.wait(AttemptFinished, run).thought == "Three rows. 40 + 2 = 42. So 42."
    ready.heard.wait(RunFinished, run)
    (turn,) = ready.store.path(first.conversation_id)
    assert turn.answer is not None
    assert turn.answer.siblings == (first.answer_id, saved.answer_id)
    assert turn.answer.continued_from_attempt_id == first.attempt_ids[0]
    assert (turn.answer.chosen.answer, turn.answer.chosen.state) == ("42 seats.", AttemptState.FINISHED)
    before = ready.store.attempt(first.attempt_ids[0])
    assert (before.thought, before.answer) == ("Three rows. 36 + 6 = 42.", "42 seats.")


def test_a_thought_written_for_an_answer_without_one_gets_a_budget(ready: Desk) -> None:
    run = ready.assistant.ask(AskRequest("How many?", effort_named("off")))
    ready.engine.play(run, "", "42")
    ready.heard.wait(RunFinished, run)
    again = ready.assistant.edit_thought(ready.heard.wait(QuestionSaved, run).answer_id, "Let me count.")
    assert ready.engine.request(again).budget.thought_tokens > 0


def test_an_empty_thought_is_refused(ready: Desk) -> None:
    first = answered(ready)
    failed = ready.heard.wait(RunFailed, ready.assistant.edit_thought(first.answer_id, " \n"))
    assert "thought is empty" in failed.message
    assert failed.reason == FailureReason.REQUEST


def test_a_stopped_thought_is_answered_from_as_it_is(ready: Desk) -> None:
    run = ready.assistant.ask(question("How many?"))
    ready.engine.request(run)
    ready.engine.think(run, "Three rows, so")
    ready.engine.say(RunRefused(run, FailureReason.MEMORY, "The computer ran out of memory."))
    ready.heard.wait(RunFailed, run)
    saved = ready.heard.wait(QuestionSaved, run)
    again = ready.assistant.continue_answer(saved.answer_id, close_thought=True)
    (plan,) = ready.engine.request(again).attempts
    assert (plan.thought_prefix, plan.answer_prefix) == ("Three rows, so", "")
    ready.engine.stream(again, "36.")
    ready.engine.finish(again, answer=3)
    ready.heard.wait(RunFinished, again)
    attempt = ready.store.attempt(saved.attempt_ids[0])
    assert (attempt.thought, attempt.answer, attempt.thought_end) == ("Three rows, so", "36.", "asked")


def test_the_adapter_of_an_answer_is_kept_by_what_follows_from_it(ready: Desk) -> None:
    ready.folder.adapters.mkdir(mode=0o700, exist_ok=True)
    adapter = ready.folder.adapters / "v3.gguf"
    adapter.write_bytes(b"GGUF")
    first = answered(ready, adapter=str(adapter))
    for run in (
        ready.assistant.regenerate(first.answer_id),
        ready.assistant.edit_thought(first.answer_id, "Hm."),
        ready.assistant.continue_answer(first.answer_id),
    ):
        request = ready.engine.request(run)
        assert request.adapter is not None and request.adapter.path == str(adapter)
        saved = ready.heard.wait(QuestionSaved, run)
        assert ready.store.attempt(saved.attempt_ids[0]).adapter_id == "v3"
    adapter.unlink()
    assert ready.engine.request(ready.assistant.regenerate(first.answer_id)).adapter is None
