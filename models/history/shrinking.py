"""After deleting for good: no deleted word stays in the search, and the room goes back to the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from models.history.connections import Connections, transaction
from models.history.search_tables import ANSWER_WORDS, QUESTION_WORDS, THOUGHT_WORDS
from models.history.sqlite import Database

_SMALL_INDEX_PAGES = 4_096
"""Up to this size of the file (64 MB of 16 KiB pages) the search is rewritten at once."""

_TABLES = (QUESTION_WORDS, THOUGHT_WORDS, ANSWER_WORDS)

_WORDS_A_STEP = 200
"""Pages of the search (4 kB) that one step rewrites: some hundredths of a second in which others cannot write."""

_PAGES_A_STEP = 500
"""Pages of the file that one step gives back."""


def note_deletion(db: Database) -> None:
    """Note in the file that the search may hold words of something deleted; call inside the deleting transaction.

    The note is SQLite's `user_version`, which counts the deletions since the search was last rewritten.
    """
    db.conn.execute(f"PRAGMA user_version = {_noted(db) + 1}")


def shrink(db: Database) -> None:
    """Give the room of what was deleted back to the disk; call outside any transaction.

    The search of a large history is left to `SearchRewriting`.
    """
    noted, (pages,) = _noted(db), db.conn.execute("PRAGMA page_count").fetchone()
    if pages <= _SMALL_INDEX_PAGES:
        for table in _TABLES:
            db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608
        _forget_note(db, noted)
    db.conn.execute("PRAGMA incremental_vacuum").fetchall()
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def overwriting(connections: Connections) -> Iterator[None]:
    """What this thread deletes inside is overwritten in the file."""
    with connections.plain() as db:
        db.conn.execute("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        with connections.plain() as db:
            db.conn.execute("PRAGMA secure_delete = OFF")


class SearchRewriting:
    """Rewrites the search in small steps where words of something deleted may stand in it; safe from every thread.

    What a program that ended has left is begun anew by the next one.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._noted = 0
        self._begun = False
        self._tables: list[str] = []

    def begin_anew(self) -> None:
        """Forget how far it came, because the history is another one."""
        with self._lock:
            self._noted = 0

    def step(self) -> bool:
        """Do a little; returns whether more is to be done."""
        with self._lock, overwriting(self._connections), self._connections.plain() as db:
            if not self._noted:
                self._noted, self._begun, self._tables = _noted(db), False, list(_TABLES)
                return self._noted > 0
            if self._tables:
                self._merge(db, self._tables[0])
                return True
            if _give_back(db):
                return True
            _forget_note(db, self._noted)
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._noted = 0
            return _noted(db) > 0

    def _merge(self, db: Database, table: str) -> None:
        """A negative number of pages makes all parts of the index one merging; positive ones go on with it."""
        pages = _WORDS_A_STEP if self._begun else -_WORDS_A_STEP
        if not self._begun:
            with transaction(db):  # else SQLite goes on with no merging of fewer than four parts once others are there
                db.conn.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('usermerge', 2)")  # noqa: S608
        before = db.conn.total_changes
        with transaction(db):
            db.conn.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))  # noqa: S608
        self._begun = True
        if db.conn.total_changes - before < 2:  # SQLite's sign that nothing is left to merge
            self._tables.pop(0)
            self._begun = False


def _give_back(db: Database) -> bool:
    """Give some free pages back to the disk; returns whether there may be more."""
    (free,) = db.conn.execute("PRAGMA freelist_count").fetchone()
    if free:
        db.conn.execute(f"PRAGMA incremental_vacuum({_PAGES_A_STEP})").fetchall()
    (left,) = db.conn.execute("PRAGMA freelist_count").fetchone()
    return 0 < int(left) < int(free)


def _noted(db: Database) -> int:
    return int(db.conn.execute("PRAGMA user_version").fetchone()[0])


def _forget_note(db: Database, noted: int) -> None:
    """Unless something was deleted in the meantime, whose words are not dealt with."""
    with transaction(db):
        if noted and _noted(db) == noted:
            db.conn.execute("PRAGMA user_version = 0")
