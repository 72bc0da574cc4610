"""Which tokens the model's memory holds: sequences leased to attempts, shared, and kept as a cache between turns.

A new prompt takes over the sequence with which it has the longest beginning in common and decodes only the rest;
attempts of one question share the cells of their prompt. What was computed with another adapter never matches: the
adapter is part of the key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from models.engine.llama.context import Context


@dataclass(eq=False, slots=True)
class CachedSequence:
    """One sequence of the context and the tokens that the memory holds of it."""

    number: int
    tokens: list[int] = field(default_factory=list)
    adapter: str = ""
    leased: bool = False
    last_used: int = 0


class SequencePool:
    """All sequences of one context.

    Args:
        context: The context.
        can_rewind: Whether a sequence can be cut back; recurrent models only continue or start anew.
    """

    def __init__(self, context: Context, *, can_rewind: bool) -> None:
        self._context = context
        self._can_rewind = can_rewind
        self._sequences = [CachedSequence(number) for number in range(context.sequences)]
        self._clock = count(1)

    def lease(self, tokens: Sequence[int], adapter: str) -> CachedSequence | None:
        """Return a sequence that holds as much of the beginning of `tokens` as is known, but never all of them.

        None when all sequences are leased.
        """
        best, common = self._best_match(tokens, adapter)
        if best is not None and not best.leased:
            target = best
            self._shorten(target, common)
        else:
            free = [each for each in self._sequences if not each.leased]
            if not free:
                return None
            target = min(free, key=lambda each: (bool(each.tokens), each.last_used))
            self._shorten(target, 0)
            if best is not None:
                self._context.copy(best.number, target.number, common)
                target.tokens = best.tokens[:common]
        target.leased, target.adapter = True, adapter
        return target

    def release(self, sequence: CachedSequence, *, keep: bool) -> None:
        """Give a sequence back; with `keep` its tokens stay as a cache for the next turn."""
        sequence.leased = False
        sequence.last_used = next(self._clock)
        if not keep:
            self._shorten(sequence, 0)

    def shorten(self, sequence: CachedSequence, length: int) -> None:
        """Forget all but the first `length` tokens (all of them when the memory cannot be cut there)."""
        self._shorten(sequence, length)

    def evict(self) -> bool:
        """Forget the sequence that was not used for the longest time; False when nothing can be forgotten."""
        idle = [each for each in self._sequences if each.tokens and not each.leased]
        if not idle:
            return False
        self._shorten(min(idle, key=lambda each: each.last_used), 0)
        return True

    def forget(self, adapter: str) -> None:
        """Drop what was computed with an adapter that is gone."""
        for each in self._sequences:
            if each.adapter == adapter and not each.leased:
                self._shorten(each, 0)

    def _best_match(self, tokens: Sequence[int], adapter: str) -> tuple[CachedSequence | None, int]:
        best, most = None, 0
        for each in self._sequences:
            if each.adapter != adapter or not each.tokens:
                continue
            common = min(_common_length(each.tokens, tokens), len(tokens) - 1)
            usable = self._can_rewind or (common == len(each.tokens) and not each.leased)
            if usable and (common > most or (common == most and best is not None and best.leased and not each.leased)):
                best, most = each, common
        return best, most

    def _shorten(self, sequence: CachedSequence, length: int) -> None:
        if length and not self._context.cut(sequence.number, length):
            length = 0
        if not length:
            self._context.cut(sequence.number, 0)
        del sequence.tokens[length:]


def _common_length(left: Sequence[int], right: Sequence[int]) -> int:
    for place, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return place
    return min(len(left), len(right))
