"""The second kind of evidence: held-out accepted answers have become likelier to the model.

For questions whose answers nothing can check. It says "closer to your accepted answers", never "more often right",
and is never added to the first kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean

import msgspec

from models.learning.alpha_spending import alpha_of
from models.learning.gate import Evidence, unmet_conditions
from models.learning.signed_rank import signed_rank

LEAST_ANSWERS = 20

LABEL = "closer to your accepted answers"
"""What such an adoption is called."""


class Gain(msgspec.Struct, frozen=True):
    """How much likelier answers have become, over the same items; in nats for each token."""

    n: int
    likelier: tuple[int, ...]
    """The items that have become likelier."""
    mean: float
    p: float
    """One-sided: Wilcoxon's signed-rank test that they have become likelier."""


class LikelihoodDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided by likelihood."""

    adopted: bool
    alpha: float
    gain: Gain
    null: Gain
    """That of an adapter which was trained on the same answers, each put to another question."""
    reasons: tuple[str, ...] = ()
    """Why not, in plain sentences; empty when adopted."""


def gain_between(before: Mapping[int, float], after: Mapping[int, float]) -> Gain:
    """Return how much likelier items have become; only those that both measured count.

    Args:
        before: The mean log-probability of a token of each accepted answer, by item.
        after: The same by the candidate.
    """
    differences = {each: after[each] - before[each] for each in sorted(before.keys() & after.keys())}
    likelier = tuple(each for each, difference in differences.items() if difference > 0.0)
    mean = fmean(differences.values()) if differences else 0.0
    return Gain(len(differences), likelier, mean, signed_rank(list(differences.values())))


def decide_by_likelihood(
    before: Mapping[int, float],
    candidate: Mapping[int, float],
    null: Mapping[int, float],
    *,
    decision: int,
    conditions: Evidence | None = None,
) -> LikelihoodDecision:
    """Decide about a candidate by how likely it finds held-out accepted answers.

    Args:
        before: The mean log-probability of a token of each answer, by item, of the model in use.
        candidate: Of the candidate.
        null: Of an adapter trained on shuffled answers; {} where none was trained.
        decision: How many decisions there have been for this model with this one; α is spent over both kinds.
        conditions: What was measured of anchors, variety and form.
    """
    alpha = alpha_of(decision)
    gain, control = gain_between(before, candidate), gain_between(before, null)
    reasons = [each for each in (_proof(gain, alpha), _control(control, alpha)) if each]
    if conditions is not None:
        reasons += unmet_conditions(conditions)
    return LikelihoodDecision(adopted=not reasons, alpha=alpha, gain=gain, null=control, reasons=tuple(reasons))


def _proof(gain: Gain, alpha: float) -> str:
    if gain.n < LEAST_ANSWERS:
        return (
            f"Only {gain.n} held-out accepted answers could be compared and {LEAST_ANSWERS} are the least; rate more."
        )
    if gain.p <= alpha:
        return ""
    return (
        f"Not proven: {len(gain.likelier)} of {gain.n} held-out accepted answers became likelier, p = {gain.p:.2g}"
        f" against a limit of {alpha:.2g}."
    )


def _control(control: Gain, alpha: float) -> str:
    if control.n and control.p <= alpha:
        return "An adapter trained on shuffled answers passed as well, so this comparison proves nothing; rate more."
    return ""
