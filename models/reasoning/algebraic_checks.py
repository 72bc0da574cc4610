"""Algebraic claims: which ones can be judged, and what an identity or its absence means.

An equation with variables may be one to be solved, so that it is called false only where the step says that it
rewrites something (expands, simplifies, factors) and both sides have the same variables.
"""

from __future__ import annotations

import re

from models.reasoning.claims import Claim
from models.reasoning.expressions.trees import (
    Measured,
    Name,
    Negated,
    Number,
    Operation,
    Root,
    Tree,
    has_operator,
    names_in,
)
from models.reasoning.judging import Outcome

_REWRITES = re.compile(
    r"\b(?:expand|simplif|factor|combin|distribut|rewrit|multiply out|like terms|identity)", re.IGNORECASE
)
_SOLVES = re.compile(r"\b(?:solv|equation|given|let|where|root|unknown|find)", re.IGNORECASE)


def algebra_of(claim: Claim) -> tuple[str, str] | None:
    """Return both sides in plain form for the verifier, None where there is no algebra to check."""
    if claim.relation != "=" or claim.soft or len(claim.rights) != 1:
        return None
    left, right = claim.lefts[0].tree, claim.rights[0].tree
    names = names_in(left), names_in(right)
    if not names[0] or names[0] != names[1] or not (has_operator(left) and has_operator(right)):
        return None
    try:
        return plain_form(left), plain_form(right)
    except ValueError:
        return None


def judge_algebra(claim: Claim, step: str, *, identical: bool | None) -> Outcome:
    """Say what it means that both sides are (`identical` True), or are not, the same for all values."""
    if identical is None:
        return Outcome.NOTHING
    if identical:
        return Outcome.HOLDS
    rewrites = _REWRITES.search(step) and not _SOLVES.search(step)
    clear = not claim.doubted and not any(each.doubtful for each in (*claim.lefts, *claim.rights))
    return Outcome.FALSE if rewrites and clear and len(claim.lefts) == 1 else Outcome.NOTHING


def plain_form(tree: Tree) -> str:
    """Write an expression so that `read_expression` reads the same again, fully bracketed.

    Raises:
        ValueError: It has units, labels or factorials.
    """
    match tree:
        case Number(value=value):
            return f"({value.numerator}/{value.denominator})" if value.denominator != 1 else str(value.numerator)
        case Name(text=text):
            return f"({text})"
        case Negated(inner=inner):
            return f"(-{plain_form(inner)})"
        case Root(inner=inner):
            return f"(√({plain_form(inner)}))"
        case Operation(sign=sign, left=left, right=right):
            return f"({plain_form(left)} {'*' if sign == 'of' else sign} {plain_form(right)})"
        case Measured():
            raise ValueError("units have no place in algebra")
    raise ValueError("not algebra")
