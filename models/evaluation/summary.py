"""What a run of questions amounts to, and how two runs over the same questions compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from models.evaluation.records import Record
from models.reasoning.statistics import mcnemar_exact, wilson_interval


@dataclass(frozen=True, slots=True)
class Summary:
    """Accuracy with its 95 % interval (Wilson), and the mean cost of a question."""

    n: int
    right: int
    accuracy: float
    interval: tuple[float, float]
    unanswered: int
    """Questions whose answer held nothing that could be compared."""
    weak: int
    """Questions whose answer was only the last number that was written."""
    thought_tokens: float
    tokens: float
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the summary for `--json`."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Paired: of the questions that both runs answered, those that only one answered right.

    `p` is McNemar's exact test, two-sided; `p_better` one-sided for "the first is better".
    """

    n: int
    fixed: int
    broken: int
    p: float
    p_better: float
    fixed_items: tuple[int, ...]
    broken_items: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the comparison for `--json`."""
        return asdict(self)


def summarize(records: Sequence[Record]) -> Summary:
    """Return the summary of some records; all zero for none."""
    n = len(records)
    right = sum(each.right for each in records)
    share = max(n, 1)
    return Summary(
        n=n,
        right=right,
        accuracy=right / share,
        interval=wilson_interval(right, n),
        unanswered=sum(not each.given for each in records),
        weak=sum(each.weak for each in records),
        thought_tokens=sum(each.thought_tokens for each in records) / share,
        tokens=sum(each.thought_tokens + each.answer_tokens for each in records) / share,
        seconds=sum(each.seconds for each in records) / share,
    )


def compare(first: Sequence[Record], second: Sequence[Record]) -> Comparison:
    """Return what `first` fixes and breaks of `second`."""
    before = {each.number: each.right for each in second}
    paired = [(each, before[each.number]) for each in first if each.number in before]
    fixed = tuple(each.number for each, was_right in paired if each.right and not was_right)
    broken = tuple(each.number for each, was_right in paired if was_right and not each.right)
    return Comparison(
        n=len(paired),
        fixed=len(fixed),
        broken=len(broken),
        p=mcnemar_exact(len(fixed), len(broken)),
        p_better=mcnemar_exact(len(fixed), len(broken), one_sided=True),
        fixed_items=fixed,
        broken_items=broken,
    )
