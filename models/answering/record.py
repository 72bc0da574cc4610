"""What one run has written so far: fed with the engine's messages, it gives the events and the attempts to save."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.answering.attempt_record import AttemptRecord, mean_logprob
from models.engine.protocol import (
    AttemptEnded,
    EngineMessage,
    PhaseChanged,
    Piece,
    PromptWasRead,
    Streamed,
)
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
from models.identifiers import new_id
from models.reasoning.final_answer import find_final_answer
from models.traces import Deliberated, Fate

_STATES = {
    StopReason.STOPPED: AttemptState.STOPPED,
    StopReason.FAILED: AttemptState.FAILED,
    StopReason.INTERRUPTED: AttemptState.INTERRUPTED,
    StopReason.DROPPED: AttemptState.STOPPED,
}


class RunRecord:
    """One run.

    Args:
        run: Its id.
        answer_id: The answer that its attempts belong to.
        attempts: The attempts as they were before (a continued one has text already), in the order of their numbers.
        saved: Whether it is kept in the history.
        earlier_tokens: The tokens of a continued attempt.
    """

    def __init__(
        self,
        run: str,
        *,
        answer_id: str,
        attempts: list[Attempt],
        saved: bool,
        earlier_tokens: Sequence[tuple[Channel, Token]] = (),
    ) -> None:
        self.run = run
        self.answer_id = answer_id
        self.saved = saved
        self.chosen_number = 0
        """Set where the attempts have voted."""
        self.deliberated: Deliberated | None = None
        self._records = {
            each.number: AttemptRecord(each, [each.thought], [each.answer], each, earlier_tokens) for each in attempts
        }

    @property
    def attempts(self) -> list[AttemptRecord]:
        """The attempts, by number."""
        return [self._records[number] for number in sorted(self._records)]

    @property
    def chosen(self) -> AttemptRecord:
        """The attempt whose answer counts: the votes' choice, else the first that finished, else the first."""
        if self.chosen_number in self._records:
            return self._records[self.chosen_number]
        done = [
            each for each in self.attempts if each.attempt.state is AttemptState.FINISHED and each.fate is not Fate.CUT
        ]
        return (done or self.attempts)[0]

    def made_by(self, model_id: str, model_name: str) -> None:
        """Note which model writes the attempts; known when the run is sent, not when the question is saved."""
        for record in self._records.values():
            record.attempt = replace(record.attempt, model_id=model_id, model_name=model_name)

    def adapted_by(self, adapter_id: str) -> None:
        """Note which adapter the attempts are written with."""
        for record in self._records.values():
            record.attempt = replace(record.attempt, adapter_id=adapter_id)

    def add(self, number: int, strategy: str, seed: int) -> AttemptRecord:
        """Take up another attempt, made as the others are."""
        like = self.attempts[0].attempt
        fresh = Attempt(
            id=new_id(), answer_id=like.answer_id, number=number, strategy=strategy, created_at=time.time(),
            prompt_tokens=like.prompt_tokens, model_id=like.model_id, model_name=like.model_name,
            adapter_id=like.adapter_id, effort=like.effort, thought_budget=like.thought_budget,
            sampling=like.sampling, seed=seed, system_prompt=like.system_prompt, prompt_version=like.prompt_version,
        )  # fmt: skip
        self._records[number] = AttemptRecord(fresh, [], [], fresh, changed=True)
        return self._records[number]

    def knows(self, number: int) -> bool:
        """Whether there is an attempt with this number."""
        return number in self._records

    def numbered(self, number: int) -> AttemptRecord:
        """Return the attempt with this number."""
        return self._records[number]

    def apply(self, message: EngineMessage) -> Iterator[RunEvent]:
        """Take in a message of the engine; yields the events that follow."""
        match message:
            case PromptWasRead():
                yield self._prompt_read(message)
            case PhaseChanged():
                yield self._phase_changed(message)
            case Streamed():
                for piece in message.pieces:
                    yield self._streamed(piece, message.clock)
            case AttemptEnded():
                yield self.close(message)

    def fail(self, reason: str, message: str, details: str) -> Iterator[RunEvent]:
        """End all open attempts because the run failed (see `models.events.RunFailed`); yields their events."""
        for record in self.attempts:
            if not record.ended:
                record.attempt = replace(record.attempt, error=message, error_reason=str(reason), error_details=details)
        yield from self._end_all(StopReason.FAILED)

    def stop(self) -> Iterator[RunEvent]:
        """End all attempts before the engine took them up; yields their events."""
        yield from self._end_all(StopReason.STOPPED)

    def _end_all(self, reason: StopReason) -> Iterator[RunEvent]:
        for record in self.attempts:
            if not record.ended:
                ended = AttemptEnded(self.run, record.attempt.number, reason, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0)
                yield self.close(ended, counted=False)

    def note_prompt(self, number: int, message: PromptWasRead) -> None:
        """Keep what the engine says about an attempt's prompt."""
        record = self._records[number]
        record.attempt = replace(
            record.attempt,
            prompt_tokens=message.prompt_tokens,
            cached_tokens=message.cached_tokens,
            dropped_turns=message.dropped_turns,
        )

    def _prompt_read(self, message: PromptWasRead) -> PromptRead:
        for number in self._records:
            self.note_prompt(number, message)
        return PromptRead(
            self.run,
            message.prompt_tokens,
            message.cached_tokens,
            message.dropped_turns,
            message.context_size,
            message.clock,
        )

    def _phase_changed(self, message: PhaseChanged) -> RunEvent:
        record = self._records[message.attempt]
        attempt, now = record.attempt, time.time()
        record.changed = True
        if message.phase == Channel.THOUGHT:
            record.attempt = replace(attempt, thought_started_at=attempt.thought_started_at or now)
            return ThinkingStarted(self.run, message.attempt, message.budget, message.clock)
        ended = ThoughtEnd(message.thought_end) if message.thought_end else None
        record.attempt = replace(
            attempt,
            thought_ended_at=now if ended else attempt.thought_ended_at,
            thought_end=message.thought_end or attempt.thought_end,
            answer_started_at=attempt.answer_started_at or now,
        )
        return AnswerStarted(self.run, message.attempt, ended, message.clock)

    def _streamed(self, piece: Piece, clock: float) -> TextStreamed:
        record = self._records[piece.attempt]
        channel = Channel(piece.channel)
        tokens = tuple(
            Token(each.text, each.logprob, tuple(Alternative(*rival) for rival in each.alternatives))
            for each in piece.tokens
        )
        record.add(channel, piece.text, tokens)
        record.pace.note(len(tokens), clock)
        return TextStreamed(self.run, piece.attempt, channel, piece.text, tokens, clock)

    def close(self, message: AttemptEnded, *, counted: bool = True, final_answer: str | None = None) -> AttemptFinished:
        """End an attempt.

        Args:
            message: What the engine said at its end.
            counted: Whether its numbers are the whole attempt's; otherwise they come from the tokens that arrived.
            final_answer: What was extracted, where that is known.
        """
        record = self._records[message.attempt]
        reason = StopReason(message.stop_reason)
        record.ended = True
        drawn = message.thought_tokens + message.answer_tokens
        span = message.last_token_clock - message.first_token_clock
        # Of an attempt that was cut, repaired or given up the engine does not tell the times of the whole.
        speed = (drawn - 1) / span if drawn > 1 and span > 0 else record.pace.tokens_per_second
        first = message.first_token_clock or record.pace.first or 0.0
        attempt, earlier = record.snapshot(), record.earlier
        if counted:
            attempt = replace(
                attempt,
                thought_tokens=earlier.thought_tokens + message.thought_tokens,
                answer_tokens=earlier.answer_tokens + message.answer_tokens,
                mean_logprob=mean_logprob(earlier, drawn, drawn * message.mean_logprob),
            )
        record.attempt = replace(
            attempt,
            state=_STATES.get(reason, AttemptState.FINISHED),
            stop_reason=reason,
            final_answer=find_final_answer(attempt.answer).text if final_answer is None else final_answer,
            answer_ended_at=time.time(),
            time_to_first_token=first or None,
            tokens_per_second=speed or None,
        )
        done = record.attempt
        return AttemptFinished(
            run=self.run,
            attempt=message.attempt,
            attempt_id=done.id,
            stop_reason=reason,
            thought=done.thought,
            answer=done.answer,
            final_answer=done.final_answer,
            thought_tokens=done.thought_tokens,
            answer_tokens=done.answer_tokens,
            seconds_thinking=message.thinking_seconds,
            seconds=message.clock,
            time_to_first_token=first,
            tokens_per_second=speed,
            mean_logprob=done.mean_logprob or 0.0,
        )
