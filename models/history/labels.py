"""Titles, pins, tags and the archive: ways to order conversations that leave their texts alone."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import InputError
from models.history.changing import change
from models.history.connections import Connections
from models.history.failures import conversation_missing
from models.history.sqlite import Database
from models.history.writing import clean

LONGEST_TAG = 60
"""Characters."""


class Labels:
    """Names, pins, tags and archives conversations; an archived one is listed no more but still found.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title.

        Raises:
            InputError: The title is empty.
            NotInHistory: There is no such conversation.
        """
        title = " ".join(clean(title).split())
        if not title:
            raise InputError("A conversation needs a title; type at least one character.")
        with self._connections.writing() as db:
            change(db, "UPDATE conversations SET title = ? WHERE id = ?", (title, conversation_id))

    def pin(self, conversation_id: str, pinned: bool) -> None:
        """Pin or unpin a conversation.

        Raises:
            NotInHistory: There is no such conversation.
        """
        with self._connections.writing() as db:
            change(db, "UPDATE conversations SET pinned = ? WHERE id = ?", (int(pinned), conversation_id))

    def add_tag(self, conversation_id: str, name: str) -> str:
        """Tag a conversation; returns the tag as it is kept (an older spelling in other case counts as the same).

        Raises:
            InputError: The tag is empty or too long.
            NotInHistory: There is no such conversation.
        """
        name = _typed_tag(name)
        with self._connections.writing() as db:
            _make_sure(db, conversation_id)
            return _tag(db, conversation_id, name)

    def set_tags(self, conversation_id: str, names: Sequence[str]) -> None:
        """Give a conversation these tags in the place of those that it has: all of them, or none where one is refused.

        Raises:
            InputError: A tag is empty or too long.
            NotInHistory: There is no such conversation.
        """
        tidy = [_typed_tag(each) for each in names]
        with self._connections.writing() as db:
            _make_sure(db, conversation_id)
            db.conn.execute("DELETE FROM conversation_tags WHERE conversation_id = ?", (conversation_id,))
            _forget_unused(db)
            for name in tidy:
                _tag(db, conversation_id, name)

    def remove_tag(self, conversation_id: str, name: str) -> None:
        """Take a tag off a conversation; a tag that nothing has any more is gone."""
        with self._connections.writing() as db:
            db.conn.execute(
                "DELETE FROM conversation_tags WHERE conversation_id = ?"
                " AND tag_id = (SELECT id FROM tags WHERE name = ?)",
                (conversation_id, name),
            )
            _forget_unused(db)

    def tags(self, conversation_id: str) -> list[str]:
        """Return the tags of a conversation."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT g.name FROM conversation_tags x JOIN tags g ON g.id = x.tag_id WHERE x.conversation_id = ?"
                " ORDER BY g.name",
                (conversation_id,),
            )
            return [row[0] for row in rows]

    def all_tags(self) -> list[tuple[str, int]]:
        """Return every tag with the number of its conversations."""
        with self._connections.reading() as db:
            return db.conn.execute(
                "SELECT g.name, count(*) FROM conversation_tags x JOIN tags g ON g.id = x.tag_id GROUP BY g.id"
                " ORDER BY g.name"
            ).fetchall()

    def archive(self, conversation_id: str, archived: bool) -> None:
        """Archive a conversation, or take it out of the archive.

        Raises:
            NotInHistory: There is no such conversation.
        """
        with self._connections.writing() as db:
            change(db, "UPDATE conversations SET archived = ? WHERE id = ?", (int(archived), conversation_id))


def tidy_tag(name: str) -> str:
    """Return a tag as it is kept: on one line, not too long; "" where nothing is left."""
    return " ".join(clean(name).split())[:LONGEST_TAG].rstrip()


def _typed_tag(name: str) -> str:
    name = " ".join(clean(name).split())
    if not name or len(name) > LONGEST_TAG:
        raise InputError(f"A tag has 1 to {LONGEST_TAG} characters; type another.")
    return name


def _tag(db: Database, conversation_id: str, name: str) -> str:
    """Tag a conversation; returns the tag as it is kept."""
    db.conn.execute("INSERT OR IGNORE INTO tags (name) VALUES (?)", (name,))
    identifier, kept = db.conn.execute("SELECT id, name FROM tags WHERE name = ?", (name,)).fetchone()
    db.conn.execute("INSERT OR IGNORE INTO conversation_tags VALUES (?, ?)", (conversation_id, identifier))
    return str(kept)


def _forget_unused(db: Database) -> None:
    db.conn.execute("DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM conversation_tags WHERE tag_id = tags.id)")


def _make_sure(db: Database, conversation_id: str) -> None:
    if db.conn.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation_id,)).fetchone() is None:
        raise conversation_missing()
