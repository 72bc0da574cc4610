"""Solves the questions of the practice sets from their words, so that no answer is taken on trust."""

from __future__ import annotations

import math
import re

from models.reasoning.expressions.evaluation import NotComputable, evaluate
from models.reasoning.expressions.parsing import NotAnExpression, read_expression
from models.reasoning.expressions.tokens import tokenize
from models.reasoning.expressions.trees import has_operator

MOST_DIGITS = 18
"""Of the numbers in a question; with more it is of no practice set's kind."""

_CHAIN = re.compile(r"State the final answer to the following arithmetic problem: ([\d+\- ]+) =")
_ARITHMETIC = re.compile(r"Calculate ([\d+\-*/() ]+?)\.")
_PRODUCT = re.compile(r"Solve the following multiplication: ([\d* ]+)\. Give only the result as your final answer\.")
_DIVISOR = re.compile(
    r"Find the Greatest Common Divisor \(GCD\) of these numbers: ([\d, ]+)\. Give only the GCD as your final answer\."
)
_MULTIPLE = re.compile(r"Find the Least Common Multiple \(LCM\) of these numbers: ([\d, ]+)")
_LEGS = re.compile(r"Your task is to count how many legs .*in total if you have (.+)\?", re.DOTALL)
_LETTERS = re.compile(r'How many times does the letter "(\w)" appear in the text: "([\w ]+)"\?')
_BITS = re.compile(r"How many 1 bits are there in the binary representation of the number (\d{1,18})\?")
_EQUATION = re.compile(
    r"(?:Find the value of|Solve for|Determine the value of) ([a-z])(?: in the equation| that satisfies)?: "
    r"(?:(\d{1,12})\*)?\1(?: ([+-]) (\d{1,12}))? = (-?\d{1,12})"
)


def chain_sum(question: str) -> str | None:
    """Return the value of a chain of sums and differences."""
    return _value(_CHAIN, question)


def basic_arithmetic(question: str) -> str | None:
    """Return the value of an expression with brackets."""
    return _value(_ARITHMETIC, question)


def products(question: str) -> str | None:
    """Return a product."""
    return _value(_PRODUCT, question)


def gcd(question: str) -> str | None:
    """Return the greatest common divisor."""
    numbers = gcd_numbers(question)
    return str(math.gcd(*numbers)) if numbers else None


def lcm(question: str) -> str | None:
    """Return the least common multiple."""
    numbers = lcm_numbers(question)
    return str(math.lcm(*numbers)) if numbers else None


def leg_counting(question: str) -> str | None:
    """Return how many legs the animals have together."""
    animals = animals_in(question)
    return str(sum(count * legs for count, _, legs in animals)) if animals else None


def letter_counting(question: str) -> str | None:
    """Return how often the letter is there, in large or small letters."""
    parts = letter_and_text(question)
    return str(parts[1].casefold().count(parts[0])) if parts else None


def count_bits(question: str) -> str | None:
    """Return how many ones the number has in base two."""
    match = _BITS.fullmatch(question)
    return str(int(match[1]).bit_count()) if match else None


def simple_equations(question: str) -> str | None:
    """Return the whole number that solves a·x ± b = c, None where there is none."""
    match = _EQUATION.fullmatch(question)
    if match is None:
        return None
    _, factor, sign, constant, right = match.groups()
    shift = int(constant or 0) * (-1 if sign == "-" else 1)
    value, rest = divmod(int(right) - shift, int(factor or 1)) if int(factor or 1) else (0, 1)
    return None if rest else str(value)


def gcd_numbers(question: str) -> list[int]:
    """Return the numbers whose divisor is sought, [] for another question."""
    return _numbers(_DIVISOR, question)


def lcm_numbers(question: str) -> list[int]:
    """Return the numbers whose multiple is sought, [] for another question."""
    return _numbers(_MULTIPLE, question)


def letter_and_text(question: str) -> tuple[str, str] | None:
    """Return the letter that is counted and where."""
    match = _LETTERS.fullmatch(question)
    return (match[1].casefold(), match[2]) if match else None


def number_with_bits(question: str) -> int:
    """Return the number whose ones are counted."""
    match = _BITS.fullmatch(question)
    return int(match[1]) if match else 0


def animals_in(question: str) -> list[tuple[int, str, int]]:
    """Return how many, which, and the legs of one, as they are named; [] for another question."""
    match = _LEGS.fullmatch(question)
    found = []
    for part in match[1].split(", ") if match else ():
        count, _, name = part.partition(" ")
        legs = _legs().get(name, _legs().get(name.removesuffix("s")))
        if legs is None or not _is_number(count):
            return []
        found.append((int(count), name, legs))
    return found


def _legs() -> dict[str, int]:
    from reasoning_gym.arithmetic.leg_counting import ANIMALS

    return dict(ANIMALS)


def _numbers(pattern: re.Pattern[str], question: str) -> list[int]:
    match = pattern.fullmatch(question)
    parts = [each.strip() for each in match[1].split(",")] if match else []
    return [int(each) for each in parts] if len(parts) > 1 and all(map(_is_number, parts)) else []


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= MOST_DIGITS


def _value(pattern: re.Pattern[str], question: str) -> str | None:
    match = pattern.fullmatch(question)
    if match is None:
        return None
    tokens = tokenize(match[1])
    try:
        reading = read_expression(tokens)
        if reading.end != len(tokens) or not has_operator(reading.tree):
            return None
        value = evaluate(reading.tree).bare
    except (NotAnExpression, NotComputable, RecursionError):
        return None
    return str(value)
