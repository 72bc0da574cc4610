"""What each model would need here: the figures of its row, worked out away from the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.catalog.fitting import AUTOMATIC_CONTEXTS, margin
from models.catalog.found.records import FoundModel
from models.catalog.load_plan import LoadPlan, Machine, Wishes, plan_load, plan_with_copy
from models.catalog.model_file import ModelFile
from models.catalog.tuned_copies import CopyShelf

USUAL_CONTEXT = 8192
"""Tokens of context at which models are compared in the list."""

_CONTEXTS = (131_072, 65_536, 32_768, *AUTOMATIC_CONTEXTS)


planned = lru_cache(256)(plan_load)
"""Plans that were made before are not made again: the inspector asks for the same ones at every step of a loading."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A model on this machine: the plan at the usual context, and the context that it was trained for.

    `most_context` is the largest context that fits, 0 when none does. `served` is the model as it weighs on the
    processor: with the weights of its tuned copy, where one is in use.
    """

    plan: LoadPlan
    most_context: int
    trained: int
    served: ModelFile


def room_of(machine: Machine) -> int:
    """Return how many bytes a model may take on a machine, cards and RAM together, beside a reserve."""
    cards = sum(max(0, each.free - margin(each.total)) for each in machine.devices if not each.shares_ram)
    return max(0, machine.ram_free - margin(machine.ram_free)) + cards


def weigh(file: ModelFile, machine: Machine, shelf: CopyShelf) -> Weighed:
    """Weigh one model; takes some milliseconds where there are graphics cards, and reads a small file."""
    trained, served = file.context_length, shelf.weighed(file)

    def plan(context: int) -> LoadPlan:
        return plan_with_copy(file, served, machine, Wishes(context_size=context))[1]

    usual = plan(min(USUAL_CONTEXT, trained))
    sizes = sorted({min(each, trained) for each in (trained, *_CONTEXTS)}, reverse=True)
    most = next((each for each in sizes if plan(each).fits), 0)
    if not usual.fits and most:
        usual = plan(most)
    return Weighed(usual, most, trained, served)


def weigh_all(models: Sequence[FoundModel], machine: Machine, shelf: CopyShelf) -> dict[str, Weighed]:
    """Weigh all models that can be used; run it aside."""
    return {str(each.path): weigh(each.file, machine, shelf) for each in models if each.file is not None}
