"""What one decode call takes of the attempts that run: their pending tokens, those of writing attempts first."""

from __future__ import annotations

from collections.abc import Iterable

from models.engine.attempt import Attempt
from models.engine.llama.batch import Batch


def fill_batch(batch: Batch, attempts: Iterable[Attempt]) -> list[tuple[Attempt, int]]:
    """Put pending tokens into the batch, in the place of what it held.

    Args:
        batch: Filled as far as it has room.
        attempts: Each with a sequence.

    Returns:
        The attempts that have nothing pending after this call and therefore draw, each with the place of its logits.
    """
    batch.clear()
    drawing = []
    for attempt in sorted(attempts, key=_pending):
        sequence = attempt.sequence
        assert sequence is not None
        known = len(sequence.tokens)
        part = attempt.tokens[known : known + batch.room]
        last = known + len(part) == len(attempt.tokens)
        place = -1
        for offset, token in enumerate(part):
            wanted = last and offset == len(part) - 1
            place = batch.add(token, known + offset, sequence.number, logits=wanted)
        if part and last:
            drawing.append((attempt, place))
    return drawing


def note_decoded(attempts: Iterable[Attempt], capacity: int) -> None:
    """Note which tokens the memory holds, after the batch that `fill_batch` filled was decoded.

    Args:
        attempts: Those that it was filled with, unchanged since.
        capacity: The most tokens of the batch.
    """
    room = capacity
    for attempt in sorted(attempts, key=_pending):
        assert attempt.sequence is not None
        part = attempt.tokens[len(attempt.sequence.tokens) :][:room]
        attempt.sequence.tokens += part
        room -= len(part)


def _pending(attempt: Attempt) -> int:
    return attempt.pending
