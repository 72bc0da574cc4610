"""Makes attempts findable whose texts came in without their words: an import is short this way, the search follows."""

from __future__ import annotations

from models.history.search_tables import add_attempt_words
from models.history.sqlite import Database

_WAITING = "searchable = 0 AND state <> 'streaming'"


def waiting(db: Database) -> int:
    """Return how many attempts are not findable yet."""
    return int(db.conn.execute(f"SELECT count(*) FROM attempts WHERE {_WAITING}").fetchone()[0])  # noqa: S608


def index_some(db: Database, most: int) -> int:
    """Make up to `most` waiting attempts findable, the newest first; returns how many. Inside a transaction."""
    rows = db.conn.execute(
        f"SELECT position, thought, answer FROM attempts WHERE {_WAITING} ORDER BY position DESC LIMIT ?",  # noqa: S608
        (most,),
    ).fetchall()
    for position, thought, answer in rows:
        add_attempt_words(db, position, thought, answer)
        db.conn.execute("UPDATE attempts SET searchable = 1 WHERE position = ?", (position,))
    return len(rows)
