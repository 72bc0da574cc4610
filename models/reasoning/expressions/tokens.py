r"""Cuts text into the tokens of mathematics as people and models write it: ASCII, Unicode, full-width, LaTeX, Chinese.

One pass with one regular expression whose repetitions cannot fight over a character, so that any text takes linear
time. What only looks like mathematics (dates, clock times, versions, decimal commas, ordinals) becomes `OPAQUE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from models.reasoning.expressions.units import unit_named

MAXIMUM_DIGITS = 60
"""A number with more digits is not looked into."""


class Kind(Enum):
    """What a token is."""

    NUMBER = auto()
    OPERATOR = auto()
    """+ - * / ^ and "of"."""
    OPEN = auto()
    CLOSE = auto()
    RELATION = auto()
    """= ≈ < > ≤ ≥ ≠, and the words for them."""
    PERCENT = auto()
    CURRENCY = auto()
    NAME = auto()
    """A single letter."""
    WORD = auto()
    ROOT = auto()
    FRACTION = auto()
    r"""\frac, which takes two arguments."""
    FACTORIAL = auto()
    ELLIPSIS = auto()
    OPAQUE = auto()
    """What must not be looked into: a date, a version, an unknown command."""
    BREAK = auto()
    """Punctuation, the end of a line, an arrow."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `text` is its plain form ("*" for ×), `start` and `end` its place in the text that was read."""

    kind: Kind
    text: str
    start: int
    end: int
    value: Fraction = Fraction(0)
    decimals: int = 0
    """Digits after the decimal point."""
    dotted_thousands: bool = False
    """Whether the point may stand for thousands, as in 1.500."""
    spaced: bool = False
    """Whether white space stands before it."""


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_SIGNS = {
    **dict.fromkeys("×·⋅∙•∗✕✖⨯", "*"), **dict.fromkeys("÷∕⁄", "/"), **dict.fromkeys("−–‒﹣", "-"), "﹢": "+",
    **dict.fromkeys("≃≅≒≐~∼", "≈"), "⩽": "≤", "⩾": "≥", "<=": "≤", ">=": "≥", "==": "=", "**": "^",
    "加": "+", "加上": "+", "减": "-", "减去": "-", "乘": "*", "乘以": "*", "除以": "/", "等于": "=", "大于": ">",
    "小于": "<", "约等于": "≈", "的": "of",
}  # fmt: skip
_COMMANDS = {
    "times": (Kind.OPERATOR, "*"), "cdot": (Kind.OPERATOR, "*"), "ast": (Kind.OPERATOR, "*"),
    "div": (Kind.OPERATOR, "/"), "frac": (Kind.FRACTION, ""), "dfrac": (Kind.FRACTION, ""),
    "tfrac": (Kind.FRACTION, ""), "sqrt": (Kind.ROOT, ""), "le": (Kind.RELATION, "≤"), "leq": (Kind.RELATION, "≤"),
    "ge": (Kind.RELATION, "≥"), "geq": (Kind.RELATION, "≥"), "ne": (Kind.RELATION, "≠"), "neq": (Kind.RELATION, "≠"),
    "lt": (Kind.RELATION, "<"), "gt": (Kind.RELATION, ">"), "approx": (Kind.RELATION, "≈"),
    "simeq": (Kind.RELATION, "≈"), "%": (Kind.PERCENT, "%"), "$": (Kind.CURRENCY, "$"), "\\": (Kind.BREAK, ""),
    "quad": (Kind.BREAK, ""), "qquad": (Kind.BREAK, ""), "Rightarrow": (Kind.BREAK, ""), "implies": (Kind.BREAK, ""),
    "to": (Kind.BREAK, ""), "rightarrow": (Kind.BREAK, ""), "therefore": (Kind.BREAK, ""), "because": (Kind.BREAK, ""),
    "ldots": (Kind.ELLIPSIS, ""), "dots": (Kind.ELLIPSIS, ""),
    "{": (Kind.BREAK, ""), "}": (Kind.BREAK, ""),
}  # fmt: skip
_KINDS = {"comma": Kind.OPAQUE, "arrow": Kind.BREAK}
_SILENT = frozenset(
    ["left", "right", "big", "Big", "bigg", "Bigg", "boxed", "displaystyle", "text", "mathrm", "mathbf", "textbf",
     "mathit", "(", ")", "[", "]", ",", ";", "!", ":", " ", "fbox"]
)  # fmt: skip
"""Commands that only change the looks."""

_MATH_DOLLARS = re.compile(r"\$\$|\$(?=[^$\n]{0,300}[=\\<>^≈][^$\n]{0,300}\$(?!\d))")
_PATTERN = re.compile(
    r"""
    (?P<space>[ \t\u00a0\u2009\u202f\u200a]+)
    |(?P<opaque>
        \d{4}-\d{1,2}-\d{1,2}(?!\d) | \d{1,2}/\d{1,2}/\d{2,4}(?!\d) | \d+(?:\.\d+){2,} | \d+:\d+(?::\d+)?
        | 0[xXbB][0-9A-Fa-f]+ | \d+(?:st|nd|rd|th)\b | \+/-|± | \d+!=
        | https?://\S+ | </?[A-Za-z][^<>\n]{0,80}>
    )
    |(?P<grouped>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?![\d])(?:\.\d+)?(?!,\d))
    |(?P<comma>\d+(?:,\d+)+(?:\.\d+)?)
    |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3}(?![\w.]))?)
    |(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])
    |(?P<superscript>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    |(?P<arrow>[=-]{1,2}>|[→⇒⟹⟶∴∵]|<<|>>|<-(?![\d.]))
    |(?P<ellipsis>\.\.\.|…)
    |(?P<relation>==|<=|>=|!=|[=≈≃≅≒≐~∼<>≤≥⩽⩾≠]|约等于|等于|大于|小于)
    |(?P<operator>\*\*|[+\-−–‒*×·⋅∙•∗✕✖⨯/÷∕⁄^﹢﹣]|加上|减去|乘以|除以|加(?![一-鿿])|减(?![一-鿿])|乘(?![一-鿿])|的(?=\d))
    |(?P<open>[(\[{])|(?P<close>[)\]}])
    |(?P<percent>%|‰|percent\b|per\ cent\b)
    |(?P<currency>[$€£¥₹])
    |(?P<root>√)
    |(?P<command>\\(?:[A-Za-z]+|.))
    |(?P<cjk>[\u3040-\u30ff\u3400-\u9fff](?:(?!约等于|等于|大于|小于|加上|减去|乘以|除以|加|减|乘|的)[\u3040-\u30ff\u3400-\u9fff])*)
    |(?P<word>
        LETTER{2,}(?:-LETTER{2,})+ | LETTER+(?:['’]LETTER+)*[^\W⁰¹²³⁴⁵⁶⁷⁸⁹]*(?:(?<=\d)\.\d+)*
    )
    |(?P<factorial>!)
    |(?P<skip>[_`&]+)
    |(?P<break>.|\n)
    """.replace("LETTER", r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹½⅓⅔¼¾]"),
    re.VERBOSE,
)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text`, without its white space."""
    plain = text.translate(_FULL_WIDTH)
    dollars = frozenset(_math_dollars(plain))
    tokens: list[Token] = []
    spaced = True
    for match in _PATTERN.finditer(plain):
        group = match.lastgroup or "break"
        if group in ("space", "skip") or match.start() in dollars:
            spaced = True
        elif group == "word" and not spaced and _is_product(match.group(), tokens):
            tokens += [
                Token(Kind.NAME, each, match.start() + place, match.start() + place + 1)
                for place, each in enumerate(match.group())
            ]
        elif (token := _token(group, match, plain, spaced=spaced)) is not None:
            tokens.append(token)
            spaced = False
    return tokens


def _is_product(word: str, before: list[Token]) -> bool:
    """Whether letters right after a number are variables (2ab) and no unit (2km)."""
    follows_number = bool(before) and before[-1].kind is Kind.NUMBER
    return follows_number and 1 < len(word) <= 3 and word.isalpha() and word.islower() and unit_named(word) is None


def _math_dollars(text: str) -> Iterator[int]:
    """The places of the dollar signs that are LaTeX's delimiters and no currency."""
    for opening in _MATH_DOLLARS.finditer(text):
        yield opening.start()
        closing = text.find("$", opening.end())
        if closing >= 0 and opening.group() == "$":
            yield closing


def _token(group: str, match: re.Match[str], text: str, *, spaced: bool) -> Token | None:
    start, end, written = match.start(), match.end(), match.group()

    def made(kind: Kind, plain: str = written) -> Token:
        return Token(kind, plain, start, end, spaced=spaced)

    match group:
        case "number" | "grouped":
            return _number(written, start, end, text, spaced=spaced)
        case "vulgar":
            return Token(Kind.NUMBER, written, start, end, Fraction(*_VULGAR[written]), spaced=spaced)
        case "superscript":
            return made(Kind.OPERATOR, "^" + written.translate(_SUPERSCRIPTS))
        case "relation":
            return made(Kind.RELATION, "≠" if written == "!=" else _SIGNS.get(written, written))
        case "operator":
            return (
                None if written == "**" and _is_emphasis(text, start, end) else _operator(written, start, end, spaced)
            )
        case "command":
            return _command(written[1:], start, end, spaced)
        case "word" | "cjk":
            kind = Kind.NAME if len(written) == 1 and group == "word" else Kind.WORD
            return made(kind, written if kind is Kind.NAME else written.lower())
    return made(_KINDS.get(group) or Kind[group.upper()])


def _operator(written: str, start: int, end: int, spaced: bool) -> Token:
    return Token(Kind.OPERATOR, _SIGNS.get(written, written), start, end, spaced=spaced)


def _command(name: str, start: int, end: int, spaced: bool) -> Token | None:
    if name in _SILENT:
        return None
    kind, plain = _COMMANDS.get(name, (Kind.OPAQUE, name))
    return Token(kind, plain, start, end, spaced=spaced)


def _number(written: str, start: int, end: int, text: str, *, spaced: bool) -> Token:
    digits = re.sub(r"[,\u00a0\u2009\u202f]", "", written)
    if len(digits) > MAXIMUM_DIGITS or not digits.isascii() or (start and text[start - 1] in "_\\#@"):
        return Token(Kind.OPAQUE, written, start, end, spaced=spaced)
    decimals = len(digits.partition(".")[2]) if "e" not in digits.lower() else 0
    dotted = bool(re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", written))
    return Token(Kind.NUMBER, digits, start, end, Fraction(digits), decimals, dotted, spaced)


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Whether two stars make bold text: a power has an operand, or a space, on both sides."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == " " and after == " ":
        return False
    return not ((before.isalnum() or before in ")}") and (after.isalnum() or after in "({-")) or not before or not after
