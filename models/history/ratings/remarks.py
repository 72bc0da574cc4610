"""Keeps what is being typed about answers and is not saved yet: words about a rating, and notes on a thought."""

from __future__ import annotations

import time
from collections.abc import Iterable

from models.history.connections import Connections
from models.history.ratings.records import RemarkDraft, RemarkKind
from models.history.sqlite import Database
from models.history.writing import clean

REMARK_TABLE = """
CREATE TABLE remark_drafts (
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('reason', 'comment', 'note')),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    updated_at REAL NOT NULL,
    PRIMARY KEY (attempt_id, kind)
) STRICT
"""

MOST_REMARKS = 500
"""So many of the newest unsaved remarks are brought back."""


class RemarkBook:
    """Written often while something is typed, so a loss of power may take the last words; a crash does not.

    What is saved is no draft any more: `rate` and `note` forget it in the very transaction in which they keep it.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep(self, attempt_id: str, draft: RemarkDraft) -> None:
        """Keep what is typed; an empty one is forgotten, and so is one about an answer that is gone."""
        with self._connections.writing() as db:
            if not draft.text.strip():
                _forget(db, attempt_id, draft.kind)
                return
            db.conn.execute(
                'INSERT INTO remark_drafts (attempt_id, kind, start, "end", text, updated_at)'
                " SELECT id, ?, ?, ?, ?, ? FROM attempts WHERE id = ?"
                ' ON CONFLICT (attempt_id, kind) DO UPDATE SET start = excluded.start, "end" = excluded."end",'
                " text = excluded.text, updated_at = excluded.updated_at",
                (draft.kind.value, draft.start, draft.end, clean(draft.text), time.time(), attempt_id),
            )

    def drafts(self) -> dict[tuple[str, RemarkKind], RemarkDraft]:
        """Return the newest remarks that are typed and not saved, by attempt and kind."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                'SELECT attempt_id, kind, text, start, "end" FROM remark_drafts ORDER BY updated_at DESC LIMIT ?',
                (MOST_REMARKS,),
            )
            return {(row[0], RemarkKind(row[1])): RemarkDraft(RemarkKind(row[1]), *row[2:]) for row in rows}


def forget_said(db: Database, attempt_id: str, kind: RemarkKind, said: Iterable[str]) -> None:
    """Forget a remark that is one of the texts that were `said`."""
    row = db.conn.execute(
        "SELECT text FROM remark_drafts WHERE attempt_id = ? AND kind = ?", (attempt_id, kind.value)
    ).fetchone()
    if row is not None and row[0].strip() in said:
        _forget(db, attempt_id, kind)


def _forget(db: Database, attempt_id: str, kind: RemarkKind) -> None:
    db.conn.execute("DELETE FROM remark_drafts WHERE attempt_id = ? AND kind = ?", (attempt_id, kind.value))
