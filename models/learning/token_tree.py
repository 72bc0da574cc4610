"""Packs examples into rows in which common beginnings are computed once.

All examples of a model begin with the same words (its system message), several rationales of one question share the
whole question, and rationales often share their first steps. A row is a tree of tokens: each token has the position
that it has in its example and sees only its own ancestors, so that logits and gradients are those of the separate
examples, without padding and without computing anything twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOT_TRAINED = -1
"""The target of a token after which nothing is learned."""


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """An example as tokens; `learned[i]` says whether the model shall learn to write `tokens[i]`.

    Of one that is `held` the model shall not learn the tokens, but keep, before each of them, the distribution that it
    has without its adapter.
    """

    tokens: tuple[int, ...]
    learned: tuple[bool, ...]
    held: bool = False

    @property
    def learned_count(self) -> int:
        """How many tokens the model shall learn to write."""
        return sum(self.learned[1:])


@dataclass(frozen=True, slots=True)
class Row:
    """A tree of L tokens, to be computed at once.

    `tokens` and `positions` have the shape (L,), `visible` (L, L) says what each token sees. The loss is the sum over
    M targets of `weights` × −log p(`targets` | the token at `places`), each of the shape (M,). `counted` is how many
    tokens the examples have before they are joined. All examples of a row are `held`, or none is.
    """

    tokens: NDArray[np.int64]
    positions: NDArray[np.int64]
    visible: NDArray[np.bool_]
    places: NDArray[np.int64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float32]
    counted: int
    held: bool = False


class TokenTree:
    """A row while it grows."""

    def __init__(self, *, held: bool = False) -> None:
        self.held = held
        self._children: dict[tuple[int, int], int] = {}
        self._tokens: list[int] = []
        self._parents: list[int] = []
        self._targets: dict[tuple[int, int], float] = {}
        self._counted = 0

    def __len__(self) -> int:
        return len(self._tokens)

    def missing(self, sequence: TokenSequence) -> int:
        """Return how many tokens the row would grow by."""
        place = -1
        for known, token in enumerate(sequence.tokens):
            child = self._children.get((place, token))
            if child is None:
                return len(sequence.tokens) - known
            place = child
        return 0

    def add(self, sequence: TokenSequence) -> None:
        """Put an example into the row."""
        place = -1
        self._counted += len(sequence.tokens)
        for token, learned in zip(sequence.tokens, sequence.learned, strict=True):
            if learned and place >= 0:
                self._targets[place, token] = self._targets.get((place, token), 0.0) + 1.0
            child = self._children.get((place, token))
            if child is None:
                child = self._children[place, token] = len(self._tokens)
                self._tokens.append(token)
                self._parents.append(place)
            place = child

    def row(self) -> Row:
        """Return the finished row."""
        length = len(self._tokens)
        visible = np.zeros((length, length), dtype=np.bool_)
        positions = np.zeros(length, dtype=np.int64)
        for place, parent in enumerate(self._parents):
            if parent >= 0:
                visible[place] = visible[parent]
                positions[place] = positions[parent] + 1
            visible[place, place] = True
        return Row(
            tokens=np.array(self._tokens, dtype=np.int64),
            positions=positions,
            visible=visible,
            places=np.array([place for place, _ in self._targets], dtype=np.int64),
            targets=np.array([token for _, token in self._targets], dtype=np.int64),
            weights=np.array(list(self._targets.values()), dtype=np.float32),
            counted=self._counted,
            held=self.held,
        )


def rows_of(sequences: Iterable[TokenSequence], *, row_tokens: int) -> list[Row]:
    """Return rows of at most `row_tokens` tokens that hold all sequences (a longer one has a row of its own).

    Sequences are put side by side in the order of their tokens, so that those with common beginnings meet.
    """
    rows: list[Row] = []
    tree = TokenTree()
    for sequence in sorted(sequences, key=lambda each: (each.held, each.tokens)):
        if tree.held != sequence.held or len(tree) + tree.missing(sequence) > row_tokens:
            if len(tree):
                rows.append(tree.row())
            tree = TokenTree(held=sequence.held)
        tree.add(sequence)
    if len(tree):
        rows.append(tree.row())
    return rows


def learned_total(rows: Sequence[Row]) -> float:
    """Return how many tokens of all examples in `rows` are learned."""
    return float(sum(row.weights.sum() for row in rows))
