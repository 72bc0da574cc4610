"""All models of this computer in one list: bundled, downloaded, added, and found in other programs' folders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.catalog.bundled import BUNDLED
from models.catalog.found.finding import Found, FoundModel, find_models
from models.catalog.found.header_cache import HeaderCache
from models.catalog.found.places import Owner, Place, added_places
from models.catalog.load_plan import LoadPlan, Machine, Wishes, plan_load
from models.catalog.model_list import list_models


@dataclass(frozen=True, slots=True)
class Overview:
    """The models in the order of the list: bundled, downloaded, added, found; those that cannot be used are `others`.

    `others` of found places are image parts, adapters, damaged files and the like; a file that the user has added stays
    among `models` with its problem. `unreadable` and `stopped` as in `models.catalog.found.finding.Found`.
    """

    models: tuple[FoundModel, ...]
    others: tuple[FoundModel, ...]
    unreadable: int = 0
    stopped: bool = False


def overview(
    *,
    known: Sequence[str],
    folders: Sequence[str],
    places: Sequence[Place],
    downloads: Path,
    cache_file: Path | None,
    progress: Callable[[int], None] = lambda _count: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Overview:
    """List all models. Reads files, so it takes seconds the first time; give it a thread.

    Args:
        known: Paths that the user has added (`Settings.known_models`).
        folders: Folders that the user has added (`Settings.model_folders`).
        places: Where other programs keep theirs (`standard_places`).
        downloads: The folder of our own downloads (`DataFolder.models`).
        cache_file: Where headers are remembered (`DataFolder.found_models`).
        progress: Called with the number of files looked at so far.
        cancelled: True ends the search with what was found.
    """
    listed = [
        FoundModel(Owner.BUNDLED if each.reference == BUNDLED else Owner.ADDED, each.path, "", each.file, each.problem)
        for each in list_models(known)
    ]
    added = [each for each in listed if not each.path.is_relative_to(downloads)]
    found = find_models(
        [Place(Owner.DOWNLOADED, downloads), *added_places(folders), *places],
        HeaderCache(cache_file),
        known=[each.path for each in added],
        progress=progress,
        cancelled=cancelled,
    )
    return Overview(_in_order(added, found), found.others, found.unreadable, found.stopped)


def _in_order(added: list[FoundModel], found: Found) -> tuple[FoundModel, ...]:
    order = (Owner.BUNDLED, Owner.DOWNLOADED, Owner.ADDED, Owner.FOLDER)
    models = [*added, *found.usable]
    return tuple(sorted(models, key=lambda each: order.index(each.owner) if each.owner in order else len(order)))


def plans(models: Sequence[FoundModel], machine: Machine, wishes: Wishes | None = None) -> list[LoadPlan | None]:
    """Return how each model can be loaded on a machine, None for one that cannot be used."""
    return [plan_load(each.file, machine, wishes) if each.file else None for each in models]
