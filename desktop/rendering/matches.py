"""Where the words of a hit stand in what is shown: the picture has other offsets than the Markdown, but the same order.

So the words are looked for as many times as they occur in the source before the hit. Plain Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice


def count_in(text: str, words: str) -> int:
    """Return how often `words` occur in a text; capital letters do not matter."""
    return sum(1 for _ in _matches(text, words))


def nth_match(text: str, words: str, number: int) -> tuple[int, int] | None:
    """Return start and end of the occurrence after `number` others, else of the last; None when there is none."""
    found = list(islice(_matches(text, words), number + 1))
    return found[-1].span() if found else None


def _matches(text: str, words: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(words), text, re.IGNORECASE)
