"""Anchors: general questions, of which what the model knows must not be lost by learning something else."""

from __future__ import annotations

import functools
import re
import unicodedata

import msgspec

from models.assets import asset

LONGEST_ANSWER = 600
"""Characters; who says everything says also the right thing."""


class Anchor(msgspec.Struct, frozen=True):
    """A question; `gold` is its right answer, with other ways to say it after `|`."""

    question: str
    gold: str


@functools.cache
def anchors() -> tuple[Anchor, ...]:
    """Return the anchors that come with Rationale; the same in every round.

    Raises:
        Bug: They are missing.
    """
    return msgspec.json.decode(asset("practice/anchors.json").read_bytes(), type=tuple[Anchor, ...])


def anchor_is_right(gold: str, answer: str) -> bool:
    """Whether an answer says the right word or number, among whatever words."""
    if len(answer) > LONGEST_ANSWER:
        return False
    words = _plain(answer)
    ways = (re.escape(_plain(each)) for each in gold.split("|"))
    return any(re.search(rf"(?<![\w.-]){way}(?!\w)(?![.,]\d)", words) for way in ways)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
