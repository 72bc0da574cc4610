"""Remembers what model files are, by path, time of change and size: a header is read again only when a file changed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from models.catalog.failures import BadModelFile, Fault, FileProblem, unreadable_in_time
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.split_files import is_part
from models.catalog.stamps import Stamp, stamps_of
from models.paths import write_private_file

FORMAT = 4
MAXIMUM_ENTRIES = 5_000
MAXIMUM_BYTES = 200_000_000


_PASSING = (Fault.FORBIDDEN, Fault.GONE, Fault.UNREADABLE)
"""What may be mended without a change of the file."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a file was: a model with the stamps of all its parts, or a problem."""

    stamps: tuple[Stamp, ...]
    file: ModelFile | None
    problem: FileProblem | None = None


class _Kept(msgspec.Struct):
    made_by: str
    entries: dict[str, _Entry]


class HeaderCache:
    """What model files are, kept in one file; the texts of their chat templates are left out.

    Nothing is lost when that file is missing, damaged or written by another version: headers are read again.

    Args:
        path: Where to keep it; None keeps it in memory only.
        reading: Called with each file before its header is read.
        passed_over: Files whose headers are not read, and folders with such files only.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        reading: Callable[[Path], None] = lambda _path: None,
        passed_over: Collection[str] = (),
    ) -> None:
        self._path, self._reading, self._passed_over = path, reading, frozenset(passed_over)
        self._made_by = f"{FORMAT} llama-cpp-python {version('llama-cpp-python')}"
        self._entries = self._load()
        self._used: dict[str, _Entry] = {}
        self.headers_read = 0

    def inspect(self, path: Path) -> tuple[ModelFile | None, str]:
        """Return what the file is, or None and in one sentence why it is no model that can be used."""
        looked_at = self.look(path)
        return (None, looked_at.message) if isinstance(looked_at, FileProblem) else (looked_at, "")

    def look(self, path: Path) -> ModelFile | FileProblem:
        """Return what the file is, or why it is no model that can be used."""
        key = str(path)
        if not self._passed_over.isdisjoint((key, str(path.parent))):
            return unreadable_in_time(path)
        entry = self._used.get(key) or self._entries.get(key)
        if entry is None or not _is_current(entry):
            entry = self._read(path)
        self._used[key] = entry
        return entry.file or entry.problem or unreadable_in_time(path)

    def save(self) -> None:
        """Keep what was asked for since the start; a folder that cannot be written to only costs time later."""
        if self._path is None or self._used == self._entries:
            return
        kept = dict(list(self._used.items())[:MAXIMUM_ENTRIES])
        content = msgspec.json.encode(_Kept(self._made_by, kept), enc_hook=str)
        try:
            write_private_file(self._path, content)
        except OSError:
            return
        self._entries = kept

    def _read(self, path: Path) -> _Entry:
        self.headers_read += 1
        self._reading(path)
        before = stamps_of([path])
        try:
            file = inspect_model(path)
        except BadModelFile as error:
            return _Entry(before, None, error.problem)
        return _Entry(stamps_of(file.parts), replace(file, chat_template=None))

    def _load(self) -> dict[str, _Entry]:
        if self._path is None:
            return {}
        try:
            if self._path.stat().st_size > MAXIMUM_BYTES:
                return {}
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept, dec_hook=_decoded)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return {}
        return kept.entries if kept.made_by == self._made_by else {}


def _is_current(entry: _Entry) -> bool:
    """Whether the files are as they were; what is wrong with a split model may have been mended in another part."""
    paths = [Path(stamp.path) for stamp in entry.stamps]
    if not paths or (entry.file is None and is_part(paths[0])):
        return False
    if entry.problem is not None and entry.problem.fault in _PASSING:
        return False
    return stamps_of(paths) == entry.stamps


def _decoded(kind: type, value: Any) -> Any:
    return Path(value) if issubclass(kind, Path) else value
