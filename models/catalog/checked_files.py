"""Remembers which model files were read to their last byte and found whole, so that they are not read so each time."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from models.catalog.stamps import Stamp, stamps_of
from models.paths import write_private_file

MAXIMUM_ENTRIES = 1000


class CheckedFiles:
    """The stamps of whole files, kept in one file.

    Args:
        path: The file (`DataFolder.checked_models`); None remembers nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def knows(self, stamps: tuple[Stamp, ...]) -> bool:
        """Return whether these files (all parts of a model) were whole when they had these stamps."""
        known = self._read()
        return bool(stamps) and all(known.get(each.path) == each for each in stamps)

    def keep(self, stamps: tuple[Stamp, ...]) -> None:
        """Remember whole files; a folder that cannot be written to only costs time later."""
        if self._path is None or stamps != stamps_of([Path(each.path) for each in stamps]):
            return
        known = self._read()
        for each in stamps:
            known.pop(each.path, None)
            known[each.path] = each
        latest = dict(list(known.items())[-MAXIMUM_ENTRIES:])
        with suppress(OSError):
            write_private_file(self._path, msgspec.json.encode(latest))

    def _read(self) -> dict[str, Stamp]:
        if self._path is not None:
            with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
                return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Stamp])
        return {}
