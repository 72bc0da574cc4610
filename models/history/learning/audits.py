"""Openings of the sealed audit in the history: a seal that is looked at often is no seal, so every look is kept."""

from __future__ import annotations

import time
from dataclasses import dataclass

from models.history.connections import Connections
from models.identifiers import new_id

AUDIT_TABLE = """
CREATE TABLE audits (
    position INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    model_id TEXT NOT NULL,
    adapter_id TEXT REFERENCES adapters (id),
    opened_at REAL NOT NULL,
    questions TEXT NOT NULL CHECK (json_valid(questions)),
    result TEXT NOT NULL DEFAULT ''
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Audit:
    """One opening; `questions` and `result` are JSON of `models.learning.rounds.audit`, `result` "" until it ends."""

    id: str
    model_id: str
    adapter_id: str | None
    opened_at: float
    questions: str
    result: str


class AuditBook:
    """The openings of all models; every write survives a loss of power once it has returned.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def open(self, model_id: str, adapter_id: str, questions: str) -> str:
        """Keep that sealed questions are looked at from now on; returns the opening's id."""
        identifier = new_id()
        with self._connections.writing(durable=True) as db:
            db.conn.execute(
                "INSERT INTO audits (id, model_id, adapter_id, opened_at, questions) VALUES (?, ?, ?, ?, ?)",
                (identifier, model_id, adapter_id, time.time(), questions),
            )
        return identifier

    def finish(self, audit_id: str, result: str) -> None:
        """Keep what came of an opening."""
        with self._connections.writing(durable=True) as db:
            db.conn.execute("UPDATE audits SET result = ? WHERE id = ?", (result, audit_id))

    def of_model(self, model_id: str) -> list[Audit]:
        """Return a model's openings, the newest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT id, model_id, adapter_id, opened_at, questions, result FROM audits WHERE model_id = ?"
                " ORDER BY position DESC",
                (model_id,),
            )
            return [Audit(*row) for row in rows]
