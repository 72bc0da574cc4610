"""A short list of models to start from, by memory class; what it does not know for sure it does not say."""

from __future__ import annotations

import msgspec

from models.assets import asset


class CuratedModel(msgspec.Struct, frozen=True):
    """A suggestion: `memory_gb` is the class of machine that it is meant for (free memory of card or computer).

    `licence` and `thinks` are as the publisher states them. `quantization` is the one to look for in the repository.
    """

    memory_gb: int
    repository: str
    name: str
    licence: str
    thinks: str
    quantization: str


class CuratedList(msgspec.Struct, frozen=True):
    """The list; `written` is its date and `checked` says what of it was checked, for the user to read."""

    written: str
    checked: str
    models: tuple[CuratedModel, ...]

    def for_memory(self, free: int) -> tuple[CuratedModel, ...]:
        """Return those of the largest class that `free` bytes of memory allow, the smallest class below it."""
        classes = sorted({model.memory_gb for model in self.models})
        fitting = [each for each in classes if each * 10**9 <= free] or classes[:1]
        return tuple(model for model in self.models if model.memory_gb == fitting[-1])


def curated_models() -> CuratedList:
    """Return the list that comes with Rationale (`assets/curated_models.json`)."""
    return msgspec.json.decode(asset("curated_models.json").read_bytes(), type=CuratedList)
