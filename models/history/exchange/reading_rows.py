"""Reads whole conversations from the tables into documents, one at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from models.history.exchange.documents import (
    AttemptDocument,
    ConversationDocument,
    CorrectionDocument,
    MarkDocument,
    PreferenceDocument,
    RatingDocument,
    RemarkDocument,
    SnapshotDocument,
    SplitDocument,
    StepDocument,
    TurnDocument,
)
from models.history.failures import conversation_missing
from models.history.sqlite import Database

Row = dict[str, Any]
_RECIPE = "r.model_id, r.model_name, r.adapter_id, r.effort, r.thought_budget, r.sampling, r.system_prompt"


def conversation_ids(db: Database, conversation_id: str | None, *, trashed: bool) -> list[str]:
    """Return which conversations are meant, the oldest first.

    Raises:
        NotInHistory: There is none with this id.
    """
    if conversation_id is not None:
        if not db.conn.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation_id,)).fetchone():
            raise conversation_missing()
        return [conversation_id]
    where = "" if trashed else "WHERE trashed_at IS NULL"
    return [row[0] for row in db.conn.execute(f"SELECT id FROM conversations {where} ORDER BY created_at, id")]  # noqa: S608


def read_conversation(db: Database, conversation_id: str) -> ConversationDocument:
    """Return all that the history knows of a conversation."""
    (row,) = db.query("SELECT * FROM conversations WHERE id = ?", (conversation_id,))
    draft = db.conn.execute("SELECT text FROM drafts WHERE conversation_id = ?", (conversation_id,)).fetchone()
    attempts = _attempts(db, conversation_id)
    reasons: dict[str, list[str]] = defaultdict(list)
    for rating, reason in db.conn.execute(
        "SELECT rating_id, reason FROM rating_reasons WHERE rating_id IN"
        " (SELECT id FROM ratings WHERE conversation_id = ?) ORDER BY rating_id, number",
        (conversation_id,),
    ):
        reasons[rating].append(reason)
    row["pinned"], row["archived"] = bool(row["pinned"]), bool(row["archived"])
    return ConversationDocument(
        **row,
        draft=draft[0] if draft else "",
        tags=_tags(db, conversation_id),
        turns=[_turn(each, attempts) for each in db.query(_TURNS, (conversation_id,))],
        snapshots=[_snapshot(each) for each in db.query(_SNAPSHOTS, (conversation_id,))],
        ratings=[
            RatingDocument(**each, reasons=reasons[each["id"]]) for each in db.query(_RATINGS, (conversation_id,))
        ],
        marks=[MarkDocument(**each) for each in db.query(_MARKS, (conversation_id,))],
        preferences=[_preference(each) for each in db.query(_PREFERENCES, (conversation_id,))],
        splits=[SplitDocument(**each) for each in db.query(_SPLITS, (conversation_id,))],
    )


_OF_CONVERSATION = "(SELECT a.id FROM attempts a JOIN turns t ON t.position = a.turn WHERE t.conversation_id = ?)"
_TURNS = (
    "SELECT t.id, t.kind, t.created_at, p.id AS parent, t.text, t.panel, t.chosen_attempt_id,"
    " t.continued_from_attempt_id, t.deliberated, coalesce(e.text, '') AS edit FROM turns t"
    " LEFT JOIN turns p ON p.position = t.parent LEFT JOIN question_edits e ON e.question_id = t.id"
    " WHERE t.conversation_id = ? ORDER BY t.position"
)
_ATTEMPTS = (
    "SELECT t.id AS answer_id, a.id, a.number, a.state, a.created_at, a.strategy, a.thought, a.answer,"  # noqa: S608
    " a.final_answer, a.stop_reason, a.thought_end, a.error, a.error_reason, a.error_details,"
    " a.thought_started_at, a.thought_ended_at,"
    " a.answer_started_at, a.answer_ended_at, a.prompt_tokens, a.cached_tokens, a.dropped_turns,"
    " a.thought_tokens, a.answer_tokens,"
    f" a.time_to_first_token, a.tokens_per_second, a.mean_logprob, a.seed, {_RECIPE}, r.prompt_version,"
    " coalesce(c.packed, x'') AS confidences, coalesce(e.text, '') AS edit FROM attempts a"
    " JOIN turns t ON t.position = a.turn JOIN recipes r ON r.id = a.recipe_id"
    " LEFT JOIN token_confidences c ON c.attempt_id = a.id"
    " LEFT JOIN thought_edits e ON e.attempt_id = a.id"
    " WHERE t.conversation_id = ? ORDER BY a.position"
)
_STEPS = (
    'SELECT attempt_id, number, start, "end", text, verdict, detail FROM steps'  # noqa: S608
    f" WHERE attempt_id IN {_OF_CONVERSATION} ORDER BY attempt_id, number"
)
_CORRECTIONS = f"SELECT attempt_id, answer, thought FROM correction_drafts WHERE attempt_id IN {_OF_CONVERSATION}"  # noqa: S608
_REMARKS = (
    'SELECT attempt_id, kind, text, start, "end" FROM remark_drafts'  # noqa: S608
    f" WHERE attempt_id IN {_OF_CONVERSATION} ORDER BY attempt_id, kind"
)
_SNAPSHOTS = "SELECT id, created_at, content FROM snapshots WHERE conversation_id = ? ORDER BY created_at, id"
_RATINGS = (
    "SELECT id, attempt_id, snapshot_id, verdict, created_at, right_answer, right_thought, comment, training, undone_at"
    " FROM ratings WHERE conversation_id = ? ORDER BY created_at, id"
)
_MARKS = (
    'SELECT id, attempt_id, start, "end", mark, created_at, step_number, note, undone_at FROM step_marks'  # noqa: S608
    f" WHERE attempt_id IN {_OF_CONVERSATION} ORDER BY created_at, id"
)
_PREFERENCES = (
    "SELECT p.id, p.question_id, p.preferred_attempt_id, p.other_attempt_id, p.snapshot_id, p.created_at,"
    " p.other_snapshot_id, p.blind, p.training, p.undone_at FROM preferences p JOIN turns t ON t.id = p.question_id"
    " WHERE t.conversation_id = ? ORDER BY p.created_at, p.id"
)
_SPLITS = "SELECT question_key, split, assigned_at FROM question_splits WHERE conversation_id = ? ORDER BY assigned_at"


def _attempts(db: Database, conversation_id: str) -> dict[str, list[AttemptDocument]]:
    steps: dict[str, list[StepDocument]] = defaultdict(list)
    for row in db.query(_STEPS, (conversation_id,)):
        row["verdict"] = row["verdict"] or "nothing"
        steps[row.pop("attempt_id")].append(StepDocument(**row))
    corrections = {
        row.pop("attempt_id"): CorrectionDocument(**row) for row in db.query(_CORRECTIONS, (conversation_id,))
    }
    remarks: dict[str, dict[Any, RemarkDocument]] = defaultdict(dict)
    for row in db.query(_REMARKS, (conversation_id,)):
        attempt_id, kind = row.pop("attempt_id"), row.pop("kind")
        remarks[attempt_id][kind] = RemarkDocument(**row)
    found: dict[str, list[AttemptDocument]] = defaultdict(list)
    for row in db.query(_ATTEMPTS, (conversation_id,)):
        row["correction"], row["remarks"] = corrections.get(row["id"]), remarks[row["id"]]
        found[row.pop("answer_id")].append(AttemptDocument(**row, steps=steps[row["id"]]))
    return found


def _turn(row: Row, attempts: dict[str, list[AttemptDocument]]) -> TurnDocument:
    return TurnDocument(**row, attempts=attempts.get(row["id"], []))


def _snapshot(row: Row) -> SnapshotDocument:
    return SnapshotDocument(**(row | {"content": msgspec.Raw(row["content"].encode())}))


def _preference(row: Row) -> PreferenceDocument:
    return PreferenceDocument(**(row | {"blind": bool(row["blind"])}))


def _tags(db: Database, conversation_id: str) -> list[str]:
    rows = db.conn.execute(
        "SELECT t.name FROM conversation_tags c JOIN tags t ON t.id = c.tag_id WHERE c.conversation_id = ?"
        " ORDER BY t.name",
        (conversation_id,),
    )
    return [row[0] for row in rows]


def marks_in_force(db: Database, attempt_ids: Sequence[str]) -> Iterator[Row]:
    """Yield the marks and notes that were not taken back, in the order of the thought."""
    yield from db.query(
        'SELECT attempt_id, step_number, start, "end", mark, note FROM step_marks WHERE undone_at IS NULL'
        " AND attempt_id IN (SELECT value FROM json_each(?)) ORDER BY start, created_at",
        (json.dumps(list(attempt_ids)),),
    )
