"""Copies of the history: made while it is in use, thinned with age, and put back without losing what was there."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psutil

from models.errors import InputError
from models.history.connections import Connections
from models.history.failures import StoreDamaged, StoreFull, told_plainly
from models.history.shrinking import SearchRewriting
from models.history.sqlite import Database
from models.paths import DataFolder, make_private_folder

_NAME = re.compile(r"history-(\d{8}T\d{6}Z)(?:-[a-z0-9-]+)?\.db")
_PART = re.compile(r"history-.*?(?:\.(\d+))?\.part")
"""A backup that is being made, with the number of the process that makes it (older versions wrote none)."""
_STAMP = "%Y%m%dT%H%M%SZ"
_DAYS, _WEEKS, _MONTHS = 7, 5, 12
_DAY = 86_400.0


class Backups:
    """Makes and deletes the backups of a history that is open.

    Args:
        folder: The data folder.
        connections: The history's.
        rewriting: Takes deleted words out of the search.
    """

    def __init__(self, folder: DataFolder, connections: Connections, rewriting: SearchRewriting) -> None:
        self._folder = folder
        self._connections = connections
        self._rewriting = rewriting

    def make(self, now: float | None = None) -> Path:
        """Copy the history into the folder of backups (named by `now`, Unix seconds); returns the copy's path."""
        with self._connections.plain() as db:
            return back_up(self._folder, db, now=now)

    def make_if_due(self, now: float | None = None) -> Path | None:
        """Make a backup unless one of the last day exists, and thin the others; returns the new one, if any."""
        now = time.time() if now is None else now
        newest = next(iter(list_backups(self._folder)), None)
        if newest is not None and 0 <= now - time_of(newest) < _DAY:
            return None
        made = self.make(now)
        self.thin(now)
        return made

    def thin(self, now: float | None = None) -> list[Path]:
        """Delete the backups that `to_thin` names; returns them. Files of other names are left alone."""
        with told_plainly():
            _delete(_given_up(self._folder))
            files = list_backups(self._folder)
            going = to_thin((time_of(each) for each in files), time.time() if now is None else now)
            return _delete(each for each in files if time_of(each) in going)

    def forget_older(self) -> list[Path]:
        """Rewrite the search, make a backup without deleted words, and only then delete all others; returns those.

        Files of other names are left alone.

        Raises:
            StoreFull: There is no room for the new one; the others are kept.
        """
        while self._rewriting.step():
            pass
        with told_plainly():
            kept = self.make()
            _delete(_given_up(self._folder))
            return _delete(each for each in list_backups(self._folder) if each != kept)


def back_up(folder: DataFolder, db: Database, *, now: float | None = None, note: str = "") -> Path:
    """Copy the whole history into the folder of backups, also while others write; returns the copy's path.

    Raises:
        StoreFull: There is no room for it.
        StoreDamaged: The copy is not whole; it is thrown away.
    """
    make_private_folder(folder.backups)
    (pages,), (page_size,) = (db.conn.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    _make_sure_of_room(folder.backups, pages * page_size)
    moment = datetime.fromtimestamp(time.time() if now is None else now, UTC).strftime(_STAMP)
    path = _unused(folder.backups, f"history-{moment}{f'-{note}' if note else ''}")
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        copy(db.conn, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def copy(source: sqlite3.Connection, target: Path) -> None:
    """Copy a database into the file `target` and make sure that the copy is whole.

    Raises:
        StoreDamaged: It is not.
    """
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        source.backup(connection)
        connection.execute("PRAGMA journal_mode = DELETE")  # one file, with no companions
        problems = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
    if problems != ["ok"]:
        raise StoreDamaged(
            "The history is damaged, so no backup was made of it; restore an older one with"
            " “rationale history restore FILE”.",
            details="; ".join(problems),
        )


def list_backups(folder: DataFolder) -> list[Path]:
    """Return the backups, the newest first."""
    if not folder.backups.is_dir():
        return []
    return sorted((each for each in folder.backups.iterdir() if _NAME.fullmatch(each.name)), reverse=True)


def time_of(backup: Path) -> float:
    """Return when a backup was made (Unix seconds), as its name tells."""
    stamp = _NAME.fullmatch(backup.name)
    if stamp is None:
        raise InputError(f"“{backup.name}” is not the name of a backup.")
    return datetime.strptime(stamp[1], _STAMP).replace(tzinfo=UTC).timestamp()


def to_thin(times: Iterable[float], now: float) -> set[float]:
    """Return which backups can go: all are kept for a day, then the newest of each day, week and month.

    Days are kept for a week, weeks for five, months for a year. The newest backup of all always stays.
    """
    newest_first = sorted(times, reverse=True)
    kept = set(newest_first[:1])
    for span, name in ((_DAYS, "%Y-%j"), (7 * _WEEKS, "%G-%V"), (31 * _MONTHS, "%Y-%m")):
        seen: set[str] = set()
        for each in newest_first:
            period = datetime.fromtimestamp(each, UTC).strftime(name)
            if now - each <= span * _DAY and period not in seen:
                seen.add(period)
                kept.add(each)
    return {each for each in newest_first if each not in kept and now - each > _DAY}


def _given_up(folder: DataFolder) -> list[Path]:
    """Return what is left of backups whose program ended while it made them."""
    if not folder.backups.is_dir():
        return []
    parts = ((each, _PART.fullmatch(each.name)) for each in folder.backups.iterdir())
    return [each for each, part in parts if part and not (part[1] and psutil.pid_exists(int(part[1])))]


def _delete(files: Iterable[Path]) -> list[Path]:
    gone = list(files)
    for each in gone:
        each.unlink(missing_ok=True)
    return gone


def _make_sure_of_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise StoreFull(
            f"There is no room for a backup of the history: it needs {size / 1e6:,.0f} MB and {free / 1e6:,.0f} MB are"
            " free; free some space."
        )


def _unused(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.db"
    return path
