"""What became of ratings since a time: how many there are, and whether a round of learning has started with them."""

from __future__ import annotations

from models.errors import InputError
from models.history.store import Store
from models.learning.rounds.plan import ACCEPTED, read_plan


def rated_since_last_round(store: Store) -> int:
    """Return how many ratings were set after the last round began, all of them before the first.

    By the clock, and by how many there were then: a clock that was set back must not hide new ratings for ever.
    """
    newest = next(iter(store.rounds.all(limit=1)), None)
    if newest is None:
        return store.ratings.count()
    by_clock = store.ratings.count(after=newest.created_at)
    try:
        then = read_plan(newest.plan).rated
    except InputError:
        return by_clock
    return max(by_clock, store.ratings.count() - then) if then >= 0 else by_clock


def learned_from_since(store: Store, moment: float) -> bool:
    """Whether a round that learns from the user's ratings began after a time (Unix seconds).

    A round whose plan another version wrote counts as one.
    """
    return any(_learns_from_ratings(each.plan) for each in store.rounds.begun_after(moment))


def _learns_from_ratings(plan: str) -> bool:
    try:
        return ACCEPTED in read_plan(plan).sources
    except InputError:
        return True
