"""Which texts a few typed letters mean."""

from __future__ import annotations

_START, _NEXT, _FOUND = 8, 5, 1


def fuzzy_score(query: str, text: str) -> int | None:
    """Return how well `text` fits: its letters must hold those of `query` in their order; None when they do not.

    Letters at the start of a word and letters that follow each other count more; case and blanks count nothing.
    """
    text = text.casefold()
    best = 0
    for word in query.casefold().split():
        found = _score_word(word, text)
        if found is None:
            return None
        best += found
    return best


def _score_word(word: str, text: str) -> int | None:
    """The whole word where it stands, best at the start of one; else its letters one after another."""
    place = text.find(word)
    if place >= 0:
        starts = place == 0 or not text[place - 1].isalnum()
        return len(word) * _NEXT + _START * (1 + starts)
    score, place = 0, -1
    for letter in word:
        following = text.find(letter, place + 1)
        if following < 0:
            return None
        starts = following == 0 or not text[following - 1].isalnum()
        score += _START if starts else _NEXT if following == place + 1 else _FOUND
        place = following
    return score - (place >= 0 and len(word) == 1)
