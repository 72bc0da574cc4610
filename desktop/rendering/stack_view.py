"""What of a column of parts is on the screen, what is near it, and what is far."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_NEAR = 1.5
"""Screens above and below the view in which parts are rendered."""
_FAR = 2.5
"""Screens from which on parts give their widgets back."""


class Place(Protocol):
    """Something with a place in the column (pixels)."""

    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of the column between `top` and `bottom` (pixels) is on the screen; all of it when they are equal."""

    top: int = 0
    bottom: int = 0

    @property
    def known(self) -> bool:
        """Whether it was said what is on the screen."""
        return self.bottom > self.top

    def sees(self, place: Place) -> bool:
        """Whether something of it is on the screen."""
        return not self.known or (place.y < self.bottom and place.y + place.height > self.top)

    def far(self, place: Place) -> bool:
        """Whether it is far out of sight."""
        margin = _FAR * (self.bottom - self.top)
        return self.known and (place.y > self.bottom + margin or place.y + place.height < self.top - margin)

    def near(self, places: Sequence[Place]) -> range:
        """Return the indices of the places near the view; they must stand below each other."""
        if not self.known:
            return range(len(places))
        margin = _NEAR * (self.bottom - self.top)
        first = bisect_right(places, self.top - margin, key=lambda each: each.y + each.height)
        return range(first, max(bisect_left(places, self.bottom + margin, key=lambda each: each.y), first))

    def distance(self, place: Place) -> float:
        """Return how far it is from the middle of the view, 0 when it is there."""
        middle = (self.top + self.bottom) / 2
        return max(place.y - middle, middle - place.y - place.height, 0.0) if self.known else float(place.y)
