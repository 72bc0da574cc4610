"""What each model would need here: the figures of its row, worked out away from the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.catalog.fitting import AUTOMATIC_CONTEXTS, margin
from models.catalog.found.records import FoundModel
from models.catalog.load_plan import LoadPlan, Machine, Wishes, plan_load
from models.catalog.model_file import ModelFile

USUAL_CONTEXT = 8192
"""Tokens of context at which models are compared in the list."""

_CONTEXTS = (131_072, 65_536, 32_768, *AUTOMATIC_CONTEXTS)


planned = lru_cache(256)(plan_load)
"""Plans that were made before are not made again: the inspector asks for the same ones at every step of a loading."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A model on this machine: the plan at the usual context, and the context that it was trained for.

    `most_context` is the largest context that fits, 0 when none does.
    """

    plan: LoadPlan
    most_context: int
    trained: int


def room_of(machine: Machine) -> int:
    """Return how many bytes a model may take on a machine, cards and RAM together, beside a reserve."""
    cards = sum(max(0, each.free - margin(each.total)) for each in machine.devices if not each.shares_ram)
    return max(0, machine.ram_free - margin(machine.ram_free)) + cards


def weigh(file: ModelFile, machine: Machine) -> Weighed:
    """Weigh one model; takes some milliseconds where there are graphics cards."""
    trained = file.context_length
    usual = plan_load(file, machine, Wishes(context_size=min(USUAL_CONTEXT, trained)))
    sizes = sorted({min(each, trained) for each in (trained, *_CONTEXTS)}, reverse=True)
    most = next((each for each in sizes if plan_load(file, machine, Wishes(context_size=each)).fits), 0)
    if not usual.fits and most:
        usual = plan_load(file, machine, Wishes(context_size=most))
    return Weighed(usual, most, trained)


def weigh_all(models: Sequence[FoundModel], machine: Machine) -> dict[str, Weighed]:
    """Weigh all models that can be used; run it aside."""
    return {str(each.path): weigh(each.file, machine) for each in models if each.file is not None}
