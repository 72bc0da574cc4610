"""What lies in the data folder: how large it is, and how all of it is deleted."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.paths import DataFolder

_FILES = (
    "history.db*",
    "history.lock",
    ".learning.lock",
    ".restoring-*",
    "settings.json*",
    ".settings.json.*",
    "window.json",
    ".window.json.*",
    "pace.json",
    ".pace.json.*",
    "speeds.json",
    ".speeds.json.*",
    "found-models.json",
    ".found-models.json.*",
    "checked-models.json",
    ".checked-models.json.*",
    "checked-adapters.json",
    ".checked-adapters.json.*",
)
_FOLDERS = ("backups", "adapters", "rounds", "tuned", "logs", "evaluations", "damaged-*")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes on the disk."""

    history: int
    backups: int


def sizes(folder: DataFolder) -> Sizes:
    """Return how large the history and its backups are; what cannot be read counts nothing."""
    return Sizes(_bytes(folder.root.glob("history.db*")), _bytes(folder.backups.rglob("*")))


def erase(folder: DataFolder) -> list[Path]:
    """Delete all that Rationale has written: history, drafts, backups, adapters, logs, settings; nothing else.

    Downloaded models stay, since nothing in them is the user's.
    Everything must be closed before. Returns what could not be deleted.
    """
    left = []
    for path in _belongings(folder.root):
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError:
            left.append(path)
    return left


def _belongings(root: Path) -> Iterator[Path]:
    for pattern in (*_FILES, *_FOLDERS):
        yield from sorted(root.glob(pattern))


def _bytes(paths: Iterable[Path]) -> int:
    total = 0
    for path in paths:
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
