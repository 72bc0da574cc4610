"""One SQLite connection per thread, all with the same habits, all closed together."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from models.errors import Bug
from models.history.failures import told_plainly
from models.history.search_beginnings import CREATE_TERM_LISTS
from models.history.sqlite import Database

_CHECKPOINT_PAGES = 1000
"""Pages in the write-ahead log before it is folded into the file: few enough to stay small, many enough to be rare."""

_LARGEST_LOG = 64 * 1024 * 1024


def connect(path: Path, *, patience: float, read_only: bool = False) -> sqlite3.Connection:
    """Open `path`; other programs' locks are waited for `patience` seconds.

    A read-only file in a folder that cannot be written, with no log beside it, is opened as one that nobody changes:
    SQLite could not make its shared-memory file there.
    """
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    try:
        return _set_up(_connect(address, patience), read_only)
    except sqlite3.OperationalError:
        if not read_only or not path.is_file() or path.with_name(path.name + "-wal").exists():
            raise
        return _set_up(_connect(address + "&immutable=1", patience), read_only)


def _connect(address: str, patience: float) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)


def _set_up(connection: sqlite3.Connection, read_only: bool) -> sqlite3.Connection:
    """Set the connection's habits; it is closed when the file refuses."""
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA journal_size_limit = {_LARGEST_LOG}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for statement in CREATE_TERM_LISTS:
            connection.execute(statement)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(db: Database, *, durable: bool = False) -> Iterator[Database]:
    """Write in one step: all of it or nothing. The write lock is taken at once, so that waiting for others works.

    Args:
        db: A connection outside any transaction.
        durable: Whether the return of this block promises that the change survives a loss of power.
    """
    if durable:
        db.conn.execute("PRAGMA synchronous = FULL")
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise
    finally:
        if durable:
            db.conn.execute("PRAGMA synchronous = NORMAL")


@contextmanager
def one_state(db: Database) -> Iterator[None]:
    """What is read inside is one consistent state of the history, whatever others write meanwhile."""
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        db.conn.rollback()


class Connections:
    """The connections of one store. A thread that has ended gives its connection back when another thread comes."""

    def __init__(self, path: Path, *, patience: float, read_only: bool = False) -> None:
        self._path = path
        self._patience = patience
        self._read_only = read_only
        self._guard = threading.Lock()
        self._open: dict[threading.Thread, tuple[Database, threading.RLock]] = {}
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether they were closed for good."""
        return self._closed

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Lend this thread's connection; what is read inside is one consistent state of the history."""
        with told_plainly(), self._mine() as db, one_state(db):
            yield db

    @contextmanager
    def writing(self, *, durable: bool = False, patience: float | None = None) -> Iterator[Database]:
        """Lend this thread's connection inside a transaction (`transaction`).

        Args:
            durable: Whether the change must survive a loss of power.
            patience: Seconds to wait for another program's lock, if not the usual ones.
        """
        with told_plainly(), self._mine() as db, self._waiting(db, patience), transaction(db, durable=durable):
            yield db

    @contextmanager
    def _waiting(self, db: Database, patience: float | None) -> Iterator[None]:
        if patience is None:
            yield
            return
        db.conn.execute(f"PRAGMA busy_timeout = {round(1000 * min(patience, self._patience))}")
        try:
            yield
        finally:
            db.conn.execute(f"PRAGMA busy_timeout = {round(1000 * self._patience)}")

    @contextmanager
    def plain(self) -> Iterator[Database]:
        """Lend this thread's connection outside any transaction, for what SQLite allows only there."""
        with told_plainly(), self._mine() as db:
            yield db

    @contextmanager
    def _mine(self) -> Iterator[Database]:
        while True:
            db, lock = self._of_this_thread()
            with lock:
                if self._open.get(threading.current_thread(), (None,))[0] is not db:
                    continue  # closed by another thread a moment ago
                yield db
                return

    def _of_this_thread(self) -> tuple[Database, threading.RLock]:
        thread = threading.current_thread()
        with self._guard:
            if self._closed:
                raise Bug("The history was used after it was closed.")
            if (mine := self._open.get(thread)) is not None:
                return mine
            for ended in [each for each in self._open if not each.is_alive()]:
                self._open.pop(ended)[0].conn.close()
            connection = connect(self._path, patience=self._patience, read_only=self._read_only)
            mine = Database(connection, execute_plugins=False), threading.RLock()
            self._open[thread] = mine
            return mine

    def close(self, *, for_good: bool = True) -> None:
        """Close every connection, after what other threads are doing; unless `for_good`, new ones open on demand."""
        with self._guard:
            self._closed = self._closed or for_good
            connections = list(self._open.values())
            self._open.clear()
        for db, lock in connections:
            with lock, closing(db.conn):
                pass
