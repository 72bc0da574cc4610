"""Which steps of a streaming thought are closed: lines, and sentences that another one follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_STEP = 2_000
"""Characters after which a step closes without an end in sight."""

_END = re.compile(r"\n|(?<=[.!?])[\"'”’)\]]{0,2}[ \t]+(?=\S)|[。！？]")
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}|[A-Za-z]|e\.g|i\.e|vs|approx|Mr|Mrs|Dr|No)\.$")


@dataclass(frozen=True, slots=True)
class ClosedStep:
    """A step: `thought[start:end]` is `text`, with what white space stands around it."""

    start: int
    end: int
    text: str
    cut: bool = False
    """Whether the thought broke off in it: what stands at its end may have been meant to go on."""


class ClosedSteps:
    """Fed with a thought as it streams; gives each step once, when it is closed.

    Args:
        before: What of the thought is there already; its steps are not given again.
    """

    def __init__(self, before: str = "") -> None:
        self._open = ""
        self._start = len(before)

    def feed(self, text: str) -> list[ClosedStep]:
        """Take in text; returns the steps that it closes."""
        self._open += text
        found: list[ClosedStep] = []
        place = 0
        for match in _END.finditer(self._open):
            if not _NUMBERED.match(self._open[place : match.start()]):
                self._close(found, place, match.end())
                place = match.end()
        self._open, self._start = self._open[place:], self._start + place
        if len(self._open) > LONGEST_STEP:
            found += self.finish(cut=True)
        return found

    def finish(self, *, cut: bool = False) -> list[ClosedStep]:
        """Close what is open; `cut` says that it broke off here."""
        found: list[ClosedStep] = []
        self._close(found, 0, len(self._open), cut=cut)
        self._start, self._open = self._start + len(self._open), ""
        return found

    def _close(self, found: list[ClosedStep], start: int, end: int, *, cut: bool = False) -> None:
        text = self._open[start:end]
        if text.strip():
            found.append(ClosedStep(self._start + start, self._start + end, text, cut))
