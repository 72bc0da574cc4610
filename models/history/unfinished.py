"""Keeps what was changed of questions and thoughts and not sent yet."""

from __future__ import annotations

import time

from models.history.connections import Connections
from models.history.writing import clean

UNFINISHED_TABLES = """
CREATE TABLE question_edits (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    updated_at REAL NOT NULL
) STRICT;
CREATE TABLE thought_edits (
    attempt_id TEXT NOT NULL PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    updated_at REAL NOT NULL
) STRICT
"""

MOST_THOUGHTS = 500
"""So many of the newest changed thoughts are brought back."""


class UnfinishedEdits:
    """Written often while something is typed, so a loss of power may take the last words; a crash does not.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep_question(self, question_id: str, text: str) -> None:
        """Keep how a question is being changed; "" forgets it, and so does a question that is gone."""
        self._keep("question_edits", "question_id", "turns", question_id, text)

    def question(self, question_id: str) -> str:
        """Return how a question was being changed, "" when it was not."""
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT text FROM question_edits WHERE question_id = ?", (question_id,)).fetchone()
            return str(row[0]) if row else ""

    def newest_question(self, conversation_id: str) -> tuple[str, str] | None:
        """Return the id and the text of the question of a conversation that was changed last; None without one."""
        with self._connections.reading() as db:
            row = db.conn.execute(
                "SELECT question_id, question_edits.text FROM question_edits JOIN turns ON turns.id = question_id"
                " WHERE conversation_id = ? ORDER BY updated_at DESC LIMIT 1",
                (conversation_id,),
            ).fetchone()
            return (str(row[0]), str(row[1])) if row else None

    def keep_thought(self, attempt_id: str, text: str) -> None:
        """Keep how an attempt's thought is being changed; "" forgets it, and so does an attempt that is gone."""
        self._keep("thought_edits", "attempt_id", "attempts", attempt_id, text)

    def thoughts(self) -> dict[str, str]:
        """Return the newest changed thoughts that were not continued, by attempt."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT attempt_id, text FROM thought_edits ORDER BY updated_at DESC LIMIT ?", (MOST_THOUGHTS,)
            )
            return {row[0]: row[1] for row in rows}

    def _keep(self, table: str, column: str, owners: str, owner_id: str, text: str) -> None:
        with self._connections.writing() as db:
            if not text:
                db.conn.execute(f"DELETE FROM {table} WHERE {column} = ?", (owner_id,))  # noqa: S608 - names of ours
                return
            db.conn.execute(
                f"INSERT INTO {table} ({column}, text, updated_at)"  # noqa: S608 - names of ours
                f" SELECT id, ?, ? FROM {owners} WHERE id = ?"
                f" ON CONFLICT ({column}) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at",
                (clean(text), time.time(), owner_id),
            )
