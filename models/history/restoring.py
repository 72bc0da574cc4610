"""Putting a backup back: what was there before is kept, whole or damaged."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from models.errors import InputError
from models.history import backups, opening
from models.history.connections import connect
from models.history.failures import StoreDamaged, told_plainly
from models.history.schema import MIGRATIONS
from models.history.sqlite import Database, Migrations
from models.paths import DataFolder, make_private_folder

_COMPANIONS = ("", "-wal", "-shm")


def restore_backup(
    folder: DataFolder, file: Path, *, migrations: Migrations = MIGRATIONS, patience: float = 5.0
) -> Path | None:
    """Replace the history by the backup `file` and bring it up to date.

    A whole history is backed up first, and replaced in one step that other programs see as one change. A damaged one is
    set aside, untouched.

    Returns:
        Where the history that was there before is kept, None when there was none.

    Raises:
        InputError: The file is missing, damaged, no history or too new, or the disk is full; nothing changed.
    """
    part = folder.root / f"{opening.RESTORING}{os.getpid()}.db"
    try:
        with opening.alone(folder), told_plainly():
            _copy_checked(file, part, migrations)
            kept = _replace(folder, part, migrations, patience)
    finally:
        for companion in _COMPANIONS:
            part.with_name(part.name + companion).unlink(missing_ok=True)
    opening.prepare(folder, migrations, patience=patience)
    return kept


def _copy_checked(file: Path, part: Path, migrations: Migrations) -> None:
    """Copy the backup beside the history and make sure that it is one."""
    if not file.is_file():
        raise InputError(f"There is no file “{file}”; “rationale history backup” says where backups are.")
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        with closing(connect(file.resolve(), patience=1.0, read_only=True)) as source:
            if not opening.recognise(Database(source, execute_plugins=False), migrations):
                raise InputError(f"The file “{file}” is empty; choose another backup.")
            backups.copy(source, part)
    except (StoreDamaged, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.DatabaseError) and getattr(error, "sqlite_errorcode", 0) & 0xFF not in (
            sqlite3.SQLITE_CORRUPT,
            sqlite3.SQLITE_NOTADB,
        ):
            raise
        raise StoreDamaged(
            f"The file “{file}” is damaged or is not a backup of Rationale; choose another backup.", details=str(error)
        ) from error


def _replace(folder: DataFolder, part: Path, migrations: Migrations, patience: float) -> Path | None:
    path = folder.database
    if not path.is_file():
        part.replace(path)
        return None
    try:
        with closing(connect(path, patience=patience)) as current:
            db = Database(current, execute_plugins=False)
            opening.recognise(db, migrations)
            kept = backups.back_up(folder, db, note="before-restore")
            with closing(connect(part, patience=patience, read_only=True)) as source:
                source.backup(current)
            current.execute("PRAGMA journal_mode = WAL")
            return kept
    except (StoreDamaged, sqlite3.DatabaseError) as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
    aside = set_aside(folder)
    part.replace(path)
    return aside


def set_aside(folder: DataFolder) -> Path:
    """Move a damaged history with its companions into a folder of its own; returns it.

    Raises:
        InputError: Another program holds the file open (on systems that forbid moving it then).
    """
    stamp = datetime.fromtimestamp(time.time(), UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = folder.root / f"damaged-{stamp}"
    make_private_folder(aside)
    try:
        for companion in _COMPANIONS:
            file = folder.database.with_name(folder.database.name + companion)
            if file.exists():
                file.replace(aside / file.name)
    except OSError as error:
        raise InputError(
            "The damaged history cannot be moved away; close every other Rationale and try again.", details=str(error)
        ) from error
    return aside
