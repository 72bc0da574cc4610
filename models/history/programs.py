"""Which programs write to the history now, so that what a dead one left unfinished is told from what lives."""

from __future__ import annotations

import os

import psutil

from models.history.search_tables import add_attempt_words
from models.history.sqlite import Database
from models.identifiers import new_id

_SAME_START_SECONDS = 2.0
"""Two readings of one process's start may differ a little when the clock is set."""


class Program:
    """One opening of the history by a running process."""

    def __init__(self) -> None:
        self.id = new_id()
        self.process = os.getpid()
        self.started_at = psutil.Process().create_time()

    def sign_in(self, db: Database) -> None:
        """Record that this program writes; call inside a transaction before the first attempt starts."""
        db.execute("INSERT OR IGNORE INTO programs VALUES (?, ?, ?)", (self.id, self.process, self.started_at))


def unfinished_owners(db: Database) -> list[str]:
    """Return the owners of streaming attempts that live no more, with all programs that do not."""
    owners = {row["owner"] for row in db.query("SELECT DISTINCT owner FROM attempts WHERE state = 'streaming'")}
    living = set()
    for row in db.query("SELECT id, process, process_started_at FROM programs"):
        owners.add(row["id"])
        if _lives(row["process"], row["process_started_at"]):
            living.add(row["id"])
    return sorted(owner or "" for owner in owners - living)


def interrupt_attempts(db: Database, owners: list[str]) -> int:
    """Mark the owners' streaming attempts as interrupted, make their text findable and sign the owners out.

    Returns:
        The number of attempts. Call inside a transaction.
    """
    interrupted = 0
    for owner in owners:
        rows = list(
            db.query(
                "SELECT position, thought, answer, searchable FROM attempts"
                " WHERE state = 'streaming' AND coalesce(owner, '') = ?",
                (owner,),
            )
        )
        for row in rows:
            if not row["searchable"]:
                add_attempt_words(db, row["position"], row["thought"], row["answer"])
            db.execute(
                "UPDATE attempts SET state = 'interrupted', stop_reason = 'interrupted', owner = NULL, searchable = 1"
                " WHERE position = ?",
                (row["position"],),
            )
        interrupted += len(rows)
        db.execute("DELETE FROM programs WHERE id = ?", (owner,))
    return interrupted


def _lives(process: int, started_at: float) -> bool:
    """Return whether the process with this number is still the one that started then."""
    try:
        return abs(psutil.Process(process).create_time() - started_at) < _SAME_START_SECONDS
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
