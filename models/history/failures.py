"""What can go wrong with the history's file, each told in one plain sentence."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from models.errors import InputError

_WRITE_FAILED = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)
"""Extended codes of a disk that takes no more: a full disk, a quota or a limit on the size of files."""


class StoreBusy(InputError):
    """Another program holds the history; trying again later helps."""


class StoreFull(InputError):
    """The disk takes no more; trying again after making room helps."""


class StoreReadOnly(InputError):
    """The history may not be written by this user."""


class StoreDamaged(InputError):
    """The file is damaged or is no history; it is left untouched."""


class StoreTooNew(InputError):
    """A newer version of Rationale made the file; it is left untouched."""


class StoreUnreachable(InputError):
    """The file cannot be opened or read at all."""


class NotInHistory(InputError):
    """What was asked for is not, or no longer, in the history."""


def conversation_missing() -> NotInHistory:
    """Return the error for a conversation, or a part of one, that is not in the history."""
    return NotInHistory("This conversation is no longer in the history; it was deleted for good.")


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn errors about the file and the disk into plain ones; SQLite's others pass as they are (they are bugs)."""
    try:
        yield
    except OSError as error:
        raise _file_failure(error) from error
    except sqlite3.DatabaseError as error:
        plain = plain_failure(error)
        if plain is None:
            raise
        raise plain from error


def _file_failure(error: OSError) -> InputError:
    """Return what the user is told when a file beside the database cannot be made, written or moved."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(_FULL, details=str(error))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreReadOnly(_READ_ONLY, details=str(error))
    return StoreUnreachable(_UNREACHABLE, details=str(error))


def plain_failure(error: sqlite3.DatabaseError) -> InputError | None:
    """Return what the user is told about `error`, None when it is no fault of the file, the disk or the user."""
    extended = getattr(error, "sqlite_errorcode", None)
    if extended is None:
        return None
    code = extended & 0xFF
    details = str(error)
    if extended == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return conversation_missing()
    if code == sqlite3.SQLITE_FULL or extended in _WRITE_FAILED:
        return StoreFull(_FULL, details=details)
    known = _BY_CODE.get(code)
    return known[0](known[1], details=details) if known else None


_FULL = "The history cannot be saved because the disk is full; free some space."
_READ_ONLY = "The history is read-only; make the data folder writable or choose another with --data-dir."
_UNREACHABLE = "The history cannot be opened; check that the data folder exists and that you may read and write it."

DAMAGED = "The history file is damaged; restore a backup with “rationale history restore FILE”."
NOT_A_HISTORY = (
    "The history file is damaged or is no history at all; restore a backup with “rationale history restore FILE”."
)

_BY_CODE: dict[int, tuple[type[InputError], str]] = {
    sqlite3.SQLITE_BUSY: (
        StoreBusy,
        "The history is in use by another program; close that program or try again in a moment.",
    ),
    sqlite3.SQLITE_LOCKED: (
        StoreBusy,
        "The history is in use by another part of Rationale; try again in a moment.",
    ),
    sqlite3.SQLITE_READONLY: (
        StoreReadOnly,
        _READ_ONLY,
    ),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, DAMAGED),
    sqlite3.SQLITE_NOTADB: (StoreDamaged, NOT_A_HISTORY),
    sqlite3.SQLITE_CANTOPEN: (
        StoreUnreachable,
        _UNREACHABLE,
    ),
    sqlite3.SQLITE_PERM: (
        StoreUnreachable,
        "The history cannot be opened; check that you may read and write the data folder.",
    ),
    sqlite3.SQLITE_IOERR: (
        StoreUnreachable,
        "The disk reported an error at the history; check the disk and make a copy of the data folder.",
    ),
}
