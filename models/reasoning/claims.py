"""Finds what a step claims: equations, comparisons and conversions, each with its place in the text.

A claim is a relation between two readings. Prose around it is cut at words; where more than one cut makes sense, all
readings are kept, and a claim counts as false only if it is false in every one of them (`models.reasoning.checks`).
What is joined to something that cannot be read (an unknown word beside an operator, a date, a function) is no claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.reasoning.doubts import is_doubted, is_range, is_taken_in
from models.reasoning.expressions.measures import STOP_WORDS
from models.reasoning.expressions.parsing import NotAnExpression, read_expression
from models.reasoning.expressions.tokens import Kind, Token, tokenize
from models.reasoning.expressions.trees import Operation, Reading, has_operator
from models.reasoning.expressions.wording import SOFT, resolve_words

LONGEST_STEP = 20_000
"""Characters of a step that are looked into."""

MOST_CLAIMS = 200
MOST_READINGS = 6
MOST_TOKENS_BACK = 200

_JOINED = frozenset(
    [Kind.OPERATOR, Kind.OPAQUE, Kind.NUMBER, Kind.NAME, Kind.OPEN, Kind.ROOT, Kind.FRACTION, Kind.FACTORIAL,
     Kind.PERCENT, Kind.CURRENCY]
)  # fmt: skip
"""What must not stand right beside an expression: it would belong to it."""

_BINDS = frozenset(
    ["remainder", "r", "mod", "modulo", "base", "to", "out", "plus", "minus", "over", "of", "squared", "cubed",
     "hundred", "thousand", "million", "billion", "dozen", "than"]
)  # fmt: skip
"""Words right after a number that change what it says."""

_COMPARES = _BINDS | frozenset(
    ["times", "more", "less", "fewer", "percent", "higher", "lower", "greater", "larger", "smaller", "longer",
     "shorter"]
)  # fmt: skip
"""Words after "is" and its number that make a comparison of it."""

_FUNCTIONS = frozenset(
    ["log", "ln", "sin", "cos", "tan", "exp", "sqrt", "abs", "gcd", "lcm", "max", "floor", "ceil", "root", "mod"]
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: `text[start:end]` of the step says that left and right are in `relation`.

    `lefts` and `rights` are the readings that make sense, the longest first. `soft` relations are words such as "is".
    `doubted` claims stand where the text itself does not assert them: a question, a condition, an estimate, a denial.
    `running` is the next relation's left side, as in "5 + 3 = 8 × 2 = 16".
    """

    start: int
    end: int
    text: str
    relation: str
    lefts: tuple[Reading, ...]
    rights: tuple[Reading, ...]
    left_text: str
    right_text: str
    soft: bool
    doubted: bool
    tight_hyphen: bool


def find_claims(step: str) -> list[Claim]:
    """Return the claims of a step in order; only its first `LONGEST_STEP` characters are looked into."""
    step = step[:LONGEST_STEP]
    tokens = resolve_words(tokenize(step))
    claims: list[Claim] = []
    for index, token in enumerate(tokens):
        if token.kind is Kind.RELATION and len(claims) < MOST_CLAIMS:
            claim = _claim(step, tokens, index)
            if claim is not None:
                claims.append(claim)
    return claims


def _claim(step: str, tokens: Sequence[Token], index: int) -> Claim | None:
    relation = tokens[index].text
    soft = relation == SOFT
    lefts = _lefts(tokens, index)
    rights = _rights(tokens, index, soft=soft)
    if not lefts or not rights or (soft and not _computes(tokens, lefts[0], rights[0])):
        return None
    first, last = tokens[lefts[0][0]], tokens[rights[0].end - 1]
    return Claim(
        start=first.start,
        end=last.end,
        text=step[first.start : last.end],
        relation="=" if soft else relation,
        lefts=tuple(reading for _, reading in lefts),
        rights=rights,
        left_text=step[first.start : tokens[index].start].strip(),
        right_text=step[tokens[index].end : last.end].strip(),
        soft=soft,
        doubted=is_doubted(step, first.start, last.end) or is_taken_in(tokens, lefts[0][0]),
        tight_hyphen=is_range(step[first.start : tokens[index].start]),
    )


def _lefts(tokens: Sequence[Token], index: int) -> list[tuple[int, Reading]]:
    """The readings that end right before the relation, each with its first token; the longest first."""
    begin = index
    while begin and index - begin < MOST_TOKENS_BACK and tokens[begin - 1].kind not in (Kind.RELATION, Kind.BREAK):
        begin -= 1
    found: list[tuple[int, Reading]] = []
    for start in range(begin, index):
        if not _may_begin(tokens, start, begin):
            continue
        try:
            reading = read_expression(tokens, start, index)
        except NotAnExpression:
            continue
        if reading.end == index:
            found.append((start, reading))
            if len(found) == MOST_READINGS:
                break
    if len(found) > 1 and tokens[found[0][0]].kind is Kind.OPERATOR:
        return [*found[1:], found[0]]  # a dash that begins a line is rather a bullet than a sign
    return found


def _may_begin(tokens: Sequence[Token], start: int, begin: int) -> bool:
    """Whether an expression may begin here: at the start of the text, after a word, after an opening bracket."""
    token = tokens[start]
    if token.kind in (Kind.WORD, Kind.PERCENT, Kind.CLOSE, Kind.ELLIPSIS, Kind.OPAQUE, Kind.FACTORIAL):
        return False
    if start == begin:
        return start == 0 or tokens[start - 1].kind in (Kind.BREAK, Kind.RELATION)
    before = tokens[start - 1]
    if before.kind is Kind.WORD:
        is_argument = before.text in _FUNCTIONS or (token.kind is Kind.OPEN and not token.spaced)
        if token.kind is Kind.NUMBER and start - 2 >= begin and tokens[start - 2].kind is Kind.NUMBER:
            return before.text in STOP_WORDS  # "2 hours 30 minutes" is one quantity
        is_sign = token.text == "-" and token.spaced and not tokens[start + 1].spaced
        return not is_argument and (token.kind is not Kind.OPERATOR or is_sign)
    if before.kind is Kind.NAME:
        return before.text in ("a", "I", "A") and token.spaced and token.kind in (Kind.NUMBER, Kind.CURRENCY, Kind.OPEN)
    if before.kind is Kind.OPERATOR:
        is_bullet = start - 1 == begin and before.text in ("-", "*", "+") and before.spaced
        return is_bullet and (begin == 0 or tokens[begin - 1].text == "\n") and token.spaced
    if before.kind is Kind.CLOSE:
        return start - 1 > begin and token.spaced and tokens[start - 2].kind is Kind.NUMBER and start - 2 == begin
    return before.kind is Kind.OPEN and (start - 1 == begin or tokens[start - 2].kind not in (Kind.NAME, Kind.OPERATOR))


def _computes(tokens: Sequence[Token], left: tuple[int, Reading], right: Reading) -> bool:
    """Whether "is" joins a computation and a number: 20% of 50 is 10; at the start also 10 is 20% of 50."""
    start, reading = left
    if has_operator(reading.tree):
        return not has_operator(right.tree)
    begins = start == 0 or tokens[start - 1].kind is Kind.BREAK
    return begins and isinstance(right.tree, Operation) and right.tree.sign == "of" and tokens[start + 1].text == SOFT


def _rights(tokens: Sequence[Token], index: int, *, soft: bool) -> tuple[Reading, ...]:
    """The readings right after the relation; an exclamation mark at their end may be a factorial or not."""
    reading = _right(tokens, index, soft=soft)
    if reading is None:
        return ()
    if tokens[reading.end - 1].kind is Kind.FACTORIAL and reading.doubtful:
        return (read_expression(tokens, index + 1, reading.end - 1), reading)
    return (reading,)


def _right(tokens: Sequence[Token], index: int, *, soft: bool) -> Reading | None:
    """The longest reading right after the relation, None where what follows it would belong to it."""
    try:
        reading = read_expression(tokens, index + 1)
    except (NotAnExpression, IndexError):
        return None
    if reading.end >= len(tokens):
        return reading
    last, after = tokens[reading.end - 1], tokens[reading.end]
    if after.kind is Kind.WORD:
        binds = after.text in _BINDS and last.kind in (Kind.NUMBER, Kind.CLOSE, Kind.PERCENT)
        return None if binds or (soft and after.text in _COMPARES) else reading
    if after.kind is Kind.NAME and after.spaced and after.text in ("a", "A", "I"):
        return reading
    if after.kind is Kind.OPEN and after.spaced and _is_remark(tokens, reading.end + 1):
        return reading
    is_ratio = (
        after.kind is Kind.BREAK and after.text == ":" and not after.spaced and _number_at(tokens, reading.end + 1)
    )
    return None if after.kind in _JOINED or is_ratio else reading


def _is_remark(tokens: Sequence[Token], place: int) -> bool:
    """Whether words stand in brackets that open here, and not a modulus or a base."""
    return place < len(tokens) and tokens[place].kind is Kind.WORD and tokens[place].text not in _BINDS


def _number_at(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind is Kind.NUMBER and not tokens[place].spaced
