"""Reads from the history what a rating bar shows, and puts a rating back; all of it off the GUI thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop.conversation.rating_state import RatingState
from desktop.conversation.rating_words import contradiction_words, outdated_words
from models.history.ratings.places import TrainingPlace
from models.history.ratings.records import Rating, RatingVerdict

if TYPE_CHECKING:
    from models.history.store import Store


class Places(Protocol):
    """Says where ratings go; called off the GUI thread."""

    def __call__(self, store: Store, rating: Rating, contradictions: Sequence[Rating] | None, /) -> TrainingPlace:
        """Return where a rating goes, from the ratings that contradict it (None: not looked for)."""

    def progress(self, store: Store, /) -> tuple[int, int]:
        """Return how many of how many ratings are there that begin a round; 0 of 0 where none is awaited."""


UsedSince = Callable[["Store", float], bool]
"""Says whether a round of learning has used what was rated before a time (Unix seconds); called off the GUI thread."""

_MARKS = re.compile(r"[*`#$]+")
"""Marks of Markdown that say nothing in a line of plain text."""

_LONGEST_ANSWER = 80


@dataclass(frozen=True, slots=True)
class Touched:
    """What else has changed with a rating: what other attempts' bars show, and what all count towards."""

    states: dict[str, RatingState]
    progress: tuple[int, int]


def read_state(store: Store, attempt_id: str, places: Places) -> RatingState:
    """Return what the bar of an attempt shows."""
    from models.learning.contradictions import contradicting  # here, off the GUI thread and after the window stands

    rating = store.ratings.of_attempts([attempt_id]).get(attempt_id)
    if rating is None:
        return RatingState()
    if store.ratings.is_outdated(rating):
        return RatingState(rating, places(store, rating, None), outdated_words())
    others = contradicting(store, attempt_id)
    answer = _said_right(store, others[0]) if others and others[0].verdict is not RatingVerdict.REJECTED else ""
    return RatingState(rating, places(store, rating, others), contradiction_words(rating, others, answer))


def read_touched(store: Store, attempt_id: str, shown: Mapping[str, Rating | None], places: Places) -> Touched:
    """Read what a change at an attempt may have changed at others, however many there are.

    That is how many ratings there are, and what contradicts the ratings of the same question. What another program
    said of an attempt meanwhile is found, too.

    Args:
        store: The history.
        attempt_id: Of this one something else was said.
        shown: The rating that each of the others is shown with.
        places: Says where ratings go.
    """
    from models.learning.near_duplicates import question_key  # here, as above

    now, asked = store.ratings.of_attempts(shown), store.ratings.questions([attempt_id, *shown])
    key = question_key(asked.get(attempt_id, ""))
    alike = {each for each in now if question_key(asked.get(each, "")) == key}
    others = {each for each, rating in shown.items() if now.get(each) != rating}
    states = {each: read_state(store, each, places) for each in alike | others}
    return Touched(states, places.progress(store))


def put_back(store: Store, *, attempt_id: str, before: Rating | None) -> None:
    """Let the rating of an attempt be what it was."""
    ratings = store.ratings
    if before is None:
        ratings.clear(attempt_id)
        return
    now = ratings.of_attempts([attempt_id]).get(attempt_id)
    if now is None or now.id != before.id:
        now = ratings.restore(before.id)
    if now.included != before.included:
        ratings.set_included(now.id, before.included)


def home_of(store: Store, attempt_id: str) -> str:
    """Return the conversation of an attempt."""
    return store.turn_of_answer(store.attempt(attempt_id).answer_id).question.conversation_id


def _said_right(store: Store, rating: Rating) -> str:
    if rating.right_answer:
        return rating.right_answer
    attempt = store.attempt(rating.attempt_id)
    return " ".join(_MARKS.sub("", attempt.final_answer or attempt.answer).split())[:_LONGEST_ANSWER]
