"""Whether two questions are the same but for their spelling; numbers always count."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable

LEAST_LIKENESS = 0.8
"""The shared part of the three-letter pieces of two questions, from which on they are nearly the same."""

MOST_COMPARED = 600
"""Characters of a question that are compared."""

_CONTRACTIONS = (("what's", "what is"), ("whats ", "what is "), ("how's", "how is"), ("who's", "who is"))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DROPPED = re.compile(r"[^\w+*/=<>×÷^%-]+")

_Pieces = frozenset[tuple[str, int]]
"""Three-letter pieces, each with how often it came before: shared parts of sets are those of multisets then."""


@functools.lru_cache(maxsize=10_000)
def question_key(question: str) -> str:
    """Return a question without what does not change it: case, accents of width, spaces, punctuation, contractions."""
    text = unicodedata.normalize("NFKC", question).casefold().replace("’", "'")
    for short, long in _CONTRACTIONS:
        text = text.replace(short, long)
    return _DROPPED.sub("", text)


def nearly_the_same(first: str, second: str) -> bool:
    """Whether two question keys ask for the same: the same numbers in the same order, and nearly the same words."""
    if first == second:
        return True
    return _numbers(first) == _numbers(second) and _likeness(_pieces(first), _pieces(second)) >= LEAST_LIKENESS


class KnownQuestions:
    """Question keys among which nearly the same ones are found fast, however many there are.

    Two sets of pieces whose shared part is at least t have a piece in common among the first (1 - t) of each, in any
    fixed order; only keys that share one of those are compared.

    Source: S. Chaudhuri, V. Ganti and R. Kaushik, "A primitive operator for similarity joins", ICDE 2006.
    """

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._known: dict[str, tuple[_Pieces, int]] = {}
        self._by_piece: dict[tuple[tuple[str, ...], tuple[str, int]], list[str]] = defaultdict(list)
        for each in keys:
            self.add(each)

    def add(self, key: str) -> None:
        """Take in a key; one that is known stays where it was."""
        if key in self._known:
            return
        pieces, numbers = _pieces(key), _numbers(key)
        self._known[key] = (pieces, len(self._known))
        for piece in _first_pieces(pieces):
            self._by_piece[numbers, piece].append(key)

    def find(self, key: str) -> str | None:
        """Return the key itself if it is known, else the first one taken in that is nearly the same, else None."""
        if key in self._known:
            return key
        pieces, numbers = _pieces(key), _numbers(key)
        near = {other for piece in _first_pieces(pieces) for other in self._by_piece.get((numbers, piece), ())}
        found = [other for other in near if _likeness(pieces, self._known[other][0]) >= LEAST_LIKENESS]
        return min(found, key=lambda other: self._known[other][1], default=None)


def _numbers(key: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(key))


def _pieces(key: str) -> _Pieces:
    text = f"  {key[:MOST_COMPARED]}  "
    seen: dict[str, int] = {}
    pieces = []
    for place in range(len(text) - 2):
        piece = text[place : place + 3]
        before = seen.get(piece, 0)
        pieces.append((piece, before))
        seen[piece] = before + 1
    return frozenset(pieces)


def _first_pieces(pieces: _Pieces) -> list[tuple[str, int]]:
    """Enough pieces, in a fixed order without meaning, that a set nearly the same must share one of them."""
    count = len(pieces) - math.ceil(LEAST_LIKENESS * len(pieces)) + 1
    return sorted(pieces, key=lambda each: (zlib.crc32(each[0].encode()), each))[:count]


def _likeness(first: _Pieces, second: _Pieces) -> float:
    shorter, longer = sorted((len(first), len(second)))
    if shorter < LEAST_LIKENESS * longer:
        return 0.0
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)
