"""Keeps what the composer holds and was not sent yet."""

from __future__ import annotations

import time

from models.history.connections import Connections
from models.history.writing import clean

_NEW_CONVERSATION = ""
"""The key of the draft that belongs to no conversation yet."""


class Drafts:
    """One unsent text for each conversation, and one for the next new one (None).

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep(self, conversation_id: str | None, text: str) -> None:
        """Keep the composer's unsent text of a conversation; "" drops it."""
        key = conversation_id or _NEW_CONVERSATION
        with self._connections.writing() as db:
            if text:
                db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (key, clean(text), time.time()))
            else:
                db.execute("DELETE FROM drafts WHERE conversation_id = ?", (key,))

    def text(self, conversation_id: str | None) -> str:
        """Return the composer's unsent text, "" when there is none."""
        key = conversation_id or _NEW_CONVERSATION
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT text FROM drafts WHERE conversation_id = ?", (key,)).fetchone()
            return str(row[0]) if row else ""
