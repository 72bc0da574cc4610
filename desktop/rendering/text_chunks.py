"""A long text in chunks of about a thousand characters, so that only those in view are laid out. Plain Python.

A chunk ends with a line feed where it can; a line that is much longer is broken at a space, or anywhere, in the picture
only: the chunks joined are the text.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

_ENOUGH = 800
_MOST = 1_200


class TextChunks:
    """Grows at its end."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.size = 0

    def clear(self) -> None:
        """Hold nothing."""
        self.pieces.clear()
        self.starts.clear()
        self.size = 0

    def append(self, text: str) -> int:
        """Add text; returns the index of the first chunk that changed."""
        first = max(len(self.pieces) - 1, 0)
        if self.pieces:
            text = self.pieces.pop() + text
            self.size = self.starts.pop()
        start = 0
        while start < len(text):
            end = _end_of_chunk(text, start)
            self.pieces.append(text[start:end])
            self.starts.append(self.size)
            self.size += end - start
            start = end
        return first

    def at(self, offset: int) -> int:
        """Return the index of the chunk with this character."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def text(self, start: int = 0, end: int | None = None) -> str:
        """Return the characters from `start` to before `end`."""
        end = self.size if end is None else end
        if start >= end or not self.pieces:
            return ""
        first, last = self.at(start), self.at(end - 1)
        joined = "".join(self.pieces[first : last + 1])
        return joined[start - self.starts[first] : end - self.starts[first]]


def _end_of_chunk(text: str, start: int) -> int:
    if len(text) - start <= _ENOUGH:
        return len(text)
    feed = text.find("\n", start + _ENOUGH, start + _MOST)
    if feed >= 0:
        return feed + 1
    if len(text) - start <= _MOST:
        return len(text)
    feed = text.rfind("\n", start + 1, start + _ENOUGH)
    if feed >= 0:
        return feed + 1
    space = text.rfind(" ", start + _ENOUGH, start + _MOST)
    end = space + 1 if space >= 0 else start + _MOST
    while end < len(text) and unicodedata.combining(text[end]) and end < start + 2 * _MOST:
        end += 1
    return end


def utf16_units(text: str, characters: int) -> int:
    """Return how many UTF-16 units the first characters take, as Qt counts."""
    return characters if text.isascii() else len(text[:characters].encode("utf-16-le", "surrogatepass")) // 2


def characters_of_utf16(text: str, units: int) -> int:
    """Return how many characters so many UTF-16 units are."""
    if text.isascii():
        return units
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))
