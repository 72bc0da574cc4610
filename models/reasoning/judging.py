"""Whether two computed sides of a claim agree, as people write: with units or without, exactly or rounded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.reasoning.agreement import Agreement, distance, plain_decimal
from models.reasoning.expressions.evaluation import NotComputable, Value, evaluate
from models.reasoning.expressions.trees import (
    Measured,
    Number,
    Operation,
    Tree,
    bare_number,
    first_operand,
    has_operator,
)
from models.reasoning.expressions.units import PERCENT

LARGEST_CONVERSION_ERROR = 50
"""A conversion that is further off than this factor means something else: the scale of a map, a toy clock."""


class Outcome(StrEnum):
    """What was found about a claim."""

    HOLDS = "holds"
    FALSE = "false"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome, with what should stand on the right side when the claim is false."""

    outcome: Outcome
    right_value: str = ""


_NOTHING = Judgement(Outcome.NOTHING)
_HOLDS = Judgement(Outcome.HOLDS)


def judge(relation: str, left_tree: Tree, right_tree: Tree, left: Value, right: Value) -> Judgement:
    """Judge one reading of a claim."""
    if relation in "<>≤≥":
        return _comparison(relation, left_tree, right_tree, left, right)
    if not (has_operator(left_tree) or has_operator(right_tree)):
        return _conversion(relation, left, right, right_tree)
    if relation == "≠":
        return _inequality(left, right)
    return _equation(relation, left_tree, right_tree, left, right)


def _equation(relation: str, left_tree: Tree, right_tree: Tree, left: Value, right: Value) -> Judgement:
    number = bare_number(right_tree) or bare_number(left_tree)
    precise = left.all_measured and right.all_measured and left.dimension == right.dimension
    fits = distance(left.scaled, right.scaled, number, relation) if left.dimension == right.dimension else None
    bare = distance(left.bare, right.bare, number, relation)
    agreement = [fits] if precise and not _only_percent(left, right) else [fits, bare]
    if Agreement.SAME in agreement:
        only_bare = fits is not Agreement.SAME
        discount = PERCENT in left.units and left.mixed_sum
        return _NOTHING if only_bare and (discount or _units_clash(left, right, left_tree)) else _HOLDS
    if Agreement.NEAR in agreement or (number is None and (left.inexact or right.inexact)):
        return _NOTHING
    if abs(left.bare - right.bare) <= left.slack + right.slack or _runs_on(left, right_tree):
        return _NOTHING
    if (
        _is_share(left_tree, right)
        or not _means_one_thing(left, right, precise=precise)
        or not _labels_fit(left, right)
    ):
        return _NOTHING
    if _thousands_differ(left_tree, right_tree):
        return _NOTHING
    if bare_number(left_tree) and not bare_number(right_tree):
        return Judgement(Outcome.FALSE, _right_value(right, left, left_tree, precise=precise))
    return Judgement(Outcome.FALSE, _right_value(left, right, right_tree, precise=precise))


def _units_clash(left: Value, right: Value, left_tree: Tree) -> bool:
    """Whether only the numbers agree ($40 × 2 = 80 cents); a written factor explains it (5 ft × 12 = 60 in)."""
    if left.dimension != right.dimension or not left.dimension or not left.scaled or not right.scaled:
        return False
    ratio = left.scaled / right.scaled
    return not any(each.value in (ratio, 1 / ratio) for each in _numbers(left_tree))


def _runs_on(left: Value, right_tree: Tree) -> bool:
    """Whether the right side goes on computing with the left side's value: 5 + 3 = 8 × 2."""
    if not has_operator(right_tree):
        return False
    try:
        return evaluate(first_operand(right_tree)).bare == left.bare
    except NotComputable:
        return True


def _is_share(left_tree: Tree, right: Value) -> bool:
    """Whether the left side is only a proper fraction, which may stand for a share of something: 1/4 = 25."""
    inner = left_tree.inner if isinstance(left_tree, Measured) else left_tree
    if not (isinstance(inner, Operation) and inner.sign == "/"):
        return False
    top, bottom = bare_number(inner.left), bare_number(inner.right)
    return top is not None and bottom is not None and top.value < bottom.value and abs(right.bare) > 1


def _only_percent(left: Value, right: Value) -> bool:
    return left.units | right.units <= {PERCENT}


def _means_one_thing(left: Value, right: Value, *, precise: bool) -> bool:
    """Whether the units leave only one way to understand the claim."""
    if left.mixed_sum or right.mixed_sum:
        return precise and not left.labels and not right.labels
    units = (left.units | right.units) - {PERCENT}
    if precise or len(units) <= 1:
        return True
    return not left.units


def _labels_fit(left: Value, right: Value) -> bool:
    """Whether what is counted is the same on both sides, or not said on one of them."""
    return not left.labels or not right.labels or right.labels <= left.labels


def _thousands_differ(left: Tree, right: Tree) -> bool:
    """Whether points may stand for thousands (1.500 + 500 = 2.000)."""
    return any(number.dotted_thousands for number in _numbers(left) + _numbers(right))


def _numbers(tree: Tree) -> list[Number]:
    match tree:
        case Number():
            return [tree]
        case Operation(left=left, right=right):
            return _numbers(left) + _numbers(right)
    inner = getattr(tree, "inner", None)
    return _numbers(inner) if inner is not None else []


def _conversion(relation: str, left: Value, right: Value, right_tree: Tree) -> Judgement:
    """Judge two quantities without a computation: 1.5 h = 90 min, 50 % = 0.5."""
    if relation not in ("=", "≈") or not left.units or left.scaled is None or right.scaled is None:
        return _NOTHING
    if left.dimension != right.dimension or left.labels or right.labels:
        return _NOTHING
    number = bare_number(right_tree)
    agreement = distance(left.scaled, right.scaled, number, relation)
    if agreement is Agreement.SAME:
        return _HOLDS if left.units != right.units else _NOTHING
    has_dimension = bool(left.dimension) and left.units != right.units
    if not has_dimension or agreement is Agreement.NEAR or not right.scaled or not left.scaled:
        return _NOTHING
    factor = abs(left.scaled / right.scaled)
    if max(factor, 1 / factor) > LARGEST_CONVERSION_ERROR:
        return _NOTHING
    return Judgement(Outcome.FALSE, _right_value(left, right, right_tree, precise=True))


def _inequality(left: Value, right: Value) -> Judgement:
    if left.units or right.units or left.inexact or right.inexact:
        return _NOTHING
    return Judgement(Outcome.FALSE) if left.bare == right.bare else _HOLDS


def _comparison(relation: str, left_tree: Tree, right_tree: Tree, left: Value, right: Value) -> Judgement:
    has_units = bool(left.units or right.units)
    same_units = left.units == right.units
    if has_units and not (
        left.dimension == right.dimension and (same_units or (left.all_measured and right.all_measured))
    ):
        return _NOTHING
    first, second = (left.scaled, right.scaled) if has_units else (left.bare, right.bare)
    if first is None or second is None or left.mixed_sum or right.mixed_sum:
        return _NOTHING
    holds = {"<": first < second, ">": first > second, "≤": first <= second, "≥": first >= second}[relation]
    if holds:
        return _HOLDS
    differ = (left.labels or right.labels) and left.labels != right.labels
    is_rounding = abs(left.bare - right.bare) <= left.slack + right.slack and first != second
    near = left.inexact or right.inexact
    version_like = any(each.dotted_thousands for each in _numbers(left_tree) + _numbers(right_tree))
    return (
        _NOTHING
        if differ or near or version_like or (is_rounding and has_operator(left_tree))
        else Judgement(Outcome.FALSE)
    )


def _right_value(left: Value, right: Value, right_tree: Tree, *, precise: bool) -> str:
    """The number that the left side is worth in the right side's unit and decimals."""
    number = bare_number(right_tree)
    unit = next(iter(right.units)) if len(right.units) == 1 else None
    in_units = left.scaled is not None and left.dimension == right.dimension and (precise or unit is PERCENT)
    value = left.bare
    if left.scaled is not None and (in_units or PERCENT in left.units):
        value = left.scaled / unit.factor if in_units and unit is not None and number is not None else left.scaled
    return plain_decimal(value, number.decimals if number is not None else 0)
