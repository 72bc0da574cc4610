"""Brings conversations from a file into the history: all of them in one transaction, or nothing."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from models.errors import InputError
from models.history.exchange.adding_rows import Added, Places, add_conversation
from models.history.exchange.checking_documents import check_conversation, decode_conversation
from models.history.exchange.progress import Progress, Watch
from models.history.exchange.scanning import reading, scan_conversations, told_of
from models.history.sqlite import Database

_EVERY = 20
"""Conversations between two reports of how far it is."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: what was added, and what of the file was there already."""

    conversations: int
    turns: int
    attempts: int
    ratings: int
    already_there: int
    earlier: int
    """Judgements that came in as taken back, because another one of the same is in force here."""
    touched: tuple[str, ...] = ()
    """The ids of the conversations to which something was added."""


@dataclass(slots=True)
class _Found:
    """What the first reading found."""

    turns: int = 0
    attempts: int = 0
    oldest: float = float("inf")
    pieces: list[tuple[int, int, bytes]] = field(default_factory=list)
    """Where each conversation begins and ends in the file, and a digest by which the second reading knows it again."""


def import_file(file: Path, writing: Callable[[], AbstractContextManager[Database]], watch: Watch) -> ImportReport:
    """Check the whole file, then add all that is new in one transaction.

    Args:
        file: What `models.history.exchange.export` wrote as JSON.
        writing: Opens the transaction.
        watch: Is told how far it is; what it raises ends the import, and nothing of it stays.

    Raises:
        InputError: The file is of another kind, damaged or hostile; says what is wrong. Nothing was added.
    """
    size = _size(file)
    found = _Found()
    seen: set[str] = set()
    for number, (content, end) in enumerate(scan_conversations(file), 1):
        if number % _EVERY == 1:
            watch(Progress("checking", end, size))
        document = decode_conversation(content, number)
        check_conversation(document, number)
        found.pieces.append((end - len(content), end, _digest(content)))
        if document.id in seen:
            raise InputError("The file holds one conversation twice, so nothing was imported.", details=document.id)
        seen.add(document.id)
        found.turns += len(document.turns)
        found.attempts += sum(len(turn.attempts) for turn in document.turns)
        found.oldest = min(found.oldest, document.created_at)
    added = Added()
    with writing() as db:
        places = _places(db, found)
        for number, content in _checked(file, found, size, watch):
            add_conversation(db, decode_conversation(content, number), places, added)
        watch(Progress("importing", size, size))
    return ImportReport(
        added.conversations, added.turns, added.attempts, added.ratings, added.already_there, added.earlier,
        tuple(added.touched),
    )  # fmt: skip


def _checked(file: Path, found: _Found, size: int, watch: Watch) -> Iterator[tuple[int, bytes]]:
    """Yield the number (from 1) and the JSON of each conversation that was checked; quick, for the lock is held."""
    with reading(file) as stream:
        for number, (start, end, digest) in enumerate(found.pieces, 1):
            if number % _EVERY == 1:
                watch(Progress("importing", start, size))
            yield number, _piece(file, stream, start, end, digest)


def _piece(file: Path, stream: BinaryIO, start: int, end: int, digest: bytes) -> bytes:
    with told_of(file):
        stream.seek(start)
        content = stream.read(end - start)
    if _digest(content) != digest:
        raise InputError("The file was changed while it was read, so nothing was imported; try again.")
    return content


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def _places(db: Database, found: _Found) -> Places:
    """Where the texts go: below what is there when they begin before it does, above otherwise."""
    newest = db.conn.execute("SELECT created_at FROM turns ORDER BY position DESC LIMIT 1").fetchone()
    if newest is None or found.oldest >= newest[0]:
        return Places(None, None)
    (turn,) = db.conn.execute("SELECT coalesce(min(position), 1) FROM turns").fetchone()
    (attempt,) = db.conn.execute("SELECT coalesce(min(position), 1) FROM attempts").fetchone()
    return Places(turn - found.turns, attempt - found.attempts)


def _size(file: Path) -> int:
    """Return how large a file is that can be read twice."""
    if file.is_dir():
        raise InputError(f"“{file}” is a folder; name a file that Rationale exported.")
    with told_of(file):
        found = file.stat()
    if not stat.S_ISREG(found.st_mode):
        raise InputError(f"“{file}” is a pipe or a device; save it as a file first, and import that.")
    return found.st_size
