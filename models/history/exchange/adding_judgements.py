"""Adds the judgements of a checked document; what is in force here stays in force. Inside one transaction."""

from __future__ import annotations

import time
from dataclasses import dataclass

from models.history.exchange.documents import ConversationDocument, MarkDocument, PreferenceDocument, RatingDocument
from models.history.exchange.inserting import insert, insert_own
from models.history.sqlite import Database


@dataclass(slots=True)
class Judged:
    """What was added: how many ratings, and how many judgements of all kinds as taken back already."""

    ratings: int = 0
    earlier: int = 0


def add_judgements(db: Database, document: ConversationDocument) -> Judged:
    """Add what is new of a conversation's judgements.

    One that says something of what another one in force here is about comes in as taken back: only one of them counts.

    Raises:
        InputError: One of them belongs to another conversation here.
    """
    judged = Judged()
    for snapshot in document.snapshots:
        row = (snapshot.id, document.id, snapshot.created_at, bytes(snapshot.content).decode())
        insert_own(db, "snapshots", row, conversation_id=document.id)
    for rating in document.ratings:
        _add_rating(db, document.id, rating, judged)
    for mark in document.marks:
        _add_mark(db, mark, judged)
    for pair in document.preferences:
        _add_preference(db, pair, judged)
    for split in document.splits:
        insert(db, "question_splits", (split.question_key, split.split, document.id, split.assigned_at))
    return judged


def _add_rating(db: Database, conversation_id: str, rating: RatingDocument, judged: Judged) -> None:
    gives_way = rating.undone_at is None and _stands(
        db, "ratings", "attempt_id = ? AND id <> ?", rating.attempt_id, rating.id
    )
    row = (
        rating.id, conversation_id, rating.attempt_id, rating.snapshot_id, rating.verdict, rating.right_answer,
        rating.right_thought, rating.comment, rating.training, rating.created_at,
        time.time() if gives_way else rating.undone_at,
    )  # fmt: skip
    if insert_own(db, "ratings", row, conversation_id=conversation_id, attempt_id=rating.attempt_id):
        judged.ratings += 1
        judged.earlier += gives_way
        for number, reason in enumerate(rating.reasons):
            insert(db, "rating_reasons", (rating.id, number, reason))


def _add_mark(db: Database, mark: MarkDocument, judged: Judged) -> None:
    """A step has one mark and a thought one first wrong step; of notes there may be any number."""
    gives_way = (
        mark.undone_at is None
        and mark.mark != "note"
        and _stands(
            db, "step_marks", "attempt_id = ? AND id <> ? AND (mark = ? AND mark = 'first_wrong'"
            " OR mark <> 'note' AND step_number IS ?)",
            mark.attempt_id, mark.id, mark.mark, mark.step_number,
        )
    )  # fmt: skip
    row = (
        mark.id, mark.attempt_id, mark.step_number, mark.start, mark.end, mark.mark, mark.note, mark.created_at,
        time.time() if gives_way else mark.undone_at,
    )  # fmt: skip
    judged.earlier += insert_own(db, "step_marks", row, attempt_id=mark.attempt_id) and gives_way


def _add_preference(db: Database, pair: PreferenceDocument, judged: Judged) -> None:
    both = (pair.preferred_attempt_id, pair.other_attempt_id)
    gives_way = pair.undone_at is None and _stands(
        db, "preferences", "id <> ? AND preferred_attempt_id IN (?2, ?3) AND other_attempt_id IN (?2, ?3)",
        pair.id, *both,
    )  # fmt: skip
    row = (
        pair.id, pair.question_id, *both, pair.snapshot_id, int(pair.blind), pair.training, pair.created_at,
        time.time() if gives_way else pair.undone_at, pair.other_snapshot_id,
    )  # fmt: skip
    judged.earlier += insert_own(db, "preferences", row, question_id=pair.question_id) and gives_way


def _stands(db: Database, table: str, where: str, *values: object) -> bool:
    """Whether a judgement is in force for which a clause holds."""
    found = f"SELECT 1 FROM {table} WHERE undone_at IS NULL AND {where}"  # noqa: S608
    return db.conn.execute(found, values).fetchone() is not None
