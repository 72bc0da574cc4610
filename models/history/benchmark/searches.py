"""What is searched for in a large history: words as they are typed, beginnings, Chinese, and with filters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from models.history.benchmark.filling import OTHER_MODEL, RARE_TAG, TAG, VERDICTS
from models.history.benchmark.texts import ChineseTexts, Texts

_FILTERS = (
    f"model:{OTHER_MODEL.split()[0]}",
    *(f"rated:{each}" for each in (*VERDICTS, "none")),
    f"tag:{TAG}",
    f"tag:{RARE_TAG}",
    "before:2020-09-20",
    "before:2021",
    "after:2020-09-20",
    "after:2020-09-15 before:2020-09-20",
    f"tag:{TAG} rated:none after:2020-09-15",
)
"""The first conversation is of 2020-09-13, the others follow every ten minutes."""


@cache
def _words(texts: type[Texts]) -> list[str]:
    return texts(1).words


def typed_words() -> list[str]:
    """Return common, middling and rare words, pairs and phrases."""
    words, chance = _words(Texts), random.Random(3)
    ranks = [*range(0, 40, 4), *range(100, 1000, 100), *range(2000, 30_000, 2000)]
    typed = [words[rank] for rank in ranks]
    typed += [f"{words[chance.randrange(50)]} {words[chance.randrange(3000)]}" for _ in range(20)]
    typed += [f'"{words[chance.randrange(20)]} {words[chance.randrange(20)]}"' for _ in range(10)]
    return typed


def beginnings_of_two() -> list[str]:
    """Return short beginnings with a * after them."""
    return [f"{first}{second}*" for first in "bdfklmnrst" for second in "aeiou"]


def chinese_words() -> list[str]:
    """Return common, middling and rare words, single characters, and two words without a space between them."""
    words, chance = _words(ChineseTexts), random.Random(4)
    typed = [words[rank] for rank in (*range(0, 40, 4), *range(100, 1000, 100), *range(2000, 30_000, 2000))]
    typed += sorted({word[0] for word in typed})
    typed += [words[chance.randrange(50)] + words[chance.randrange(3000)] for _ in range(10)]
    return typed


def filtered() -> Iterator[str]:
    """Yield filters alone, and beside common, middling and rare words."""
    words = _words(Texts)
    for each in _FILTERS:
        yield each
        for rank in (0, 8, 100, 500, 2000, 20_000):
            yield f"{words[rank]} {each}"
