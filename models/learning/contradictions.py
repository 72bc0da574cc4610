"""Ratings of one question of which not all can be right; what is shown of them is what training leaves out.

Only what certainly differs counts: 0.5 and 1/2 are one answer, and two texts in other words may both be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from models.history.ratings.records import RatedAnswer, Rating, RatingVerdict
from models.history.store import Store
from models.learning.near_duplicates import question_key
from models.reasoning.answers import extract_answer
from models.reasoning.equivalence import Equivalence, normal_text, plain_quantity, surely_different

LONGEST_TYPED = 60
"""Characters of a typed right answer that is compared as it stands; longer ones are texts."""


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer: what can be compared of it ("" where it is a text without a result), and all of it."""

    result: str
    words: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a rating says: that one answer is right, that one is wrong, or both."""

    right: _Said | None
    wrong: _Said | None


def contradicting(store: Store, attempt_id: str) -> list[Rating]:
    """Return the other ratings of an attempt's question that contradict its own, the newest first.

    What the user left out of training, and what is in the trash, contradicts nothing.
    """
    own = store.ratings.of_attempts([attempt_id]).get(attempt_id)
    if own is None or not own.included:
        return []
    mine = store.ratings.about(own)
    key = question_key(mine.snapshot.question)
    claim = _claim(mine)
    others = [each for each in store.ratings.of_questions(lambda asked: question_key(asked) == key)
              if each.rating.included and each.rating.id != own.id]  # fmt: skip
    found = [each.rating for each in others if _contradict(claim, _claim(each))]
    return sorted(found, key=lambda each: each.created_at, reverse=True)


def contradicted(rated: Iterable[RatedAnswer]) -> frozenset[str]:
    """Return the ids of the ratings among these that another one contradicts; those left out play no part."""
    by_question: dict[str, dict[_Claim, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in rated:
        if each.rating.included:
            by_question[question_key(each.snapshot.question)][_claim(each)].append(each.rating.id)
    return frozenset(
        identifier
        for claims in by_question.values()
        for claim, identifiers in claims.items()
        if any(_contradict(claim, other) for other in claims if other != claim)
        for identifier in identifiers
    )


def _contradict(first: _Claim, second: _Claim) -> bool:
    if first.right and second.right and _differ(first.right, second.right):
        return True
    pairs = (first.right, second.wrong), (second.right, first.wrong)
    return any(right is not None and wrong is not None and _agree(right, wrong) for right, wrong in pairs)


def _differ(first: _Said, second: _Said) -> bool:
    return bool(first.result and second.result) and surely_different(first.result, second.result)


def _agree(first: _Said, second: _Said) -> bool:
    if first.result and second.result:
        return Equivalence().same(first.result, second.result)
    return normal_text(first.words) == normal_text(second.words)


def _claim(each: RatedAnswer) -> _Claim:
    rating, question = each.rating, each.snapshot.question
    given = _Said(_result(each.snapshot.answer, question), each.snapshot.answer)
    if rating.verdict is not RatingVerdict.CORRECTED:
        return _Claim(given, None) if rating.verdict is RatingVerdict.ACCEPTED else _Claim(None, given)
    typed = rating.right_answer.strip()
    right = _Said(_result(typed, question) or (typed if len(typed) <= LONGEST_TYPED else ""), typed)
    only_thought_was_wrong = _agree(right, given)
    return _Claim(right, None if only_thought_was_wrong else given)


def _result(written: str, question: str) -> str:
    return written.strip() if plain_quantity(written) is not None else extract_answer(written, question).text
