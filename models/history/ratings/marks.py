"""Marks on steps of thoughts, notes on parts of them, and preferences between attempts."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from typing import Any

from models.errors import InputError
from models.history import reading
from models.history.connections import Connections
from models.history.ratings.records import Mark, Preference, RemarkKind, StepMark
from models.history.ratings.remarks import forget_said
from models.history.ratings.snapshots import take_snapshot
from models.history.sqlite import Database
from models.history.tracing import read_steps
from models.history.writing import clean
from models.identifiers import new_id


class MarkBook:
    """What the user says of parts of an answer; what a method has returned survives a loss of power.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def mark_step(self, attempt_id: str, step_number: int, mark: StepMark | None) -> list[Mark]:
        """Mark a step (None takes its mark back); the first wrong one makes the unmarked steps before it good ones.

        Where an earlier step becomes the first wrong one, those that had been good up to the former one are it no more.

        Returns:
            All marks of the attempt.

        Raises:
            InputError: The thought has no such step.
        """
        with self._connections.writing(durable=True) as db:
            steps = {each.number: each for each in read_steps(db, attempt_id)}
            if step_number not in steps:
                raise InputError("This step is no longer part of the thought, so it cannot be marked.")
            _take_back(db, "attempt_id = ? AND step_number = ? AND mark <> 'note'", attempt_id, step_number)
            if mark is StepMark.FIRST_WRONG:
                former = max((each.step_number or 0 for each in _marks(db, attempt_id) if each.mark is mark), default=0)
                _take_back(db, "attempt_id = ? AND mark = 'first_wrong'", attempt_id)
                _take_back(db, "attempt_id = ? AND mark = 'good' AND step_number > ? AND step_number < ?",
                           attempt_id, step_number, former)  # fmt: skip
                marked = {each.step_number for each in _marks(db, attempt_id)}
                for number in sorted(steps):
                    if number < step_number and number not in marked:
                        _add(db, attempt_id, number, steps[number].start, steps[number].end, StepMark.GOOD.value, "")
            if mark is not None:
                step = steps[step_number]
                _add(db, attempt_id, step_number, step.start, step.end, mark.value, "")
            return _marks(db, attempt_id)

    def note(self, attempt_id: str, start: int, end: int, text: str) -> list[Mark]:
        """Write a note on the characters `start` to `end` of a thought; returns all marks of the attempt.

        Raises:
            InputError: The note is empty or the place is not in the thought.
        """
        text = clean(text).strip()
        if not text:
            raise InputError("The note is empty; write what you want to remember.")
        with self._connections.writing(durable=True) as db:
            if not 0 <= start < end <= len(reading.attempt(db, attempt_id).thought):
                raise InputError("The selected text is not part of this thought; select it again.")
            _add(db, attempt_id, None, start, end, "note", text)
            forget_said(db, attempt_id, RemarkKind.NOTE, (text,))
            return _marks(db, attempt_id)

    def of_attempt(self, attempt_id: str) -> list[Mark]:
        """Return the marks and notes of an attempt in the order of the thought."""
        with self._connections.reading() as db:
            return _marks(db, attempt_id)

    def remove(self, mark_id: str) -> None:
        """Take a mark or note back."""
        with self._connections.writing(durable=True) as db:
            _take_back(db, "id = ?", mark_id)

    def prefer(self, preferred_attempt_id: str, other_attempt_id: str, *, blind: bool = False) -> Preference:
        """Prefer an attempt to another one at the same question; what was said of the two before gives way.

        A pair that was left out of training stays out.

        Raises:
            InputError: They are not two finished attempts at one question.
        """
        with self._connections.writing(durable=True) as db:
            pair = [reading.attempt(db, each) for each in (preferred_attempt_id, other_attempt_id)]
            questions = {reading.turn_of_answer(db, each.answer_id).question.id for each in pair}
            if len(questions) != 1 or preferred_attempt_id == other_attempt_id:
                raise InputError("Only two answers to the same question can be compared; choose two of one question.")
            (snapshot_id, turn), (other_snapshot_id, _) = (take_snapshot(db, each) for each in pair)
            included = _undo_preference(db, preferred_attempt_id, other_attempt_id)
            preference = Preference(
                new_id(), turn.question.id, preferred_attempt_id, other_attempt_id, blind, included=included
            )
            db.conn.execute(
                "INSERT INTO preferences (id, question_id, preferred_attempt_id, other_attempt_id, snapshot_id,"
                " other_snapshot_id, blind, training, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (preference.id, preference.question_id, preferred_attempt_id, other_attempt_id, snapshot_id,
                 other_snapshot_id, int(blind), "included" if included else "left_out", time.time()),
            )  # fmt: skip
        return preference

    def preferences(self, question_id: str) -> list[Preference]:
        """Return the preferences at a question, the newest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT id, question_id, preferred_attempt_id, other_attempt_id, blind, training FROM preferences"
                " WHERE question_id = ? AND undone_at IS NULL ORDER BY created_at DESC",
                (question_id,),
            )
            return [_preference(row) for row in rows]

    def preferences_of(self, attempt_id: str) -> list[Preference]:
        """Return the preferences that an attempt is part of, the newest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT id, question_id, preferred_attempt_id, other_attempt_id, blind, training FROM preferences"
                " WHERE ? IN (preferred_attempt_id, other_attempt_id) AND undone_at IS NULL ORDER BY created_at DESC",
                (attempt_id,),
            )
            return [_preference(row) for row in rows]

    def put_back(self, attempt_id: str, mark_ids: Iterable[str], preference_ids: Iterable[str]) -> None:
        """Let exactly these marks, notes and preferences of an attempt be in force again; for undoing."""
        now, marks, preferences = time.time(), json.dumps(list(mark_ids)), json.dumps(list(preference_ids))
        with self._connections.writing(durable=True) as db:
            for table, of_attempt, kept in (
                ("step_marks", "attempt_id = :attempt", marks),
                ("preferences", ":attempt IN (preferred_attempt_id, other_attempt_id)", preferences),
            ):
                db.conn.execute(
                    f"UPDATE {table} SET undone_at = CASE WHEN id IN (SELECT value FROM json_each(:kept)) THEN NULL"  # noqa: S608
                    f" ELSE coalesce(undone_at, :now) END WHERE {of_attempt}",
                    {"attempt": attempt_id, "kept": kept, "now": now},
                )

    def include_preference(self, preferred_attempt_id: str, other_attempt_id: str, included: bool) -> None:
        """Leave the preference of one attempt to another out of exports, or take it in; nothing where there is none."""
        with self._connections.writing(durable=True) as db:
            db.conn.execute(
                "UPDATE preferences SET training = ? WHERE undone_at IS NULL AND preferred_attempt_id = ?"
                " AND other_attempt_id = ?",
                ("included" if included else "left_out", preferred_attempt_id, other_attempt_id),
            )

    def forget_preference(self, preference_id: str) -> None:
        """Take a preference back."""
        with self._connections.writing(durable=True) as db:
            db.conn.execute("UPDATE preferences SET undone_at = ? WHERE id = ?", (time.time(), preference_id))


def _add(db: Database, attempt_id: str, step: int | None, start: int, end: int, mark: str, note: str) -> None:
    db.conn.execute(
        'INSERT INTO step_marks (id, attempt_id, step_number, start, "end", mark, note, created_at)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (new_id(), attempt_id, step, start, end, mark, note, time.time()),
    )


def _undo_preference(db: Database, first: str, second: str) -> bool:
    """Take back what is in force of two attempts; returns whether the pair may be learned from."""
    pair = "undone_at IS NULL AND preferred_attempt_id IN (:a, :b) AND other_attempt_id IN (:a, :b)"
    named = {"a": first, "b": second}
    left_out = db.conn.execute(f"SELECT 1 FROM preferences WHERE {pair} AND training = 'left_out'", named).fetchone()  # noqa: S608
    db.conn.execute(f"UPDATE preferences SET undone_at = :now WHERE {pair}", {**named, "now": time.time()})  # noqa: S608
    return left_out is None


def _take_back(db: Database, where: str, *values: Any) -> None:
    statement = f"UPDATE step_marks SET undone_at = ? WHERE undone_at IS NULL AND {where}"  # noqa: S608
    db.conn.execute(statement, (time.time(), *values))


def _marks(db: Database, attempt_id: str) -> list[Mark]:
    rows = db.conn.execute(
        'SELECT id, attempt_id, step_number, start, "end", mark, note FROM step_marks'
        " WHERE attempt_id = ? AND undone_at IS NULL ORDER BY start, created_at",
        (attempt_id,),
    )
    return [
        Mark(row[0], row[1], row[2], row[3], row[4], mark=None if row[5] == "note" else StepMark(row[5]), note=row[6])
        for row in rows
    ]


def _preference(row: Sequence[Any]) -> Preference:
    return Preference(row[0], row[1], row[2], row[3], blind=bool(row[4]), included=row[5] == "included")
