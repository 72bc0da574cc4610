"""Continuous batching: each step decodes what all running attempts need next, in one call.

An attempt is a list of tokens of which the memory holds the first part; what is missing is pending. Reading a prompt,
putting in a closing line and writing a token are therefore the same thing: decode what is pending, draw where nothing
is. Interactive runs go first: background ones stand still while one is open. Runs with another adapter wait their turn.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable

import numpy as np

from models.engine.adapters import AdapterShelf
from models.engine.attempt import Attempt
from models.engine.batch_filling import fill_batch, note_decoded
from models.engine.decoder import ABORTED, NO_ROOM, Decoder
from models.engine.llama.context import Context
from models.engine.protocol import (
    EngineMessage,
    FailureReason,
    Priority,
    PromptWasRead,
    RunEnded,
    RunRefused,
)
from models.engine.runs import GenerationRun, ScoringRun
from models.engine.scoring import Scorer
from models.engine.sequences import SequencePool
from models.events import StopReason, ThoughtEnd

Run = GenerationRun | ScoringRun


class Scheduler:
    """Runs all requests for one loaded model; used from one thread, but for `interrupt`.

    Args:
        context: Where tokens are decoded.
        pool: Its sequences.
        shelf: The adapters that it can compute with.
        decoder: Decodes its batch.
    """

    def __init__(self, context: Context, pool: SequencePool, shelf: AdapterShelf, decoder: Decoder) -> None:
        self._context, self._pool, self._shelf, self._decoder = context, pool, shelf, decoder
        self._scorer = Scorer(context, decoder, pool)
        self._runs: list[Run] = []

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self._runs

    def add(self, run: Run) -> None:
        """Take up a run."""
        self._runs.append(run)

    def interrupt(self, run: str) -> None:
        """Abort the decode call that is reading the prompt of `run`, if there is one. From any thread."""
        self._decoder.interrupt(run)

    def cancel(self, identifier: str) -> None:
        """End a run; what it wrote stays with the client."""
        run = self._find(identifier)
        if isinstance(run, GenerationRun):
            for attempt in run.attempts:
                self._send(run, attempt.end(StopReason.STOPPED, run.clock))
                self._let_go(attempt)
        if run is not None:
            self._finish(run, RunEnded(run.id))

    def answer_now(self, identifier: str) -> None:
        """Close all open thoughts of a run; attempts that have not started are given up, if any other has."""
        run = self._find(identifier)
        if not isinstance(run, GenerationRun):
            return
        for attempt in run.running:
            self._send(run, attempt.close_thought(ThoughtEnd.ASKED, run.clock))
        if run.running:
            run.waiting.clear()

    def drop(self, send: Callable[[EngineMessage], None]) -> None:
        """Forget all runs of a client that went away."""
        for run in [each for each in self._runs if each.client == send]:
            if isinstance(run, GenerationRun):
                for attempt in run.attempts:
                    self._let_go(attempt)
            self._runs.remove(run)

    def fail_all(self, reason: FailureReason, message: str, details: str = "") -> None:
        """Refuse all runs, because the model goes away."""
        for run in list(self._runs):
            self._refuse(run, reason, message, details)

    def step(self) -> bool:
        """Do one decode call's worth of work; returns whether there was any."""
        runs = self._lane()
        if not runs:
            return False
        self._shelf.use(runs[0].adapter)
        if isinstance(runs[0], ScoringRun):
            ended = self._scorer.step(runs[0])
            if ended is not None:
                self._finish(runs[0], ended)
        else:
            self._generate([each for each in runs if isinstance(each, GenerationRun)])
        return True

    def _find(self, identifier: str) -> Run | None:
        return next((each for each in self._runs if each.id == identifier), None)

    def _lane(self) -> list[Run]:
        """The runs that may work now: of the highest priority, with the adapter of the oldest of them."""
        interactive = [each for each in self._runs if each.priority is Priority.INTERACTIVE]
        first = interactive or self._runs
        return [each for each in first if each.adapter == first[0].adapter]

    def _generate(self, runs: list[GenerationRun]) -> None:
        attempts = [attempt for run in runs for attempt in self._working(run)]
        if not attempts:
            self._make_room(runs)
            return
        drawing = fill_batch(self._context.batch, attempts)
        outcome = self._decoder.decode({each.run for each in attempts if each.pending > 1})
        if outcome == NO_ROOM:
            self._make_room(runs)
        elif outcome == ABORTED:
            self._forget_undecoded(attempts)
        elif outcome < 0:
            for run in runs:
                self._refuse(run, FailureReason.CRASHED, "The model could not compute; load it again.", str(outcome))
        else:
            self._draw(runs, attempts, drawing)

    def _working(self, run: GenerationRun) -> Iterable[Attempt]:
        """The attempts of a run that have a sequence; starts waiting ones once the prompt they share is decoded."""
        while run.waiting and not run.waiting[0].waits_for_room:
            if run.running and run.running[0].pending > 1 and not run.announced:
                break
            if not self._seat(run.waiting[0], run.adapter):
                break
            attempt = run.waiting.popleft()
            run.running.append(attempt)
            if not run.announced:
                run.cached_tokens = len(attempt.sequence.tokens) if attempt.sequence else 0
        return [each for each in run.running if each.sequence or self._seat(each, run.adapter)]

    def _seat(self, attempt: Attempt, adapter: str) -> bool:
        if attempt.waits_for_room:
            return False
        attempt.sequence = self._pool.lease(attempt.tokens, adapter)
        return attempt.sequence is not None

    def _forget_undecoded(self, attempts: list[Attempt]) -> None:
        for attempt in attempts:
            if attempt.sequence is not None:
                self._pool.shorten(attempt.sequence, len(attempt.sequence.tokens))

    def _draw(self, runs: list[GenerationRun], attempts: list[Attempt], drawing: list[tuple[Attempt, int]]) -> None:
        note_decoded(attempts, self._context.batch.capacity)
        by_id = {run.id: run for run in runs}
        for attempt, place in drawing:
            run = by_id[attempt.run]
            self._send(run, self._write(run, attempt, place))
        for run in runs:
            self._close_ended(run)

    def _write(self, run: GenerationRun, attempt: Attempt, place: int) -> Iterable[EngineMessage]:
        """Draw the next token of an attempt; yields what the client is told."""
        clock = run.clock
        if not run.announced:
            run.announced = True
            yield PromptWasRead(
                run.id, run.prompt_tokens, run.cached_tokens, run.dropped_turns, run.context_size, clock
            )
        if not attempt.begun:
            yield attempt.begin(clock)
        logits = self._context.logits(place)
        if forbidden := attempt.forbidden:
            logits[list(forbidden)] = -np.inf
        yield from attempt.take(attempt.sampler.draw(logits), run.clock)

    def _close_ended(self, run: GenerationRun) -> None:
        ended = [each for each in run.running if each.stop_reason is not None]
        for attempt in ended:
            run.running.remove(attempt)
            self._let_go(attempt, keep=not run.running)
        if ended:
            for other in self._all_attempts():
                other.waits_for_room = False
        if not run.running and not run.waiting and run in self._runs:
            self._finish(run, RunEnded(run.id))

    def _make_room(self, runs: list[GenerationRun]) -> None:
        """The memory is full: forget a cached sequence, else let the youngest attempt wait, else end the only one."""
        if self._pool.evict():
            return
        seated = [each for each in self._all_attempts() if each.sequence is not None]
        working = {id(each) for run in runs for each in run.running}
        outside = [each for each in seated if id(each) not in working]
        if outside or len(seated) > 1:
            youngest = (outside or seated)[-1]
            self._let_go(youngest)
            youngest.waits_for_room = bool(not outside)
            return
        for run in runs:
            for attempt in run.attempts:
                attempt.waits_for_room = False
            for attempt in run.running:
                self._send(run, attempt.end(StopReason.CONTEXT_FULL, run.clock))
            self._close_ended(run)

    def _all_attempts(self) -> list[Attempt]:
        return [each for run in self._runs if isinstance(run, GenerationRun) for each in run.attempts]

    def _let_go(self, attempt: Attempt, *, keep: bool = True) -> None:
        if attempt.sequence is not None:
            self._pool.release(attempt.sequence, keep=keep)
            attempt.sequence = None

    def _send(self, run: Run, messages: Iterable[EngineMessage]) -> None:
        for message in messages:
            run.send(message)

    def _finish(self, run: Run, message: EngineMessage) -> None:
        with contextlib.suppress(ValueError):
            self._runs.remove(run)
        run.send(message)

    def _refuse(self, run: Run, reason: FailureReason, message: str, details: str = "") -> None:
        if isinstance(run, GenerationRun):
            for attempt in run.attempts:
                self._send(run, attempt.end(StopReason.FAILED, run.clock))
                self._let_go(attempt, keep=False)
        self._finish(run, RunRefused(run.id, reason, message, details))
