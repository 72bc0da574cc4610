"""Reads the answers that nobody has judged yet, the most useful for learning first, each with the reason."""

from __future__ import annotations

import json
from collections.abc import Sequence

from models.history.connections import Connections
from models.history.review.records import ReviewFilter, ReviewItem, ReviewOrder, ReviewReason
from models.history.sqlite import Database

MOST_WAITING = 2000
"""So many of a long queue are handed out at once by `waiting`."""

LOW_CONFIDENCE = -0.5
"""Mean log-probability of a token, in nats, below which an answer counts as doubtful (a probability of 0.61)."""

NOT_NARROWED = ReviewFilter()

_REASONS = """
  EXISTS (SELECT 1 FROM steps s WHERE s.attempt_id = a.id AND s.verdict = 'false') AS failed,
  CASE WHEN json_valid(t.deliberated) THEN json_array_length(t.deliberated, '$.groups') ELSE
    (SELECT COUNT(DISTINCT o.final_answer) FROM attempts o
     WHERE o.turn = a.turn AND o.state = 'finished' AND o.final_answer <> '') END > 1 AS split,
  coalesce(a.mean_logprob < :low, 0) AS doubted
"""

_CHOSEN = """
a.id = CASE WHEN t.chosen_attempt_id <> '' THEN t.chosen_attempt_id
  ELSE (SELECT f.id FROM attempts f WHERE f.turn = a.turn ORDER BY f.number LIMIT 1) END
"""

_FROM = (
    "FROM turns t CROSS JOIN conversations c ON c.id = t.conversation_id CROSS JOIN attempts a ON a.turn = t.position"
)

_UNRATED = f"""
WHERE t.kind = 'answer' AND a.state = 'finished' AND a.answer <> '' AND c.trashed_at IS NULL AND {_CHOSEN}
  AND NOT EXISTS (SELECT 1 FROM ratings g JOIN attempts h ON h.id = g.attempt_id
    WHERE h.turn = a.turn AND g.undone_at IS NULL)
  AND (:model = '' OR EXISTS (SELECT 1 FROM recipes r WHERE r.id = a.recipe_id AND r.model_name = :model))
  AND (:since IS NULL OR a.created_at >= :since)
  AND (:tag = '' OR EXISTS (SELECT 1 FROM conversation_tags m JOIN tags n ON n.id = m.tag_id
    WHERE m.conversation_id = c.id AND n.name = :tag))
"""  # noqa: S608

_ORDER = f"""
SELECT t.position, {_REASONS} {_FROM} {_UNRATED}
ORDER BY CASE WHEN failed THEN 0 WHEN split THEN 1 WHEN doubted THEN 2 ELSE 3 END, t.position DESC
"""

_ITEMS = f"""
SELECT t.position, a.id, t.id AS answer_id, t.conversation_id, q.id AS question_id, q.text AS question,
  r.model_name, a.created_at, a.final_answer, {_REASONS},
  (SELECT COUNT(*) FROM attempts o WHERE o.turn = a.turn) AS attempts,
  (SELECT COUNT(*) FROM attempts o WHERE o.turn = a.turn AND o.final_answer = a.final_answer) AS agreeing
{_FROM} CROSS JOIN turns q ON q.position = t.parent CROSS JOIN recipes r ON r.id = a.recipe_id
WHERE t.position IN (SELECT value FROM json_each(:positions)) AND {_CHOSEN}
"""  # noqa: S608


class ReviewQueue:
    """Reads the queue anew each time; whether a question is held out is for the caller to say."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def order(self, narrowed: ReviewFilter = NOT_NARROWED) -> ReviewOrder:
        """Return all unrated answers: by their first reason, within one the newest first."""
        with self._connections.reading() as db:
            rows = db.conn.execute(_ORDER, _values(narrowed)).fetchall()
        known: dict[tuple[int, ...], frozenset[ReviewReason]] = {}
        return ReviewOrder(
            tuple((row[0], known.setdefault(row[1:], frozenset(_reasons(*row[1:])))) for row in rows)
        )  # the few different sets are shared, since there may be a hundred thousand answers

    def items(self, positions: Sequence[int]) -> list[ReviewItem]:
        """Return the answers at some positions, in that order; those that were deleted are left out."""
        with self._connections.reading() as db:
            found = {each.position: each for each in _items(db, positions)}
        return [found[each] for each in positions if each in found]

    def item_of_attempt(self, attempt_id: str) -> ReviewItem | None:
        """Return the answer that an attempt belongs to, whether it is rated or not; None when it was deleted."""
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT turn FROM attempts WHERE id = ?", (attempt_id,)).fetchone()
            return next(iter(_items(db, [row[0]])), None) if row is not None else None

    def is_waiting(self, position: int) -> bool:
        """Whether the answer at a position is still without a rating, and not in the trash."""
        with self._connections.reading() as db:
            found = db.conn.execute(f"SELECT 1 {_FROM} {_UNRATED} AND t.position = :position",
                                    _values(NOT_NARROWED) | {"position": position}).fetchone()  # fmt: skip
        return found is not None

    def waiting(self, narrowed: ReviewFilter = NOT_NARROWED) -> list[ReviewItem]:
        """Return the first unrated answers, at most `MOST_WAITING`."""
        return self.items(self.order(narrowed).positions(narrowed.reason)[:MOST_WAITING])

    def count_up_to(self, most: int) -> int:
        """Return how many answers wait, or `most` when there are more; fast however many there are."""
        with self._connections.reading() as db:
            (count,) = db.conn.execute(
                f"SELECT count(*) FROM (SELECT 1 {_FROM} {_UNRATED} ORDER BY t.position DESC LIMIT :most)",  # noqa: S608
                _values(NOT_NARROWED) | {"most": most},
            ).fetchone()
        return int(count)

    def model_names(self) -> list[str]:
        """Return the names of the models that answers in the history are from."""
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT DISTINCT model_name FROM recipes WHERE model_name <> '' ORDER BY model_name")
            return [str(row[0]) for row in rows]


def _values(narrowed: ReviewFilter) -> dict[str, object]:
    return {
        "model": narrowed.model_name,
        "since": narrowed.since,
        "tag": narrowed.tag,
        "low": LOW_CONFIDENCE,
    }


def _items(db: Database, positions: Sequence[int]) -> list[ReviewItem]:
    values = {"positions": json.dumps(list(positions)), "low": LOW_CONFIDENCE}
    return [
        ReviewItem(
            attempt_id=row["id"], reasons=_reasons(row["failed"], row["split"], row["doubted"]),
            **{name: row[name] for name in _COPIED},
        )
        for row in db.query(_ITEMS, values)
    ]  # fmt: skip


_COPIED = ("position", "answer_id", "conversation_id", "question_id", "question", "model_name", "created_at",
           "final_answer", "attempts", "agreeing")  # fmt: skip


def _reasons(failed: int, split: int, doubted: int) -> tuple[ReviewReason, ...]:
    found = [
        reason
        for reason, holds in (
            (ReviewReason.FAILED_CHECK, failed),
            (ReviewReason.SPLIT_VOTES, split),
            (ReviewReason.LOW_CONFIDENCE, doubted),
        )
        if holds
    ]
    return tuple(found) or (ReviewReason.NEW,)
