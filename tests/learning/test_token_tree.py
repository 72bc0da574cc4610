"""Rows are the examples themselves: the same predecessors, positions and targets, nothing computed twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.learning.token_tree import Row, TokenSequence, learned_total, rows_of

SEQUENCES = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=12), min_size=1, max_size=8
)


def sequence(pairs: list[tuple[int, bool]]) -> TokenSequence:
    return TokenSequence(tuple(token for token, _ in pairs), tuple(learned for _, learned in pairs))


def told(rows: list[Row]) -> Counter[tuple[tuple[int, ...], int]]:
    """What is learned: after which tokens which one, how often; read from the rows alone."""
    found: Counter[tuple[tuple[int, ...], int]] = Counter()
    for row in rows:
        for place, target, weight in zip(row.places, row.targets, row.weights, strict=True):
            ancestors = np.flatnonzero(row.visible[place])
            ordered = ancestors[np.argsort(row.positions[ancestors])]
            assert list(row.positions[ordered]) == list(range(len(ordered)))
            found[tuple(int(each) for each in row.tokens[ordered]), int(target)] += int(weight)
    return found


@given(SEQUENCES, st.integers(1, 40))
def test_rows_teach_just_what_the_examples_teach(lists: list[list[tuple[int, bool]]], row_tokens: int) -> None:
    sequences = [sequence(each) for each in lists]
    expected: Counter[tuple[tuple[int, ...], int]] = Counter()
    for each in sequences:
        for place in range(1, len(each.tokens)):
            if each.learned[place]:
                expected[each.tokens[:place], each.tokens[place]] += 1
    rows = rows_of(sequences, row_tokens=row_tokens)
    assert told(rows) == expected
    assert learned_total(rows) == sum(each.learned_count for each in sequences)
    assert sum(row.counted for row in rows) == sum(len(each.tokens) for each in sequences)


def test_what_is_held_has_rows_of_its_own() -> None:
    learned = [sequence([(1, False), (number, True)]) for number in (5, 9)]
    held = [replace(sequence([(1, False), (number, True)]), held=True) for number in (5, 7)]
    rows = rows_of([held[0], learned[0], held[1], learned[1]], row_tokens=60)
    assert [row.held for row in rows] == [False, True]
    assert told(rows[:1]) == told(rows_of(learned, row_tokens=60))
    assert [len(row.tokens) for row in rows] == [3, 3]


def test_common_beginnings_are_computed_once_and_rows_keep_their_bound() -> None:
    prompt = [(each, False) for each in range(50)]
    sequences = [sequence([*prompt, (100 + number, True)]) for number in range(10)]
    (row,) = rows_of(sequences, row_tokens=60)
    assert len(row.tokens) == 60 and row.counted == 510
    assert all(len(each.tokens) <= 55 for each in rows_of(sequences, row_tokens=55))


def test_a_sequence_longer_than_a_row_has_one_of_its_own() -> None:
    rows = rows_of([sequence([(each, True) for each in range(30)]), sequence([(40, False)])], row_tokens=8)
    assert sorted(len(row.tokens) for row in rows) == [1, 30]
