"""The rows of ratings, and what they become; all of it inside a transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import msgspec

from models.history.ratings.records import RatedAnswer, Rating, RatingVerdict, Snapshot
from models.history.sqlite import Database

_COLUMNS = (
    "r.id, r.conversation_id, r.attempt_id, r.verdict, r.right_answer, r.right_thought, r.comment,"
    " r.training, r.created_at"
)
_REASONS = "(SELECT json_group_array(reason) FROM rating_reasons WHERE rating_id = r.id)"


def undo(db: Database, attempt_id: str) -> None:
    """Take back what is in force of an attempt."""
    db.conn.execute(
        "UPDATE ratings SET undone_at = ? WHERE attempt_id = ? AND undone_at IS NULL", (time.time(), attempt_id)
    )


def in_force(db: Database, attempt_id: str) -> Rating | None:
    """Return the rating of an attempt that is in force."""
    return next(iter(select(db, "WHERE r.undone_at IS NULL AND r.attempt_id = ?", attempt_id)), None)


def select(db: Database, where: str, *values: Any) -> list[Rating]:
    """Return the ratings `r` for which a clause holds."""
    rows = db.conn.execute(f"SELECT {_COLUMNS}, {_REASONS} FROM ratings r {where}", values)  # noqa: S608
    return [_rating(row) for row in rows]


def rated_answers(db: Database, where: str, *values: Any) -> list[RatedAnswer]:
    """Return the ratings `r`, with their snapshots `s`, for which a clause holds."""
    joined = "FROM ratings r JOIN snapshots s ON s.id = r.snapshot_id"
    query = f"SELECT {_COLUMNS}, {_REASONS}, s.content {joined} {where}"
    return [
        RatedAnswer(_rating(row[:-1]), msgspec.json.decode(row[-1], type=Snapshot))
        for row in db.conn.execute(query, values)
    ]


def _rating(row: Sequence[Any]) -> Rating:
    identifier, conversation, attempt, verdict, answer, thought, comment, training, created, reasons = row
    return Rating(
        identifier, conversation, attempt, RatingVerdict(verdict), answer, thought, comment,
        tuple(json.loads(reasons)), training == "included", created,
    )  # fmt: skip
