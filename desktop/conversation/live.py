"""What a running answer has streamed so far; fed for every run, shown or not, so switching conversations loses nothing.

No Qt here: the shell feeds each `RunEvent` to the run's `LiveAnswer`, the transcript reads from it when it repaints.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

from models.events import (
    AnswerStarted,
    AttemptFinished,
    Channel,
    PromptRead,
    QuestionSaved,
    RunEvent,
    RunFailed,
    RunFinished,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtEnd,
)


class Phase(StrEnum):
    """How far a running answer has come."""

    WAITING = "waiting"
    """Sent; the engine has not read the prompt yet."""
    READING = "reading"
    """The prompt is read, no text yet."""
    THINKING = "thinking"
    ANSWERING = "answering"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether nothing more will be streamed."""
        return self in (Phase.FINISHED, Phase.STOPPED, Phase.FAILED)


class LiveAttempt:
    """One attempt of a running answer: its texts, counts and times so far (seconds, tokens)."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.attempt_id = ""
        self.budget = 0
        self.thought_tokens = 0
        self.answer_tokens = 0
        self.thought_end: ThoughtEnd | None = None
        self.thinking = False
        self.thought_at_once = True
        """Whether the attempt answers without thinking (so far)."""
        self.answering = False
        self.finished: AttemptFinished | None = None
        self._pieces: dict[Channel, list[str]] = {
            Channel.THOUGHT: [],
            Channel.ANSWER: [],
        }
        self._earlier_thinking = 0.0
        self._started_clock = 0.0
        self._started_at = 0.0
        self._thinking_seconds: float | None = None

    def text(self, channel: Channel) -> str:
        """Return all that was written in a channel; joining is kept, so that asking again costs nothing."""
        pieces = self._pieces[channel]
        if len(pieces) > 1:
            pieces[:] = ["".join(pieces)]
        return pieces[0] if pieces else ""

    def add(self, channel: Channel, text: str, tokens: int) -> None:
        """Append streamed text."""
        if text:
            self._pieces[channel].append(text)
        if channel is Channel.THOUGHT:
            self.thought_tokens += tokens
            self.thought_at_once = False
        else:
            self.answer_tokens += tokens

    def replace(self, channel: Channel, text: str) -> None:
        """Set the whole text of a channel (what an earlier run of a continued answer wrote, or the final text)."""
        self._pieces[channel] = [text] if text else []

    def start_thinking(self, budget: int, clock: float, now: float) -> None:
        """The thought begins; `clock` is the run's, `now` the local monotonic clock (seconds)."""
        self.budget = budget
        self.thinking = True
        self.thought_at_once = False
        self._started_clock, self._started_at = clock, now

    def end_thinking(self, *, now: float, clock: float | None = None) -> None:
        """The thought ends, at the run's `clock` when that is known, otherwise `now` (local monotonic clock)."""
        if self.thinking:
            took = now - self._started_at if clock is None else clock - self._started_clock
            self._thinking_seconds = self._earlier_thinking + max(took, 0.0)
        self.thinking = False

    def took_up(self, thought_tokens: int, answer_tokens: int, seconds: float) -> None:
        """Take over the counts of the run that is continued."""
        self.thought_tokens, self.answer_tokens = thought_tokens, answer_tokens
        self._earlier_thinking = seconds
        self._thinking_seconds = seconds
        self.thought_at_once = not thought_tokens

    def thinking_seconds(self, now: float) -> float:
        """Return the seconds spent thinking until `now` (local monotonic clock)."""
        if self.thinking:
            return self._earlier_thinking + max(now - self._started_at, 0.0)
        return self._thinking_seconds or 0.0


class LiveAnswer:
    """What one run has streamed so far.

    Args:
        run: The run's id, as in its events.
        question: The text of the question.
        conversation_id, question_id, answer_id: Known at once for a regenerated or continued answer, otherwise set by
            `QuestionSaved`.
        thought, answer, thought_tokens, answer_tokens, thinking_seconds: What a continued answer had before.
        now: The local monotonic clock.
    """

    def __init__(
        self,
        run: str,
        question: str,
        *,
        conversation_id: str = "",
        question_id: str = "",
        answer_id: str = "",
        thought: str = "",
        answer: str = "",
        thought_tokens: int = 0,
        answer_tokens: int = 0,
        thinking_seconds: float = 0.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.run = run
        self.question = question
        self.conversation_id = conversation_id
        self.question_id = question_id
        self.answer_id = answer_id
        self.phase = Phase.WAITING
        self.started_at = now()
        self.prompt: PromptRead | None = None
        self.failure: RunFailed | None = None
        self.stop_reason: StopReason | None = None
        self.attempts: dict[int, LiveAttempt] = {}
        self.chosen_attempt = 0
        self._now = now
        if thought or answer:
            first = self._attempt(1)
            first.replace(Channel.THOUGHT, thought)
            first.replace(Channel.ANSWER, answer)
            first.took_up(thought_tokens, answer_tokens, thinking_seconds)

    @property
    def shown(self) -> LiveAttempt:
        """The attempt to show: the chosen one once there is one, otherwise the first."""
        if self.chosen_attempt in self.attempts:
            return self.attempts[self.chosen_attempt]
        return self._attempt(min(self.attempts, default=1))

    @property
    def thought(self) -> str:
        """The thought of the shown attempt so far."""
        return self.shown.text(Channel.THOUGHT)

    @property
    def answer(self) -> str:
        """The answer of the shown attempt so far."""
        return self.shown.text(Channel.ANSWER)

    @property
    def thought_tokens(self) -> int:
        """The tokens of the shown attempt's thought so far."""
        return self.shown.thought_tokens

    @property
    def answer_tokens(self) -> int:
        """The tokens of the shown attempt's answer so far."""
        return self.shown.answer_tokens

    @property
    def dropped_turns(self) -> int:
        """How many of the oldest turns left the prompt."""
        return self.prompt.dropped_turns if self.prompt else 0

    def thinking_seconds(self) -> float:
        """Return how long the shown attempt has thought until now."""
        return self.shown.thinking_seconds(self._now())

    def elapsed_seconds(self) -> float:
        """Return how long ago the question was sent."""
        return self._now() - self.started_at

    def apply(self, event: RunEvent) -> None:
        """Take in an event of this run; those of other runs are ignored, and so is what comes after the end."""
        if event.run != self.run or self.phase.over:
            return
        match event:
            case QuestionSaved():
                self.conversation_id = event.conversation_id
                self.question_id, self.answer_id = event.question_id, event.answer_id
                for number, attempt_id in enumerate(event.attempt_ids, start=1):
                    self._attempt(number).attempt_id = attempt_id
            case PromptRead():
                self.prompt = event
                self.phase = Phase.READING if self.phase is Phase.WAITING else self.phase
            case ThinkingStarted():
                self._attempt(event.attempt).start_thinking(event.budget, event.clock, self._now())
                self._advance(event.attempt, Phase.THINKING)
            case AnswerStarted():
                attempt = self._attempt(event.attempt)
                attempt.end_thinking(now=self._now(), clock=event.clock)
                attempt.answering = True
                attempt.thought_end = event.thought_end or attempt.thought_end
                self._advance(event.attempt, Phase.ANSWERING)
            case TextStreamed():
                self._attempt(event.attempt).add(event.channel, event.text, len(event.tokens))
                phase = Phase.ANSWERING if event.channel is Channel.ANSWER else Phase.THINKING
                self._advance(event.attempt, phase)
            case _:
                self._apply_end(event)

    def _apply_end(self, event: RunEvent) -> None:
        match event:
            case AttemptFinished():
                self._finish_attempt(event)
            case RunFinished():
                self._finish(event)
            case RunFailed():
                self.failure = event
                self._end(Phase.FAILED)

    def _attempt(self, number: int) -> LiveAttempt:
        if number not in self.attempts:
            self.attempts[number] = LiveAttempt(number)
        return self.attempts[number]

    def _advance(self, number: int, phase: Phase) -> None:
        if number == self.shown.number:
            self.phase = phase

    def _finish_attempt(self, event: AttemptFinished) -> None:
        attempt = self._attempt(event.attempt)
        attempt.finished = event
        attempt.attempt_id = event.attempt_id
        attempt.end_thinking(now=self._now())
        attempt.replace(Channel.THOUGHT, event.thought)
        attempt.replace(Channel.ANSWER, event.answer)
        attempt.thought_tokens, attempt.answer_tokens = (
            event.thought_tokens,
            event.answer_tokens,
        )

    def _finish(self, event: RunFinished) -> None:
        self.chosen_attempt = event.chosen_attempt
        self.stop_reason = event.stop_reason
        stopped = event.stop_reason in (StopReason.STOPPED, StopReason.INTERRUPTED)
        failed = event.stop_reason is StopReason.FAILED
        self._end(Phase.STOPPED if stopped else Phase.FAILED if failed else Phase.FINISHED)

    def _end(self, phase: Phase) -> None:
        self.phase = phase
        for attempt in self.attempts.values():
            attempt.end_thinking(now=self._now())
