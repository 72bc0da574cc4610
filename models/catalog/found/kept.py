"""Holds what a search finds within a bound on its answer: a folder that holds too much costs its own files only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from models.catalog.found.places import Place
from models.catalog.found.records import FoundModel

NAMED_FOLDERS = 3
"""Where more folders of a place are left out, the place is named in their stead."""


class KeptModels:
    """What was found so far, as little of it left out as fits the bound.

    Args:
        most_bytes: The most that all of it may take when it is told (as JSON); None keeps all.
    """

    def __init__(self, most_bytes: int | None) -> None:
        self._most = most_bytes
        self._found: list[tuple[Place, FoundModel]] = []
        self._bytes: dict[Place, Counter[Path]] = {}
        self._dropped: dict[Place, list[Path]] = {}

    def add(self, place: Place, models: Sequence[FoundModel]) -> None:
        """Keep what a place holds; if that is too much, the place that takes the most loses its heaviest folders."""
        if not models:
            return
        taken = self._bytes.setdefault(place, Counter())
        for each in models:
            self._found.append((place, each))
            taken[each.path.parent] += len(msgspec.json.encode(each, enc_hook=str))
        while self._most is not None and sum(each.total() for each in self._bytes.values()) > self._most:
            self._drop_heaviest()

    @property
    def models(self) -> tuple[FoundModel, ...]:
        """What is kept, in the order in which it was found."""
        return tuple(model for place, model in self._found if model.path.parent not in self._dropped.get(place, ()))

    @property
    def left_out(self) -> tuple[Path, ...]:
        """The folders whose files are not kept; a place itself where that are many of it."""
        return tuple(
            folder
            for place, folders in self._dropped.items()
            for folder in (folders if len(folders) <= NAMED_FOLDERS else [place.folder])
        )

    def _drop_heaviest(self) -> None:
        place = max(self._bytes, key=lambda each: self._bytes[each].total())
        ((folder, _),) = self._bytes[place].most_common(1)
        del self._bytes[place][folder]
        self._dropped.setdefault(place, []).append(folder)
