"""What an expression means: a small tree, made by the parser and read by whoever computes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from models.reasoning.expressions.units import Unit


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written: `decimals` digits after the point; `dotted_thousands` as in the token."""

    value: Fraction
    decimals: int = 0
    dotted_thousands: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    text: str


@dataclass(frozen=True, slots=True)
class Measured:
    """An expression with a unit, or with a label such as "apples"."""

    inner: Tree
    unit: Unit | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Negated:
    """The negative of an expression."""

    inner: Tree


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands and one of + - * / ^ and "of"; `implicit` where no sign was written, as in 2(3 + 4)."""

    sign: str
    left: Tree
    right: Tree
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A square root."""

    inner: Tree


@dataclass(frozen=True, slots=True)
class Factorial:
    """A factorial."""

    inner: Tree


Tree: TypeAlias = Number | Name | Measured | Negated | Operation | Root | Factorial


@dataclass(frozen=True, slots=True)
class Reading:
    """A tree and the place of the first token after it; `doubtful` where people read such text in different ways."""

    tree: Tree
    end: int
    doubtful: bool = False


def names_in(tree: Tree) -> frozenset[str]:
    """Return the variables of an expression."""
    match tree:
        case Name(text):
            return frozenset([text])
        case Operation(left=left, right=right):
            return names_in(left) | names_in(right)
        case Number():
            return frozenset()
    return names_in(tree.inner)


def bare_number(tree: Tree) -> Number | None:
    """Return the number that an expression consists of, apart from sign, unit and label; None for a computation."""
    match tree:
        case Number():
            return tree
        case Measured(inner=inner) | Negated(inner=inner):
            return bare_number(inner)
    return None


def first_operand(tree: Tree) -> Tree:
    """Return what an expression begins with."""
    while True:
        match tree:
            case Operation(left=left):
                tree = left
            case Measured(inner=Operation() as inner):
                tree = inner
            case _:
                return tree


def has_operator(tree: Tree) -> bool:
    """Whether there is something to compute."""
    match tree:
        case Operation() | Root() | Factorial():
            return True
        case Measured(inner=inner) | Negated(inner=inner):
            return has_operator(inner)
    return False
