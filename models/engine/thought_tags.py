"""Finds the tags of a thought format in streaming text, where a tag may arrive in any number of pieces."""

from __future__ import annotations

from enum import Enum

_LONGEST_INSIDE = 200
"""How many characters of attributes a tag may hold; what is longer is text that happens to begin like a tag."""


class Match(Enum):
    """What a place in the text holds, as far as the text has arrived."""

    NO = "no"
    PARTIAL = "partial"


class Tag:
    """One tag, matched in any case; `<think>` and `[THINK]` also with attributes or white space inside."""

    def __init__(self, text: str) -> None:
        self.text = text
        closes = {"<": ">", "[": "]"}.get(text[:1], "")
        flexible = bool(closes) and text.endswith(closes) and text[1:-1].strip("/_-").replace("_", "").isalnum()
        self._tail = closes if flexible else ""
        self._head = (text[:-1] if flexible else text).lower()

    @property
    def firsts(self) -> str:
        """The characters with which the tag can begin: the first one in both cases."""
        return self._head[0] + self._head[0].upper()

    def match(self, text: str, start: int) -> int | Match:
        """Return where the tag that begins at `start` ends, or whether it is none or could still become one."""
        end = start + len(self._head)
        piece = text[start:end].lower()
        if piece != self._head:
            return Match.PARTIAL if end > len(text) and self._head.startswith(piece) else Match.NO
        return self._match_inside(text, end) if self._tail else end

    def _match_inside(self, text: str, start: int) -> int | Match:
        for index in range(start, min(len(text), start + _LONGEST_INSIDE)):
            if text[index] == self._tail:
                return index + 1
            if text[index] in "<[" or (index == start and not text[index].isspace()):
                return Match.NO
        return Match.PARTIAL if len(text) < start + _LONGEST_INSIDE else Match.NO


class CodeMarks:
    """Follows the backticks of Markdown, so that a tag quoted as code is not taken for a real one."""

    def __init__(self) -> None:
        self._fenced = False
        self._inline = False
        self._run = 0

    @property
    def inside(self) -> bool:
        """Whether the next character is inside a code fence or inline code."""
        fenced = self._fenced != (self._run >= 3)
        return fenced or self._inline != (0 < self._run < 3)

    def feed(self, text: str) -> None:
        """Go on over `text`."""
        for character in text:
            if character == "`":
                self._run += 1
                continue
            self._end_run()
            if character == "\n":
                self._inline = False

    def _end_run(self) -> None:
        if self._run >= 3:
            self._fenced = not self._fenced
        elif self._run:
            self._inline = not self._inline
        self._run = 0
