from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reasoning.checks import StepCheck, all_hold, check_step
from models.traces import Verdict


def _labelled(name: str) -> list[list[str]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


LABELLED = _labelled("labelled_claims.txt")
WRITTEN = _labelled("model_written_steps.txt")


@pytest.mark.parametrize(("label", "text"), LABELLED + WRITTEN)
def test_hand_labelled_lines(label: str, text: str) -> None:
    verdict, _, right_value = label.partition(":")
    check = check_step(text)
    assert check.verdict == verdict, [(each.text, each.verdict) for each in check.claims]
    if right_value:
        assert check.first_false is not None and check.first_false.right_value == right_value


@pytest.mark.parametrize(
    ("step", "verdict"),
    [
        ("So 12 + 24 = 3", Verdict.NOTHING),
        ("So 12 + 24 = 36", Verdict.NOTHING),
        ("40% of 120 is 0.4", Verdict.NOTHING),
        ("40% of 120 is 0.4 *", Verdict.NOTHING),
        ("It costs 2 * $2 = $6.", Verdict.NOTHING),
        ("So 12 + 24 = 37, and then", Verdict.FALSE),
        ("So 12 + 24 = 37 apples, and 37 + 1 = 3", Verdict.FALSE),
        ("So 12 + 24 = 36 and 36 + 1 = 3", Verdict.HOLDS),
    ],
)
def test_in_what_broke_off_only_claims_are_judged_that_have_ended(step: str, verdict: Verdict) -> None:
    assert check_step(step, cut=True).verdict is verdict


def test_the_labelled_set_is_large_and_mostly_tricky() -> None:
    verdicts = [label.partition(":")[0] for label, _ in LABELLED]
    assert len(verdicts) >= 150
    assert min(verdicts.count(each) for each in ("holds", "false", "nothing")) >= 50


@pytest.mark.parametrize(
    "step",
    ["So 36 + 6 = 41, and then 41 - 1 = 40.", "３＋４＝８！ ", "😀 first: $5 + $3 = $9.", r"\(\frac{1}{2} + 1 = 2\)"],
)
def test_spans_are_places_in_the_step(step: str) -> None:
    claims = check_step(step).claims
    assert claims
    assert all(step[each.start : each.end] == each.text for each in claims)


def test_chained_equalities_are_checked_link_by_link() -> None:
    verdicts = [each.verdict for each in check_step("12 + 14 + 16 = 28 + 16 = 44").claims]
    assert verdicts == [Verdict.FALSE, Verdict.HOLDS]


def test_several_claims_of_one_step_each_have_a_verdict() -> None:
    check = check_step("First 3 + 4 = 7, then 7 × 2 = 15; x = 5.")
    assert [each.verdict for each in check.claims] == [Verdict.HOLDS, Verdict.FALSE, Verdict.NOTHING]
    assert check.verdict is Verdict.FALSE
    assert check.first_false is not None and check.first_false.right_value == "14"


def test_all_hold_needs_something_that_was_checked() -> None:
    holds, false, nothing = (check_step(text) for text in ("1 + 1 = 2", "1 + 1 = 3", "Well."))
    assert all_hold([holds, nothing])
    assert not all_hold([nothing])
    assert not all_hold([holds, false])
    assert not all_hold([])


class OneVerifier:
    """Says the same about every identity, and keeps what it was asked."""

    def __init__(self, answer: bool | None) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def identical(self, left: str, right: str) -> bool | None:
        self.asked.append((left, right))
        return self.answer


@pytest.mark.parametrize(
    ("step", "identical", "verdict"),
    [
        ("x^2 - 1 = (x-1)(x+1)", True, Verdict.HOLDS),
        ("x^2 - 1 = (x-1)(x+1)", None, Verdict.NOTHING),
        ("2x + 3x = 6x", False, Verdict.NOTHING),
        ("Combine like terms: 2x + 3x = 6x", False, Verdict.FALSE),
        ("Solve the equation by factoring: x^2 - 1 = 2(x + 1)", False, Verdict.NOTHING),
        ("Is it an identity? Expand: 2x + 3x = 6x?", False, Verdict.NOTHING),
    ],
)
def test_algebra_is_false_only_where_the_step_rewrites(step: str, identical: bool | None, verdict: Verdict) -> None:
    verifier = OneVerifier(identical)
    assert check_step(step, verifier).verdict is verdict
    assert len(verifier.asked) == 1


def test_equations_to_be_solved_never_reach_the_verifier() -> None:
    verifier = OneVerifier(False)
    for step in ("2x + 3 = 11", "x = 5", "a + b = c + d", "y = 2x + 1", "Expand: f(x) = x + 1"):
        assert check_step(step, verifier).verdict is Verdict.NOTHING
    assert verifier.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "(" * 300_000 + "1 = 2", "9" * 1_000_000 + " + 1 = 3", "1+" * 300_000 + "1 = 5", "= " * 100_000,
        "2^" * 5_000 + "2 = 4", "-" * 100_000 + "3 = 4+1", "10**10**10 = 5", "√" * 50_000 + "4 = 2", "$" * 200_000,
        "1 = 1 " * 50_000, "a " * 100_000 + "= 3", "½" * 10_000 + " = 3", "<" * 100_000, "\\frac{" * 10_000,
        "1," * 100_000,
        "加" * 100_000, "1 apples " * 20_000 + "= 5", "170! / 3 ^ 9000 = 170", "12!!!!!! = 4", "1/3" * 5_000 + " = 2",
        "0." + "3" * 100_000 + " * 3 = 1", "((1)" * 10_000, "1e999 * 1e999 = 5", "1 of " * 20_000, "\U0001d7d9 + 1 = 5",
        "%" * 100_000, "half of " * 20_000 + "3 = 4", "$ = $" * 20_000, "'" * 100_000, "a-" * 100_000, "1.1" * 50_000,
    ],
)  # fmt: skip
def test_hostile_steps_take_bounded_time_and_are_never_false(text: str) -> None:
    started = time.process_time()
    assert check_step(text).verdict is not Verdict.FALSE
    assert time.process_time() - started < 5  # unbounded work takes minutes


@given(st.text(alphabet="0123456789+-*/=<>^().,%$ xakmofishund\n\\{}½²×÷−", max_size=60))
def test_any_text_gives_claims_that_are_pieces_of_it(text: str) -> None:
    for claim in check_step(text).claims:
        assert text[claim.start : claim.end] == claim.text
        assert bool(claim.right_value) <= (claim.verdict is Verdict.FALSE)


@given(st.integers(-999, 999), st.sampled_from("+-*"), st.integers(0, 999), st.integers(-9, 9))
def test_plain_arithmetic_is_judged_as_python_computes_it(first: int, sign: str, second: int, error: int) -> None:
    right = {"+": first + second, "-": first - second, "*": first * second}[sign]
    check = check_step(f"We get {first} {sign} {second} = {right + error}.")
    assert check.verdict is (Verdict.FALSE if error else Verdict.HOLDS)
    assert check.first_false is None or check.first_false.right_value == str(right)


def test_a_check_without_claims_is_nothing() -> None:
    assert StepCheck(()).verdict is Verdict.NOTHING
    assert StepCheck(()).first_false is None
