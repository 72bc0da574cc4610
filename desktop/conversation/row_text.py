"""The text of a row as it is shown: cleaned, with each checked equation as a chip that does not break across lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QTextBoundaryFinder

from desktop.conversation.step_rows import RowKind, StepRow
from desktop.rendering.safe_text import clean_text
from desktop.rendering.text_chunks import utf16_units
from models.traces import Verdict

_PAD = "\u00a0"
_SIGN = "\u00a0\u00a0"
"""The room of the check or cross, painted over it."""
_JOINER = "\u2060"
_EMPHASIS = re.compile(r"\*\*|__|`")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Chip:
    """A checked equation in a row: from `start` to `end`, its sign at `sign` after a gap (UTF-16 units)."""

    start: int
    end: int
    gap: int
    sign: int
    holds: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    first: int
    last: int
    start: int
    end: int


class RowText:
    """What of a row is laid out. Places of the raw and of the shown text (UTF-16 units) are kept together."""

    def __init__(self, row: StepRow) -> None:
        self.text = ""
        self.chips: list[Chip] = []
        self._pieces: list[_Piece] = []
        self._units = 0
        start, end = _trimmed(row.raw)
        plain = _unmarked if row.kind is RowKind.ANSWER else _plain
        for claim in sorted(row.claims, key=lambda each: each.start):
            if claim.verdict is Verdict.NOTHING or not start <= claim.start < claim.end <= end:
                continue
            self._add(start, claim.start, _plain(row.raw[start : claim.start]))
            self._add_chip(row.raw, claim.start, claim.end, holds=claim.verdict is Verdict.HOLDS)
            start = claim.end
        self._add(start, end, plain(row.raw[start:end]))

    def place_of(self, character: int) -> int:
        """Return where a character of the row's raw text is in the shown text."""
        for piece in self._pieces:
            if character < piece.last:
                span = max(piece.last - piece.first, 1)
                share = (max(character, piece.first) - piece.first) / span
                return piece.start + round(share * (piece.end - piece.start))
        return self._units

    def character_at(self, units: int) -> int:
        """Return which character of the row's raw text is at a place of the shown text."""
        last = 0
        for piece in self._pieces:
            if units < piece.start:
                break
            last = piece.last
            if units < piece.end:
                share = (units - piece.start) / max(piece.end - piece.start, 1)
                return piece.first + round(share * (piece.last - piece.first))
        return last

    def _add(self, first: int, last: int, shown: str) -> None:
        if first >= last:
            return
        units = utf16_units(shown, len(shown))
        self.text += shown
        self._pieces.append(_Piece(first, last, self._units, self._units + units))
        self._units += units

    def _add_chip(self, source: str, first: int, last: int, *, holds: bool) -> None:
        start = self._units
        self._append(_PAD)
        self._add(first, last, _unbroken(_plain(source[first:last]).strip()))
        self._append(_JOINER)
        gap = self._units
        self._append(_PAD + _JOINER)
        sign = self._units
        self._append(_SIGN + _JOINER + _PAD)
        self.chips.append(Chip(start, self._units, gap, sign, holds))

    def _append(self, shown: str) -> None:
        self.text += shown
        self._units += len(shown)


def _trimmed(raw: str) -> tuple[int, int]:
    start = len(raw) - len(raw.lstrip())
    return start, max(len(raw.rstrip()), start)


def _plain(text: str) -> str:
    """Lines within a step stay lines; the number of characters changes only where some cannot be shown."""
    return clean_text(text).replace("\n", "\u2028")


def _unmarked(text: str) -> str:
    """The text of an answer without the signs of emphasis."""
    return _plain(_EMPHASIS.sub("", text))


def _unbroken(text: str) -> str:
    """Let no line end inside the text."""
    text = _BLANKS.sub(_PAD, text.replace("\u2028", " "))
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    if not text.isascii() and utf16_units(text, len(text)) != len(text):
        return _JOINER.join(text)  # outside the basic plane Qt counts otherwise
    breaks = []
    while (place := finder.toNextBoundary()) != -1:
        if 0 < place < len(text):
            breaks.append(place)
    for place in reversed(breaks):
        text = text[:place] + _JOINER + text[place:]
    return text
