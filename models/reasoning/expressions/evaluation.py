"""Computes expressions exactly, in the ways in which they can be meant: with their units, and as bare numbers.

People write both "60 km / 1.5 h = 40 km/h" and "3 hours × 60 = 180 minutes". An expression therefore has two values,
and marks that tell whether they can be trusted. Everything is a fraction and bounded: a number of more than
`MAXIMUM_BITS` bits is not computed at all, so that 9^9^9 costs nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from models.reasoning.expressions.trees import Factorial, Measured, Name, Negated, Number, Operation, Root, Tree
from models.reasoning.expressions.units import PERCENT, Dimension, Unit, combined

MAXIMUM_BITS = 4096
LARGEST_FACTORIAL = 170
ROOT_DIGITS = 40


class NotComputable(Exception):
    """The expression has variables, divides by zero, or is too large."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression is worth.

    `bare` takes no notice of units; `scaled` is in base units of `dimension`, None where the units cannot be combined.
    """

    bare: Fraction
    scaled: Fraction | None
    dimension: Dimension = ()
    units: frozenset[Unit] = frozenset()
    all_measured: bool = False
    """Whether every number in it has a unit."""
    labels: frozenset[str] = frozenset()
    mixed_sum: bool = False
    """Whether different things are added: apples and pears, dollars and plain numbers, 100 - 20 %."""
    slack: Fraction = Fraction(0)
    """How far `bare` may be off because numbers in it look rounded."""
    inexact: bool = False
    divides: bool = False


def evaluate(tree: Tree) -> Value:
    """Return the value of an expression.

    Raises:
        NotComputable: It has variables, divides by zero, or is too large.
    """
    match tree:
        case Number():
            return Value(tree.value, tree.value, slack=_slack(tree))
        case Measured(inner=inner, unit=unit, label=label):
            return _measured(evaluate(inner), unit, label)
        case Negated(inner=inner):
            value = evaluate(inner)
            return replace(value, bare=-value.bare, scaled=None if value.scaled is None else -value.scaled)
        case Operation(sign=sign, left=left, right=right):
            return _operation(sign, evaluate(left), evaluate(right))
        case Root(inner=inner):
            return _root(evaluate(inner))
        case Factorial(inner=inner):
            return _factorial(evaluate(inner))
        case Name():
            raise NotComputable
    raise NotComputable


def _slack(number: Number) -> Fraction:
    """A decimal of two or more digits that does not end in 0 or 5 may be rounded: 0.33, 3.14."""
    last = number.value * 10**number.decimals
    return Fraction(1, 10**number.decimals) if number.decimals >= 2 and last % 5 else Fraction(0)


def _measured(value: Value, unit: Unit | None, label: str) -> Value:
    if unit is None:
        return replace(value, labels=value.labels | {label})
    if value.units:
        raise NotComputable
    scaled = value.scaled
    is_money = bool(unit.dimension) and unit.dimension[0][0] in ("money", "euro", "sterling", "yuan", "rupee")
    return replace(
        value,
        scaled=None if scaled is None else scaled * unit.factor,
        dimension=unit.dimension,
        units=frozenset([unit]),
        all_measured=True,
        slack=Fraction(0) if is_money else value.slack,
    )


def _operation(sign: str, left: Value, right: Value) -> Value:
    if sign in ("+", "-"):
        return _sum(left, right, 1 if sign == "+" else -1)
    if sign in ("*", "of"):
        return _product(left, right)
    if sign == "/":
        return _quotient(left, right)
    return _power(left, right)


def _common(left: Value, right: Value) -> Value:
    return Value(
        Fraction(0),
        None,
        units=left.units | right.units,
        all_measured=left.all_measured and right.all_measured,
        labels=left.labels | right.labels,
        mixed_sum=left.mixed_sum or right.mixed_sum,
        inexact=left.inexact or right.inexact,
        divides=left.divides or right.divides,
    )


def _sum(left: Value, right: Value, sign: int) -> Value:
    scaled = None
    if left.dimension == right.dimension and left.scaled is not None and right.scaled is not None:
        scaled = _bounded(left.scaled + sign * right.scaled)
    units_differ = bool(left.units) != bool(right.units) or (PERCENT in left.units) != (PERCENT in right.units)
    labels_differ = bool(left.labels) and bool(right.labels) and left.labels != right.labels
    common = _common(left, right)
    return replace(
        common,
        bare=_bounded(left.bare + sign * right.bare),
        scaled=scaled,
        dimension=left.dimension,
        mixed_sum=common.mixed_sum or units_differ or labels_differ or left.dimension != right.dimension,
        slack=left.slack + right.slack,
    )


def _product(left: Value, right: Value) -> Value:
    scaled = None if left.scaled is None or right.scaled is None else _bounded(left.scaled * right.scaled)
    return replace(
        _common(left, right),
        bare=_bounded(left.bare * right.bare),
        scaled=scaled,
        dimension=combined(left.dimension, right.dimension),
        slack=_bounded(abs(left.bare) * right.slack + abs(right.bare) * left.slack + left.slack * right.slack),
    )


def _quotient(left: Value, right: Value) -> Value:
    if right.bare == 0 or abs(right.bare) <= right.slack:
        raise NotComputable
    scaled = None if left.scaled is None or not right.scaled else _bounded(left.scaled / right.scaled)
    bare = _bounded(left.bare / right.bare)
    slack = (left.slack + abs(bare) * right.slack) / (abs(right.bare) - right.slack)
    return replace(
        _common(left, right),
        bare=bare,
        scaled=scaled,
        dimension=combined(left.dimension, right.dimension, -1),
        slack=_bounded(slack),
        divides=True,
    )


def _power(base: Value, exponent: Value) -> Value:
    if exponent.bare.denominator != 1 or exponent.units or exponent.labels or base.labels:
        raise NotComputable
    count = int(exponent.bare)
    if (base.bare == 0 and count <= 0) or (base.units and not 0 < count <= 3):
        raise NotComputable
    bits = max(base.bare.numerator.bit_length(), base.bare.denominator.bit_length())
    if abs(count) > MAXIMUM_BITS or abs(count) * bits > MAXIMUM_BITS:
        raise NotComputable
    return replace(
        base,
        bare=base.bare**count,
        scaled=None if base.scaled is None else base.scaled**count,
        dimension=tuple((name, each * count) for name, each in base.dimension),
        slack=_bounded(abs(base.bare) ** max(count - 1, 0) * base.slack * abs(count) * 2),
    )


def _root(value: Value) -> Value:
    if value.units or value.labels or value.bare < 0:
        raise NotComputable
    top, bottom = math.isqrt(value.bare.numerator), math.isqrt(value.bare.denominator)
    if top * top == value.bare.numerator and bottom * bottom == value.bare.denominator:
        exact = Fraction(top, bottom)
        return replace(value, bare=exact, scaled=exact)
    scale = 10 ** (2 * ROOT_DIGITS)
    near = Fraction(math.isqrt(value.bare.numerator * scale // value.bare.denominator), 10**ROOT_DIGITS)
    return replace(value, bare=near, scaled=near, inexact=True)


def _factorial(value: Value) -> Value:
    if value.units or value.labels or value.bare.denominator != 1 or not 0 <= value.bare <= LARGEST_FACTORIAL:
        raise NotComputable
    result = Fraction(math.factorial(int(value.bare)))
    return replace(value, bare=result, scaled=result)


def _bounded(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAXIMUM_BITS:
        raise NotComputable
    return value
