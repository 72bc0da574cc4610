"""Where ratings go, and whether they were used, as learning has it; asked for on the database's lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.history.ratings.places import TrainingPlace
    from models.history.ratings.records import Rating
    from models.history.store import Store


def learning_place_of(store: Store, rating: Rating) -> TrainingPlace:
    """Return where a rating goes."""
    from models.learning.splits import place_of  # here, off the GUI thread and after the window stands

    return place_of(store, rating)


def learned_from_since(store: Store, moment: float) -> bool:
    """Whether a round began after a time (Unix seconds) that learns from what was rated until then."""
    from models.learning.rounds.since import learned_from_since  # here, as above

    return learned_from_since(store, moment)
