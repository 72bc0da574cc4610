"""Keeping order: titles, pins, trash, forgetting, drafts and the reasoning panel's state; each inside a transaction."""

from __future__ import annotations

from models.errors import InputError
from models.history.failures import conversation_missing
from models.history.records import PanelState
from models.history.search_tables import QUESTION_WORDS, remove_attempt_words, remove_words
from models.history.shrinking import note_deletion
from models.history.sqlite import Database
from models.history.writing import clean

_NEW_CONVERSATION = ""
"""The key of the draft that belongs to no conversation yet."""


def rename(db: Database, conversation_id: str, title: str) -> None:
    """Give a conversation another title.

    Raises:
        InputError: The title is empty.
        NotInHistory: There is no such conversation.
    """
    title = " ".join(clean(title).split())
    if not title:
        raise InputError("A conversation needs a title; type at least one character.")
    _change(db, "UPDATE conversations SET title = ? WHERE id = ?", (title, conversation_id))


def pin(db: Database, conversation_id: str, pinned: bool) -> None:
    """Pin or unpin a conversation.

    Raises:
        NotInHistory: There is no such conversation.
    """
    _change(db, "UPDATE conversations SET pinned = ? WHERE id = ?", (int(pinned), conversation_id))


def trash(db: Database, conversation_id: str, when: float | None) -> None:
    """Put a conversation into the trash at `when`, or take it out (None).

    Raises:
        NotInHistory: There is no such conversation.
    """
    _change(db, "UPDATE conversations SET trashed_at = ? WHERE id = ?", (when, conversation_id))


def choose_attempt(db: Database, answer_id: str, attempt_id: str) -> None:
    """Make an attempt the one that counts.

    Raises:
        NotInHistory: The answer has no such attempt.
    """
    _change(
        db,
        "UPDATE turns SET chosen_attempt_id = ?1 WHERE id = ?2"
        " AND EXISTS (SELECT 1 FROM attempts WHERE id = ?1 AND turn = turns.position)",
        (attempt_id, answer_id),
    )


def set_panel(db: Database, answer_id: str, state: PanelState) -> None:
    """Keep how the user left an answer's reasoning panel.

    Raises:
        NotInHistory: There is no such answer.
    """
    _change(db, "UPDATE turns SET panel = ? WHERE id = ? AND kind = 'answer'", (str(state), answer_id))


def save_draft(db: Database, conversation_id: str | None, text: str, now: float) -> None:
    """Keep the composer's unsent text of a conversation (None: of the next new one); an empty one is dropped."""
    key = conversation_id or _NEW_CONVERSATION
    if text:
        db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (key, clean(text), now))
    else:
        db.execute("DELETE FROM drafts WHERE conversation_id = ?", (key,))


def draft(db: Database, conversation_id: str | None) -> str:
    """Return the composer's unsent text, "" when there is none."""
    key = conversation_id or _NEW_CONVERSATION
    row = db.conn.execute("SELECT text FROM drafts WHERE conversation_id = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def forget(db: Database, conversation_id: str) -> None:
    """Delete a conversation with all that hangs on it: turns, attempts, ratings, snapshots, search words, draft.

    Raises:
        NotInHistory: There is no such conversation.
    """
    questions = "SELECT position, text FROM turns WHERE conversation_id = ? AND kind = 'question'"
    for position, text in db.conn.execute(questions, (conversation_id,)).fetchall():
        remove_words(db, QUESTION_WORDS, position, text)
    answers = "SELECT position FROM turns WHERE conversation_id = ? AND kind = 'answer'"
    attempts = f"SELECT position, thought, answer FROM attempts WHERE searchable = 1 AND turn IN ({answers})"  # noqa: S608
    for position, thought, answer in db.conn.execute(attempts, (conversation_id,)).fetchall():
        remove_attempt_words(db, position, thought, answer)
    of_questions = "DELETE FROM preferences WHERE question_id IN (SELECT id FROM turns WHERE conversation_id = ?)"
    db.execute(of_questions, (conversation_id,))
    for table in ("ratings", "snapshots", "turns", "drafts"):
        db.execute(f"DELETE FROM {table} WHERE conversation_id = ?", (conversation_id,))  # noqa: S608
    _change(db, "DELETE FROM conversations WHERE id = ?", (conversation_id,))
    note_deletion(db)
    db.execute("DELETE FROM recipes WHERE NOT EXISTS (SELECT 1 FROM attempts WHERE recipe_id = recipes.id)")
    db.execute("DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM conversation_tags WHERE tag_id = tags.id)")


def is_in_trash(db: Database, before: float) -> bool:
    """Return whether anything was put into the trash before a time."""
    trashed = "SELECT 1 FROM conversations WHERE trashed_at IS NOT NULL AND trashed_at < ? LIMIT 1"
    return db.conn.execute(trashed, (before,)).fetchone() is not None


def forget_trash(db: Database, most: int, before: float) -> int:
    """Delete up to `most` conversations that were put into the trash before a time; returns how many there were."""
    trashed = "SELECT id FROM conversations WHERE trashed_at IS NOT NULL AND trashed_at < ? LIMIT ?"
    rows = db.conn.execute(trashed, (before, most)).fetchall()
    for (conversation_id,) in rows:
        forget(db, conversation_id)
    return len(rows)


def _change(db: Database, statement: str, values: tuple[object, ...]) -> None:
    if db.conn.execute(statement, values).rowcount == 0:
        raise conversation_missing()
