"""What a running answer keeps of its events. No window needed."""

from __future__ import annotations

import pytest

from desktop.conversation.live import LiveAnswer, Phase
from models.events import (
    AnswerStarted,
    AttemptFinished,
    Channel,
    PromptRead,
    QuestionSaved,
    RunFailed,
    RunFinished,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtEnd,
    Token,
)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def text(value: str, channel: Channel, run: str = "r", attempt: int = 1) -> TextStreamed:
    return TextStreamed(run, attempt, channel, value, (Token(value, -0.1), Token("", -0.1)), 1.0)


def test_phases_texts_counts_and_times() -> None:
    clock = Clock()
    live = LiveAnswer("r", "How many?", now=clock)
    assert live.phase is Phase.WAITING
    live.apply(QuestionSaved("r", "c", "q", "a", ("t1",), True))
    live.apply(PromptRead("r", 30, 10, 2, 4_096, 0.5))
    assert (live.phase, live.dropped_turns, live.answer_id) == (Phase.READING, 2, "a")
    live.apply(ThinkingStarted("r", 1, 256, 0.6))
    clock.now += 3.0
    live.apply(text("so ", Channel.THOUGHT))
    live.apply(text("far", Channel.THOUGHT))
    assert (live.phase, live.thought, live.thought_tokens) == (Phase.THINKING, "so far", 4)
    assert live.thinking_seconds() == 3.0
    live.apply(AnswerStarted("r", 1, ThoughtEnd.BUDGET, 4.1))
    clock.now += 10.0
    assert live.thinking_seconds() == pytest.approx(3.5)
    live.apply(text("42", Channel.ANSWER))
    assert (live.phase, live.answer, live.answer_tokens) == (Phase.ANSWERING, "42", 2)
    live.apply(
        AttemptFinished("r", 1, "t1", StopReason.FINISHED, "so far", "42.", "42", 4, 3, 3.5, 5.0, 0.6, 40.0, -0.1)
    )
    live.apply(RunFinished("r", 1, StopReason.FINISHED))
    assert (live.phase, live.answer, live.answer_tokens) == (Phase.FINISHED, "42.", 3)


def test_events_of_other_runs_and_after_the_end_are_ignored() -> None:
    live = LiveAnswer("r", "?")
    live.apply(text("x", Channel.ANSWER, run="other"))
    live.apply(RunFailed("r", "died", "It died.", "", True))
    live.apply(text("late", Channel.ANSWER))
    assert (live.phase, live.answer) == (Phase.FAILED, "")
    assert live.failure is not None and live.failure.message == "It died."


def test_the_chosen_attempt_is_shown() -> None:
    live = LiveAnswer("r", "?")
    live.apply(text("one", Channel.ANSWER, attempt=1))
    live.apply(text("two", Channel.ANSWER, attempt=2))
    assert live.answer == "one"
    live.apply(RunFinished("r", 2, StopReason.FINISHED))
    assert live.answer == "two"


def test_a_continued_answer_goes_on_where_it_was() -> None:
    clock = Clock()
    live = LiveAnswer("r", "?", answer_id="a", thought="so far", thought_tokens=5, thinking_seconds=2.0, now=clock)
    live.apply(ThinkingStarted("r", 1, 256, 0.1))
    live.apply(text(" and on", Channel.THOUGHT))
    clock.now += 1.0
    assert (live.thought, live.thought_tokens, live.thinking_seconds()) == ("so far and on", 7, 3.0)


def test_stopping_ends_the_thinking_time() -> None:
    clock = Clock()
    live = LiveAnswer("r", "?", now=clock)
    live.apply(ThinkingStarted("r", 1, 256, 0.1))
    clock.now += 2.0
    live.apply(RunFinished("r", 1, StopReason.STOPPED))
    clock.now += 5.0
    assert (live.phase, live.thinking_seconds()) == (Phase.STOPPED, 2.0)
