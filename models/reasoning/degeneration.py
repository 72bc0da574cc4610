"""Notices attempts that degenerate: loops and floods of white space while they stream, emptiness when they end."""

from __future__ import annotations

from collections import deque
from enum import StrEnum

TAIL = 1_200
"""Characters at the end of the text in which repetition is looked for."""

LOOK_EVERY = 96
"""Characters between two looks; a look takes well under a millisecond."""

LEAST_REPEATED = 240
"""Characters that must be covered by repetition; less may be a table, a list, a refrain."""

LEAST_TIMES = 4
WINDOW_LINES = 40
MOST_EQUAL_LINES = 18
"""Of the last `WINDOW_LINES`; fewer may be code or a table, which say a line again between others."""
SHORTEST_LINE = 12
LONGEST_BLANK = 160


class Degeneration(StrEnum):
    """How an attempt degenerated."""

    LOOP = "loop"
    BLANK = "blank"
    EMPTY = "empty"


class DegenerationDetector:
    """Fed with one attempt's text in one channel; says once and for all when it has degenerated."""

    def __init__(self) -> None:
        self.found: Degeneration | None = None
        self._tail = ""
        self._since_look = 0
        self._blank = 0
        self._any_text = False
        self._line = ""
        self._lines: deque[str] = deque(maxlen=WINDOW_LINES)

    def feed(self, text: str) -> Degeneration | None:
        """Take in streamed text; returns what was found so far."""
        if self.found is not None or not text:
            return self.found
        self._tail = (self._tail + text)[-TAIL:]
        self._since_look += len(text)
        self._count_blank(text)
        self._count_lines(text)
        if self._since_look >= LOOK_EVERY:
            self._since_look = 0
            self._look()
        return self.found

    def finish(self) -> Degeneration | None:
        """The text has ended; returns what was found, also that it is empty."""
        if not self._any_text:
            self.found = Degeneration.EMPTY
        self._look()
        return self.found

    def _look(self) -> None:
        if self.found is None and repeats(self._tail):
            self.found = Degeneration.LOOP

    def _count_blank(self, text: str) -> None:
        stripped = text.rstrip()
        self._any_text |= bool(stripped)
        self._blank = len(text) - len(stripped) if stripped else self._blank + len(text)
        if self._blank > LONGEST_BLANK:
            self.found = Degeneration.BLANK

    def _count_lines(self, text: str) -> None:
        *complete, self._line = (self._line + text).split("\n")
        self._line = self._line[-TAIL:]
        for line in complete:
            plain = line.strip()[:TAIL]
            if len(plain) >= SHORTEST_LINE and any(each.isalnum() for each in plain):
                self._lines.append(plain)
                if self._lines.count(plain) >= MOST_EQUAL_LINES:
                    self.found = Degeneration.LOOP


def repeats(text: str) -> bool:
    """Whether `text` ends with a piece said `LEAST_TIMES` times or more, over `LEAST_REPEATED` characters or more.

    Uses the failure function of Knuth, Morris and Pratt on the reversed text: a prefix of length m with a border of
    length b has the period m - b. Linear in the length of `text`.
    """
    reverse = text[::-1]
    border = [0] * len(reverse)
    for place in range(1, len(reverse)):
        length = border[place - 1]
        while length and reverse[place] != reverse[length]:
            length = border[length - 1]
        border[place] = length + (reverse[place] == reverse[length])
        covered = place + 1
        period = covered - border[place]
        if covered >= max(LEAST_REPEATED, LEAST_TIMES * period):
            return True
    return False
