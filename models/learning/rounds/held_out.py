"""The user's answers that are kept for the exam: those that can be checked, and those that can only be compared."""

from __future__ import annotations

from dataclasses import dataclass

from models.engine.messages import Message
from models.errors import InputError
from models.history.learning.records import ItemRole, RoundItem
from models.history.ratings.records import RatedAnswer
from models.history.store import Store
from models.learning.gate import LEAST_GATE_ITEMS
from models.learning.likelihood_gate import LEAST_ANSWERS
from models.learning.near_duplicates import KnownQuestions, question_key
from models.learning.rounds.accepted import consistent_ratings, messages_before, right_answer_of
from models.learning.rounds.plan import ACCEPTED, ANSWERS, LIKELIHOOD, EvidenceKind
from models.learning.splits import ONE_IN
from models.reasoning.answers import asks_for_text, extract_answer

LONGEST_COMPARED = 8_000
"""Characters; a longer accepted answer would fill the model's context by itself."""

LONGEST_CHECKED = 60
"""Characters of a right answer that is compared as a value; longer ones are texts."""

MOST_VARIED = 20
"""Held-out questions that are answered several times, to see whether the candidate's answers have become all alike."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """An accepted or corrected answer to a question that nothing is trained on; `gold` is "" where it is no value."""

    question: str
    answer: str
    gold: str
    messages: tuple[Message, ...]
    conversation_id: str


def held_out(store: Store) -> list[HeldOut]:
    """Return the user's held-out answers, one of each question; those that are nearly the same count once."""
    found: list[HeldOut] = []
    known = KnownQuestions()
    for each in consistent_ratings(store, held_out=True):
        key = question_key(each.snapshot.question)
        answer = each.rating.right_answer or each.snapshot.answer
        if known.find(key) is None and 0 < len(answer.strip()) <= LONGEST_COMPARED:
            known.add(key)
            found.append(
                HeldOut(each.snapshot.question, answer, _gold(each), messages_before(each), each.rating.conversation_id)
            )
    return found


def checkable(found: list[HeldOut]) -> list[HeldOut]:
    """Return those whose answer is a value that can be compared."""
    return [each for each in found if each.gold]


def evidence_of_ratings(found: list[HeldOut]) -> EvidenceKind:
    """Return what can be proven with held-out answers alone, without any practice set.

    Raises:
        InputError: There are too few of them; it says how many are missing.
    """
    if len(checkable(found)) >= LEAST_GATE_ITEMS:
        return ANSWERS
    if len(found) >= LEAST_ANSWERS:
        return LIKELIHOOD
    missing = LEAST_ANSWERS - len(found)
    raise InputError(
        f"No practice set can examine your accepted answers, and {missing} more must be held out to compare them:"
        f" about {ONE_IN * missing} more ratings; rate more, or let the model practise as well."
    )


def held_out_items(found: list[HeldOut], evidence: EvidenceKind, first: int) -> list[tuple[ItemRole, RoundItem]]:
    """Return the held-out answers as items of a round's exam.

    Args:
        found: The held-out answers.
        evidence: What the round is decided by.
        first: The number of the first one among the gate's items.
    """
    if evidence == ANSWERS:
        return [
            (ItemRole.GATE, RoundItem(number, ACCEPTED, each.question, each.gold, conversation_id=each.conversation_id))
            for number, each in enumerate(checkable(found), first)
        ]
    compared = [
        (ItemRole.LIKELIHOOD, RoundItem(number, ACCEPTED, each.question, each.answer, 0, each.conversation_id))
        for number, each in enumerate(found)
    ]
    varied = [
        (ItemRole.VARIETY, RoundItem(number, ACCEPTED, each.question, "", 0, each.conversation_id))
        for number, each in enumerate(found[:MOST_VARIED])
    ]
    return [*compared, *varied]


def _gold(each: RatedAnswer) -> str:
    """The bare right answer, "" where it is no value, hangs on earlier turns, or is not said clearly."""
    if each.snapshot.earlier or asks_for_text(each.snapshot.question):
        return ""
    found = extract_answer(each.rating.right_answer or each.snapshot.answer, each.snapshot.question)
    if (not found.text or found.weak) and not each.rating.right_answer:
        return ""
    gold = right_answer_of(each)
    return gold if len(gold) <= LONGEST_CHECKED else ""
