"""The ratings of the history: setting, clearing, undoing, and all that learning asks of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence

from models.errors import InputError
from models.history import reading
from models.history.connections import Connections
from models.history.failures import NotInHistory
from models.history.ratings.marks import MarkBook
from models.history.ratings.records import NewRating, RatedAnswer, Rating, RatingVerdict, RemarkKind
from models.history.ratings.remarks import RemarkBook, forget_said
from models.history.ratings.rows import in_force, rated_answers, select, undo
from models.history.ratings.snapshots import shows_still, take_snapshot
from models.history.sqlite import Database
from models.history.writing import clean
from models.identifiers import new_id

LONGEST_TEXT = 200_000
"""Characters of a correction or a comment."""

_STANDING = "JOIN conversations c ON c.id = r.conversation_id WHERE r.undone_at IS NULL AND c.trashed_at IS NULL"
_OLDEST_FIRST = "ORDER BY r.created_at, r.id"


class Ratings:
    """All ratings; what a method has returned survives a loss of power.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._questions: dict[str, str] = {}
        """What was asked, by snapshot, of the ratings in force; snapshots never change."""
        self.marks = MarkBook(connections)
        """Marks on steps, notes and preferences."""
        self.remarks = RemarkBook(connections)
        """What is being typed of comments, reasons and notes."""

    def rate(self, new: NewRating) -> Rating:
        """Set an attempt's rating, in the place of the one in force; setting the same again changes nothing.

        An answer that went on since is rated anew, with what it is now.

        Raises:
            InputError: The answer is not finished, a correction has no right answer, or a text is too long.
        """
        new = _tidy(new)
        _check(new)
        with self._connections.writing(durable=True) as db:
            attempt = reading.attempt(db, new.attempt_id)
            forget_said(db, new.attempt_id, RemarkKind.COMMENT, (new.comment,))
            forget_said(db, new.attempt_id, RemarkKind.REASON, new.reasons)
            before = in_force(db, new.attempt_id)
            if before is not None and _says_the_same(before, new) and shows_still(db, before.id, attempt):
                return before
            snapshot_id, turn = take_snapshot(db, attempt)
            undo(db, new.attempt_id)
            included = before is None or before.included
            _add(db, new, turn.question.conversation_id, snapshot_id, included=included)
            rating = in_force(db, new.attempt_id)
        assert rating is not None
        return rating

    def clear(self, attempt_id: str) -> Rating | None:
        """Take an attempt's rating back; returns it, so that it can be restored."""
        with self._connections.writing(durable=True) as db:
            before = in_force(db, attempt_id)
            undo(db, attempt_id)
        return before

    def restore(self, rating_id: str) -> Rating:
        """Bring back a rating that was cleared or replaced, in the place of the one in force.

        Raises:
            NotInHistory: It was deleted.
        """
        with self._connections.writing(durable=True) as db:
            row = db.conn.execute("SELECT attempt_id FROM ratings WHERE id = ?", (rating_id,)).fetchone()
            if row is None:
                raise NotInHistory("This rating is no longer in the history, so it cannot come back.")
            undo(db, row[0])
            db.conn.execute("UPDATE ratings SET undone_at = NULL WHERE id = ?", (rating_id,))
            rating = in_force(db, row[0])
        assert rating is not None
        return rating

    def set_included(self, rating_id: str, included: bool) -> Rating:
        """Leave a rating out of training, or take it in again."""
        with self._connections.writing(durable=True) as db:
            training = "included" if included else "left_out"
            db.conn.execute("UPDATE ratings SET training = ? WHERE id = ?", (training, rating_id))
            found = select(db, "WHERE r.id = ?", rating_id)
        if not found:
            raise InputError("This rating is no longer in the history.")
        return found[0]

    def of_attempts(self, attempt_ids: Iterable[str]) -> dict[str, Rating]:
        """Return the ratings in force of some attempts, by attempt."""
        with self._connections.reading() as db:
            named = json.dumps(list(attempt_ids))
            where = "WHERE r.undone_at IS NULL AND r.attempt_id IN (SELECT value FROM json_each(?))"
            found = select(db, where, named)
        return {each.attempt_id: each for each in found}

    def questions(self, attempt_ids: Iterable[str]) -> dict[str, str]:
        """Return what was asked, by attempt; whether they are rated plays no part."""
        statement = (
            "SELECT a.id, q.text FROM attempts a JOIN turns t ON t.position = a.turn"
            " JOIN turns q ON q.position = t.parent WHERE a.id IN (SELECT value FROM json_each(?))"
        )
        with self._connections.reading() as db:
            return dict(db.conn.execute(statement, (json.dumps(list(attempt_ids)),)).fetchall())

    def is_outdated(self, rating: Rating) -> bool:
        """Whether the answer went on after it was rated, so that the rating is about an earlier text."""
        with self._connections.reading() as db:
            return not shows_still(db, rating.id, reading.attempt(db, rating.attempt_id))

    def about(self, rating: Rating) -> RatedAnswer:
        """Return a rating with what it is about.

        Raises:
            InputError: It was deleted.
        """
        with self._connections.reading() as db:
            found = rated_answers(db, "WHERE r.id = ?", rating.id)
        if not found:
            raise InputError("This rating is no longer in the history.")
        return found[0]

    def of_questions(self, wanted: Callable[[str], bool]) -> list[RatedAnswer]:
        """Return the ratings in force outside the trash whose question is `wanted`, oldest first."""
        with self._connections.reading() as db:
            named = json.dumps([identifier for identifier, _, question in self._read_asked(db) if wanted(question)])
            where = f"{_STANDING} AND r.id IN (SELECT value FROM json_each(?)) {_OLDEST_FIRST}"  # noqa: S608
            return rated_answers(db, where, named)

    def asked(self) -> list[tuple[str, str]]:
        """Return question and conversation of all ratings in force outside the trash, oldest first."""
        with self._connections.reading() as db:
            return [(question, conversation) for _, conversation, question in self._read_asked(db)]

    def _read_asked(self, db: Database) -> list[tuple[str, str, str]]:
        """Rating, conversation and question of what is in force; only snapshots that are new here are parsed."""
        standing = f"SELECT r.id, r.conversation_id, r.snapshot_id FROM ratings r {_STANDING} {_OLDEST_FIRST}"  # noqa: S608
        found, before = db.conn.execute(standing).fetchall(), self._questions
        new = json.dumps([snapshot for _, _, snapshot in found if snapshot not in before])
        read = "SELECT id, content ->> 'question' FROM snapshots WHERE id IN (SELECT value FROM json_each(?))"
        known = {**before, **dict(db.conn.execute(read, (new,)).fetchall())}
        self._questions = {snapshot: known[snapshot] for _, _, snapshot in found}
        return [(identifier, conversation, known[snapshot]) for identifier, conversation, snapshot in found]

    def rated(self, *, verdicts: Sequence[RatingVerdict] = ()) -> list[RatedAnswer]:
        """Return all ratings in force outside the trash with what they are about, oldest first."""
        wanted = json.dumps([each.value for each in verdicts or tuple(RatingVerdict)])
        with self._connections.reading() as db:
            where = f"{_STANDING} AND r.verdict IN (SELECT value FROM json_each(?)) {_OLDEST_FIRST}"  # noqa: S608
            return rated_answers(db, where, wanted)

    def thoughts_ever_rated(self) -> set[tuple[str, str]]:
        """Return conversation and thought of every answer that was ever rated, whatever became of the rating."""
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT DISTINCT conversation_id, content ->> 'thought' FROM snapshots")
            return {(conversation, thought) for conversation, thought in rows}

    def count(self, *, after: float = 0.0) -> int:
        """Return how many ratings are in force outside the trash, set after a time."""
        return self._count("r.created_at > ?", after)

    def count_teaching(self) -> int:
        """Return how many ratings say what is right, are in force outside the trash and were not left out."""
        return self._count("r.verdict IN ('accepted', 'corrected') AND r.training = 'included'")

    def _count(self, which: str, *values: float) -> int:
        with self._connections.reading() as db:
            counted = f"SELECT count(*) FROM ratings r {_STANDING} AND {which}"  # noqa: S608
            return int(db.conn.execute(counted, values).fetchone()[0])


def _tidy(new: NewRating) -> NewRating:
    """Return a rating as it is kept: nothing that a file cannot hold, no white space around, no reason twice."""
    reasons = tuple(dict.fromkeys(clean(each).strip() for each in new.reasons if each.strip()))
    answer, thought, comment = (clean(each).strip() for each in (new.right_answer, new.right_thought, new.comment))
    return NewRating(new.attempt_id, new.verdict, answer, thought, comment, reasons)


def _check(new: NewRating) -> None:
    if new.verdict is RatingVerdict.CORRECTED and not new.right_answer:
        raise InputError("A correction needs the right answer; write it, or reject the answer instead.")
    if new.verdict is not RatingVerdict.CORRECTED and (new.right_answer or new.right_thought):
        raise InputError("Only a correction has a right answer; choose “correct” to give one.")
    longest = max(map(len, (new.right_answer, new.right_thought, new.comment, *new.reasons)))
    if longest > LONGEST_TEXT:
        raise InputError(
            f"A text of this rating has {longest:,} characters and {LONGEST_TEXT:,} are the most; shorten it."
        )


def _add(db: Database, new: NewRating, conversation_id: str, snapshot_id: str, *, included: bool) -> None:
    identifier = new_id()
    db.conn.execute(
        "INSERT INTO ratings (id, conversation_id, attempt_id, snapshot_id, verdict, right_answer,"
        " right_thought, comment, training, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (identifier, conversation_id, new.attempt_id, snapshot_id, new.verdict.value, new.right_answer,
         new.right_thought, new.comment, "included" if included else "left_out", time.time()),
    )  # fmt: skip
    db.conn.executemany(
        "INSERT INTO rating_reasons (rating_id, number, reason) VALUES (?, ?, ?)",
        [(identifier, number, each) for number, each in enumerate(new.reasons)],
    )


def _says_the_same(rating: Rating, new: NewRating) -> bool:
    said = (rating.verdict, rating.right_answer, rating.right_thought, rating.comment, rating.reasons)
    return said == (new.verdict, new.right_answer, new.right_thought, new.comment, new.reasons)
