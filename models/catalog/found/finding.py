"""Finds the models on this computer and says which are usable; what other programs keep is only read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from models.catalog.failures import as_text, no_text
from models.catalog.found.header_cache import HeaderCache
from models.catalog.found.kept import KeptModels
from models.catalog.found.layouts import Candidate, candidates
from models.catalog.found.places import Place
from models.catalog.found.records import Found, FoundModel, found_model
from models.catalog.found.walking import MAXIMUM_ENTRIES, Walk

__all__ = ["Found", "FoundModel", "find_models"]

MAXIMUM_MODELS = 2_000
"""Of one place, so that a folder with more costs no other."""


def find_models(
    places: Sequence[Place],
    cache: HeaderCache,
    *,
    known: Sequence[Path] = (),
    reading: Callable[[Path], None] = lambda _folder: None,
    passed_over: Collection[str] = (),
    progress: Callable[[int], None] = lambda _count: None,
    cancelled: Callable[[], bool] = lambda: False,
    maximum_entries: int = MAXIMUM_ENTRIES,
    maximum_models: int = MAXIMUM_MODELS,
    most_bytes: int | None = None,
) -> Found:
    """Look through all places; never raises for what lies in them, and may take seconds.

    What is wrong with one folder costs what that folder holds, and the folder is named (`Found.left_out`).

    Args:
        places: Where to look; a file found in two places belongs to the first.
        cache: Remembers headers; it is saved at the end.
        known: Files that are listed elsewhere (bundled, added) and left out here.
        reading: Called with each folder before it is read.
        passed_over: Folders that are not read.
        progress: Called with the number of files looked at so far.
        cancelled: Asked between files; True ends the search with what was found.
        maximum_entries: The most folder entries looked at in one place.
        maximum_models: The most files of one place whose header is looked at.
        most_bytes: The most that all of it may take when it is told; None for no bound.
    """
    seen = {real_path(path) for path in known}
    listed_elsewhere = len(seen)
    kept, cut_off = KeptModels(most_bytes), list[Path]()
    unreadable, stopped = 0, False
    for place in places:
        walk = Walk(maximum_entries, cancelled, reading, passed_over)
        models: list[FoundModel] = []
        for candidate in candidates(place, walk):
            real = real_path(candidate.path)
            if real in seen:
                continue
            if len(models) >= maximum_models or cancelled():
                walk.stopped = True
                break
            seen.add(real)
            models.append(_looked_at(candidate, cache))
            progress(len(seen) - listed_elsewhere)
        kept.add(place, models)
        unreadable += walk.unreadable
        stopped = stopped or walk.stopped
        cut_off += [*([place.folder] if walk.stopped and not cancelled() else []), *walk.left_out]
    cache.save()
    return Found(kept.models, unreadable, stopped, tuple(dict.fromkeys((*cut_off, *kept.left_out))))


def _looked_at(candidate: Candidate, cache: HeaderCache) -> FoundModel:
    """What a file is; one whose path is no valid text can neither be told nor kept, so only its problem is."""
    path, label = as_text(str(candidate.path)), as_text(candidate.label)
    if path == str(candidate.path):
        return found_model(candidate.owner, candidate.path, label, cache.look(candidate.path))
    return found_model(candidate.owner, Path(path), label, no_text(path))


def real_path(path: Path) -> str:
    """Return the path behind all links, by which one file is known from another; the path itself where that fails."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)
