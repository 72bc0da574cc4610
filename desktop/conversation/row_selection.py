"""What is selected among the rows of a thought, from a character of one row to a character of another. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.conversation.step_rows import StepRow

Place = tuple[int, int]
"""A row, and a character of its raw text."""


class RowSelection:
    """Selected is what lies between the anchor and the cursor."""

    def __init__(self) -> None:
        self._anchor: Place = (0, 0)
        self._cursor: Place = (0, 0)

    @property
    def empty(self) -> bool:
        """Whether nothing is selected."""
        return self._anchor == self._cursor

    def clear(self) -> None:
        """Select nothing."""
        self._anchor = self._cursor = (0, 0)

    def begin(self, place: Place, *, extend: bool = False) -> None:
        """Select from here on, or with `extend` to here."""
        self._cursor = place
        if not extend:
            self._anchor = place

    def reach(self, place: Place) -> None:
        """Select to here."""
        self._cursor = place

    def select(self, first: Place, last: Place) -> None:
        """Select from one place to another."""
        self._anchor, self._cursor = first, last

    def within(self, index: int, row: StepRow) -> tuple[int, int] | None:
        """Return what of a row is selected, as characters of its raw text; None for nothing."""
        first, last = sorted((self._anchor, self._cursor))
        if self.empty or not first[0] <= index <= last[0]:
            return None
        start = first[1] if index == first[0] else 0
        end = last[1] if index == last[0] else len(row.raw)
        return (start, end) if start < end else None

    def place(self, rows: Sequence[StepRow]) -> tuple[int, int] | None:
        """Return where in the thought the selected text begins and ends; None for nothing, or for discarded tries."""
        spans = [
            (row.start + span[0], row.start + span[1])
            for index, row in enumerate(rows)
            if row.start >= 0 and (span := self.within(index, row)) is not None
        ]
        return (spans[0][0], spans[-1][1]) if spans else None

    def text(self, rows: Sequence[StepRow]) -> str:
        """Return the selected text as it was written, a line for each row."""
        first, last = sorted((self._anchor, self._cursor))
        pieces: list[str] = []
        for index in range(first[0], min(last[0] + 1, len(rows))):
            row, place = rows[index], self.within(index, rows[index])
            piece = row.raw[slice(*place)] if place is not None else ""
            pieces.append(piece.strip("\n") if row.first or not pieces else pieces.pop() + piece.strip("\n"))
        return "\n".join(pieces)
