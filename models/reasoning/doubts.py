"""Words around a claim that keep it from being asserted: a question, a condition, an estimate, a denial, a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.reasoning.expressions.tokens import Kind, Token
from models.reasoning.expressions.wording import SOFT

_LISTS = frozenset(
    ["and", "or", "with", "between", "from", "to", "by", "plus", "minus", "times", "add", "adding"]
)  # fmt: skip
_TOTALS = frozenset(["total", "sum", "number", "amount", "cost", "price", "distance", "profit", "boxes", "bags"])
"""Nouns before "of" that leave the computation after it as it is; "the root of 9 + 16" does not."""

_DOUBTS_BEFORE = re.compile(
    r"\b(?:not|n't|isn't|doesn't|if|suppose|supposing|assume|assuming|imagine|whether|instead|check|would|wouldn't|"
    r"cannot|can't|never|wrong|incorrect|false|mistake|error|rather|guess|say|maybe|perhaps|should|could|about|roughly|"
    r"approximately|around|nearly|almost|estimate|estimated|rounded|rounding|solve|scale|map|represents|version|python|"
    r"chapter|section|binary|hexadecimal|octal|mod|modulo|base|clock|o'clock|expects?|wanted?|claims?|"
    r"average|ratio|odds|score)\b|不|错|如果|假设|约|大概|版本",
    re.IGNORECASE,
)
_DOUBTS_AFTER = re.compile(
    r"^[^.\n。]{0,60}(?:\?|？|\b(?:wrong|incorrect|false|mistake|error|not|mod|modulo|base|remainder|rounded|rounding|"
    r"approximately|roughly|or so|about|left over|leftover)\b|吗|错|余)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?<![\d.,])(\d{1,9})[-–‒](\d{1,9})(?!\d)")
_SENTENCE_END = re.compile(r"[.!?。！？;；\n](?=\s|$)|[。！？；\n]")


def is_doubted(step: str, start: int, end: int) -> bool:
    """Whether the text around `step[start:end]` doubts, denies, asks or supposes it, or gives it as an estimate."""
    sentence = 0
    for match in _SENTENCE_END.finditer(step, max(0, start - 400), start):
        sentence = match.end()
    before = step[max(sentence, start - 400) : start]
    return bool(_DOUBTS_BEFORE.search(before) or _DOUBTS_AFTER.search(step[end : end + 80]))


def is_taken_in(tokens: Sequence[Token], start: int) -> bool:
    """Whether words before the expression take it in: "5 and 3 + 4 = 12", "the root of 9 + 16 = 5"."""
    if start < 2:
        return False
    if tokens[start - 1].text == "of":
        return tokens[start - 2].text not in _TOTALS
    if tokens[start - 1].text not in _LISTS:
        return False
    before = tokens[start - 2]
    if before.kind is not Kind.NUMBER:
        return before.kind in (Kind.PERCENT, Kind.CURRENCY, Kind.NAME)
    return not any(_ends_claim(tokens, place) for place in range(max(1, start - 6), start - 2))


def _ends_claim(tokens: Sequence[Token], place: int) -> bool:
    """Whether a relation stands here whose right side came before: "half of 48 is 24 and 48 + 24 = 72"."""
    if tokens[place].kind is not Kind.RELATION:
        return False
    return tokens[place].text != SOFT or tokens[place - 1].kind in (Kind.NUMBER, Kind.CLOSE, Kind.PERCENT)


def is_range(left: str) -> bool:
    """Whether the left side may be a range, as in "pages 10-15"."""
    return any(int(low) < int(high) for low, high in _RANGE.findall(left))
