"""Practice sets: problems that are made up without end and can be checked, so that a model can learn without labels."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection

from models.errors import InputError
from models.learning.practice.addition import MOST_DIGITS, Addition
from models.learning.practice.anchors import Anchor, anchor_is_right, anchors
from models.learning.practice.drawing import draw_items
from models.learning.practice.gym_families import gym_families
from models.learning.practice.items import Family, PracticeItem, SeedRationale
from models.learning.practice.rehearsal import rehearsal_questions
from models.learning.practice.seeds import read_seeds

__all__ = [
    "Anchor", "PracticeItem", "SeedRationale", "anchor_is_right", "anchors", "covers", "draw", "families",
    "hinted_question", "is_right", "kind_of", "known_answer", "levels_of", "rehearsal_questions", "scratchpad_is_true",
    "seed_rationales",
]  # fmt: skip

_WITH_DIGITS = re.compile(rf"addition-([1-{MOST_DIGITS}])")


def families() -> tuple[str, ...]:
    """Return the names of the practice sets; `addition-N` with sums of up to N digits is known besides."""
    return tuple(_families())


def kind_of(name: str) -> str:
    """Return the kind of questions of a practice set: `addition` for `addition-3`."""
    return "addition" if _WITH_DIGITS.fullmatch(name) else name


def levels_of(name: str) -> tuple[int, ...]:
    """Return how hard the questions of a practice set may be, the easiest first.

    Raises:
        InputError: There is no such set.
    """
    return _family(name).levels


def draw(
    name: str, seed: int, count: int, exclude: Collection[str] = (), *, levels: Collection[int] | None = None
) -> list[PracticeItem]:
    """Draw up to `count` distinct questions, none of `exclude`; the same for the same arguments.

    They are of all levels, or of those named.

    Raises:
        InputError: There is no such set.
    """
    family = _family(name)
    return draw_items(family, seed, count, exclude, family.levels if levels is None else levels)


def is_right(item: PracticeItem, answer_text: str) -> bool:
    """Whether an answer (alone, or a text that ends in one) is the right one; never in part."""
    return _family(item.family).is_right(item.answer, answer_text)


def scratchpad_is_true(family: str, thought: str, question: str) -> bool:
    """Whether a thought is written in the family's form and every line of it is true and in its place."""
    return _family(family).scratchpad_is_true(thought, question)


def seed_rationales(name: str) -> tuple[SeedRationale, ...]:
    """Return the rationales that a practice set begins with.

    Raises:
        InputError: There is no such set.
    """
    return read_seeds(kind_of(_family(name).name))


def covers(question: str) -> str | None:
    """Return the practice set whose kind a question is of, None when there is none.

    Those with wordings of their own come before sums, which people word as they like.
    """
    return next((name for name, family in reversed(_families().items()) if family.solve(question) is not None), None)


def known_answer(question: str) -> PracticeItem | None:
    """Return a question of a practice set's kind with its right answer, None for any other question."""
    name = covers(question)
    answer = None if name is None else _families()[name].solve(question)
    return None if name is None or answer is None else PracticeItem(name, question, answer, 0)


def hinted_question(item: PracticeItem) -> str:
    """Return the question with its answer shown, as STaR asks for an explanation of it."""
    return f"{item.question}\n(The answer is {item.answer}.)"


@functools.cache
def _families() -> dict[str, Family]:
    known: tuple[Family, ...] = (Addition(), *gym_families())
    return {each.name: each for each in known}


def _family(name: str) -> Family:
    with_digits = _WITH_DIGITS.fullmatch(name)
    if with_digits:
        return Addition(name, int(with_digits[1]))
    if name not in _families():
        raise InputError(f"There is no practice set “{name}”; choose one of: {', '.join(families())}.")
    return _families()[name]
