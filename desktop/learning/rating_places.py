"""Where ratings go, and whether they were used, as learning has it; asked for on the database's lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.history.ratings.places import TrainingPlace
    from models.history.ratings.records import Rating
    from models.history.store import Store


def learning_places(
    learn_after: Callable[[], int],
) -> Callable[[Store, Rating, Sequence[Rating] | None], TrainingPlace]:
    """Return what says where a rating goes; `learn_after` returns how many ratings begin a round, 0 for never."""

    def place_of(store: Store, rating: Rating, contradictions: Sequence[Rating] | None) -> TrainingPlace:
        from models.learning.rounds import places  # here, off the GUI thread and after the window stands

        return places.place_of(store, rating, learn_after=learn_after(), contradictions=contradictions)

    return place_of


def learned_from_since(store: Store, moment: float) -> bool:
    """Whether a round began after a time (Unix seconds) that learns from what was rated until then."""
    from models.learning.rounds.since import learned_from_since  # here, as above

    return learned_from_since(store, moment)
