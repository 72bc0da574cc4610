"""Reads what follows a number: a unit (km/h, dollars per day, m²), or a label (apples)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from models.reasoning.expressions.tokens import Kind, Token
from models.reasoning.expressions.units import PER_MILLE, PERCENT, Unit, power, product, unit_named

MAXIMUM_LABEL_WORDS = 3

_PREFIXES = {"square": 2, "sq": 2, "cubic": 3, "平方": 2, "立方": 3}
_PER = frozenset(["per", "a", "an", "each", "every"])
STOP_WORDS = frozenset(
    ["and", "or", "so", "then", "is", "are", "was", "were", "which", "because", "but", "for", "the", "to", "in",
     "that", "this", "these", "those", "if", "when", "while", "after", "before", "than", "as", "by", "from", "with",
     "at", "on", "it", "its", "we", "he", "she", "they", "you", "i", "since", "thus", "hence", "therefore", "again",
     "not", "also", "now", "next", "we'll", "let's", "gives", "give", "equals", "makes", "make", "got", "get", "gets",
     "has", "have", "had", "will", "would", "be", "been", "where", "remainder", "mod", "modulo", "base", "r", "left",
     "more", "less", "fewer", "times", "percent", "plus", "minus", "both", "all", "there", "here", "step", "each",
     "per", "any", "some", "only", "out", "into", "over", "about", "roughly", "approximately", "around", "nearly",
     "almost", "exactly"]
)  # fmt: skip
"""Words that end a number's label."""

_FILLERS = frozenset(["total", "altogether", "remaining", "extra", "additional", "another", "whole"])
"""Words after a number that say nothing about what is counted."""


def read_unit(tokens: Sequence[Token], place: int) -> tuple[Unit | None, int]:
    """Return the unit that stands at `place` and the place after it, else (None, `place`)."""
    unit, end = _simple_unit(tokens, place)
    return (None, place) if unit is None else read_divisor(tokens, end, unit)


def read_divisor(tokens: Sequence[Token], place: int, unit: Unit) -> tuple[Unit, int]:
    """Return `unit` with the units that it is divided by (per hour, /day, a week), and the place after them.

    Things that are no units are passed over: $6 per game is $6.
    """
    while unit is not PERCENT:
        divisor, after = None, place
        if _is(tokens, place, Kind.OPERATOR, "/") or (_is_word(tokens, place) and tokens[place].text in _PER):
            divisor, after = _simple_unit(tokens, place + 1)
        if divisor is None:
            return unit, skip_divisor(tokens, place)
        unit, place = product(unit, divisor, -1), after
    return unit, place


def _simple_unit(tokens: Sequence[Token], place: int) -> tuple[Unit | None, int]:
    if place >= len(tokens):
        return None, place
    token = tokens[place]
    if token.kind is Kind.PERCENT:
        modulo = place + 1 < len(tokens) and tokens[place + 1].kind in (Kind.NUMBER, Kind.OPEN)
        return (None, place) if modulo else (PER_MILLE if token.text == "‰" else PERCENT, place + 1)
    if not _is_word(tokens, place):
        return None, place
    if token.text in _PREFIXES:
        unit, end = _simple_unit(tokens, place + 1)
        return (power(unit, _PREFIXES[token.text]), end) if unit is not None else (None, place)
    unit = unit_named(token.text)
    if unit is None or _is_english(tokens, place):
        return None, place
    return _raised(tokens, unit, place + 1)


def _raised(tokens: Sequence[Token], unit: Unit, place: int) -> tuple[Unit, int]:
    if _is(tokens, place, Kind.OPERATOR, "^") and place + 1 < len(tokens) and tokens[place + 1].kind is Kind.NUMBER:
        exponent, end = tokens[place + 1].value, place + 2
    elif place < len(tokens) and tokens[place].kind is Kind.OPERATOR and tokens[place].text in ("^2", "^3"):
        exponent, end = Fraction(tokens[place].text[1:]), place + 1
    else:
        return unit, place
    return (power(unit, int(exponent)), end) if exponent in (2, 3) else (unit, place)


def _is_english(tokens: Sequence[Token], place: int) -> bool:
    """Whether a short unit's name is a word of the sentence: "in" before a word, "min" never."""
    if tokens[place].text != "in":
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return after is not None and after.kind in (Kind.WORD, Kind.NAME, Kind.NUMBER, Kind.CURRENCY, Kind.OPEN)


def read_label(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """Return the noun that follows a number, in its plain form, and the place after it, else ("", `place`)."""
    end = place
    while end < len(tokens) and tokens[end].kind is Kind.WORD and tokens[end].text not in STOP_WORDS:
        end += 1
    words = [each.text for each in tokens[place:end]]
    if not words or words[0] == "of":
        return "", place
    if len(words) > MAXIMUM_LABEL_WORDS:
        words, end = words[:1], place + 1
    if "of" in words:
        words = words[: words.index("of")]
    nouns = [each for each in words if each not in _FILLERS]
    return plain_noun(nouns[-1]) if nouns else "", skip_divisor(tokens, end)


def skip_divisor(tokens: Sequence[Token], place: int) -> int:
    """Return the place after "per game", "/painting" or "each" (not before a number, which would be a division)."""
    if place >= len(tokens):
        return place
    if tokens[place].text == "each":
        return place + 1
    divides = _is(tokens, place, Kind.OPERATOR, "/") or tokens[place].text == "per"
    names_thing = place + 1 < len(tokens) and tokens[place + 1].kind is Kind.WORD
    if not divides or not names_thing:
        return place
    end = place + 2
    is_two_words = end + 1 < len(tokens) and tokens[end].kind is Kind.WORD and tokens[end + 1].kind is Kind.OPERATOR
    return end + 1 if is_two_words else end


def plain_noun(word: str) -> str:
    """Return a noun without its plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ses", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def _is(tokens: Sequence[Token], place: int, kind: Kind, text: str) -> bool:
    return place < len(tokens) and tokens[place].kind is kind and tokens[place].text == text


def _is_word(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind in (Kind.WORD, Kind.NAME)
