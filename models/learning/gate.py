"""The gate: a candidate is adopted only with proof on questions that nothing was trained on.

Several conditions must hold at once; each that does not is told in one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from models.learning.alpha_spending import alpha_of
from models.learning.signed_rank import signed_rank
from models.reasoning.statistics import mcnemar_exact

LEAST_GATE_ITEMS = 100
"""Below so many nothing is decided; `items_needed` says how many a round draws."""

MOST_ANCHORS_BROKEN = 0.02
CHANCE_OF_LOSS = 0.05
"""A loss that chance alone brings more often than this says nothing: 237 tries at 79 anchors differ by nine from one
sitting of an unchanged model to the next."""
LEAST_ANCHORS = 10

LEAST_VARIETY = 0.5
"""The least share of different attempts (right, or wrong in ways of their own) that the candidate may have, of those
that the model before it had."""

LEAST_PASS = 0.9
"""The least share of pass@k that the candidate may keep."""

MOST_FORM_LOST = 0.01
"""Clear answers may become rarer by so much, which is chance over 300 items."""


class Change(msgspec.Struct, frozen=True):
    """What changed between two contenders over the same items: numbers of items."""

    n: int
    fixed: tuple[int, ...]
    broken: tuple[int, ...]
    p: float
    """One-sided, exact: McNemar's test that more is fixed than broken."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate decided, and everything that it looked at."""

    adopted: bool
    alpha: float
    change: Change
    null: Change
    reasons: tuple[str, ...] = ()
    """Why not, in plain sentences; empty when adopted."""
    anchors: int = 0
    anchors_broken: int = 0
    anchors_p: float = 1.0
    pass_before: float | None = None
    pass_candidate: float | None = None
    variety_before: float | None = None
    variety_candidate: float | None = None
    well_formed_before: float = 0.0
    well_formed_candidate: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the gate looks at: for each item whether the answer was right, by contender."""

    before: Mapping[int, bool]
    candidate: Mapping[int, bool]
    null: Mapping[int, bool]
    anchors: int = 0
    """Right tries of the untrained model at the general questions that it knows."""
    anchor_losses: Sequence[int] = ()
    """For each of these questions how many right tries fewer the candidate has, negative for more."""
    pass_before: float | None = None
    pass_candidate: float | None = None
    """The share of variety items that one of k attempts solved."""
    variety_before: float | None = None
    variety_candidate: float | None = None
    """The mean share of different thoughts among k attempts."""
    well_formed_before: float = 1.0
    well_formed_candidate: float = 1.0

    @property
    def anchors_broken(self) -> int:
        """How many right tries the candidate has lost in all."""
        return max(0, sum(self.anchor_losses))

    @property
    def anchors_p(self) -> float:
        """How often chance alone would lose as much (Wilcoxon's signed-rank test, one-sided)."""
        return signed_rank(self.anchor_losses)


def change_between(before: Mapping[int, bool], after: Mapping[int, bool]) -> Change:
    """Return what `after` fixes and breaks of `before`, over the items that both answered."""
    both = sorted(before.keys() & after.keys())
    fixed = tuple(each for each in both if after[each] and not before[each])
    broken = tuple(each for each in both if before[each] and not after[each])
    return Change(len(both), fixed, broken, mcnemar_exact(len(fixed), len(broken), one_sided=True))


def decide(evidence: Evidence, *, decision: int) -> Decision:
    """Decide about a candidate.

    Args:
        evidence: What was measured.
        decision: How many decisions there have been for this model with this one; α is spent over them.
    """
    alpha = alpha_of(decision)
    change = change_between(evidence.before, evidence.candidate)
    null = change_between(evidence.before, evidence.null)
    proof = tuple(each for each in (_proof(change, alpha), _null(null, alpha)) if each)
    reasons = (*proof, *unmet_conditions(evidence))
    return Decision(
        adopted=not reasons, alpha=alpha, change=change, null=null, reasons=reasons,
        anchors=evidence.anchors, anchors_broken=evidence.anchors_broken, anchors_p=evidence.anchors_p,
        pass_before=evidence.pass_before, pass_candidate=evidence.pass_candidate,
        variety_before=evidence.variety_before, variety_candidate=evidence.variety_candidate,
        well_formed_before=evidence.well_formed_before, well_formed_candidate=evidence.well_formed_candidate,
    )  # fmt: skip


def unmet_conditions(evidence: Evidence) -> tuple[str, ...]:
    """Return what speaks against a candidate whatever the proof: lost knowledge, sameness, unclear answers."""
    return tuple(each for each in (_anchors(evidence), _variety(evidence), _form(evidence)) if each)


def _proof(change: Change, alpha: float) -> str:
    if change.n < LEAST_GATE_ITEMS:
        return (
            f"Only {change.n} held-out questions could be compared and {LEAST_GATE_ITEMS} are the least;"
            " add a practice set or rate more answers."
        )
    if change.p <= alpha:
        return ""
    return (
        f"Not proven: {len(change.fixed)} answers were fixed and {len(change.broken)} broken, p = {change.p:.2g}"
        f" against a limit of {alpha:.2g}."
    )


def _null(null: Change, alpha: float) -> str:
    if null.n and null.p <= alpha:
        return "The unchanged model with other random numbers passed as well, so this exam proves nothing; try again."
    return ""


def _anchors(evidence: Evidence) -> str:
    lost = evidence.anchors_broken > MOST_ANCHORS_BROKEN * evidence.anchors
    if evidence.anchors >= LEAST_ANCHORS and lost and evidence.anchors_p <= CHANCE_OF_LOSS:
        return (
            f"Of {evidence.anchors} right answers to general questions it unlearned {evidence.anchors_broken}, and"
            f" {MOST_ANCHORS_BROKEN:.0%} is the most."
        )
    return ""


def _variety(evidence: Evidence) -> str:
    pairs = (
        (evidence.pass_before, evidence.pass_candidate, LEAST_PASS),
        (evidence.variety_before, evidence.variety_candidate, LEAST_VARIETY),
    )
    collapsed = any(
        before is not None and after is not None and after < least * before for before, after, least in pairs
    )
    return "Its answers have become too much alike: several attempts find less than before." if collapsed else ""


def _form(evidence: Evidence) -> str:
    if evidence.well_formed_candidate < evidence.well_formed_before - MOST_FORM_LOST:
        return (
            f"It says its answer clearly less often: {evidence.well_formed_candidate:.0%} instead of "
            f"{evidence.well_formed_before:.0%}."
        )
    return ""
