"""Fewer attempts of a run in which all ran: what their votes say, and what stopping when they agree saves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from models.evaluation.records import AttemptRecord, Record
from models.evaluation.replay import with_first_attempts, with_stopping
from models.reasoning.equivalence import Equivalence


def attempt(number: int, given: str, *, holds: bool | None = None) -> AttemptRecord:
    return AttemptRecord(
        number=number, given=given, weak=False, right=given == "4", holds=holds, mean_logprob=-0.5,
        thought_tokens=10, answer_tokens=5,
    )  # fmt: skip


def record(answers: Sequence[str], order: Sequence[int] = ()) -> Record:
    """A question whose attempts gave these answers and ended in this order (by number, from 1)."""
    each = tuple(attempt(number, answers[number - 1]) for number in order or range(1, len(answers) + 1))
    return Record(
        number=1, question="2 + 2?", gold="4", given="5", right=False, weak=False, answer="5", seed=1,
        attempts=len(each), thought_tokens=10 * len(each), answer_tokens=5 * len(each), seconds=9.0,
        stop_reason="finished", each=each,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "given", "right"), [(1, "5", False), (2, "5", False), (3, "4", True), (5, "4", True)]
)
def test_the_first_attempts_vote_alone(first: int, given: str, right: bool) -> None:
    whole = record(["5", "4", "4", "", "4"], order=(3, 5, 1, 2, 4))
    (fewer,) = with_first_attempts([whole], first, Equivalence())
    assert (fewer.given, fewer.right, fewer.attempts) == (given, right, first)
    assert fewer.thought_tokens == 10 * first and fewer.answer_tokens == 5 * first and fewer.seconds == 0.0


def test_equal_answers_vote_together_and_checked_steps_win_ties() -> None:
    each = (attempt(1, "5", holds=False), attempt(2, "4.0"), attempt(3, "4"), attempt(4, "5"))
    (fewer,) = with_first_attempts([record(["5"])], 4, Equivalence())
    assert fewer.given == "5"
    (fewer,) = with_first_attempts([replace(record(["5"]), each=each)], 3, Equivalence())
    assert fewer.given in ("4", "4.0"), "2 : 1"
    (tie,) = with_first_attempts([replace(record(["5"]), each=(each[0], each[2]))], 4, Equivalence())
    assert tie.given == "4", "false arithmetic loses a tie"


def test_sampling_stops_when_the_answers_agree_and_what_had_begun_is_paid() -> None:
    agreeing = record(["4"] * 16)
    (fewer,) = with_stopping([agreeing], Equivalence())
    assert fewer.right and fewer.attempts == 3, "with three votes to none 13 more overturn it in 4 of 100 cases"
    assert fewer.thought_tokens + fewer.answer_tokens == 15 * (3 + 7), (
        "seven others were under way, no one knows how far"
    )
    (all_of_them,) = with_stopping([record(["1", "2", "3", "4", "5", "6", "7", "8"])], Equivalence())
    assert all_of_them.attempts == 8 and all_of_them.thought_tokens == 80


def test_a_question_without_attempts_stays_as_it_is() -> None:
    alone = record([])
    assert with_first_attempts([alone], 2, Equivalence()) == [alone] == with_stopping([alone], Equivalence())


def test_what_was_under_way_is_paid_as_far_as_it_had_come() -> None:
    each = [replace(attempt(number, "4"), began=0.0, ended=float(number)) for number in range(1, 5)]
    each += [replace(attempt(5, "4"), began=0.0, ended=8.0), replace(attempt(6, "4"), began=2.0, ended=6.0),
             replace(attempt(7, "4"), began=5.0, ended=9.0)]  # fmt: skip
    (fewer,) = with_stopping([replace(record(["4"]), each=tuple(each), attempts=7)], Equivalence())
    assert fewer.attempts == 3
    assert fewer.thought_tokens + fewer.answer_tokens == pytest.approx(15 * (3 + 0.75 + 0.375 + 0.25 + 0), abs=1)
