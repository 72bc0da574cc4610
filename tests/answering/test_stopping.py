"""Stops, deaths and ends in the middle of an answer: what was written stays, and can be taken up again."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

from models.engine.protocol import FailureReason
from models.events import (
    AttemptFinished,
    EngineState,
    EngineStatus,
    Event,
    QuestionSaved,
    RunFailed,
    RunFinished,
    StopReason,
    StoreRecovered,
    StoreTrouble,
    TextStreamed,
)
from models.history.records import Attempt, AttemptState
from models.history.store import open_store
from models.paths import DataFolder
from tests.answering.conftest import Desk, open_desk
from tests.answering.scripted_engine import SECONDS, effort, question


def kept(desk: Desk, run: str) -> Attempt:
    return desk.store.attempt(desk.heard.wait(QuestionSaved, run).attempt_ids[0])


def begin(desk: Desk, thought: str = "Let me see.", answer: str = "") -> str:
    """A question whose answer streams."""
    run = desk.assistant.ask(question())
    desk.engine.request(run)
    desk.engine.think(run, thought)
    desk.heard.wait(TextStreamed, run)
    if answer:
        desk.engine.answer(run, answer)
        desk.heard.wait(TextStreamed, run, count=2)
    return run


def fail_midway(desk: Desk, thought: str, answer: str) -> str:
    """A question whose answer ends with the engine's death; the engine is up again afterwards."""
    run = begin(desk, thought, answer)
    desk.engine.die(run)
    desk.heard.wait(RunFailed, run)
    desk.engine.become_ready()
    desk.heard.wait_until(lambda: desk.assistant.status.state is EngineState.READY)
    return run


def test_a_stop_right_after_asking(ready: Desk) -> None:
    """The stop is given while the question is still being saved: it is not lost, and the run ends once."""
    held = threading.Event()

    def hold(event: Event) -> None:
        if isinstance(event, QuestionSaved):
            held.wait(SECONDS)

    ready.assistant.subscribe(hold)
    run = ready.assistant.ask(question())
    ready.heard.wait(QuestionSaved, run)
    ready.assistant.stop(run)
    held.set()
    ready.engine.wait_until(lambda: ready.engine.stopped(run))
    ready.engine.finish(run, reason="stopped")
    assert ready.heard.wait(RunFinished, run).stop_reason is StopReason.STOPPED
    assert len(ready.heard.of(RunFinished, run)) == 1
    assert kept(ready, run).state is AttemptState.STOPPED


def test_a_stop_before_the_model_is_there(desk: Desk) -> None:
    desk.assistant.start()
    run = desk.assistant.ask(question())
    desk.heard.wait(QuestionSaved, run)
    desk.assistant.stop(run)
    assert desk.heard.wait(RunFinished, run).stop_reason is StopReason.STOPPED
    assert desk.heard.wait(AttemptFinished, run).stop_reason is StopReason.STOPPED
    assert kept(desk, run).state is AttemptState.STOPPED
    desk.engine.become_ready()
    desk.heard.wait_until(lambda: desk.assistant.status.state is EngineState.READY)
    assert desk.engine.requests == [] and desk.engine.cancelled == []


def test_a_stop_while_streaming_keeps_the_text(ready: Desk) -> None:
    run = begin(ready, "Let me see.", "It is")
    ready.assistant.stop(run)
    ready.engine.wait_until(lambda: ready.engine.stopped(run))
    ready.engine.finish(run, reason="stopped", thought=11, answer=5)
    assert ready.heard.wait(RunFinished, run).stop_reason is StopReason.STOPPED
    attempt = kept(ready, run)
    assert (attempt.state, attempt.thought, attempt.answer) == (AttemptState.STOPPED, "Let me see.", "It is")
    assert (attempt.thought_tokens, attempt.answer_tokens) == (11, 5)


def test_a_stop_after_the_end_changes_nothing(ready: Desk) -> None:
    run = begin(ready, answer="Yes")
    ready.engine.finish(run)
    ready.heard.wait(RunFinished, run)
    ready.assistant.stop(run)
    ready.assistant.stop("a run that never was")
    other = begin(ready, answer="Yes")
    ready.engine.finish(other)
    ready.heard.wait(RunFinished, other)
    assert ready.engine.cancelled == [] and len(ready.heard.of(RunFinished, run)) == 1


def test_words_after_the_end_are_not_told(ready: Desk) -> None:
    run = begin(ready, answer="Yes")
    ready.engine.finish(run)
    ready.engine.stream(run, " and more")
    ready.engine.finish(run)
    other = begin(ready, answer="Yes")
    ready.engine.finish(other)
    ready.heard.wait(RunFinished, other)
    assert kept(ready, run).answer == "Yes" and len(ready.heard.of(RunFinished, run)) == 1


def test_the_engines_death_keeps_the_text_and_offers_to_continue(ready: Desk) -> None:
    run = begin(ready, "Let me see.", "It is")
    ready.engine.die(run)
    failed = ready.heard.wait(RunFailed, run)
    assert failed.can_continue and failed.reason == FailureReason.CRASHED
    assert "starts again" in failed.message and failed.details == "ended by SIGSEGV"
    assert ready.heard.wait(AttemptFinished, run).stop_reason is StopReason.FAILED
    assert ready.heard.of(RunFinished, run) == []
    attempt = kept(ready, run)
    assert (attempt.state, attempt.thought, attempt.answer) == (AttemptState.FAILED, "Let me see.", "It is")
    assert (attempt.thought_tokens, attempt.answer_tokens) == (11, 5)
    assert attempt.error == failed.message
    ready.heard.wait_until(lambda: ready.assistant.status.state is EngineState.STARTING)


def test_a_question_asked_while_the_engine_starts_again_is_answered(ready: Desk) -> None:
    ready.engine.die()
    ready.heard.wait_until(lambda: ready.assistant.status.state is EngineState.STARTING)
    run = ready.assistant.ask(question())
    ready.heard.wait(QuestionSaved, run)
    assert ready.engine.requests == []
    ready.engine.become_ready()
    ready.engine.play(run, "", "Back again.")
    ready.heard.wait(RunFinished, run)
    assert kept(ready, run).answer == "Back again."


def test_an_engine_that_does_not_come_back_fails_what_waits(ready: Desk) -> None:
    ready.engine.die(restarts=False)
    ready.heard.wait_until(lambda: ready.assistant.status.state is EngineState.FAILED)
    failed = ready.heard.wait(RunFailed, ready.assistant.ask(question()))
    assert failed.reason == FailureReason.CRASHED and failed.message


def test_a_failed_answer_is_continued_where_it_ended(ready: Desk) -> None:
    first = fail_midway(ready, "Let me see.", "It is")
    saved = ready.heard.wait(QuestionSaved, first)
    second = ready.assistant.continue_answer(saved.answer_id)
    request = ready.engine.request(second)
    (plan,) = request.attempts
    assert (plan.thought_prefix, plan.answer_prefix) == ("Let me see.", "It is")
    again = ready.heard.wait(QuestionSaved, second)
    assert (again.answer_id, again.attempt_ids, again.new_conversation) == (saved.answer_id, saved.attempt_ids, False)
    assert kept(ready, first).state is AttemptState.STREAMING
    ready.engine.stream(second, " 42.", logprob=-2.0)
    ready.engine.finish(second, answer=4)
    assert ready.heard.wait(AttemptFinished, second).answer == "It is 42."
    ready.heard.wait(RunFinished, second)
    attempt = kept(ready, first)
    assert (attempt.state, attempt.thought, attempt.answer) == (AttemptState.FINISHED, "Let me see.", "It is 42.")
    assert (attempt.error, attempt.stop_reason, attempt.final_answer) == ("", "finished", "42")
    assert (attempt.thought_tokens, attempt.answer_tokens) == (11, 9)
    tokens = ready.store.token_confidences(attempt.id)
    assert "".join(token.text for _, token in tokens) == "Let me see.It is 42."


def test_a_continued_answer_that_fails_again_loses_nothing(ready: Desk) -> None:
    first = fail_midway(ready, "Let me see.", "It is")
    answer = ready.heard.wait(QuestionSaved, first).answer_id
    second = ready.assistant.continue_answer(answer)
    ready.engine.request(second)
    ready.engine.die(second)
    ready.heard.wait(RunFailed, second)
    attempt = kept(ready, first)
    assert (attempt.thought, attempt.answer, attempt.answer_tokens) == ("Let me see.", "It is", 5)
    assert "".join(token.text for _, token in ready.store.token_confidences(attempt.id)) == "Let me see.It is"


def test_a_thought_is_continued_too(ready: Desk) -> None:
    first = fail_midway(ready, "Let me", "")
    second = ready.assistant.continue_answer(ready.heard.wait(QuestionSaved, first).answer_id)
    (plan,) = ready.engine.request(second).attempts
    assert (plan.thought_prefix, plan.answer_prefix) == ("Let me", None)


def test_an_answer_that_is_being_written_is_not_continued_twice(ready: Desk) -> None:
    run = begin(ready, answer="It is")
    answer = ready.heard.wait(QuestionSaved, run).answer_id
    failed = ready.heard.wait(RunFailed, ready.assistant.continue_answer(answer))
    assert "still being written" in failed.message
    ready.engine.finish(run)
    ready.heard.wait(RunFinished, run)
    assert kept(ready, run).answer == "It is" and len(ready.engine.requests) == 1


def test_an_answer_that_was_deleted_cannot_be_continued(ready: Desk) -> None:
    run = fail_midway(ready, "Hm", "")
    saved = ready.heard.wait(QuestionSaved, run)
    ready.store.trash.delete_for_good(saved.conversation_id)
    for again in (ready.assistant.continue_answer(saved.answer_id), ready.assistant.regenerate(saved.answer_id)):
        failed = ready.heard.wait(RunFailed, again)
        assert failed.message and not failed.can_continue


def test_another_answer_becomes_a_sibling(ready: Desk) -> None:
    run = begin(ready, answer="One way")
    ready.engine.finish(run)
    ready.heard.wait(RunFinished, run)
    saved = ready.heard.wait(QuestionSaved, run)
    again = ready.assistant.regenerate(saved.answer_id, effort=effort(0))
    request = ready.engine.request(again)
    assert request.budget.thought_tokens == 0
    assert request.messages == ready.engine.request(run).messages
    (plan,) = request.attempts
    assert (plan.thought_prefix, plan.answer_prefix) == ("", None)
    ready.engine.play(again, "", "Another way")
    ready.heard.wait(RunFinished, again)
    other = ready.heard.wait(QuestionSaved, again)
    assert (other.question_id, other.conversation_id) == (saved.question_id, saved.conversation_id)
    (turn,) = ready.store.path(saved.conversation_id)
    assert turn.answer is not None
    assert turn.answer.siblings == (saved.answer_id, other.answer_id) and turn.answer.id == other.answer_id
    assert kept(ready, run).answer == "One way" and kept(ready, again).answer == "Another way"


def test_streamed_text_is_saved_within_a_second(ready: Desk) -> None:
    """Seen from another connection, as after a kill: the text is in the file while it still streams."""
    run = begin(ready, "Let me see.", "It is")
    identifier = ready.heard.wait(QuestionSaved, run).attempt_ids[0]
    with open_store(ready.folder, read_only=True) as other:
        pause = threading.Event()
        for _ in range(20):
            if other.attempt(identifier).answer == "It is":
                break
            pause.wait(0.05)
        attempt = other.attempt(identifier)
    assert (attempt.state, attempt.thought, attempt.answer) == (AttemptState.STREAMING, "Let me see.", "It is")
    ready.engine.finish(run)


def test_a_locked_history_is_told_once_and_nothing_is_lost(ready: Desk) -> None:
    run = begin(ready, "Let me see.", "It is")
    with closing(sqlite3.connect(ready.folder.database, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        ready.engine.stream(run, " 42.")
        ready.engine.finish(run, thought=11, answer=9)
        ready.heard.wait(RunFinished, run)
        trouble = ready.heard.wait(StoreTrouble)
        assert "in use" in trouble.message
        assert kept(ready, run).answer != "It is 42."
        foreign.execute("ROLLBACK")
    ready.heard.wait(StoreRecovered)
    attempt = kept(ready, run)
    assert (attempt.state, attempt.answer) == (AttemptState.FINISHED, "It is 42.")
    assert len(ready.heard.of(StoreTrouble)) == len(ready.heard.of(StoreRecovered)) == 1


def test_a_question_that_cannot_be_saved_is_told_and_not_sent(ready: Desk) -> None:
    with closing(sqlite3.connect(ready.folder.database, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        run = ready.assistant.ask(question())
        failed = ready.heard.wait(RunFailed, run)
        foreign.execute("ROLLBACK")
    assert "in use" in failed.message and not failed.can_continue
    assert ready.engine.requests == []


def test_closing_while_streaming_keeps_the_text(data_folder: DataFolder) -> None:
    with open_store(data_folder) as store, open_desk(data_folder, store) as desk:
        desk.make_ready()
        run = begin(desk, "Let me see.", "It is")
        waiting = begin(desk, "Also")
        identifiers = [desk.heard.wait(QuestionSaved, each).attempt_ids[0] for each in (run, waiting)]
        desk.engine.stream(run, " almost 42")
        desk.heard.wait(TextStreamed, run, count=3)
        desk.assistant.close()
        assert desk.engine.closed >= 1
        attempts = [store.attempt(each) for each in identifiers]
    assert [(each.state, each.thought, each.answer) for each in attempts] == [
        (AttemptState.STOPPED, "Let me see.", "It is almost 42"),
        (AttemptState.STOPPED, "Also", ""),
    ]


def test_closing_at_once_and_twice(data_folder: DataFolder) -> None:
    with open_store(data_folder) as store, open_desk(data_folder, store) as desk:
        desk.assistant.close()
        desk.assistant.close()
        assert not any(each.name == "assistant" for each in threading.enumerate())


def test_an_answer_interrupted_by_a_kill_can_be_continued(data_folder: DataFolder) -> None:
    """The whole program is killed while it streams: at most a second is lost, and the next one goes on."""
    command = [sys.executable, "-m", "tests.answering.dying_program", str(data_folder.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        answer, attempt = program.stdout.readline().split()
        threading.Event().wait(1.0)
        program.kill()
    with open_store(data_folder) as store, open_desk(data_folder, store) as desk:
        desk.make_ready()
        found = store.attempt(attempt)
        assert (found.state, found.thought, found.answer) == (AttemptState.INTERRUPTED, "Let me see.", "It is")
        run = desk.assistant.continue_answer(answer)
        (plan,) = desk.engine.request(run).attempts
        assert (plan.thought_prefix, plan.answer_prefix) == ("Let me see.", "It is")
        desk.engine.stream(run, " 42.")
        desk.engine.finish(run, answer=4)
        desk.heard.wait(RunFinished, run)
        done = store.attempt(attempt)
        assert (done.state, done.answer) == (AttemptState.FINISHED, "It is 42.")
        assert (done.thought_tokens, done.answer_tokens) == (11, 9)


def test_the_status_tells_each_change_once(desk: Desk) -> None:
    desk.make_ready()
    run = begin(desk, answer="Yes")
    desk.engine.finish(run)
    desk.heard.wait_until(lambda: len(desk.heard.of(EngineStatus)) >= 5)
    states = [each.state for each in desk.heard.of(EngineStatus)]
    assert states == [EngineState.STARTING, EngineState.LOADING, EngineState.READY, EngineState.BUSY, EngineState.READY]
    ready = desk.heard.of(EngineStatus)[2]
    assert (ready.model_name, ready.quantization, ready.device) == ("SmolLM2 135M", "Q4_1", "CPU")
    assert (ready.context_size, ready.threads, ready.progress) == (2048, 2, 1.0)
