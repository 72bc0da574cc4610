"""Whether a given answer is the right one: numbers as numbers, and never in part."""

from __future__ import annotations

import re
from fractions import Fraction

from models.reasoning.equivalence import plain_quantity
from models.reasoning.final_answer import find_final_answer

LONGEST_NUMBER = 200
"""Characters; a longer text is no number."""

_NUMBER = re.compile(r"[-+−]?\d+(?:,\d{3})*(?:\.\d+)?")


def same_number(gold: str, given: str) -> bool:
    """Whether an answer (or a text that ends in one) is the number `gold`; a unit beside it does not matter."""
    right, found = number_in(gold), number_in(given)
    if found is None:
        found = number_in(find_final_answer(given).text)
    return right is not None and found == right


def number_in(text: str) -> Fraction | None:
    """Return the number that a text is, None when it is not a number alone or one with a unit."""
    plain = text.strip(" \t\n.*_`$")
    if len(plain) > LONGEST_NUMBER:
        return None
    if _NUMBER.fullmatch(plain):
        return Fraction(plain.replace(",", "").replace("−", "-"))
    value = plain_quantity(plain)
    return None if value is None else value.bare
