"""Adding two numbers of n digits, as in the experiment of STaR (Zelikman et al. 2022, section 4.1).

The scratchpad has a line for each column, from the right to the left: what is left of both numbers, the two digits
with the carry and their sum, and the digits of the result so far.

    347+589: 7+9+0=16, 6
    34+58: 4+8+1=13, 36
    3+5: 3+5+1=9, 936
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from models.learning.practice.comparing import same_number
from models.learning.practice.items import PracticeItem

MOST_DIGITS = 5

_STREAM = 20_000
"""Questions that a stream ends after."""

_QUESTION = re.compile(
    r"(?:what(?:'s|’s| is)|calculate|compute|add|find)?(?: the sum of)?\s*"
    r"(\d{1,12})\s*(?:\+|plus|and)\s*(\d{1,12})\s*(?:=\s*\??)?\s*[?.]?",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"(?<![\d+])(\d{1,18})\s*\+\s*(\d{1,18})\s*\+\s*(\d{1,18})\s*=\s*(\d{1,18})(?!\s*[+\d])")
_REST = re.compile(r"^\s*(\d{1,18})\s*\+\s*(\d{1,18})\s*:\s*$")
_SO_FAR = re.compile(r"^\s*,\s*(\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Addition:
    """Sums of two numbers with 1 to `most_digits` digits; both have the same number of digits, which is the level."""

    name: str = "addition"
    most_digits: int = MOST_DIGITS

    @property
    def levels(self) -> tuple[int, ...]:
        """The numbers of digits."""
        return tuple(range(1, self.most_digits + 1))

    def stream(self, level: int, seed: int) -> Iterator[PracticeItem]:
        """Make up sums of two numbers with `level` digits."""
        random = Random(seed)
        low, high = (0 if level == 1 else 10 ** (level - 1)), 10**level - 1
        for _ in range(_STREAM):
            left, right = random.randint(low, high), random.randint(low, high)
            yield PracticeItem(self.name, f"What is {left} + {right}?", str(left + right), seed, level)

    def solve(self, question: str) -> str | None:
        """Return the sum that a question asks for, None when it asks for something else."""
        terms = terms_in(question)
        return None if terms is None else str(sum(terms))

    def is_right(self, gold: str, given: str) -> bool:
        """Compare numbers as numbers."""
        return same_number(gold, given)

    def scratchpad_is_true(self, thought: str, question: str) -> bool:
        """Whether the columns are there from right to left, all of them, and each line about its column is true.

        Sums of two digits have their column too: what is learned of short ones is to carry over to longer ones.
        """
        terms = terms_in(question)
        if terms is None:
            return False
        lines = [(line, match) for line in thought.splitlines() for match in [_COLUMN.search(line)] if match]
        length = max(len(str(each)) for each in terms)
        return len(lines) == length and _columns_hold(lines, *terms)


def terms_in(question: str) -> tuple[int, int] | None:
    """Return the two numbers that a question asks to add, None when it asks for something else."""
    match = _QUESTION.fullmatch(question.strip())
    if match is None or ("and" in match.group(0).casefold() and not _says_add(match.group(0))):
        return None
    return int(match.group(1)), int(match.group(2))


def _says_add(question: str) -> bool:
    return question.casefold().lstrip().startswith("add") or "sum of" in question.casefold()


def _columns_hold(lines: list[tuple[str, re.Match[str]]], left: int, right: int) -> bool:
    carry = 0
    for place, (line, match) in enumerate(lines):
        digits = left // 10**place % 10, right // 10**place % 10
        total = sum(digits) + carry
        if tuple(map(int, match.groups())) != (*digits, carry, total):
            return False
        if not _around_holds(line, match, (left // 10**place, right // 10**place), (left, right), place):
            return False
        carry = total // 10
    return True


def _around_holds(line: str, match: re.Match[str], rest: tuple[int, int], terms: tuple[int, int], place: int) -> bool:
    """Whether what stands before and after the column in the known form is true; other words are let be."""
    before, after = _REST.match(line[: match.start()]), _SO_FAR.match(line[match.end() :])
    if before and tuple(map(int, before.groups())) != rest:
        return False
    modulus = 10 ** (place + 1)
    so_far = sum(each % modulus for each in terms)
    is_last = max(rest) < 10
    written = str(so_far) if is_last else str(so_far % modulus).zfill(place + 1)
    return after is None or after.group(1) == written
