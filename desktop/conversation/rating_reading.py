"""Reads from the history what a rating bar shows, and puts a rating back; all of it off the GUI thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.conversation.rating_state import RatingState
from desktop.conversation.rating_words import contradiction_words, outdated_words
from models.history.ratings.places import TrainingPlace, place_by_verdict
from models.history.ratings.records import Rating, RatingVerdict

if TYPE_CHECKING:
    from models.history.store import Store

PlaceOf = Callable[["Store", Rating, Sequence[Rating] | None], TrainingPlace]
"""Says where a rating goes, from the ratings that contradict it (None: not looked for); called off the GUI thread."""

UsedSince = Callable[["Store", float], bool]
"""Says whether a round of learning has used what was rated before a time (Unix seconds); called off the GUI thread."""

_MARKS = re.compile(r"[*`#$]+")
"""Marks of Markdown that say nothing in a line of plain text."""

_LONGEST_ANSWER = 80


def by_verdict(_store: Store, rating: Rating, _contradictions: Sequence[Rating] | None = None) -> TrainingPlace:
    """Return where a rating goes as far as its verdict says it."""
    return place_by_verdict(rating)


def any_round_since(store: Store, moment: float) -> bool:
    """Whether any round of learning began after a time (Unix seconds)."""
    return bool(store.rounds.begun_after(moment))


def read_state(store: Store, attempt_id: str, place_of: PlaceOf) -> RatingState:
    """Return what the bar of an attempt shows."""
    from models.learning.contradictions import contradicting  # here, off the GUI thread and after the window stands

    rating = store.ratings.of_attempts([attempt_id]).get(attempt_id)
    if rating is None:
        return RatingState()
    if store.ratings.is_outdated(rating):
        return RatingState(rating, place_of(store, rating, None), outdated_words())
    others = contradicting(store, attempt_id)
    answer = _said_right(store, others[0]) if others and others[0].verdict is not RatingVerdict.REJECTED else ""
    return RatingState(rating, place_of(store, rating, others), contradiction_words(rating, others, answer))


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
