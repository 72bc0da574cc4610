"""Re-computes what steps claim: holds, false (with the right value), or nothing to check.

A false alarm is worse than a missed mistake: it makes the assistant throw away a right thought. So a claim is called
false only if it is false in every way in which it can be meant: with its units and as bare numbers, exactly and as
people round, in each reading of the words around it. Definitions, equations to be solved, estimates, questions and
denials are never called false.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from models.reasoning.algebraic_checks import algebra_of, judge_algebra
from models.reasoning.claims import Claim, find_claims
from models.reasoning.expressions.evaluation import NotComputable, evaluate
from models.reasoning.expressions.trees import Reading, bare_number, names_in
from models.reasoning.judging import Judgement, Outcome, judge
from models.traces import CheckedClaim, Verdict

_ONE_NUMBER = re.compile(r"^[-−+]?([$€£¥₹]?)[-−+]?\d[\d,.\u00a0\u202f]*(?<![.,])([^\d]*)$")


class IdentityChecker(Protocol):
    """What knows whether two algebraic expressions are the same for all values: the verifier."""

    def identical(self, left: str, right: str) -> bool | None:
        """Whether they are; None when that could not be found out in time."""


@dataclass(frozen=True, slots=True)
class StepCheck:
    """What was found in a step: false if a claim is false, else holds if one holds, else nothing."""

    claims: tuple[CheckedClaim, ...]

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole step."""
        verdicts = {each.verdict for each in self.claims}
        return next((each for each in (Verdict.FALSE, Verdict.HOLDS) if each in verdicts), Verdict.NOTHING)

    @property
    def first_false(self) -> CheckedClaim | None:
        """The first claim that is false."""
        return next((each for each in self.claims if each.verdict is Verdict.FALSE), None)


def check_step(step: str, verifier: IdentityChecker | None = None, *, cut: bool = False) -> StepCheck:
    """Re-compute all claims of a step; algebra only where a `verifier` is given. Spans are places in `step`.

    In a step that broke off (`cut`), nothing is said of a claim that may have been meant to go on: of “6 + 6 = 1”, of
    which a budget has cut the 2, and of “40 % of 120 is 0.4”, which was to be multiplied.
    """
    checked = (check_claim(each, step, verifier) for each in find_claims(step))
    return StepCheck(
        tuple(
            replace(each, verdict=Verdict.NOTHING, right_value="") if cut and _may_go_on(step[each.end :]) else each
            for each in checked
        )
    )


def _may_go_on(rest: str) -> bool:
    """Whether nothing but signs and digits stand after a claim."""
    return not any(each.isalpha() for each in rest)


def check_claim(claim: Claim, step: str, verifier: IdentityChecker | None = None) -> CheckedClaim:
    """Re-compute one claim of a step."""
    algebra = algebra_of(claim)
    if algebra is not None:
        identical = verifier.identical(*algebra) if verifier is not None else None
        outcome = judge_algebra(claim, step, identical=identical)
        return _checked(claim, Judgement(outcome))
    if any(names_in(each.tree) for each in (*claim.lefts, *claim.rights)):
        return _checked(claim, Judgement(Outcome.NOTHING))
    return _checked(claim, _judge_readings(claim))


def _judge_readings(claim: Claim) -> Judgement:
    judgements = [_judge(claim, left, right) for left in claim.lefts for right in claim.rights]
    for outcome in (Outcome.HOLDS, Outcome.NOTHING):
        if found := next((each for each in judgements if each.outcome is outcome), None):
            return found
    doubtful = any(each.doubtful for each in (*claim.lefts, *claim.rights))
    if claim.doubted or doubtful or claim.tight_hyphen:
        return Judgement(Outcome.NOTHING)
    return judgements[0]


def _judge(claim: Claim, left: Reading, right: Reading) -> Judgement:
    try:
        return judge(claim.relation, left.tree, right.tree, evaluate(left.tree), evaluate(right.tree))
    except (NotComputable, RecursionError):
        return Judgement(Outcome.NOTHING)


def _checked(claim: Claim, judgement: Judgement) -> CheckedClaim:
    verdict = Verdict(judgement.outcome.value)
    value = _in_place(claim, judgement.right_value) if verdict is Verdict.FALSE and judgement.right_value else ""
    return CheckedClaim(claim.start, claim.end, claim.text, verdict, value)


def _in_place(claim: Claim, value: str) -> str:
    """Write a value as the claim writes its right side: with its currency sign, its unit, its noun."""
    parts = _ONE_NUMBER.match(claim.right_text)
    if parts is None or bare_number(claim.rights[0].tree) is None:
        return value
    before, after = parts.groups()
    approximate = "≈ " if value.startswith("≈") else ""
    sign = "-" if value.removeprefix("≈ ").startswith("-") else ""
    return f"{approximate}{sign}{before}{value.removeprefix('≈ ').removeprefix('-')}{after}"


def all_hold(checks: Sequence[StepCheck]) -> bool:
    """Whether something was checked and all of it holds."""
    verdicts = {each.verdict for each in checks}
    return Verdict.HOLDS in verdicts and Verdict.FALSE not in verdicts
