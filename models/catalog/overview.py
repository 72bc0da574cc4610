"""All models of this computer in one list: bundled, downloaded, added, and found in other programs' folders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from models.catalog.bundled import bundled_model
from models.catalog.failures import BadModelFile, Fault
from models.catalog.found.finding import find_models, real_path
from models.catalog.found.header_cache import HeaderCache
from models.catalog.found.places import Owner, Place, added_places
from models.catalog.found.records import Found, FoundModel, Overview, found_model

__all__ = ["Overview", "overview"]


def overview(
    *,
    known: Sequence[str],
    folders: Sequence[str],
    places: Sequence[Place],
    downloads: Path,
    cache_file: Path | None,
    reading: Callable[[Path], None] = lambda _path: None,
    passed_over: Collection[str] = (),
    progress: Callable[[int], None] = lambda _count: None,
    cancelled: Callable[[], bool] = lambda: False,
    most_bytes: int | None = None,
) -> Overview:
    """List all models. Reads files, so it takes seconds the first time; give it a thread.

    Args:
        known: Paths that the user has added (`Settings.known_models`); what a place holds stays that place's.
        folders: Folders that the user has added (`Settings.model_folders`).
        places: Where other programs keep theirs (`standard_places`).
        downloads: The folder of our own downloads (`DataFolder.models`).
        cache_file: Where headers are remembered (`DataFolder.found_models`).
        reading: Called with each file before its header is read, and with each folder.
        passed_over: Files and folders that are not read, because they ended a reader before.
        progress: Called with the number of files looked at so far.
        cancelled: True ends the search with what was found.
        most_bytes: The most that what folders hold may take when it is told; None for no bound.
    """
    cache = HeaderCache(cache_file, reading=reading, passed_over=passed_over)
    bundled = _bundled(cache)
    added = [_added(Path(each), cache) for each in dict.fromkeys(known)]
    found = find_models(
        [Place(Owner.DOWNLOADED, downloads), *added_places(folders), *places],
        cache,
        known=[bundled.path],
        reading=reading,
        passed_over=passed_over,
        progress=progress,
        cancelled=cancelled,
        most_bytes=most_bytes,
    )
    held = {real_path(each.path) for each in (bundled, *found.models) if not _is_other_kind(each)}
    own = [each for each in added if real_path(each.path) not in held]
    own = [each for each in own if not each.path.is_relative_to(downloads)]
    shown = {real_path(each.path) for each in own}
    others = tuple(each for each in found.others if real_path(each.path) not in shown)
    return Overview(_in_order([bundled, *own], found), others, found.unreadable, found.stopped, found.left_out)


def _is_other_kind(model: FoundModel) -> bool:
    """Whether the list leaves the file out where a place holds it; one that the user has added is to say why."""
    return model.trouble is not None and model.trouble.fault is Fault.OTHER_KIND


def _bundled(cache: HeaderCache) -> FoundModel:
    try:
        path = bundled_model()
    except BadModelFile as error:
        return found_model(Owner.BUNDLED, Path(), "", error.problem)
    return found_model(Owner.BUNDLED, path, "", cache.look(path))


def _added(path: Path, cache: HeaderCache) -> FoundModel:
    return found_model(Owner.ADDED, path, "", cache.look(path))


def _in_order(added: list[FoundModel], found: Found) -> tuple[FoundModel, ...]:
    order = (Owner.BUNDLED, Owner.DOWNLOADED, Owner.ADDED, Owner.FOLDER)
    models = [*added, *found.usable]
    return tuple(sorted(models, key=lambda each: order.index(each.owner) if each.owner in order else len(order)))
