"""Measures how likely the model finds a continuation, a part of it with each decode call."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.engine.decoder import NO_ROOM, Decoder
from models.engine.llama.context import Context
from models.engine.protocol import FailureReason, RunRefused, Scored
from models.engine.runs import ScoringRun
from models.engine.sequences import CachedSequence, SequencePool

_NO_ROOM_NOW = "There is no room to measure this text now; try again later."


class Scorer:
    """Works on scoring runs, one at a time.

    Args:
        context: Where the logits are read.
        decoder: Computes them.
        pool: The sequences of the context.
    """

    def __init__(self, context: Context, decoder: Decoder, pool: SequencePool) -> None:
        self._context, self._decoder, self._pool = context, decoder, pool

    def step(self, run: ScoringRun) -> Scored | RunRefused | None:
        """Decode a part of the continuation and read the log-probability of each of its tokens.

        Returns:
            What ends the run; None while more is to be decoded.
        """
        sequence = self._lease(run)
        if sequence is None:
            return RunRefused(run.id, FailureReason.MEMORY, _NO_ROOM_NOW)
        outcome = self._decode(run, sequence)
        self._pool.release(sequence, keep=outcome == 0)
        if outcome == NO_ROOM and not self._pool.evict():
            return RunRefused(run.id, FailureReason.MEMORY, _NO_ROOM_NOW)
        if outcome < 0:
            message = "The model could not compute; load it again."
            return RunRefused(run.id, FailureReason.CRASHED, message, str(outcome))
        if len(run.logprobs) >= len(run.tokens) - run.start:
            return Scored(run.id, tuple(run.logprobs))
        return None

    def _lease(self, run: ScoringRun) -> CachedSequence | None:
        """A sequence that holds what has been measured, as far as it is known; others are forgotten to make room."""
        measured = run.tokens[: run.start + len(run.logprobs)]
        sequence = self._pool.lease(measured, run.adapter)
        while sequence is None and self._pool.evict():
            sequence = self._pool.lease(measured, run.adapter)
        return sequence

    def _decode(self, run: ScoringRun, sequence: CachedSequence) -> int:
        """Decode as much as one call holds; the logits of a token tell how likely the next one was."""
        known, last = len(sequence.tokens), len(run.tokens) - 1
        first = run.start + len(run.logprobs) - 1
        batch = self._context.batch
        batch.clear()
        part = run.tokens[known : known + batch.room]
        for offset, token in enumerate(part):
            batch.add(token, known + offset, sequence.number, logits=first <= known + offset < last)
        outcome = self._decoder.decode({run.id})
        if outcome == 0:
            sequence.tokens += part
            for place in range(max(first, known), min(known + len(part), last)):
                run.logprobs.append(_logprob(self._context.logits(place - known), run.tokens[place + 1]))
        return outcome


def _logprob(logits: NDArray[np.float32], token: int) -> float:
    top = float(logits.max())
    return float(logits[token]) - top - float(np.log(np.exp(logits - np.float32(top)).sum()))
