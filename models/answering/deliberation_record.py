"""Turns what happens in a deliberation into the events of its run, and keeps it in the run's record."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec

from models.answering.record import RunRecord
from models.engine.protocol import AttemptEnded, EngineMessage, PhaseChanged, PromptWasRead, Streamed
from models.events import (
    AttemptBegan,
    Channel,
    RunEvent,
    StepClosed,
    StopReason,
    ThoughtCut,
    VotesCounted,
)
from models.reasoning.deliberation import happenings
from models.reasoning.deliberation.happenings import Happening
from models.reasoning.deliberation.plan import DeliberationPlan
from models.reasoning.votes import Tally
from models.traces import Deliberated, DiscardedStep, Ending, Fate, Step, VoteGroup


class DeliberationRecord:
    """A deliberation's side of a run.

    Args:
        record: The run's record; its first attempt is there already.
        plan: What is asked.
        clock: Seconds; tests bring their own.
    """

    def __init__(self, record: RunRecord, plan: DeliberationPlan, clock: Callable[[], float] = time.monotonic) -> None:
        self._record, self._planned, self._clock = record, plan.planned, clock
        self._budget = plan.thought_tokens
        self._began: float | None = None
        self._prompt_was_read = False
        self._groups: tuple[VoteGroup, ...] = ()

    def apply(self, happening: Happening) -> Iterator[RunEvent]:
        """Take in what happened; yields the events that follow."""
        match happening:
            case happenings.AttemptBegan():
                yield from self._begin(happening)
            case happenings.AttemptSaid(attempt=number, message=message):
                if not self._record.numbered(number).ended:
                    yield from self._hear(number, message)
            case happenings.StepChecked():
                step = Step(
                    happening.step, happening.start, happening.end, happening.check.verdict, happening.check.claims
                )
                closed = self._record.numbered(happening.attempt).close_step(step)
                yield StepClosed(self._record.run, happening.attempt, closed)
            case happenings.AttemptRepaired():
                yield self._cut(happening)
            case happenings.AttemptDone():
                yield from self._finish(happening)
            case happenings.VotesCounted():
                yield from self._count(happening)

    def conclude(self, end: happenings.Concluded) -> Iterator[RunEvent]:
        """End the attempts that are still open, which are not needed any more, and note how it all ended."""
        for each in self._record.attempts:
            yield from self._end(each.attempt.number, StopReason.DROPPED, Fate.DROPPED)
        self._record.chosen_number = end.chosen
        self._groups = _groups(end.tally)
        self._record.deliberated = self._deliberated(end.ending, end.finished, end.chosen)

    def stop(self) -> Iterator[RunEvent]:
        """The user stopped it: attempts that are open end as stopped, not as dropped."""
        for each in self._record.attempts:
            yield from self._end(each.attempt.number, StopReason.STOPPED, Fate.DROPPED)

    def _begin(self, happening: happenings.AttemptBegan) -> Iterator[RunEvent]:
        self._began = self._clock() if self._began is None else self._began
        number = happening.attempt
        if happening.replaces:
            yield from self._end(happening.replaces, StopReason.CUT, Fate.CUT)
        if self._record.knows(number):
            known = self._record.numbered(number)
            known.attempt = replace(known.attempt, strategy=happening.strategy.value)
        else:
            known = self._record.add(number, happening.strategy.value, happening.seed)
        yield AttemptBegan(
            self._record.run, number, known.attempt.id, happening.strategy.value, self._planned, happening.replaces
        )

    def _hear(self, number: int, message: EngineMessage) -> Iterator[RunEvent]:
        """An attempt is in several engine runs when it is repaired; what they all say again is told once."""
        attempt = self._record.numbered(number)
        is_repaired = bool(attempt.tokens or attempt.discarded)
        match message:
            case PromptWasRead() if self._prompt_was_read:
                if not is_repaired:
                    self._record.note_prompt(number, message)
                return
            case PromptWasRead():
                self._prompt_was_read = True
            case PhaseChanged(phase=Channel.THOUGHT) if is_repaired:
                return
        if isinstance(message, PromptWasRead | PhaseChanged | Streamed):
            message = msgspec.structs.replace(message, clock=self._now())
        if isinstance(message, PhaseChanged):
            message = msgspec.structs.replace(message, budget=self._budget)
        yield from self._record.apply(message)

    def _cut(self, happening: happenings.AttemptRepaired) -> RunEvent:
        discarded = DiscardedStep(happening.discarded, happening.claims)
        self._record.numbered(happening.attempt).cut(happening.cut_at, happening.step, discarded)
        return ThoughtCut(self._record.run, happening.attempt, happening.step, happening.cut_at, discarded)

    def _finish(self, happening: happenings.AttemptDone) -> Iterator[RunEvent]:
        record = self._record.numbered(happening.attempt)
        if record.ended:
            return
        record.fate = Fate.DONE
        ended = happening.ended or self._unheard(happening.attempt, StopReason.FINISHED)
        total = happening.thought_tokens + record.earlier.thought_tokens
        finished = self._record.close(self._timed(ended, happening.attempt), counted=False,
                                      final_answer=happening.final_answer)  # fmt: skip
        record.attempt = replace(record.attempt, thought_tokens=total)
        yield replace(finished, thought_tokens=total)

    def _end(self, number: int, reason: StopReason, fate: Fate) -> Iterator[RunEvent]:
        record = self._record.numbered(number)
        if not record.ended:
            record.fate = fate
            yield self._record.close(self._timed(self._unheard(number, reason), number), counted=False)

    def _unheard(self, number: int, reason: StopReason) -> AttemptEnded:
        return AttemptEnded(self._record.run, number, reason, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def _timed(self, ended: AttemptEnded, number: int) -> AttemptEnded:
        """With the times of the whole attempt, where the engine knows only those of its last run."""
        attempt = self._record.numbered(number).attempt
        started, closed = attempt.thought_started_at, attempt.thought_ended_at or time.time()
        thinking = max(closed - started, 0.0) if started is not None else 0.0
        return msgspec.structs.replace(ended, attempt=number, thinking_seconds=thinking, clock=self._now())

    def _count(self, happening: happenings.VotesCounted) -> Iterator[RunEvent]:
        self._groups = _groups(happening.tally)
        winner = happening.tally.winner
        if winner is not None:
            self._record.chosen_number = winner.best.attempt
        self._record.deliberated = self._deliberated(
            Ending.STOPPED, happening.finished, winner.best.attempt if winner is not None else 0
        )
        if self._planned > 1:
            yield VotesCounted(self._record.run, self._groups, happening.finished, happening.planned)

    def _deliberated(self, ending: Ending, finished: int, chosen: int) -> Deliberated:
        summaries = tuple(each.summary() for each in self._record.attempts)
        return Deliberated(ending, finished, self._planned, self._groups, summaries, chosen)

    def _now(self) -> float:
        return self._clock() - self._began if self._began is not None else 0.0


def _groups(tally: Tally) -> tuple[VoteGroup, ...]:
    return tuple(
        VoteGroup(each.text, tuple(sorted(ballot.attempt for ballot in each.ballots)), each.weak)
        for each in tally.groups
    )
