"""Which of the user's questions are learned from and which are kept for the exam; decided once, for all time."""

from __future__ import annotations

import time
from collections.abc import Iterable

from models.history.connections import Connections


class SplitBook:
    """The splits of questions, by the key that `models.learning.splits` gives them.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> dict[str, str]:
        """Return "train" or "gate" by question key, in the order in which they were assigned."""
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT question_key, split FROM question_splits ORDER BY assigned_at, question_key")
            return dict(rows.fetchall())

    def assign(self, splits: Iterable[tuple[str, str, str]]) -> None:
        """Keep splits as (question key, split, conversation id); a key that has one keeps it."""
        now = time.time()
        with self._connections.writing(durable=True) as db:
            db.conn.executemany(
                "INSERT OR IGNORE INTO question_splits (question_key, split, conversation_id, assigned_at)"
                " VALUES (?, ?, ?, ?)",
                [
                    (key, split, conversation, now + 1e-6 * place)
                    for place, (key, split, conversation) in enumerate(splits)
                ],
            )
