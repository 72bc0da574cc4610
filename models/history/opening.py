"""From a path to a history that can be used: one program at a time checks, backs up, migrates and tidies it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from models.errors import InputError
from models.history import backups
from models.history.connections import connect, transaction
from models.history.failures import (
    DAMAGED,
    NOT_A_HISTORY,
    StoreBusy,
    StoreDamaged,
    StoreTooNew,
    told_plainly,
)
from models.history.programs import interrupt_attempts, unfinished_owners
from models.history.schema import APPLICATION_ID
from models.history.sqlite import Database, Migrations
from models.paths import DataFolder

_LOCK = "history.lock"
RESTORING = ".restoring-"
"""How the name of a backup begins that is being put back."""
_FIRST_BYTES = b"SQLite format 3\0"
_NO_HISTORY = "There is no history yet in this data folder; ask a question first."

_PREPARING_SECONDS = 120.0
"""The longest wait for another program that is backing up and migrating the history."""

_PAGE_SIZE = 16_384
"""Bytes; a thought and its answer take a good part of it, smaller pages would leave much of their room unused."""

_SMALL_FILE = 16 * 1024 * 1024
"""Up to this size the whole file is checked at every start, which takes some hundredths of a second."""


@contextmanager
def alone(folder: DataFolder, *, patience: float = _PREPARING_SECONDS) -> Iterator[None]:
    """Keep other programs from opening, restoring or migrating the history meanwhile.

    Raises:
        StoreBusy: Another program did so for `patience` seconds.
        StoreReadOnly: The folder may not be written.
    """
    lock = FileLock(folder.root / _LOCK, mode=0o600, timeout=patience)
    try:
        with told_plainly():
            _acquire(lock)
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock) -> None:
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(
            "Another Rationale is preparing the history; wait until it is ready, or close it.", details=str(error)
        ) from error


def prepare(folder: DataFolder, migrations: Migrations, *, patience: float) -> None:
    """Make the history ready for writing: made if missing, private, whole, migrated, with no dead program's loose ends.

    Raises:
        InputError: It is damaged, no history, of a newer version, read-only, locked, or the disk is full.
    """
    path = folder.database
    with alone(folder), told_plainly():
        for each in folder.root.glob(f"{RESTORING}*"):
            each.unlink(missing_ok=True)  # its program ended in the middle; nobody else restores while we are alone
        _make_private(path)
        _refuse_stray_file(path)
        with closing(connect(path, patience=patience)) as connection:
            db = Database(connection, execute_plugins=False)
            _prepare_open(folder, db, migrations)
        _make_private(path)


def check_readable(path: Path, migrations: Migrations, *, patience: float) -> None:
    """Make sure that the history can be read as it is.

    Raises:
        InputError: There is none, or it is damaged, no history, of another version, or locked.
    """
    if not path.is_file():
        raise InputError(_NO_HISTORY)
    with told_plainly():
        _refuse_stray_file(path)
    with told_plainly(), closing(connect(path, patience=patience, read_only=True)) as connection:
        db = Database(connection, execute_plugins=False)
        if not recognise(db, migrations):
            raise InputError(_NO_HISTORY)
        if migrations.pending(db):
            raise InputError("The history is of an older version; start Rationale once to bring it up to date.")


def recognise(db: Database, migrations: Migrations) -> bool:
    """Return whether the file holds a history already (an empty one does not).

    Raises:
        StoreDamaged: It is a database of something else.
        StoreTooNew: It has migrations that this version does not know.
    """
    (mark,) = db.conn.execute("PRAGMA application_id").fetchone()
    tables = db.table_names()
    applied = {migration.name for migration in migrations.applied(db)}
    if not tables or (tables == [migrations.migrations_table] and not applied):
        return False
    if newer := sorted(applied - _names(migrations)):
        raise StoreTooNew(
            "The history was made by a newer version of Rationale; update Rationale to open it.",
            details=", ".join(newer),
        )
    if mark != APPLICATION_ID or not applied:
        raise StoreDamaged(
            f"The file {db.conn.execute('PRAGMA database_list').fetchone()[2]} is not a history of Rationale; move it"
            " away or choose another data folder with --data-dir.",
            details=f"application_id {mark}",
        )
    return True


def quick_check(db: Database) -> list[str]:
    """Return what SQLite's own check finds wrong, nothing when the file is whole."""
    try:
        found = [str(row[0]) for row in db.conn.execute("PRAGMA quick_check(20)")]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        found = [str(error)]
    return [] if found == ["ok"] else found


def _prepare_open(folder: DataFolder, db: Database, migrations: Migrations) -> None:
    is_history = recognise(db, migrations)
    pending = migrations.pending(db)
    if is_history and (pending or folder.database.stat().st_size <= _SMALL_FILE) and (problems := quick_check(db)):
        raise StoreDamaged(DAMAGED, details="; ".join(problems))
    if pending:
        if is_history:
            backups.back_up(folder, db, note="before-update")
        else:
            db.conn.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
            db.conn.execute("PRAGMA auto_vacuum = INCREMENTAL")
        db.conn.execute("PRAGMA journal_mode = WAL")
        migrations.apply(db)
    with transaction(db):  # taking the write lock tells at once whether the history can be written
        if owners := unfinished_owners(db):
            interrupt_attempts(db, owners)


def _refuse_stray_file(path: Path) -> None:
    """Raise `StoreDamaged` for a file that does not begin as a database; SQLite would overwrite a very short one."""
    with path.open("rb") as stream:
        if stream.read(len(_FIRST_BYTES)) not in (_FIRST_BYTES, b""):
            raise StoreDamaged(NOT_A_HISTORY, details="it does not begin as a SQLite file does")


def _names(migrations: Migrations) -> set[str]:
    """Return the names of all migrations that this version knows."""
    empty = Database(memory=True, execute_plugins=False)
    try:
        return {migration.name for migration in migrations.pending(empty)}
    finally:
        empty.close()


def _make_private(path: Path) -> None:
    """Make the file if missing; it and its companions are for their owner's eyes only."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        try:
            if each.stat().st_mode & 0o077:
                each.chmod(0o600)
        except (FileNotFoundError, PermissionError):
            continue
