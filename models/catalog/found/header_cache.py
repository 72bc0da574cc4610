"""Remembers what model files are, by path, time of change and size: a header is read again only when a file changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from models.catalog.failures import BadModelFile
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.split_files import is_part
from models.paths import write_private_file

FORMAT = 1
MAXIMUM_ENTRIES = 5_000
MAXIMUM_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class _Stamp:
    path: str
    changed_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a file was: a model with the stamps of all its parts, or a problem."""

    stamps: tuple[_Stamp, ...]
    file: ModelFile | None
    problem: str = ""


class _Kept(msgspec.Struct):
    made_by: str
    entries: dict[str, _Entry]


class HeaderCache:
    """What model files are, kept in one file.

    Nothing is lost when that file is missing, damaged or written by another version: headers are read again.

    Args:
        path: Where to keep it; None keeps it in memory only.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._made_by = f"{FORMAT} llama-cpp-python {version('llama-cpp-python')}"
        self._entries = self._load()
        self._used: dict[str, _Entry] = {}
        self.headers_read = 0

    def inspect(self, path: Path) -> tuple[ModelFile | None, str]:
        """Return what the file is, or None and in one sentence why it is no model that can be used."""
        key = str(path)
        entry = self._used.get(key) or self._entries.get(key)
        if entry is None or not _is_current(entry):
            entry = self._read(path)
        self._used[key] = entry
        return entry.file, entry.problem

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
        before = _stamps([path])
        try:
            file = inspect_model(path)
        except BadModelFile as error:
            return _Entry(before, None, error.message)
        return _Entry(_stamps(file.parts), file)

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


def _stamps(paths: Sequence[Path]) -> tuple[_Stamp, ...]:
    """The stamps of files; none at all when one cannot be looked at, which is never current."""
    try:
        facts = [(path, path.stat()) for path in paths]
    except (OSError, ValueError):
        return ()
    return tuple(_Stamp(str(path), each.st_mtime_ns, each.st_size) for path, each in facts)


def _is_current(entry: _Entry) -> bool:
    """Whether the files are as they were; what is wrong with a split model may have been mended in another part."""
    paths = [Path(stamp.path) for stamp in entry.stamps]
    if not paths or (entry.file is None and is_part(paths[0])):
        return False
    return _stamps(paths) == entry.stamps


def _decoded(kind: type, value: Any) -> Any:
    return Path(value) if issubclass(kind, Path) else value
