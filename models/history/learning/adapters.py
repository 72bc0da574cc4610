"""Adapters in the history: what there is for each model, and which one it answers with, now and before."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from models.errors import InputError
from models.history.connections import Connections
from models.history.learning.records import AdapterChoice, AdapterRecord, ChoiceReason
from models.history.sqlite import Database

_COLUMNS = "id, round_id, model_id, name, created_at, examples, bytes, scale, imported_from"


class AdapterBook:
    """The adapters of all models; every write survives a loss of power once it has returned.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, adapter: AdapterRecord, *, reason: ChoiceReason | None) -> None:
        """Keep a new adapter; with a `reason` it is the one in use from now on. Both in one step."""
        with self._connections.writing(durable=True) as db:
            db.conn.execute(
                f"INSERT OR REPLACE INTO adapters ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (adapter.id, adapter.round_id, adapter.model_id, adapter.name, adapter.created_at, adapter.examples,
                 adapter.bytes, adapter.scale, adapter.imported_from),
            )  # fmt: skip
            if reason is not None and _in_use(db, adapter.model_id) != adapter.id:
                _choose(db, adapter.model_id, adapter.id, reason)

    def get(self, adapter_id: str) -> AdapterRecord:
        """Return an adapter.

        Raises:
            InputError: There is none.
        """
        found = self._select("WHERE id = ? AND deleted_at IS NULL", adapter_id)
        if not found:
            raise InputError(f"There is no adapter “{adapter_id}”; “rationale adapters list” shows yours.")
        return found[0]

    def of_model(self, model_id: str | None = None) -> list[AdapterRecord]:
        """Return a model's adapters (None: of all models), the newest first."""
        if model_id is None:
            return self._select("WHERE deleted_at IS NULL ORDER BY created_at DESC")
        return self._select("WHERE deleted_at IS NULL AND model_id = ? ORDER BY created_at DESC", model_id)

    def in_use(self, model_id: str) -> AdapterRecord | None:
        """Return the adapter that a model answers with; None for the model as it is."""
        with self._connections.reading() as db:
            identifier = _in_use(db, model_id)
        return next(iter(self._select("WHERE id = ? AND deleted_at IS NULL", identifier)), None) if identifier else None

    def choices(self, model_id: str) -> list[AdapterChoice]:
        """Return which adapters a model answered with, the newest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT model_id, adapter_id, reason, chosen_at FROM adapter_choices WHERE model_id = ?"
                " ORDER BY position DESC",
                (model_id,),
            )
            return [AdapterChoice(row[0], row[1], ChoiceReason(row[2]), row[3]) for row in rows]

    def choose(self, model_id: str, adapter_id: str | None) -> None:
        """Answer with an adapter from now on (None: with the model as it is).

        Raises:
            InputError: There is no such adapter, or it belongs to another model.
        """
        if adapter_id is not None and (adapter := self.get(adapter_id)).model_id != model_id:
            raise InputError(f"The adapter {adapter.name} belongs to another model; load that model first.")
        with self._connections.writing(durable=True) as db:
            if _in_use(db, model_id) != adapter_id:
                _choose(db, model_id, adapter_id, ChoiceReason.CHOSEN if adapter_id else ChoiceReason.NONE)

    def roll_back(self, model_id: str) -> AdapterRecord | None:
        """Answer again with what was in use before the present adapter; returns it, None for the model as it is.

        Raises:
            InputError: The model answers without an adapter.
        """
        with self._connections.writing(durable=True) as db:
            before = _before(db, model_id)
            _choose(db, model_id, before, ChoiceReason.ROLLED_BACK)
        return self.get(before) if before else None

    def set_scale(self, adapter_id: str, scale: float) -> None:
        """Set how strongly an adapter works: 0 not at all, 1 as it was trained.

        Raises:
            InputError: It is no number from 0 to 2.
        """
        if not 0.0 <= scale <= 2.0:
            raise InputError("The strength of an adapter must be between 0 and 2.")
        with self._connections.writing(durable=True) as db:
            db.conn.execute("UPDATE adapters SET scale = ? WHERE id = ?", (scale, adapter_id))

    def delete(self, adapter_id: str) -> None:
        """Forget an adapter; a model that answers with it goes back to what it answered with before."""
        adapter = self.get(adapter_id)
        with self._connections.writing(durable=True) as db:
            before = _before(db, adapter.model_id) if _in_use(db, adapter.model_id) == adapter_id else adapter_id
            db.conn.execute("UPDATE adapters SET deleted_at = ? WHERE id = ?", (time.time(), adapter_id))
            if before != adapter_id:
                _choose(db, adapter.model_id, before, ChoiceReason.DELETED)

    def that_learned_from(self, conversation_id: str) -> list[AdapterRecord]:
        """Return the adapters whose rounds trained on something of a conversation, for the first time or again."""
        return self._trained_on("conversation_id = ?", conversation_id)

    def that_learned_from_trash(self) -> list[AdapterRecord]:
        """Return the adapters whose rounds trained on something that is in the trash now."""
        return self._trained_on("conversation_id IN (SELECT id FROM conversations WHERE trashed_at IS NOT NULL)")

    def _trained_on(self, which: str, *values: Any) -> list[AdapterRecord]:
        """The adapters whose rounds trained on examples for which a clause holds, the newest first."""
        return self._select(
            f"WHERE deleted_at IS NULL AND round_id IN (SELECT round_id FROM learned_examples WHERE {which}"  # noqa: S608
            " UNION SELECT r.round_id FROM replayed_examples r JOIN learned_examples e ON e.position = r.example"
            f" WHERE e.{which}) ORDER BY created_at DESC",
            *values, *values,
        )  # fmt: skip

    def _select(self, where: str, *values: Any) -> list[AdapterRecord]:
        with self._connections.reading() as db:
            return [_adapter(row) for row in db.conn.execute(f"SELECT {_COLUMNS} FROM adapters {where}", values)]  # noqa: S608


def _adapter(row: Sequence[Any]) -> AdapterRecord:
    return AdapterRecord(*row)


def _in_use(db: Database, model_id: str) -> str | None:
    row = db.conn.execute(
        "SELECT adapter_id FROM adapter_choices WHERE model_id = ? ORDER BY position DESC LIMIT 1", (model_id,)
    ).fetchone()
    return row[0] if row else None


def _before(db: Database, model_id: str) -> str | None:
    """What was in use before the adapter in use first came into use, as far as it still exists.

    Told by the order of the choices, not by their times: the clock may have been set back.
    """
    rows = db.conn.execute(
        "SELECT c.adapter_id, min(c.position) AS first FROM adapter_choices c JOIN adapters a ON a.id = c.adapter_id"
        " WHERE c.model_id = ? AND a.deleted_at IS NULL GROUP BY c.adapter_id ORDER BY max(c.position) DESC",
        (model_id,),
    ).fetchall()
    now = _in_use(db, model_id)
    if now is None:
        raise InputError("The model answers without an adapter already; there is nothing to roll back.")
    own = next((first for identifier, first in rows if identifier == now), float("inf"))
    return next((identifier for identifier, first in rows if identifier != now and first < own), None)


def _choose(db: Database, model_id: str, adapter_id: str | None, reason: ChoiceReason) -> None:
    db.conn.execute(
        "INSERT INTO adapter_choices (model_id, adapter_id, reason, chosen_at) VALUES (?, ?, ?, ?)",
        (model_id, adapter_id, reason.value, time.time()),
    )
