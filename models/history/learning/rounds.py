"""Rounds in the history: what they are about, every finished unit of their work, and what became of them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from models.errors import InputError
from models.history.connections import Connections
from models.history.learning.records import ItemRole, LearnedExample, Round, RoundItem, RoundState, Stage
from models.history.sqlite import Database
from models.identifiers import new_id

_COLUMNS = (
    "id, model_id, model_name, number, stage, state, plan, adapter_before, created_at, ended_at, seconds, report,"
    " problem"
)


class RoundBook:
    """The rounds of all models; every write survives a loss of power once it has returned.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def begin(
        self,
        *,
        model_id: str,
        model_name: str,
        plan: str,
        adapter_before: str,
        items: Iterable[tuple[ItemRole, RoundItem]],
    ) -> Round:
        """Open a round with all its items.

        Raises:
            InputError: Another round is open.
        """
        identifier = new_id()
        with self._durably() as db:
            if db.conn.execute("SELECT 1 FROM rounds WHERE state = 'open'").fetchone():
                raise InputError("A round of learning is open already; go on with it or stop it first.")
            last = db.conn.execute("SELECT max(number) FROM rounds WHERE model_id = ?", (model_id,)).fetchone()[0]
            db.conn.execute(
                "INSERT INTO rounds (id, model_id, model_name, number, stage, state, plan, adapter_before, created_at)"
                " VALUES (?, ?, ?, ?, 'harvest', 'open', ?, ?, ?)",
                (identifier, model_id, model_name, (last or 0) + 1, plan, adapter_before, time.time()),
            )
            db.conn.executemany(
                "INSERT INTO round_items (round_id, role, number, source, question, gold, level, conversation_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (identifier, role.value, each.number, each.source, each.question, each.gold, each.level,
                     each.conversation_id)
                    for role, each in items
                ],
            )  # fmt: skip
        return self.get(identifier)

    def get(self, round_id: str) -> Round:
        """Return a round.

        Raises:
            InputError: There is none.
        """
        with self._connections.reading() as db:
            row = db.conn.execute(f"SELECT {_COLUMNS} FROM rounds WHERE id = ?", (round_id,)).fetchone()  # noqa: S608
        if row is None:
            raise InputError("This round of learning is no longer in the history.")
        return _round(row)

    def open_round(self) -> Round | None:
        """Return the round that is not ended, if any."""
        found = self._select("WHERE state = 'open'")
        return found[0] if found else None

    def of_model(self, model_id: str, *, limit: int = 1000) -> list[Round]:
        """Return a model's rounds, the newest first."""
        return self._select("WHERE model_id = ? ORDER BY number DESC LIMIT ?", model_id, limit)

    def all(self, *, limit: int = 1000) -> list[Round]:
        """Return the rounds of all models, the newest first."""
        return self._select("ORDER BY position DESC LIMIT ?", limit)

    def items(self, round_id: str, role: ItemRole) -> list[RoundItem]:
        """Return a round's items of one role, by number."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT number, source, question, gold, level, conversation_id FROM round_items"
                " WHERE round_id = ? AND role = ? ORDER BY number",
                (round_id, role.value),
            )
            return [RoundItem(*row) for row in rows]

    def asked_of(self, model_id: str) -> set[str]:
        """Return every question that a model's rounds have trained on or examined."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT DISTINCT question FROM round_items"
                " WHERE round_id IN (SELECT id FROM rounds WHERE model_id = ?)",
                (model_id,),
            )
            return {row[0] for row in rows}

    def work(self, round_id: str, kind: str) -> dict[int, str]:
        """Return the finished units of one kind of work: JSON by number."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT number, content FROM round_work WHERE round_id = ? AND kind = ? ORDER BY number",
                (round_id, kind),
            )
            return dict(rows.fetchall())

    def keep_work(self, round_id: str, kind: str, number: int, content: str) -> None:
        """Keep a finished unit; it is never done again."""
        with self._connections.writing() as db:
            db.conn.execute(
                "INSERT OR REPLACE INTO round_work (round_id, kind, number, content) VALUES (?, ?, ?, ?)",
                (round_id, kind, number, content),
            )

    def move_on(self, round_id: str, stage: Stage, *, seconds: float) -> None:
        """Enter the next stage; `seconds` is the time worked on the round so far."""
        self._update(round_id, "stage = ?, seconds = ?", stage.value, seconds)

    def end(self, round_id: str, state: RoundState, *, seconds: float, report: str = "", problem: str = "") -> None:
        """End a round."""
        self._update(
            round_id, "state = ?, seconds = ?, report = ?, problem = ?, ended_at = ?",
            state.value, seconds, report, problem, time.time(),
        )  # fmt: skip

    def learn(self, round_id: str, examples: Sequence[LearnedExample], replayed: Sequence[LearnedExample] = ()) -> None:
        """Keep what a round trains on and what it repeats of earlier rounds, in the place of what was kept before."""
        with self._durably() as db:
            db.conn.execute("DELETE FROM learned_examples WHERE round_id = ?", (round_id,))
            db.conn.execute("DELETE FROM replayed_examples WHERE round_id = ?", (round_id,))
            db.conn.executemany(
                "INSERT INTO learned_examples"
                " (round_id, provenance, source, question, thought, answer, content, conversation_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (round_id, each.provenance, each.source, each.question, each.thought, each.answer, each.content,
                     each.conversation_id)
                    for each in examples
                ],
            )  # fmt: skip
            db.conn.executemany(
                "INSERT INTO replayed_examples (round_id, example) SELECT ?, position FROM learned_examples"
                " WHERE position = ?",
                [(round_id, each.position) for each in replayed],
            )

    def learned(self, round_id: str) -> list[LearnedExample]:
        """Return what a round trained on."""
        return self._examples("WHERE round_id = ? ORDER BY position", round_id)

    def replayed(self, round_id: str) -> list[LearnedExample]:
        """Return what a round repeated of earlier rounds, the newest first."""
        return self._examples(
            "WHERE position IN (SELECT example FROM replayed_examples WHERE round_id = ?) ORDER BY position DESC",
            round_id,
        )

    def learned_counts(self, round_id: str) -> list[tuple[str, str, int]]:
        """Return how many examples a round trained on, by source and provenance."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT source, provenance, count(*) FROM learned_examples WHERE round_id = ? GROUP BY 1, 2",
                (round_id,),
            )
            return [(source, provenance, count) for source, provenance, count in rows]

    def learned_before(self, model_id: str, number: int, *, limit: int) -> list[LearnedExample]:
        """Return what a model's rounds before round `number` trained on, the newest first."""
        return self._examples(
            "WHERE round_id IN (SELECT id FROM rounds WHERE model_id = ? AND number < ?)"
            " ORDER BY position DESC LIMIT ?",
            model_id,
            number,
            limit,
        )

    def _examples(self, where: str, *values: Any) -> list[LearnedExample]:
        columns = "provenance, source, question, thought, answer, content, conversation_id, position"
        with self._connections.reading() as db:
            rows = db.conn.execute(f"SELECT {columns} FROM learned_examples {where}", values)  # noqa: S608
            return [LearnedExample(*row) for row in rows]

    def _select(self, where: str, *values: Any) -> list[Round]:
        with self._connections.reading() as db:
            return [_round(row) for row in db.conn.execute(f"SELECT {_COLUMNS} FROM rounds {where}", values)]  # noqa: S608

    def _update(self, round_id: str, setting: str, *values: Any) -> None:
        with self._durably() as db:
            db.conn.execute(f"UPDATE rounds SET {setting} WHERE id = ?", (*values, round_id))  # noqa: S608

    @contextmanager
    def _durably(self) -> Iterator[Database]:
        with self._connections.writing(durable=True) as db:
            yield db


def _round(row: Sequence[Any]) -> Round:
    identifier, model_id, name, number, stage, state, *rest = row
    return Round(identifier, model_id, name, number, Stage(stage), RoundState(state), *rest)
