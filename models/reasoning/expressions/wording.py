"""Turns words that stand for operators, shares and relations into the tokens of mathematics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from models.reasoning.expressions.tokens import Kind, Token

SOFT = "is"
"""The text of a relation written as "is", "makes" and the like: it says "equal" only between plain computations."""

_OPERATORS: Mapping[tuple[str, ...], str] = {
    ("plus",): "+", ("minus",): "-", ("times",): "*", ("multiplied", "by"): "*", ("divided", "by"): "/",
}  # fmt: skip
_RELATIONS: Mapping[tuple[str, ...], str] = {
    ("is", "equal", "to"): "=", ("are", "equal", "to"): "=", ("equals",): "=", ("equal",): "=",
    **{(verb, word, "than"): ">" for verb in ("is", "are") for word in ("greater", "more", "larger", "bigger")},
    **{(verb, word, "than"): "<" for verb in ("is", "are") for word in ("less", "smaller", "fewer")},
    **{(verb, word): "≈" for verb in ("is", "are") for word in ("about", "approximately", "roughly", "around")},
    ("is",): SOFT, ("are",): SOFT, ("makes",): SOFT, ("gives",): SOFT, ("make",): SOFT,
}  # fmt: skip
_SHARES = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_HOW_MANY = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_MULTIPLES = {"twice": 2, "double": 2, "triple": 3, "thrice": 3}
_FIRST_WORDS = frozenset([words[0] for words in (*_OPERATORS, *_RELATIONS)] + [*_HOW_MANY, *_MULTIPLES, *_SHARES, "of"])
_SKIPPED = frozenset(["the", "these", "those", "his", "her", "their", "its", "our", "all"])
_STARTS = frozenset([Kind.NUMBER, Kind.CURRENCY, Kind.OPEN, Kind.ROOT, Kind.FRACTION])
_ENDS = frozenset([Kind.NUMBER, Kind.CLOSE, Kind.PERCENT, Kind.WORD, Kind.NAME, Kind.FACTORIAL, Kind.CURRENCY])


def resolve_words(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with words, and the letter x between numbers, replaced where they stand for mathematics."""
    resolved: list[Token] = []
    index = 0
    while index < len(tokens):
        replacement, used = _replacement(tokens, index, resolved)
        resolved += replacement
        index += used
    return resolved


def _replacement(tokens: Sequence[Token], index: int, before: Sequence[Token]) -> tuple[list[Token], int]:
    token = tokens[index]
    if token.kind is Kind.NAME and token.text in "xX" and _is_multiplication(tokens, index):
        return [replace(token, kind=Kind.OPERATOR, text="*")], 1
    if token.kind not in (Kind.WORD, Kind.NAME) or token.text.lower() not in _FIRST_WORDS:
        return [token], 1
    follows_operand = bool(before) and before[-1].kind in _ENDS
    for words, sign in _OPERATORS.items():
        if follows_operand and _reads(tokens, index, words) and _starts_operand(tokens, index + len(words)):
            return [_joined(tokens, index, len(words), Kind.OPERATOR, sign)], len(words)
    for words, sign in _RELATIONS.items():
        if follows_operand and _reads(tokens, index, words):
            return [_joined(tokens, index, len(words), Kind.RELATION, sign)], len(words)
    if token.text == "of" and _is_share(before):
        skip = 2 if index + 1 < len(tokens) and tokens[index + 1].text in _SKIPPED else 1
        if _starts_operand(tokens, index + skip):
            return [_joined(tokens, index, skip, Kind.OPERATOR, "of")], skip
    return _share(tokens, index) or ([token], 1)


def _share(tokens: Sequence[Token], index: int) -> tuple[list[Token], int] | None:
    """Read "half of 48", "two thirds of 30", "twice 15"."""
    word = tokens[index].text.lower()
    if word in _MULTIPLES and index + 1 < len(tokens) and tokens[index + 1].kind in (Kind.NUMBER, Kind.CURRENCY):
        number = _number(tokens, index, 1, Fraction(_MULTIPLES[word]))
        return [number, replace(number, kind=Kind.OPERATOR, text="of", start=number.end)], 1
    counted = int(word in _HOW_MANY)
    place = index + counted
    if place + 2 >= len(tokens) or tokens[place + 1].text != "of":
        return None
    name = tokens[place].text
    divisor = _SHARES.get(name) or _SHARES.get(name.removesuffix("s"))
    if divisor is None or not (counted or name == "half"):
        return None
    skip = 2 if tokens[place + 2].text in _SKIPPED else 1
    if not _starts_operand(tokens, place + 1 + skip):
        return None
    number = _number(tokens, index, counted + 1, Fraction(_HOW_MANY.get(word, 1), divisor))
    return [number, _joined(tokens, place + 1, skip, Kind.OPERATOR, "of")], counted + 1 + skip


def _number(tokens: Sequence[Token], index: int, count: int, value: Fraction) -> Token:
    return replace(_joined(tokens, index, count, Kind.NUMBER, str(value)), value=value)


def _reads(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> bool:
    read = tokens[index : index + len(words)]
    return len(read) == len(words) and all(
        token.kind is Kind.WORD and token.text == word for token, word in zip(read, words, strict=True)
    )


def _joined(tokens: Sequence[Token], index: int, count: int, kind: Kind, text: str) -> Token:
    return replace(tokens[index], kind=kind, text=text, end=tokens[index + count - 1].end)


def _starts_operand(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].kind in _STARTS


def _is_share(before: Sequence[Token]) -> bool:
    """Whether what was read ends with a percentage or a fraction, of which there can be an "of"."""
    if not before:
        return False
    if before[-1].kind is Kind.PERCENT or (before[-1].kind is Kind.NUMBER and before[-1].value.denominator > 1):
        return before[-1].kind is Kind.PERCENT or before[-1].decimals == 0
    kinds = [each.kind for each in before[-3:]]
    fraction = kinds == [Kind.NUMBER, Kind.OPERATOR, Kind.NUMBER] and before[-2].text == "/"
    return fraction or (before[-1].kind is Kind.CLOSE and any(each.kind is Kind.FRACTION for each in before[-7:]))


def _is_multiplication(tokens: Sequence[Token], index: int) -> bool:
    """Whether an x stands between two operands: 3 x 4, $5 x 3, 2x4, (1 + 2) x (3 + 4)."""
    if not 0 < index < len(tokens) - 1:
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    if before.kind not in (Kind.NUMBER, Kind.CLOSE, Kind.PERCENT, Kind.WORD) or after.kind is Kind.CLOSE:
        return False
    if after.kind in (Kind.NUMBER, Kind.CURRENCY):
        return True
    return after.kind is Kind.OPEN and tokens[index].spaced and after.spaced
