"""Tells whether a file is still the one that was looked at: by its path, time of change and size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was; `changed_ns` in nanoseconds since 1970, `size` in bytes."""

    path: str
    changed_ns: int
    size: int


def stamps_of(paths: Sequence[Path]) -> tuple[Stamp, ...]:
    """Return the stamps of files; none at all when one cannot be looked at, which is never current."""
    try:
        facts = [(path, path.stat()) for path in paths]
    except (OSError, ValueError):
        return ()
    return tuple(Stamp(str(path), each.st_mtime_ns, each.st_size) for path, each in facts)
