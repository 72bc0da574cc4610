"""Draws fresh questions of a practice set: distinct, the same for the same seed, easy and hard ones mixed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from random import Random

from models.learning.practice.items import Family, PracticeItem

MOST_REPETITIONS = 400
"""A level of which so many questions in a row were known is taken to be used up."""


def draw_items(
    family: Family, seed: int, count: int, exclude: Collection[str], levels: Collection[int]
) -> list[PracticeItem]:
    """Draw up to `count` questions, as many of each of the levels; fewer when there are no more.

    Args:
        family: The kind of questions.
        seed: Whatever is drawn follows from it.
        count: How many.
        exclude: Questions that are not wanted.
        levels: How hard they may be.
    """
    known = set(exclude)
    streams = [_fresh(family, level, _seed(family.name, level, seed), known) for level in levels]
    items: list[PracticeItem] = []
    while streams and len(items) < count:
        for stream in list(streams):
            item = next(stream, None)
            if item is None:
                streams.remove(stream)
            elif len(items) < count:
                items.append(item)
    Random(seed).shuffle(items)
    return items


def _fresh(family: Family, level: int, seed: int, known: set[str]) -> Iterator[PracticeItem]:
    repeated = 0
    for item in family.stream(level, seed):
        if item.question not in known:
            known.add(item.question)
            repeated = 0
            yield item
        elif (repeated := repeated + 1) > MOST_REPETITIONS:
            return


def _seed(name: str, level: int, seed: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{name}/{level}/{seed}".encode()).digest()[:4], "big")
