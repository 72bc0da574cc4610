"""What a running answer has streamed so far; fed for every run, shown or not, so switching conversations loses nothing.

No Qt here: the shell feeds each `RunEvent` to the run's `LiveAnswer`, the transcript reads from it when it repaints.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

from desktop.conversation.live_attempt import LiveAttempt
from models.events import (
    AnswerStarted,
    AttemptBegan,
    AttemptFinished,
    Channel,
    PromptRead,
    QuestionSaved,
    RunEvent,
    RunFailed,
    RunFinished,
    StepClosed,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtCut,
    VotesCounted,
)
from models.history.records import Answer, Attempt, PanelState, Question, Turn
from models.traces import Deliberated


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


class LiveAnswer:
    """What one run has streamed so far.

    Args:
        run: The run's id, as in its events.
        question: The text of the question.
        conversation_id, question_id, answer_id: Known at once for a regenerated or continued answer, otherwise set by
            `QuestionSaved`.
        thought, answer, thought_tokens, answer_tokens, thinking_seconds: What a continued answer had before.
        number: The number of the first attempt of this run: a continued one keeps its own.
        siblings: The ids of the other answers to the question, oldest first, where this one is another branch.
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
        number: int = 1,
        siblings: tuple[str, ...] = (),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.run = run
        self.question = question
        self.conversation_id = conversation_id
        self.question_id = question_id
        self.answer_id = answer_id
        self.siblings = siblings
        self.phase = Phase.WAITING
        self.started_at = now()
        self.prompt: PromptRead | None = None
        self.failure: RunFailed | None = None
        self.stop_reason: StopReason | None = None
        self.attempts: dict[int, LiveAttempt] = {}
        self.chosen_attempt = 0
        self.deliberates = False
        """Whether its attempts are checked step by step; known before they think."""
        self.planned = 1
        """How many attempts there may be."""
        self.votes: VotesCounted | None = None
        self.deliberated: Deliberated | None = None
        self.stepped = False
        """Whether a step of a thought has been closed, or was taken back."""
        self._watched = 0
        self._first = number
        self._ended_at: float | None = None
        self._now = now
        if thought or answer:
            first = self._attempt(number)
            first.replace(Channel.THOUGHT, thought)
            first.replace(Channel.ANSWER, answer)
            first.took_up(thought_tokens, answer_tokens, thinking_seconds)

    def as_turn(self) -> Turn:
        """Return what has come so far as a turn, to be searched."""
        shown = self.shown
        attempt = Attempt(shown.attempt_id, self.answer_id, shown.number, thought=self.thought, answer=self.answer)
        answer = Answer(self.answer_id, self.question_id, 0.0, attempt.id, PanelState.AUTOMATIC, (attempt,))
        return Turn(Question(self.question_id, self.conversation_id, None, self.question, 0.0), answer)

    @property
    def shown(self) -> LiveAttempt:
        """The attempt to show: the chosen one once there is one, otherwise one that thinks, as long as it does."""
        if self.chosen_attempt in self.attempts:
            return self.attempts[self.chosen_attempt]
        if self._watched in self.attempts:
            return self.attempts[self._watched]
        return self._attempt(min(self.attempts, default=self._first))

    @property
    def votes_decide(self) -> bool:
        """Whether several attempts are planned, so that no answer is shown before they have voted."""
        return self.planned > 1

    @property
    def thought(self) -> str:
        """The thought of the shown attempt so far."""
        return self.shown.text(Channel.THOUGHT)

    @property
    def has_thought(self) -> bool:
        """Whether any attempt has thought; the one whose answer counts may have answered at once."""
        return any(each.text(Channel.THOUGHT).strip() for each in self.attempts.values())

    @property
    def answer(self) -> str:
        """The answer of the shown attempt so far; nothing while several attempts have not voted yet."""
        return "" if self.votes_decide and not self.phase.over else self.shown.text(Channel.ANSWER)

    @property
    def thought_tokens(self) -> int:
        """The tokens of all thoughts so far."""
        return sum(each.thought_tokens for each in self.attempts.values())

    @property
    def answer_tokens(self) -> int:
        """The tokens of the shown attempt's answer so far."""
        return self.shown.answer_tokens

    @property
    def dropped_turns(self) -> int:
        """How many of the oldest turns left the prompt."""
        return self.prompt.dropped_turns if self.prompt else 0

    def thinking_seconds(self) -> float:
        """Return how long the shown attempt has thought until now; of several attempts, how long all of them took."""
        if not self.votes_decide:
            return self.shown.thinking_seconds(self._now())
        began = [each.started_at for each in self.attempts.values() if each.started_at is not None]
        end = self._now() if self._ended_at is None else self._ended_at
        return max(end - min(began), 0.0) if began else 0.0

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
                for number, attempt_id in enumerate(event.attempt_ids, start=self._first):
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
            case AttemptBegan() | StepClosed() | ThoughtCut() | VotesCounted():
                self._deliberate(event)
            case _:
                self._apply_end(event)
        self._watch()

    def _deliberate(self, event: AttemptBegan | StepClosed | ThoughtCut | VotesCounted) -> None:
        match event:
            case AttemptBegan():
                attempt = self._attempt(event.attempt)
                attempt.attempt_id, attempt.strategy = event.attempt_id, event.strategy
                self.planned, self.deliberates = event.planned, True
                if event.replaces:
                    attempt.place = self._attempt(event.replaces).place
            case StepClosed():
                self._attempt(event.attempt).close_step(event.step)
                self.stepped = True
            case ThoughtCut():
                self._attempt(event.attempt).cut(event.cut_at, event.step, event.discarded, self._now())
                self.stepped = True
                self._advance(event.attempt, Phase.THINKING)
            case VotesCounted():
                self.votes = event

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
        if self.votes_decide:
            self.phase = Phase.THINKING  # the answer comes with the end
        elif number == self.shown.number:
            self.phase = phase

    def _watch(self) -> None:
        """Stay with the attempt that is shown while it thinks; then go on to the first that does."""
        shown = self.shown
        if not self.phase.over and not shown.thinking:
            thinking = [number for number, each in self.attempts.items() if each.thinking]
            self._watched = min(thinking, default=shown.number)

    def _finish_attempt(self, event: AttemptFinished) -> None:
        self._attempt(event.attempt).finish(event, self._now())

    def _finish(self, event: RunFinished) -> None:
        self.chosen_attempt = event.chosen_attempt
        self.stop_reason = event.stop_reason
        self.deliberated = event.deliberated
        stopped = event.stop_reason in (StopReason.STOPPED, StopReason.INTERRUPTED)
        failed = event.stop_reason is StopReason.FAILED
        self._end(Phase.STOPPED if stopped else Phase.FAILED if failed else Phase.FINISHED)

    def _end(self, phase: Phase) -> None:
        self.phase = phase
        self._ended_at = self._now()
        for attempt in self.attempts.values():
            attempt.end_thinking(now=self._now())
