from __future__ import annotations

import pytest

from models.answering.record import RunRecord
from models.engine.protocol import EngineMessage, PhaseChanged, PromptWasRead, Streamed
from models.events import (
    Alternative,
    AnswerStarted,
    AttemptFinished,
    Channel,
    PromptRead,
    RunEvent,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtEnd,
    Token,
)
from models.history.records import Attempt, AttemptState
from tests.answering.scripted_engine import ended, piece

RUN = "run"


def attempt(number: int = 1, **more: object) -> Attempt:
    return Attempt(f"attempt {number}", "answer", number, **more)  # type: ignore[arg-type]


def record(*attempts: Attempt) -> RunRecord:
    return RunRecord(RUN, answer_id="answer", attempts=list(attempts) or [attempt()], saved=True)


def hear(run: RunRecord, *messages: EngineMessage) -> list[RunEvent]:
    return [event for message in messages for event in run.apply(message)]


def changed(run: RunRecord) -> bool:
    return run.chosen.changed


def said(channel: str, text: str, *, number: int = 1, logprob: float = -0.5) -> Streamed:
    return Streamed(RUN, (piece(channel, text, attempt=number, logprob=logprob),), 1.0)


def test_a_run_from_the_prompt_to_the_answer() -> None:
    run = record()
    events = hear(
        run,
        PromptWasRead(RUN, 40, 10, 2, 2048, 0.25),
        PhaseChanged(RUN, 1, "thought", "", 64, 0.5),
        said("thought", "Hm"),
        said("thought", "m."),
        PhaseChanged(RUN, 1, "answer", "budget", 64, 1.5),
        said("answer", "It is 42."),
        ended(RUN, thought=4, answer=9, mean=-0.25, first=1.0, last=3.0),
    )
    assert events[:3] == [
        PromptRead(RUN, 40, 10, 2, 2048, 0.25),
        ThinkingStarted(RUN, 1, 64, 0.5),
        TextStreamed(
            RUN, 1, Channel.THOUGHT, "Hm", tuple(Token(each, -0.5, (Alternative("?", 0.25),)) for each in "Hm"), 1.0
        ),
    ]
    assert events[4] == AnswerStarted(RUN, 1, ThoughtEnd.BUDGET, 1.5)
    assert events[-1] == AttemptFinished(
        RUN, 1, "attempt 1", StopReason.FINISHED, "Hmm.", "It is 42.", "42", 4, 9, 0.75, 3.25, 1.0, 6.0, -0.25
    )
    kept = run.chosen.attempt
    assert (kept.state, kept.stop_reason, kept.thought_end) == (AttemptState.FINISHED, "finished", "budget")
    assert (kept.prompt_tokens, kept.cached_tokens, kept.dropped_turns) == (40, 10, 2)
    assert (kept.thought, kept.answer, kept.final_answer) == ("Hmm.", "It is 42.", "42")
    assert (kept.thought_tokens, kept.answer_tokens) == (4, 9)
    assert (kept.time_to_first_token, kept.tokens_per_second, kept.mean_logprob) == (1.0, 6.0, -0.25)
    times = [kept.thought_started_at, kept.thought_ended_at, kept.answer_started_at, kept.answer_ended_at]
    known = [time for time in times if time is not None]
    assert len(known) == 4 and known == sorted(known)
    assert [(channel, token.text) for channel, token in list(run.chosen.tokens)[3:5]] == [
        (Channel.THOUGHT, "."),
        (Channel.ANSWER, "I"),
    ]


def test_an_answer_without_a_thought() -> None:
    run = record()
    events = hear(run, PhaseChanged(RUN, 1, "answer", "", 0, 0.5), said("answer", "Yes"), ended(RUN, answer=3))
    assert events[0] == AnswerStarted(RUN, 1, None, 0.5)
    kept = run.chosen.attempt
    assert kept.thought_started_at is None and kept.thought_ended_at is None and kept.thought_end == ""
    assert kept.answer_started_at is not None


def test_attempts_are_kept_apart() -> None:
    run = record(attempt(1), attempt(2), attempt(3))
    both = Streamed(RUN, (piece("answer", "one", attempt=1), piece("thought", "two", attempt=2)), 1.0)
    events = hear(run, both, said("answer", "!", number=1), ended(RUN, attempt=2, thought=3, reason="context_full"))
    assert [type(each) for each in events] == [TextStreamed, TextStreamed, TextStreamed, AttemptFinished]
    first, second, third = (each.snapshot() for each in run.attempts)
    assert (first.answer, second.thought, second.answer, third.answer) == ("one!", "two", "", "")
    assert [each.ended for each in run.attempts] == [False, True, False]
    assert second.state is AttemptState.FINISHED and second.stop_reason == "context_full"
    assert run.numbered(2).attempt.id == "attempt 2"


def test_the_first_attempt_that_finished_counts() -> None:
    run = record(attempt(1), attempt(2), attempt(3))
    assert run.chosen.attempt.number == 1
    hear(run, ended(RUN, attempt=1, reason="stopped"), ended(RUN, attempt=3), ended(RUN, attempt=2))
    assert run.chosen.attempt.number == 2


def test_a_continued_attempt_goes_on_from_its_text_and_numbers() -> None:
    before = attempt(
        thought="Hm.", answer="It is", thought_tokens=3, answer_tokens=5, mean_logprob=-1.0, thought_started_at=10.0,
        thought_ended_at=11.0, thought_end="model", answer_started_at=11.5,
    )  # fmt: skip
    run = record(before)
    (started, *_, done) = hear(
        run, PhaseChanged(RUN, 1, "answer", "", 0, 0.5), said("answer", " 42."), ended(RUN, answer=2, mean=-0.5)
    )
    assert isinstance(started, AnswerStarted) and isinstance(done, AttemptFinished)
    kept = run.chosen.attempt
    assert (kept.thought, kept.answer, kept.final_answer) == ("Hm.", "It is 42.", "42")
    assert (kept.thought_tokens, kept.answer_tokens) == (3, 7)
    assert kept.mean_logprob == done.mean_logprob == pytest.approx((8 * -1.0 + 2 * -0.5) / 10)
    assert (kept.thought_started_at, kept.thought_ended_at, kept.thought_end) == (10.0, 11.0, "model")
    assert kept.answer_started_at == 11.5
    assert done.answer == "It is 42." and done.answer_tokens == 7


def test_an_unknown_mean_of_the_earlier_part_does_not_count() -> None:
    run = record(attempt(answer="It", answer_tokens=2, mean_logprob=None))
    hear(run, ended(RUN, answer=2, mean=-0.5))
    assert run.chosen.attempt.mean_logprob == pytest.approx(-0.5)
    assert run.chosen.attempt.answer_tokens == 4


def test_what_streams_can_be_saved_at_any_moment() -> None:
    run = record(attempt(answer="Old. ", answer_tokens=4, mean_logprob=-1.0))
    assert not changed(run)
    hear(run, said("answer", "New", logprob=-2.0))
    assert changed(run)
    kept = run.chosen.snapshot()
    assert (kept.state, kept.answer, kept.answer_tokens) == (AttemptState.STREAMING, "Old. New", 7)
    assert kept.mean_logprob == pytest.approx((4 * -1.0 + 3 * -2.0) / 7)
    assert not changed(run)
    hear(run, said("answer", "er"))
    assert run.chosen.snapshot().answer == "Old. Newer"


def test_a_failed_run_keeps_and_counts_what_came() -> None:
    run = record(attempt(1), attempt(2))
    hear(run, said("thought", "abc", logprob=-1.0), said("answer", "7", logprob=-3.0), ended(RUN, attempt=2, answer=1))
    events = list(run.fail("killed", "It broke.", "signal 9"))
    assert len(events) == 1 and isinstance(events[0], AttemptFinished)
    assert (events[0].attempt, events[0].stop_reason) == (1, StopReason.FAILED)
    kept = run.numbered(1).attempt
    assert (kept.state, kept.error, kept.stop_reason) == (AttemptState.FAILED, "It broke.", "failed")
    assert (kept.error_reason, kept.error_details) == ("killed", "signal 9")
    assert (kept.thought, kept.answer, kept.final_answer) == ("abc", "7", "7")
    assert (kept.thought_tokens, kept.answer_tokens) == (3, 1)
    assert kept.mean_logprob == pytest.approx(-1.5)
    assert run.numbered(2).attempt.state is AttemptState.FINISHED and run.numbered(2).attempt.error == ""
    assert run.chosen.attempt.number == 2
    assert list(run.fail("killed", "Again.", "")) == []


def test_a_failed_and_continued_attempt_has_the_mean_of_all_its_tokens() -> None:
    first = record()
    hear(first, said("answer", "abcd", logprob=-1.0))
    list(first.fail("killed", "It broke.", ""))
    second = record(first.chosen.attempt)
    hear(second, said("answer", "ef", logprob=-4.0), ended(RUN, answer=2, mean=-4.0))
    assert second.chosen.attempt.answer_tokens == 6
    assert second.chosen.attempt.mean_logprob == pytest.approx(-2.0)


def test_a_stop_before_the_first_token() -> None:
    run = record()
    (event,) = run.stop()
    assert isinstance(event, AttemptFinished)
    assert (event.stop_reason, event.answer, event.tokens_per_second) == (StopReason.STOPPED, "", 0.0)
    kept = run.chosen.attempt
    assert (kept.state, kept.error, kept.mean_logprob) == (AttemptState.STOPPED, "", None)


@pytest.mark.parametrize(("first", "last", "drawn"), [(0.0, 0.0, 0), (1.0, 1.0, 1), (1.0, 1.0, 2)])
def test_too_few_tokens_have_no_speed(first: float, last: float, drawn: int) -> None:
    run = record()
    (event,) = hear(run, ended(RUN, answer=drawn, first=first, last=last))
    assert isinstance(event, AttemptFinished) and event.tokens_per_second == 0.0
    assert run.chosen.attempt.tokens_per_second is None


def test_an_attempt_whose_times_the_engine_does_not_tell_is_timed_by_what_came() -> None:
    run = record()
    pieces = [Streamed(RUN, (piece("answer", "word"),), clock) for clock in (2.0, 2.5, 3.0)]
    event = hear(run, *pieces, ended(RUN, answer=0, first=0.0, last=0.0))[-1]
    assert isinstance(event, AttemptFinished)
    assert (event.time_to_first_token, event.tokens_per_second) == (2.0, 8.0)  # eight tokens in the second after


def test_the_model_is_noted() -> None:
    run = record(attempt(1), attempt(2))
    run.made_by("hash", "SmolLM2")
    assert {(each.attempt.model_id, each.attempt.model_name) for each in run.attempts} == {("hash", "SmolLM2")}
