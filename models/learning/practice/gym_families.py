"""The practice sets that come from reasoning-gym: how hard they are, how they are solved and checked.

The configurations are those of which the bundled model (135 million weights) solves a part after it has seen the seed
rationales, so that there is something to begin with and something to learn.
"""

from __future__ import annotations

import math

from models.learning.practice import scratchpads, solvers
from models.learning.practice.gym import GymFamily

MOST_MULTIPLES = 6

_PLAIN = {"operators": ("+", "-", "*"), "allow_parentheses": False, "allow_negation": False}


def gym_families() -> tuple[GymFamily, ...]:
    """Return the families, in the order in which they are offered."""
    return (*_arithmetic(), *_numbers(), *_words())


def _arithmetic() -> tuple[GymFamily, ...]:
    return (
        GymFamily(
            "chain_sum",
            tuple(_terms(terms, digits) for terms, digits in ((2, 1), (3, 1), (2, 2), (3, 2))),
            solvers.chain_sum, scratchpads.equations,
        ),
        GymFamily(
            "basic_arithmetic",
            tuple({**_terms(terms, digits), **_PLAIN} for terms, digits in ((2, 1), (3, 1), (2, 2))),
            solvers.basic_arithmetic, scratchpads.equations,
        ),
        GymFamily(
            "products", tuple(_terms(terms, digits) for terms, digits in ((2, 1), (3, 1), (2, 2))),
            solvers.products, scratchpads.equations,
        ),
        GymFamily(
            "simple_equations",
            (*({**_terms_of_equation(most), "operators": ("+", "-"), "operators_weights": (0.5, 0.5)}
               for most in (9, 20)),
             {**_terms_of_equation(9), "operators": ("+", "-", "*"), "operators_weights": (0.45, 0.45, 0.1)}),
            solvers.simple_equations, scratchpads.unknown,
        ),
    )  # fmt: skip


def _numbers() -> tuple[GymFamily, ...]:
    return (
        GymFamily("gcd", ({"max_value": 20}, {"max_value": 60}), solvers.gcd, scratchpads.divisions),
        GymFamily(
            "lcm", ({"max_value": 20}, {"max_value": 60}, {"max_value": 150}), solvers.lcm, scratchpads.multiples,
            accept=_has_few_multiples,
        ),
        GymFamily(
            "leg_counting",
            tuple({"min_animals": kinds, "max_animals": kinds, "max_instances": most}
                  for kinds, most in ((1, 3), (1, 9), (2, 5))),
            solvers.leg_counting, scratchpads.legs,
        ),
        GymFamily(
            "count_bits", ({"max_n": 63}, {"min_n": 64, "max_n": 4095}), solvers.count_bits, scratchpads.halvings
        ),
    )  # fmt: skip


def _words() -> tuple[GymFamily, ...]:
    return (
        GymFamily(
            "letter_counting",
            tuple({"min_words": words, "max_words": words} for words in (1, 2, 3)),
            solvers.letter_counting, scratchpads.spelled_words,
        ),
    )  # fmt: skip


def _terms(terms: int, digits: int) -> dict[str, object]:
    return {"min_terms": terms, "max_terms": terms, "min_digits": digits, "max_digits": digits}


def _terms_of_equation(most: int) -> dict[str, object]:
    return {"min_terms": 2, "max_terms": 2, "max_value": most}


def _has_few_multiples(question: str) -> bool:
    """Whether the multiple is found after a few: a rationale has a line for each."""
    numbers = solvers.lcm_numbers(question)
    return bool(numbers) and math.lcm(*numbers) <= MOST_MULTIPLES * max(numbers)
