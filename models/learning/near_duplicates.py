"""Whether two questions are the same but for their spelling; numbers always count."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

LEAST_LIKENESS = 0.8
"""The shared part of the three-letter pieces of two questions, from which on they are nearly the same."""

MOST_COMPARED = 600
"""Characters of a question that are compared."""

_CONTRACTIONS = (("what's", "what is"), ("whats ", "what is "), ("how's", "how is"), ("who's", "who is"))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DROPPED = re.compile(r"[^\w+*/=<>×÷^%-]+")


def question_key(question: str) -> str:
    """Return a question without what does not change it: case, accents of width, spaces, punctuation, contractions."""
    text = unicodedata.normalize("NFKC", question).casefold().replace("’", "'")
    for short, long in _CONTRACTIONS:
        text = text.replace(short, long)
    return _DROPPED.sub("", text)


def nearly_the_same(first: str, second: str) -> bool:
    """Whether two question keys ask for the same: the same numbers in the same order, and nearly the same words."""
    if first == second:
        return True
    if _NUMBER.findall(first) != _NUMBER.findall(second):
        return False
    one, other = _pieces(first), _pieces(second)
    shared = sum((one & other).values())
    total = sum((one | other).values())
    return total > 0 and shared / total >= LEAST_LIKENESS


def _pieces(key: str) -> Counter[str]:
    text = f"  {key[:MOST_COMPARED]}  "
    return Counter(text[place : place + 3] for place in range(len(text) - 2))
