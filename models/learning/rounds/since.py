"""How many ratings there are since the last round of learning began."""

from __future__ import annotations

from models.errors import InputError
from models.history.store import Store
from models.learning.rounds.plan import read_plan


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
