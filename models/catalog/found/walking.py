"""Walks through a folder for model files: bounded, quiet, and safe from links that lead in circles."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAXIMUM_ENTRIES = 100_000
MAXIMUM_DEPTH = 16


@dataclass(slots=True)
class Walk:
    """What a walk met: how many entries, how many folders could not be read, and whether it stopped at a bound.

    `entering` is told of each folder before it is read, since a drive that hangs does so there. Those of
    `passed_over` are not read, and named in `left_out`.
    """

    maximum_entries: int = MAXIMUM_ENTRIES
    cancelled: Callable[[], bool] = lambda: False
    entering: Callable[[Path], None] = lambda _folder: None
    passed_over: Collection[str] = ()
    left_out: list[Path] = field(default_factory=list)
    entries: int = 0
    unreadable: int = 0
    stopped: bool = False
    _seen: set[tuple[int, int]] = field(default_factory=set)

    def files(self, folder: Path, *, depth: int = MAXIMUM_DEPTH) -> Iterator[Path]:
        """Yield the .gguf files under `folder` in the order of names; each folder is entered once, by whatever link."""
        if depth <= 0 or self.stopped:
            self.stopped = self.stopped or depth <= 0
            return
        folders = []
        for entry in self.entries_of(folder):
            if is_folder(entry):
                folders.append(Path(entry.path))
            elif entry.name.lower().endswith(".gguf"):
                yield Path(entry.path)
        for each in folders:
            yield from self.files(each, depth=depth - 1)

    def entries_of(self, folder: Path) -> list[os.DirEntry[str]]:
        """Return what is in `folder`, by name; nothing when it was entered before, cannot be read, or at the bound."""
        found: list[os.DirEntry[str]] = []
        if str(folder) in self.passed_over:
            self.left_out.append(folder)
            return found
        self.entering(folder)
        try:
            facts = folder.stat()
            if (facts.st_dev, facts.st_ino) in self._seen and facts.st_ino:
                return []
            self._seen.add((facts.st_dev, facts.st_ino))
            with os.scandir(folder) as entries:
                for entry in entries:
                    self.entries += 1
                    if self.entries > self.maximum_entries or self.cancelled():
                        self.stopped = True
                        break
                    found.append(entry)
        except FileNotFoundError:
            return found
        except (OSError, ValueError):
            self.unreadable += 1
        return sorted(found, key=lambda entry: entry.name)


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether the entry is a folder or a link to one; False where that cannot be told."""
    try:
        return entry.is_dir()
    except OSError:
        return False
