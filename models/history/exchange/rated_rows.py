"""Ratings in force of a conversation with what they are about, as training data needs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from models.history.ratings.records import Snapshot
from models.history.sqlite import Database

Message = dict[str, str]
Row = dict[str, Any]

_RATED = (
    "SELECT r.id, r.attempt_id, r.verdict, r.right_answer, r.right_thought, r.comment, r.created_at, s.content,"
    " q.id AS question_id, a.number, (SELECT json_group_array(reason) FROM rating_reasons WHERE rating_id = r.id)"
    " AS reasons FROM ratings r JOIN snapshots s ON s.id = r.snapshot_id JOIN attempts a ON a.id = r.attempt_id"
    " JOIN turns t ON t.position = a.turn JOIN turns q ON q.position = t.parent"
    " WHERE r.conversation_id = ? AND r.undone_at IS NULL AND r.training = 'included' ORDER BY r.created_at, r.id"
)
_SPLITS = "SELECT DISTINCT split FROM question_splits WHERE conversation_id = ?"


def rated_rows(db: Database, conversation_id: str) -> Iterator[tuple[Row, Snapshot]]:
    """Yield the ratings in force that the user did not leave out of training, oldest first, with their snapshots."""
    for row in db.query(_RATED, (conversation_id,)):
        row["reasons"] = json.loads(row["reasons"])
        yield row, msgspec.json.decode(row.pop("content"), type=Snapshot)


def split_of(db: Database, conversation_id: str) -> dict[str, str]:
    """Return the split of a conversation's questions as a part of provenance, {} where none was drawn.

    A conversation with a question that is kept for the exam says so, so that no one trains on it unaware.
    """
    splits = {row[0] for row in db.conn.execute(_SPLITS, (conversation_id,))}
    return {"split": "gate" if "gate" in splits else "train"} if splits else {}


def prompt_of(snapshot: Snapshot, *, thoughts: bool) -> list[Message]:
    """Return the messages that the model read, the question last."""
    messages = [{"role": "system", "content": snapshot.system_prompt}] if snapshot.system_prompt else []
    for each in snapshot.earlier:
        messages.append({"role": "user", "content": each.question})
        messages.append(assistant(each.answer, each.thought if thoughts else ""))
    return [*messages, {"role": "user", "content": snapshot.question}]


def assistant(answer: str, thought: str) -> Message:
    """Return an answer as a message, its thought as `reasoning_content`, which thinking models' chat templates read."""
    message = {"role": "assistant", "content": answer}
    return message | {"reasoning_content": thought} if thought.strip() else message


def provenance_of(snapshot: Snapshot, conversation_id: str, attempt_id: str) -> Row:
    """Return what made an answer, and where it stands in the history."""
    return {
        "conversation_id": conversation_id,
        "attempt_id": attempt_id,
        "model_id": snapshot.model_id,
        "model_name": snapshot.model_name,
        "adapter_id": snapshot.adapter_id,
        "effort": snapshot.effort,
        "strategy": snapshot.strategy,
        "sampling": json.loads(snapshot.sampling or "{}"),
        "seed": snapshot.seed,
        "prompt_version": snapshot.prompt_version,
        "answered_at": snapshot.answered_at,
    }
