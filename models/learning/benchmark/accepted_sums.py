"""What the experiment begins with: a few accepted sums with their scratchpad, and nothing else from outside."""

from __future__ import annotations

import random
from dataclasses import replace

from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import AttemptState, NewAttempt
from models.history.store import Store
from models.learning.rounds.collecting import is_for_exams

COUNTS = {1: 12, 2: 20}
"""How many sums of how many digits are accepted."""


def accept_sums(store: Store, *, seed: int = 5) -> int:
    """Let a user have accepted 32 sums of one and two digits; returns how many there are. None is for exams."""
    chance = random.Random(seed)
    asked: set[str] = set()
    for digits, count in COUNTS.items():
        low, high = (0 if digits == 1 else 10 ** (digits - 1)), 10**digits - 1
        wanted = len(asked) + count
        while len(asked) < wanted:
            left, right = chance.randint(low, high), chance.randint(low, high)
            question = f"What is {left} + {right}?"
            if question not in asked and not is_for_exams(question):
                asked.add(question)
                _accept(store, question, scratchpad(left, right), str(left + right))
    return len(asked)


def scratchpad(left: int, right: int) -> str:
    """Return a sum column by column, from the right to the left, in the form that the practice set checks."""
    lines: list[str] = []
    carry, result = 0, ""
    while True:
        digits = left % 10, right % 10
        total, last = sum(digits) + carry, left < 10 and right < 10
        result = str(total if last else total % 10) + result
        lines.append(f"{left}+{right}: {digits[0]}+{digits[1]}+{carry}={total}, {result}")
        if last:
            return "\n".join(lines)
        left, right, carry = left // 10, right // 10, total // 10


def _accept(store: Store, question: str, thought: str, answer: str) -> None:
    saved = store.recording.add_question(
        question=question, conversation_id=None, parent_id=None, system_prompt="", effort="quick",
        attempts=[NewAttempt()],
    )  # fmt: skip
    attempt = store.attempt(saved.attempt_ids[0])
    store.recording.finish_attempt(
        replace(
            attempt, thought=thought, answer=f"Answer: {answer}", final_answer=answer, state=AttemptState.FINISHED,
            stop_reason="finished",
        )
    )  # fmt: skip
    store.ratings.rate(NewRating(attempt.id, RatingVerdict.ACCEPTED))
