"""Whether two expressions are the same for all values, with sympy; nothing of their text is ever evaluated as code."""

from __future__ import annotations

import sympy

from models.reasoning.expressions.parsing import read_expression
from models.reasoning.expressions.tokens import tokenize
from models.reasoning.expressions.trees import Name, Negated, Number, Operation, Root, Tree

LARGEST_EXPONENT = 50
_POINTS = (sympy.Rational(7, 3), sympy.Rational(-5, 11), sympy.Rational(13, 4))


def identical(left: str, right: str) -> bool | None:
    """Compare two expressions; None when sympy cannot decide."""
    difference = _expression(left) - _expression(right)
    if _differs_somewhere(difference):
        return False
    simplified = sympy.simplify(sympy.expand(difference))
    if simplified == 0:
        return True
    return False if simplified.is_zero is False else None


def _differs_somewhere(difference: sympy.Expr) -> bool:
    """Try a few values: where the difference is a number that is not zero, it is no identity."""
    names = sorted(difference.free_symbols, key=str)
    for offset, _ in enumerate(_POINTS):
        values = {name: _POINTS[(offset + place) % len(_POINTS)] + place for place, name in enumerate(names)}
        value = difference.subs(values)
        if value.is_Rational and value != 0:
            return True
    return False


def _expression(text: str) -> sympy.Expr:
    tokens = tokenize(text)
    reading = read_expression(tokens)
    if reading.end != len(tokens):
        raise ValueError("not an expression")
    return _built(reading.tree)


def _built(tree: Tree) -> sympy.Expr:
    match tree:
        case Number(value=value):
            return sympy.Rational(value.numerator, value.denominator)
        case Name(text=text):
            return sympy.Symbol(text)
        case Negated(inner=inner):
            return -_built(inner)
        case Root(inner=inner):
            return sympy.sqrt(_built(inner))
        case Operation(sign=sign, left=left, right=right):
            return _operation(sign, _built(left), _built(right))
    raise ValueError("not algebra")


def _operation(sign: str, left: sympy.Expr, right: sympy.Expr) -> sympy.Expr:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "/":
            return left / right
        case "*":
            return left * right
    if not right.is_Rational or abs(right) > LARGEST_EXPONENT:
        raise ValueError("too large")
    return left**right
