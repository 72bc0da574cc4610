"""Whether two answers mean the same: 0.5 = 1/2 = 50 %, 1,000 = 1000, x + 1 = 1 + x, 1.5 h = 90 min, but not m/s = km/h.

Plain quantities and equal texts are compared here, exactly; everything else that looks like mathematics by the
verifier process; the rest as text.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from models.reasoning.expressions.evaluation import NotComputable, Value, evaluate
from models.reasoning.expressions.parsing import NotAnExpression, read_expression
from models.reasoning.expressions.tokens import tokenize
from models.reasoning.expressions.units import PERCENT
from models.reasoning.expressions.wording import resolve_words

LONGEST_READ = 200
ROUNDING = Fraction(1, 10**9)
"""Relative; what two ways of writing the same decimal may differ by."""

_MATHEMATICAL = re.compile(r"[\\^_=+*/√∞∪∩{}|]|\d\s*[a-zA-Z]\b|^[(\[].*,.*[)\]]$|^[a-zA-Z]\s*[-+]|[-+]\s*[a-zA-Z]$")
_DEFINITION = re.compile(r"^\s*[A-Za-z]\w?\s*=\s*(?=[^=])")
_DELIMITED = re.compile(r"^\${1,2}([^$]*)\${1,2}$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_DECORATION = re.compile(r"[\s\"'“”‘’`*.,;:!?()\[\]$]+")


class AnswerComparer(Protocol):
    """What compares mathematical answers: the verifier."""

    def same_answer(self, gold: str, given: str) -> bool | None:
        """Whether two answers mean the same; None when that could not be found out."""


class Sameness(StrEnum):
    """How two answers compare."""

    SAME = "same"
    SAME_NUMBER = "same_number"
    """The same number, but only one of them has a unit."""
    DIFFERENT = "different"


class Equivalence:
    """Compares answers and remembers what the verifier said.

    Args:
        verifier: Compares what is not a plain quantity; without one such answers are compared as text.
    """

    def __init__(self, verifier: AnswerComparer | None = None) -> None:
        self._verifier = verifier
        self._known: dict[tuple[str, str], Sameness] = {}

    def same(self, first: str, second: str) -> bool:
        """Whether two answers count as equal; a missing unit is forgiven."""
        return self.compare(first, second) is not Sameness.DIFFERENT

    def compare(self, first: str, second: str) -> Sameness:
        """Compare two answers; the order does not matter."""
        key = (first, second) if first <= second else (second, first)
        if key not in self._known:
            self._known[key] = self._compare(*key)
        return self._known[key]

    def _compare(self, first: str, second: str) -> Sameness:
        if normal_text(first) == normal_text(second) and normal_text(first):
            return (
                Sameness.SAME if first.strip() == second.strip() or _same_signs(first, second) else Sameness.DIFFERENT
            )
        values = plain_quantity(first), plain_quantity(second)
        if values[0] is not None and values[1] is not None:
            return _compare_values(values[0], values[1])
        if self._verifier is None or not (_MATHEMATICAL.search(first) or _MATHEMATICAL.search(second)):
            return Sameness.DIFFERENT
        if any(value is not None and value.units for value in values):
            return Sameness.DIFFERENT
        same = self._verifier.same_answer(_one_line(first), _one_line(second))
        return Sameness.SAME if same else Sameness.DIFFERENT


def surely_different(first: str, second: str) -> bool:
    """Whether two answers differ for certain; of expressions that only the verifier can compare nothing is certain."""
    plain = plain_quantity(first) is not None and plain_quantity(second) is not None
    if not plain and (_MATHEMATICAL.search(first) or _MATHEMATICAL.search(second)):
        return False
    return not Equivalence().same(first, second)


def plain_quantity(text: str) -> Value | None:
    """Return what a number, fraction, percentage or quantity with a unit is worth, None for everything else."""
    if len(text) > LONGEST_READ:
        return None
    plain = _DEFINITION.sub("", _DELIMITED.sub(r"\1", text.strip()))
    try:
        tokens = resolve_words(tokenize(plain))
        reading = read_expression(tokens)
        if reading.end != len(tokens) or reading.doubtful:
            return None
        return evaluate(reading.tree)
    except (NotAnExpression, NotComputable, RecursionError):
        return None


def normal_text(text: str) -> str:
    """Return a text without what does not change its meaning: case, articles, quotes, punctuation, spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return _DECORATION.sub(" ", _ARTICLE.sub("", plain)).strip()


def _same_signs(first: str, second: str) -> bool:
    """Whether two texts that are equal without punctuation are so with what punctuation means in numbers."""
    if not any(each.isdigit() for each in first):
        return True
    values = plain_quantity(first), plain_quantity(second)
    if values[0] is not None and values[1] is not None:
        return _compare_values(values[0], values[1]) is not Sameness.DIFFERENT
    signs = [re.sub(r"[\s\"'“”‘’`*]|[.。]$", "", each).casefold() for each in (first, second)]
    return signs[0] == signs[1]


def _compare_values(first: Value, second: Value) -> Sameness:
    if first.dimension == second.dimension and first.scaled is not None and second.scaled is not None:
        if _close(first.scaled, second.scaled):
            return Sameness.SAME
        one_percent = (PERCENT in first.units) != (PERCENT in second.units)
        return Sameness.SAME_NUMBER if one_percent and _close(first.bare, second.bare) else Sameness.DIFFERENT
    if bool(first.units) != bool(second.units) and _close(first.bare, second.bare):
        return Sameness.SAME_NUMBER
    return Sameness.DIFFERENT


def _close(first: Fraction, second: Fraction) -> bool:
    return abs(first - second) <= ROUNDING * max(abs(first), abs(second))


def _one_line(text: str) -> str:
    return " ".join(text.split())
