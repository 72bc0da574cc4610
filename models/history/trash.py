"""The trash: conversations that are put aside, brought back, or deleted for good."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from models.history.changing import change
from models.history.connections import Connections
from models.history.search_days import days_of, forget_days
from models.history.search_tables import QUESTION_WORDS, remove_attempt_words, remove_words
from models.history.shrinking import note_deletion, overwriting, shrink
from models.history.sqlite import Database

_DELETED_AT_ONCE = 50
"""How many conversations of the trash go in one transaction, so that other writers wait only shortly."""


class Trash:
    """Puts conversations into the trash and takes them out; what is deleted for good is overwritten in the file.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, conversation_id: str) -> None:
        """Put a conversation into the trash.

        Raises:
            NotInHistory: There is no such conversation.
        """
        self._set(conversation_id, time.time())

    def restore(self, conversation_id: str) -> None:
        """Take a conversation out of the trash.

        Raises:
            NotInHistory: There is no such conversation.
        """
        self._set(conversation_id, None)

    def count(self, *, before: float = float("inf")) -> int:
        """Return how many conversations are in the trash that were put there `before` a time."""
        with self._connections.reading() as db:
            counted = "SELECT count(*) FROM conversations WHERE trashed_at IS NOT NULL AND trashed_at < ?"
            return int(db.conn.execute(counted, (before,)).fetchone()[0])

    def delete_for_good(self, conversation_id: str) -> None:
        """Delete a conversation with everything that hangs on it; its place in the file is overwritten.

        Raises:
            NotInHistory: There is no such conversation.
        """
        with self._overwriting(), self._connections.writing(durable=True) as db:
            _delete(db, conversation_id)

    def empty(self, *, before: float = float("inf")) -> int:
        """Delete what went into the trash `before` a time, as `delete_for_good` does; returns how many that were.

        Others can write in between: what is put into the trash meanwhile stays there, what is restored is kept.
        What was deleted before a failure stays deleted.
        """
        with self._connections.reading() as db:
            trashed = "SELECT id FROM conversations WHERE trashed_at IS NOT NULL AND trashed_at < ?"
            doomed = [str(row[0]) for row in db.conn.execute(trashed, (before,))]
        if not doomed:
            return 0
        deleted = 0
        with self._overwriting():
            for start in range(0, len(doomed), _DELETED_AT_ONCE):
                with self._connections.writing(durable=True) as db:
                    found = [each for each in doomed[start : start + _DELETED_AT_ONCE] if _is_in_trash(db, each)]
                    for conversation_id in found:
                        _delete(db, conversation_id)
                deleted += len(found)
        return deleted

    def _set(self, conversation_id: str, when: float | None) -> None:
        with self._connections.writing() as db:
            change(db, "UPDATE conversations SET trashed_at = ? WHERE id = ?", (when, conversation_id))

    @contextmanager
    def _overwriting(self) -> Iterator[None]:
        """What is deleted inside is overwritten in the file, and its room given back at the end."""
        with overwriting(self._connections):
            yield
            with self._connections.plain() as db:
                shrink(db)


def _is_in_trash(db: Database, conversation_id: str) -> bool:
    found = "SELECT 1 FROM conversations WHERE id = ? AND trashed_at IS NOT NULL"
    return db.conn.execute(found, (conversation_id,)).fetchone() is not None


def _delete(db: Database, conversation_id: str) -> None:
    """Delete a conversation with all that hangs on it: turns, attempts, ratings, snapshots, search words, draft."""
    questions = "SELECT position, text FROM turns WHERE conversation_id = ? AND kind = 'question'"
    for position, text in db.conn.execute(questions, (conversation_id,)).fetchall():
        remove_words(db, QUESTION_WORDS, position, text)
    answers = "SELECT position FROM turns WHERE conversation_id = ? AND kind = 'answer'"
    attempts = f"SELECT position, thought, answer FROM attempts WHERE searchable = 1 AND turn IN ({answers})"  # noqa: S608
    for position, thought, answer in db.conn.execute(attempts, (conversation_id,)).fetchall():
        remove_attempt_words(db, position, thought, answer)
    days = days_of(db, conversation_id)
    of_questions = "DELETE FROM preferences WHERE question_id IN (SELECT id FROM turns WHERE conversation_id = ?)"
    db.execute(of_questions, (conversation_id,))
    for table in ("ratings", "snapshots", "turns", "drafts"):
        db.execute(f"DELETE FROM {table} WHERE conversation_id = ?", (conversation_id,))  # noqa: S608
    change(db, "DELETE FROM conversations WHERE id = ?", (conversation_id,))
    note_deletion(db)
    forget_days(db, days)
    db.execute("DELETE FROM recipes WHERE NOT EXISTS (SELECT 1 FROM attempts WHERE recipe_id = recipes.id)")
    db.execute("DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM conversation_tags WHERE tag_id = tags.id)")
