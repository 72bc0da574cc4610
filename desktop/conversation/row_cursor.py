"""Which row of a thought is looked at: the one under the pointer, else the one that was walked to. Plain Python."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from desktop.conversation.step_rows import StepRow


class RowCursor:
    """Both are indexes of rows, -1 for none."""

    def __init__(self) -> None:
        self.pointed = self.walked = -1

    def clear(self) -> None:
        """No row is looked at any more."""
        self.pointed = self.walked = -1

    def forget_from(self, start: int) -> None:
        """The rows from here on are others now: none of them was walked to."""
        if self.walked >= start:
            self.walked = -1

    def looked_at(self, *, focused: bool) -> int:
        """Return the row that is looked at; the one that was walked to only while the keyboard is here."""
        return self.pointed if self.pointed >= 0 else self.walked if focused else -1

    def lights(self, index: int, *, focused: bool) -> bool:
        """Whether a row is lit; two can be, one under the pointer and one that was walked to."""
        return index == self.pointed or self.rings(index, focused=focused)

    def rings(self, index: int, *, focused: bool) -> bool:
        """Whether a row has the ring of the focus."""
        return focused and index == self.walked

    def step_after(self, rows: Sequence[StepRow], by: int, first_in_view: int) -> int:
        """Return the row of the step after (1) or before (-1) the one that was walked to, -1 where there are none.

        Where none was walked to it is the first step in view, or the last one of all.
        """
        starts = [index for index, row in enumerate(rows) if row.first]
        if not starts:
            return -1
        if self.walked >= 0:
            place = bisect_right(starts, self.walked) - 1 + by
        else:
            place = bisect_right(starts, max(first_in_view, 0)) - 1 if by > 0 else len(starts) - 1
        return starts[min(max(place, 0), len(starts) - 1)]
