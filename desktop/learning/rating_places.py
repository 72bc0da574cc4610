"""Where ratings go, and whether they were used, as learning has it; asked for on the database's lane."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.history.ratings.places import TrainingPlace
    from models.history.ratings.records import Rating
    from models.history.store import Store
    from models.reasoning.verifier.client import Verifier


class LearningPlaces:
    """Says where a rating goes. Has a verifier, whose process starts with the first algebra in a thought.

    Args:
        learn_after: Returns how many ratings begin a round, 0 for never.
    """

    def __init__(self, learn_after: Callable[[], int]) -> None:
        self._learn_after = learn_after
        self._guard = threading.Lock()
        self._verifier: Verifier | None = None
        self._closed = False
        self._found: dict[tuple[str, str], bool] = {}

    def __call__(self, store: Store, rating: Rating, contradictions: Sequence[Rating] | None) -> TrainingPlace:
        """Return where a rating goes."""
        from models.learning.rounds import places  # here, off the GUI thread and after the window stands

        after = self._learn_after()
        return places.place_of(store, rating, learn_after=after, contradictions=contradictions, checker=self)

    def progress(self, store: Store) -> tuple[int, int]:
        """Return how many of how many ratings are there that begin a round."""
        from models.learning.rounds import places  # here, as above

        return places.progress(store, self._learn_after())

    def identical(self, left: str, right: str) -> bool | None:
        """Whether two expressions are the same (`IdentityChecker`); what was found once is not asked again."""
        from models.reasoning.verifier.client import Verifier  # here, as above

        known = self._found.get((left, right))
        if known is not None:
            return known
        with self._guard:
            if self._verifier is None and not self._closed:
                self._verifier = Verifier()
            verifier = self._verifier
        found = verifier.identical(left, right) if verifier is not None else None
        if found is not None:
            self._found[left, right] = found
        return found

    def close(self) -> None:
        """End the verifier; from then on only arithmetic is checked."""
        with self._guard:
            self._closed = True
            verifier, self._verifier = self._verifier, None
        if verifier is not None:
            verifier.close()


def learned_from_since(store: Store, moment: float) -> bool:
    """Whether a round began after a time (Unix seconds) that learns from what was rated until then."""
    from models.learning.rounds.since import learned_from_since  # here, as above

    return learned_from_since(store, moment)
