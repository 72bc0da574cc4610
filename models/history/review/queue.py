"""Reads the answers that nobody has judged yet, the most useful for learning first, each with the reason."""

from __future__ import annotations

from models.history.connections import Connections
from models.history.review.records import ReviewFilter, ReviewItem, ReviewReason

MOST_LOOKED_AT = 2000
"""Of a long history the newest answers are put in order."""

LOW_CONFIDENCE = -0.5
"""Mean log-probability of a token, in nats, below which an answer counts as doubtful (a probability of 0.61)."""

NOT_NARROWED = ReviewFilter()

_SQL = """
SELECT a.id, t.id AS answer_id, t.conversation_id, q.id AS question_id, q.text AS question,
  r.model_name, a.created_at, a.mean_logprob,
  EXISTS (SELECT 1 FROM steps s WHERE s.attempt_id = a.id AND s.verdict = 'false') AS failed,
  (SELECT COUNT(DISTINCT o.final_answer) FROM attempts o
   WHERE o.turn = a.turn AND o.state = 'finished' AND o.final_answer <> '') AS answers
FROM turns t CROSS JOIN turns q ON q.position = t.parent
  CROSS JOIN conversations c ON c.id = t.conversation_id CROSS JOIN attempts a ON a.turn = t.position
  CROSS JOIN recipes r ON r.id = a.recipe_id
WHERE t.kind = 'answer' AND a.state = 'finished' AND a.answer <> '' AND c.trashed_at IS NULL
  AND a.id = CASE WHEN t.chosen_attempt_id <> '' THEN t.chosen_attempt_id
    ELSE (SELECT f.id FROM attempts f WHERE f.turn = a.turn ORDER BY f.number LIMIT 1) END
  AND NOT EXISTS (SELECT 1 FROM ratings g JOIN attempts h ON h.id = g.attempt_id
    WHERE h.turn = a.turn AND g.undone_at IS NULL)
  AND (:model = '' OR r.model_name = :model)
  AND (:since IS NULL OR a.created_at >= :since)
  AND (:tag = '' OR EXISTS (SELECT 1 FROM conversation_tags m JOIN tags n ON n.id = m.tag_id
    WHERE m.conversation_id = c.id AND n.name = :tag))
ORDER BY t.position DESC LIMIT :most
"""


class ReviewQueue:
    """Reads the queue anew each time; whether a question is held out is for the caller to say."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def waiting(self, narrowed: ReviewFilter = NOT_NARROWED) -> list[ReviewItem]:
        """Return the unrated answers, at most `MOST_LOOKED_AT`: by their first reason, within one the newest first."""
        values = {
            "model": narrowed.model_name,
            "since": narrowed.since,
            "tag": narrowed.tag,
            "most": MOST_LOOKED_AT,
        }
        with self._connections.reading() as db:
            rows = list(db.query(_SQL, values))
        items = [_item(row) for row in rows]
        if narrowed.reason is not None:
            items = [each for each in items if narrowed.reason in each.reasons]
        order = list(ReviewReason)
        return sorted(items, key=lambda each: (order.index(each.reasons[0]), -each.created_at))


def _item(row: dict[str, object]) -> ReviewItem:
    reasons = []
    logprob = row["mean_logprob"]
    if row["failed"]:
        reasons.append(ReviewReason.FAILED_CHECK)
    if int(str(row["answers"])) > 1:
        reasons.append(ReviewReason.SPLIT_VOTES)
    if isinstance(logprob, float) and logprob < LOW_CONFIDENCE:
        reasons.append(ReviewReason.LOW_CONFIDENCE)
    return ReviewItem(
        attempt_id=str(row["id"]), answer_id=str(row["answer_id"]), conversation_id=str(row["conversation_id"]),
        question_id=str(row["question_id"]), question=str(row["question"]),
        model_name=str(row["model_name"]), created_at=float(str(row["created_at"])),
        reasons=tuple(reasons) or (ReviewReason.NEW,),
    )  # fmt: skip
