"""Remembers what adapter files are, so that each is read once, and again when it has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.catalog.adapters.records import AdapterLook
from models.catalog.failures import BadModelFile
from models.catalog.looking.adapters import inspect_adapter_aside
from models.catalog.opening import missing
from models.catalog.stamps import Stamp, stamps_of
from models.paths import write_private_file

MAXIMUM_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was, and what it was."""

    stamp: Stamp
    look: AdapterLook


class AdapterLooks:
    """What adapter files are; whole ones are remembered across starts, bad ones until the program ends.

    Args:
        path: Where to remember them (`DataFolder.checked_adapters`).
        look: Reads one file.
    """

    def __init__(self, path: Path, look: Callable[[Path], AdapterLook] = inspect_adapter_aside) -> None:
        self._path, self._look = path, look
        self._whole: dict[str, _Seen] | None = None
        self._bad: dict[Stamp, BadModelFile] = {}

    def of(self, path: Path) -> AdapterLook:
        """Return what a file is; takes a second for a new one.

        Raises:
            BadModelFile: It is missing or cannot be used.
            InputError: It cannot be read now.
        """
        stamp = next(iter(stamps_of([path])), None)
        if stamp is None:
            raise missing(path)
        if stamp in self._bad:
            raise self._bad[stamp]
        whole = self._whole if self._whole is not None else self._remembered()
        seen = whole.get(str(path))
        if seen is None or seen.stamp != stamp:
            try:
                seen = _Seen(stamp, self._look(path))
            except BadModelFile as error:
                self._bad[stamp] = error
                raise
            self._keep({each: kept for each, kept in whole.items() if each != str(path)} | {str(path): seen})
        return seen.look

    def _keep(self, whole: dict[str, _Seen]) -> None:
        """Remember the latest files; a folder that cannot be written to only costs time at the next start."""
        self._whole = dict(list(whole.items())[-MAXIMUM_ENTRIES:])
        with suppress(OSError):
            write_private_file(self._path, msgspec.json.encode(self._whole))

    def _remembered(self) -> dict[str, _Seen]:
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Seen])
        return {}
