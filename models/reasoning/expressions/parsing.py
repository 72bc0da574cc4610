"""Reads expressions from tokens, from a given token on, as far as they go."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from models.reasoning.expressions.measures import read_divisor, read_label, read_unit
from models.reasoning.expressions.tokens import Kind, Token
from models.reasoning.expressions.trees import (
    Factorial,
    Measured,
    Name,
    Negated,
    Number,
    Operation,
    Reading,
    Root,
    Tree,
)
from models.reasoning.expressions.units import currency

MAXIMUM_DEPTH = 30
MAXIMUM_TOKENS = 200


class NotAnExpression(Exception):
    """No expression begins here, or one that is too large to be looked into."""


def read_expression(tokens: Sequence[Token], start: int = 0, stop: int | None = None) -> Reading:
    """Read the longest expression from `start` on, not beyond `stop`.

    Raises:
        NotAnExpression: None begins there, it is nested deeper than `MAXIMUM_DEPTH`, or has more than
            `MAXIMUM_TOKENS` tokens.
    """
    last = len(tokens) if stop is None else stop
    reader = _Reader(tokens[: min(last, start + MAXIMUM_TOKENS + 1)], start, is_whole=stop is not None)
    tree = reader.sum()
    if reader.place - start > MAXIMUM_TOKENS:
        raise NotAnExpression
    return Reading(tree, reader.place, reader.doubtful)


class _Reader:
    """A recursive-descent reader; `place` is the next token."""

    def __init__(self, tokens: Sequence[Token], place: int, *, is_whole: bool) -> None:
        self._is_whole = is_whole
        self.tokens = tokens
        self.place = place
        self.doubtful = False
        self._depth = 0

    def sum(self) -> Tree:
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            raise NotAnExpression
        tree = self._product()
        while (sign := self._operator()) in ("+", "-") and self._operand_follows():
            if isinstance(tree, Operation) and tree.sign == "of":
                self.doubtful = True
            self.place += 1
            tree = Operation(sign, tree, self._product())
        self._depth -= 1
        return tree

    def _product(self) -> Tree:
        tree = self._signed()
        while True:
            sign = self._operator()
            if sign in ("*", "/", "of") and self._operand_follows():
                self.place += 1
                tree = Operation(sign, tree, self._signed())
            elif self._joins(tree):
                if isinstance(tree, Operation) and tree.sign == "/":
                    self.doubtful = True
                tree = Operation("*", tree, self._powered(), implicit=True)
            else:
                return tree

    def _signed(self) -> Tree:
        negative = False
        while self._operator() in ("+", "-"):
            self._depth += 1
            if self._depth > MAXIMUM_DEPTH:
                raise NotAnExpression
            negative ^= self._operator() == "-"
            self.place += 1
        tree = self._powered()
        if negative and isinstance(tree, Operation):
            self.doubtful = True
        return Negated(tree) if negative else tree

    def _powered(self) -> Tree:
        tree = self._atom()
        if self._kind() is Kind.FACTORIAL:
            is_cry = not self._operator_at(self.place + 1) and self._kind(1) is not Kind.RELATION
            self.doubtful |= is_cry and not self._is_whole
            self.place += 1
            tree = Factorial(tree)
        sign = self._operator()
        if sign.startswith("^"):
            self.place += 1
            exponent = Number(Fraction(sign[1:])) if len(sign) > 1 else self._signed()
            tree = Operation("^", tree, exponent)
        return self._measured(tree)

    def _measured(self, tree: Tree) -> Tree:
        if isinstance(tree, Name):
            return tree
        if self._kind() is Kind.CURRENCY and self._kind(1) not in (Kind.NUMBER, Kind.OPEN):
            self.place += 1
            return Measured(tree, currency(self.tokens[self.place - 1].text))
        unit, end = read_unit(self.tokens, self.place)
        if unit is not None:
            self.place = end
            return Measured(tree, unit)
        label, end = read_label(self.tokens, self.place)
        self.place = end
        return Measured(tree, None, label) if label else tree

    def _atom(self) -> Tree:
        match self._kind():
            case Kind.NUMBER:
                return self._number()
            case Kind.CURRENCY if self._kind(1) is Kind.NUMBER:
                return self._money()
            case Kind.OPEN:
                return self._group()
            case Kind.ROOT if self._kind(1) in (Kind.NUMBER, Kind.OPEN) and self._text(1) != "[":
                self.place += 1
                return Root(self._number() if self._kind() is Kind.NUMBER else self._group())
            case Kind.FRACTION:
                self.place += 1
                return Operation("/", self._group("{"), self._group("{"))
            case Kind.NAME if not self._text().isspace():
                self.place += 1
                return Name(self.tokens[self.place - 1].text)
        raise NotAnExpression

    def _money(self) -> Tree:
        sign = self.tokens[self.place].text
        self.place += 1
        number = self._number()
        unit, self.place = read_divisor(self.tokens, self.place, currency(sign))
        return Measured(number, unit)

    def _number(self) -> Tree:
        token = self.tokens[self.place]
        self.place += 1
        number = Number(token.value, token.decimals, token.dotted_thousands)
        return self._mixed(token, number)

    def _mixed(self, whole: Token, number: Number) -> Tree:
        """Read the fraction of a mixed number, as in 1½ and 1 1/2."""
        if whole.value.denominator > 1 or self._kind() is not Kind.NUMBER:
            return number
        part = self.tokens[self.place]
        if not part.text.isascii():
            self.place += 1
            return Number(number.value + part.value)
        if self._operator_at(self.place + 1) == "/" and self._kind(2) is Kind.NUMBER:
            below = self.tokens[self.place + 2]
            if 0 < part.value < below.value and not self.tokens[self.place + 1].spaced and not below.spaced:
                self.place += 3
                return Number(number.value + part.value / below.value)
        return number

    def _group(self, opening: str = "") -> Tree:
        if self._kind() is not Kind.OPEN or (opening and self._text() != opening):
            raise NotAnExpression
        closing = {"(": ")", "[": "]", "{": "}"}[self._text()]
        self.place += 1
        tree = self.sum()
        if self._kind() is not Kind.CLOSE or self._text() != closing:
            raise NotAnExpression
        self.place += 1
        return tree

    def _joins(self, tree: Tree) -> bool:
        """Whether another factor follows without a sign: 2(3 + 4), (x - 1)(x + 1), 2x."""
        if isinstance(tree, Measured) and tree.label:
            return False
        kind = self._kind()
        previous = self.tokens[self.place - 1] if self.place else None
        if kind is Kind.OPEN:
            return self._text() == "(" and not (
                self.tokens[self.place].spaced and self._kind(1) in (Kind.NAME, Kind.WORD)
            )
        if kind is Kind.ROOT or kind is Kind.FRACTION:
            return True
        if kind is Kind.NAME and previous is not None:
            return not self.tokens[self.place].spaced or previous.kind is Kind.NAME
        return False

    def _operand_follows(self) -> bool:
        """Whether what follows an operator can be read; if not, the expression ends before the operator."""
        return self._kind(1) in (
            Kind.NUMBER, Kind.CURRENCY, Kind.OPEN, Kind.ROOT, Kind.FRACTION, Kind.NAME,
        ) or self._operator_at(self.place + 1) in ("+", "-")  # fmt: skip

    def _kind(self, ahead: int = 0) -> Kind | None:
        place = self.place + ahead
        return self.tokens[place].kind if place < len(self.tokens) else None

    def _text(self, ahead: int = 0) -> str:
        return self.tokens[self.place + ahead].text

    def _operator(self) -> str:
        return self._operator_at(self.place)

    def _operator_at(self, place: int) -> str:
        if place < len(self.tokens) and self.tokens[place].kind is Kind.OPERATOR:
            return self.tokens[place].text
        return ""
