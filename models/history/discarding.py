"""Takes one unfinished answer out of a conversation, in a way that can be undone while the program runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.errors import InputError
from models.history.connections import Connections
from models.history.failures import conversation_missing
from models.history.search_tables import add_attempt_words, remove_attempt_words
from models.history.sqlite import Database

_PARTS = (
    "token_confidences", "steps", "thought_edits", "correction_drafts", "remark_drafts", "ratings", "step_marks",
)  # fmt: skip
"""The tables that hold parts of an attempt under its id; of judgements only those that were taken back."""

_COMPARED = "? IN (preferred_attempt_id, other_attempt_id)"
_JUDGEMENTS = (
    ("ratings", "attempt_id = ?", "This answer has been rated, so it stays; take the rating back first."),
    (
        "step_marks",
        "attempt_id = ?",
        "Its thought has marks or notes of yours, so the answer stays; take them back first.",
    ),
    (
        "preferences",
        _COMPARED,
        "You compared this answer with another one, so it stays; take the preference back first.",
    ),
)
"""What may be said of an attempt: where it is kept, which rows are about it, and what the user is told."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Discarded:
    """All rows of an answer that was taken out; `Discarding.put_back` needs nothing else."""

    conversation_id: str
    answer_id: str
    shown_instead: str
    """The turn at the end of the branch that is shown now: another answer, or the question alone."""
    turn: Row
    attempts: tuple[Row, ...]
    recipes: tuple[Row, ...]
    parts: Mapping[str, tuple[Row, ...]]


class Discarding:
    """Takes answers out and puts them back.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def discard(self, answer_id: str) -> Discarded:
        """Take an answer out of its conversation; `put_back` undoes it as long as the returned value lives.

        The newest other answer of its question is shown instead, else the question alone.

        Raises:
            InputError: A later question follows it, or something is said of it that was not taken back.
            NotInHistory: There is no such answer.
        """
        with self._connections.writing() as db:
            return _discard(db, answer_id)

    def put_back(self, discarded: Discarded) -> None:
        """Bring an answer back as it was, and show it.

        Raises:
            NotInHistory: Its question is no longer there.
        """
        with self._connections.writing() as db:
            _put_back(db, discarded)


def _discard(db: Database, answer_id: str) -> Discarded:
    turn = _turn(db, answer_id)
    if db.conn.execute("SELECT 1 FROM turns WHERE parent = ? LIMIT 1", (turn["position"],)).fetchone():
        raise InputError("A later question follows this answer, so it stays; the trash takes whole conversations.")
    attempts = tuple(db.query("SELECT * FROM attempts WHERE turn = ? ORDER BY position", (turn["position"],)))
    for each in attempts:
        _refuse_judged(db, each["id"])
    recipes = [row for each in attempts for row in db.query("SELECT * FROM recipes WHERE id = ?", (each["recipe_id"],))]
    parts = {table: tuple(_of_attempts(db, table, attempts)) for table in _PARTS} | _taken_back(db, attempts)
    for each in attempts:
        if each["searchable"]:
            remove_attempt_words(db, each["position"], each["thought"], each["answer"])
    db.execute("DELETE FROM turns WHERE position = ?", (turn["position"],))
    instead = _other_leaf(db, turn)
    db.execute("UPDATE conversations SET active_turn_id = ? WHERE id = ?", (instead, turn["conversation_id"]))
    return Discarded(turn["conversation_id"], answer_id, instead, turn, attempts, tuple(recipes), parts)


def _put_back(db: Database, discarded: Discarded) -> None:
    if not db.conn.execute("SELECT 1 FROM turns WHERE position = ?", (discarded.turn["parent"],)).fetchone():
        raise conversation_missing()
    for recipe in discarded.recipes:
        _insert(db, "recipes", recipe, or_ignore=True)
    place = _insert(db, "turns", _without_position(discarded.turn))
    for each in discarded.attempts:
        position = _insert(db, "attempts", {**_without_position(each), "turn": place})
        if each["searchable"]:
            add_attempt_words(db, position, each["thought"], each["answer"])
    for table, rows in discarded.parts.items():
        for row in rows:
            if table != "preferences" or _both_there(db, row):
                _insert(db, table, row)
    shown = (discarded.answer_id, discarded.conversation_id)
    db.execute("UPDATE conversations SET active_turn_id = ? WHERE id = ?", shown)


def _refuse_judged(db: Database, attempt_id: str) -> None:
    """Nothing that the user says of an answer may be lost with it."""
    for table, is_about_it, why in _JUDGEMENTS:
        said = f"SELECT 1 FROM {table} WHERE {is_about_it} AND undone_at IS NULL LIMIT 1"  # noqa: S608
        if db.conn.execute(said, (attempt_id,)).fetchone():
            raise InputError(why)


def _taken_back(db: Database, attempts: tuple[Row, ...]) -> dict[str, tuple[Row, ...]]:
    """What hangs on judgements that were taken back, which undoing may bring back."""
    reasons = "SELECT * FROM rating_reasons WHERE rating_id IN (SELECT id FROM ratings WHERE attempt_id = ?)"
    pairs = f"SELECT * FROM preferences WHERE {_COMPARED}"  # noqa: S608
    compared = {row["id"]: row for each in attempts for row in db.query(pairs, (each["id"],))}
    return {
        "rating_reasons": tuple(row for each in attempts for row in db.query(reasons, (each["id"],))),
        "preferences": tuple(compared.values()),
    }


def _both_there(db: Database, preference: Row) -> bool:
    """The other answer may have been discarded since."""
    both = (preference["preferred_attempt_id"], preference["other_attempt_id"])
    return bool(db.conn.execute("SELECT count(*) = 2 FROM attempts WHERE id IN (?, ?)", both).fetchone()[0])


def _of_attempts(db: Database, table: str, attempts: tuple[Row, ...]) -> list[Row]:
    statement = f"SELECT * FROM {table} WHERE attempt_id = ?"  # noqa: S608 - one of _PARTS
    return [row for each in attempts for row in db.query(statement, (each["id"],))]


def _other_leaf(db: Database, turn: Row) -> str:
    """The newest leaf below the question that the answer belonged to."""
    statement = """
        WITH RECURSIVE down (id, position) AS (
            SELECT id, position FROM turns WHERE position = ?
            UNION ALL
            SELECT t.id, t.position FROM down JOIN turns t ON t.parent = down.position
        )
        SELECT id FROM down ORDER BY position DESC LIMIT 1
    """
    return str(db.conn.execute(statement, (turn["parent"],)).fetchone()[0])


def _turn(db: Database, answer_id: str) -> Row:
    row = next(iter(db.query("SELECT * FROM turns WHERE id = ? AND kind = 'answer'", (answer_id,))), None)
    if row is None:
        raise conversation_missing()
    return row


def _without_position(row: Row) -> Row:
    """The position may have gone to another row since."""
    return {name: value for name, value in row.items() if name != "position"}


def _insert(db: Database, table: str, row: Row, *, or_ignore: bool = False) -> int:
    """Insert a row; returns its row id."""
    columns = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("?" for _ in row)
    verb = "INSERT OR IGNORE" if or_ignore else "INSERT"
    statement = f"{verb} INTO {table} ({columns}) VALUES ({places})"
    return int(db.execute(statement, tuple(row.values())).lastrowid or 0)
