"""Checks rationales of the practice sets in the forms of their seed rationales: each line true and in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.learning.practice import solvers
from models.learning.practice.comparing import number_in
from models.reasoning.checks import check_claim
from models.reasoning.claims import find_claims
from models.traces import Verdict

_DIVISION = re.compile(r"(\d{1,18}) = (\d{1,18}) \* (\d{1,18}) \+ (\d{1,18})")
_HALVING = re.compile(r"(\d{1,18}) = 2 \* (\d{1,18}) \+ ([01]), (\d{1,18})")
_SPELLED = re.compile(r"(?<!\w)(\w+): (\w(?: \w)*), (\d{1,18})")
_ANIMALS = re.compile(r"(\d{1,18}) ([a-z][a-z ]*): (\d{1,18}) \* (\d{1,18}) = (\d{1,18})")


@dataclass(frozen=True, slots=True)
class Scratchpad:
    """A thought about a question, with the right answer."""

    thought: str
    question: str
    gold: str


def equations(pad: Scratchpad) -> bool:
    """Whether there are equations, all of them hold, and the last one ends in the right answer."""
    return _lead_to(pad.gold, pad.thought.splitlines())


def unknown(pad: Scratchpad) -> bool:
    """Whether the lines with numbers alone hold and the last one ends in the value of the unknown."""
    return _lead_to(pad.gold, [line for line in pad.thought.splitlines() if not re.search(r"[a-z]", line)])


def divisions(pad: Scratchpad) -> bool:
    """Whether the lines are Euclid's divisions with remainder: `20 = 1 * 12 + 8`, `12 = 1 * 8 + 4`, `8 = 2 * 4 + 0`."""
    high, low = sorted(solvers.gcd_numbers(pad.question), reverse=True)
    lines = _rows(_DIVISION, pad.thought)
    for whole, times, part, rest in lines:
        if (whole, part) != (high, low) or whole != times * part + rest or rest >= part:
            return False
        high, low = part, rest
    return bool(lines) and low == 0 and high == int(pad.gold)


def multiples(pad: Scratchpad) -> bool:
    """Whether the lines divide multiples of the larger number by the smaller one, up to the first with rest 0."""
    small, large = sorted(solvers.lcm_numbers(pad.question))
    lines = _rows(_DIVISION, pad.thought)
    for number, (whole, times, part, rest) in enumerate(lines, 1):
        if (whole, part) != (number * large, small) or whole != times * part + rest or rest >= part:
            return False
        if (rest == 0) != (number == len(lines)):
            return False
    return bool(lines)


def halvings(pad: Scratchpad) -> bool:
    """Whether the lines halve the number down to 0 and count the ones that are left over: `5 = 2 * 2 + 1, 1`."""
    number, ones = solvers.number_with_bits(pad.question), 0
    lines = _rows(_HALVING, pad.thought)
    for whole, half, rest, count in lines:
        ones += rest
        if whole != number or whole != 2 * half + rest or count != ones:
            return False
        number = half
    return bool(lines) and number == 0


def spelled_words(pad: Scratchpad) -> bool:
    """Whether each word is spelled, in order, with how often the letter was there so far: `the: t h e, 1`."""
    parts = solvers.letter_and_text(pad.question)
    if parts is None:
        return False
    letter, text = parts
    found = _SPELLED.findall(pad.thought)
    so_far = 0
    for word, spelled, count in found:
        so_far += word.casefold().count(letter)
        if spelled.replace(" ", "") != word or int(count) != so_far:
            return False
    return [word for word, _, _ in found] == text.split()


def legs(pad: Scratchpad) -> bool:
    """Whether each kind of animal has its line in order, `2 dogs: 2 * 4 = 8`, and the sums lead to the answer."""
    kinds = [(str(count), name, str(count), str(each)) for count, name, each in solvers.animals_in(pad.question)]
    found = _ANIMALS.findall(pad.thought)
    return [row[:4] for row in found] == kinds and equations(pad)


def _lead_to(gold: str, lines: list[str]) -> bool:
    last = ""
    for line in lines:
        for claim in find_claims(line):
            if check_claim(claim, line).verdict is not Verdict.HOLDS:
                return False
            last = claim.right_text
    return bool(last) and number_in(last) == number_in(gold)


def _rows(pattern: re.Pattern[str], thought: str) -> list[tuple[int, ...]]:
    return [tuple(map(int, row)) for row in pattern.findall(thought)]
