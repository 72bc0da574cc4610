"""How far two values are apart, as people write numbers: exactly, rounded, or about."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from models.reasoning.expressions.trees import Number


class Agreement(StrEnum):
    """How two values agree."""

    SAME = "same"
    """Equal, or rounded as it should be."""
    NEAR = "near"
    """As close as careless rounding."""
    OFF = "off"


def distance(left: Fraction | None, right: Fraction | None, number: Number | None, relation: str) -> Agreement | None:
    """How far two values are apart, measured in the last written digit of the side that is a plain number."""
    if left is None or right is None:
        return None
    gap = abs(left - right)
    if gap == 0:
        return Agreement.SAME
    if relation == "≈":
        return _approximate(left, right, number)
    if number is None or number.value == 0:
        return Agreement.OFF
    scale = abs(right / number.value) if right and abs(number.value) else Fraction(1)
    last_digit = Fraction(1, 10**number.decimals) * (scale or 1)
    if number.decimals:
        has_more_digits = any((side / last_digit).denominator > 1 for side in (left, right))
        if not has_more_digits or gap > last_digit:
            return Agreement.OFF
        return Agreement.SAME if gap <= last_digit / 2 else Agreement.NEAR
    is_whole = left.denominator == 1 and right.denominator == 1
    return Agreement.NEAR if not is_whole and gap < last_digit else Agreement.OFF


def _approximate(left: Fraction, right: Fraction, number: Number | None) -> Agreement:
    gap, size = abs(left - right), max(abs(left), abs(right))
    last_digit = _significant_digit(number) if number is not None else Fraction(0)
    if gap <= last_digit or gap <= size / 20:
        return Agreement.SAME
    return Agreement.OFF if gap > size / 2 else Agreement.NEAR


def _significant_digit(number: Number) -> Fraction:
    """The worth of the last digit that is not a rounding zero."""
    if number.decimals:
        return Fraction(1, 10**number.decimals)
    worth = 1
    while number.value and number.value % (worth * 10) == 0:
        worth *= 10
    return Fraction(worth)


def plain_decimal(value: Fraction, decimals: int = 0) -> str:
    """Write a value as a whole number or a decimal if it is one, else rounded to `decimals` (at least two) digits."""
    if value.denominator == 1:
        return str(value.numerator)
    for digits in range(1, 7):
        if (value * 10**digits).denominator == 1:
            return f"{float(value):.{max(digits, decimals)}f}"
    return f"≈ {float(value):.{max(decimals, 2)}f}"
