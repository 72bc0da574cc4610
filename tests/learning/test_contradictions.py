"""Ratings that cannot both be right: found by what the answers mean, shown where training leaves them out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.history.ratings.records import NewRating, RatingVerdict
from models.history.store import Store, open_store
from models.learning.contradictions import contradicting
from models.learning.rounds.accepted import teachable
from models.paths import DataFolder
from models.reasoning.equivalence import surely_different
from tests.learning.scripted_rounds import rate

ACCEPTED, REJECTED, CORRECTED = RatingVerdict.ACCEPTED, RatingVerdict.REJECTED, RatingVerdict.CORRECTED
Said = tuple[RatingVerdict, str, str]
"""A verdict on an answer, and the right one of a correction."""


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        yield opened


def rate_both(store: Store, question: str, first: Said, second: Said, *, other_spelling: str = "") -> tuple[str, str]:
    questions = (question, other_spelling or question)
    one, two = (
        rate(store, asked, answer, verdict=verdict, right=right)
        for asked, (verdict, answer, right) in zip(questions, (first, second), strict=True)
    )
    return one, two


HOUSES = "Which of my houses is the larger one?"
LONG = "The blue one, which has two floors, many windows and a garden that goes down to the river."
SEATS = "How many seats have 4 rows of the theatre in our street?"


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (SEATS, (ACCEPTED, "Answer: 16", ""), (ACCEPTED, "Answer: 18", "")),
        (SEATS, (ACCEPTED, "Answer: 16", ""), (REJECTED, "There are 16.", "")),
        (SEATS, (ACCEPTED, "Answer: 16", ""), (CORRECTED, "Answer: 20", "18")),
        (SEATS, (CORRECTED, "Answer: 20", "18"), (REJECTED, "Answer: 18.0", "")),
        (SEATS, (CORRECTED, "Answer: 20", "16"), (CORRECTED, "Answer: 20", "18")),
        (HOUSES, (ACCEPTED, "Answer: Here", ""), (ACCEPTED, "Answer: There", "")),
        (HOUSES, (ACCEPTED, "The red one.", ""), (REJECTED, "the red one", "")),
        (HOUSES, (ACCEPTED, "The red one.", ""), (CORRECTED, "The red one.", LONG)),
        (HOUSES, (CORRECTED, "The red one.", "Blue"), (CORRECTED, "The red one.", "Green")),
    ],
)  # fmt: skip
def test_what_cannot_both_be_right_is_shown_at_both_and_teaches_nothing(
    store: Store, question: str, first: Said, second: Said
) -> None:
    one, two = rate_both(store, question, first, second)
    assert [each.attempt_id for each in contradicting(store, one)] == [two]
    assert [each.attempt_id for each in contradicting(store, two)] == [one]
    assert teachable(store) == []


@pytest.mark.parametrize(
    ("question", "first", "second", "taught"),
    [
        (SEATS, (ACCEPTED, "Answer: 0.5", ""), (ACCEPTED, "Answer: 1/2", ""), 2),
        (SEATS, (ACCEPTED, "Answer: 50 %", ""), (CORRECTED, "Answer: 3", "1/2"), 2),
        (SEATS, (ACCEPTED, "Answer: 1,600 seats", ""), (ACCEPTED, "1600", ""), 2),
        (SEATS, (ACCEPTED, "Answer: 16", ""), (REJECTED, "Answer: 18", ""), 1),
        (SEATS, (REJECTED, "Answer: 18", ""), (REJECTED, "Answer: 18", ""), 0),
        (SEATS, (CORRECTED, "Answer: 16", "16"), (ACCEPTED, "Answer: 16", ""), 2),
        (HOUSES, (ACCEPTED, "The red one.", ""), (ACCEPTED, "It is the red house with 2 floors.", ""), 2),
        (HOUSES, (ACCEPTED, "The red one.", ""), (ACCEPTED, "Answer: The red one", ""), 2),
        (HOUSES, (ACCEPTED, "The red one.", ""), (REJECTED, "The blue one.", ""), 1),
        ("Expand x(x + 1).", (ACCEPTED, "Answer: x^2 + x", ""), (ACCEPTED, "Answer: x + x^2", ""), 2),
    ],
)
def test_one_answer_in_two_ways_and_two_texts_are_no_contradiction(
    store: Store, question: str, first: Said, second: Said, taught: int
) -> None:
    one, two = rate_both(store, question, first, second)
    assert contradicting(store, one) == [] == contradicting(store, two)
    assert len(teachable(store)) == taught


def test_spelling_hides_no_contradiction(store: Store) -> None:
    said = ((ACCEPTED, "Answer: Here", ""), (ACCEPTED, "Answer: There", ""))
    one, two = rate_both(store, "Where do I live?", *said, other_spelling="where do I  live")
    assert [each.attempt_id for each in contradicting(store, two)] == [one] and teachable(store) == []


def test_what_is_left_out_or_in_the_trash_contradicts_nothing(store: Store) -> None:
    one, two = rate_both(store, SEATS, (ACCEPTED, "Answer: 16", ""), (REJECTED, "Answer: 16", ""))
    ratings = store.ratings.of_attempts([one, two])
    store.ratings.set_included(ratings[two].id, False)
    assert contradicting(store, one) == [] == contradicting(store, two) and len(teachable(store)) == 1
    store.ratings.set_included(ratings[two].id, True)
    assert contradicting(store, one) != [] and teachable(store) == []
    store.trash.put(ratings[two].conversation_id)
    assert contradicting(store, one) == [] and len(teachable(store)) == 1
    store.trash.restore(ratings[two].conversation_id)
    store.ratings.rate(NewRating(two, ACCEPTED))
    assert contradicting(store, one) == [] and contradicting(store, "nothing rated") == []


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("0.5", "1/2", False),
        ("3", "4", True),
        ("Here", "There", True),
        ("x + 1", "1 + x", False),
        ("3", "x + 1", False),
    ],
)
def test_only_the_verifier_could_tell_expressions_apart(first: str, second: str, differ: bool) -> None:
    assert surely_different(first, second) is surely_different(second, first) is differ
