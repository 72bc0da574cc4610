"""Which rows of a thought are shown: all of them, those that were streamed so far, or those with what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from desktop.conversation.step_rows import RowKind, StepRow, all_rows, rows_of_rest, rows_of_step, rows_of_tries
from models.traces import DiscardedStep, Step


class StepList:
    """The rows of one thought. Plain Python; the view asks again for `shown` after each change."""

    def __init__(self) -> None:
        self.thought = ""
        self.difference = 0
        """The step where the thought parts from another, 0 for none."""
        self.rows: list[StepRow] = []
        self._only: frozenset[int] | None = None
        self._before = 0
        self._found: re.Pattern[str] | None = None
        self._in_answer = False
        """Whether what was found is looked for in the answer alone."""
        self._told: tuple[object, ...] | None = None
        self._closed: list[Step] = []
        self._ends: list[int] = []
        """How many rows there are up to the end of each closed step of a thought that is being written."""

    @property
    def shown(self) -> list[StepRow]:
        """The rows that are to be shown."""
        rows = self.rows if self._only is None else [row for row in self.rows if row.number in self._only]
        if not self._before:
            return list(rows)
        return list(takewhile(lambda row: row.number < self._before, rows))

    @property
    def finds(self) -> bool:
        """Whether a place that was found is marked."""
        return self._found is not None

    @property
    def hidden_steps(self) -> int:
        """How many steps are left out."""
        if self._only is None:
            return 0
        return len({row.number for row in self.rows if row.number} - self._only)

    def take(self, thought: str, steps: Sequence[Step], difference: int, answer: str) -> bool:
        """Take a thought that has ended; returns whether its rows are others than before."""
        told = (thought, tuple(steps), difference, answer)
        if told == self._told:
            return False
        known = self._known_steps(thought, steps)
        rows = all_rows(thought, steps, answer, known=self.rows[: self._ends[known - 1]] if known else (), of=known)
        same = difference == self.difference and self._only is None and rows == self.rows
        self.thought, self.difference, self._told = thought, difference, told
        self._closed, self._ends = [], []
        if not same:
            self.rows, self._only, self._found, self._before = rows, None, None, 0
        return not same

    def take_live(
        self, thought: str, steps: Sequence[Step], pending: Sequence[DiscardedStep], *, anew: bool
    ) -> tuple[int, list[StepRow]]:
        """Take a thought that is being written.

        Args:
            thought: All of it so far.
            steps: Its closed steps.
            pending: What stood before in the place of the open step.
            anew: Whether it is another thought than the last time.

        Returns:
            From which row on the rows are others than before, and these rows.
        """
        if anew or self._only is not None or self._told is not None:
            self.rows, self._closed, self._ends = [], [], []
            self._told = self._only = self._found = None
            self.difference = self._before = 0
        kept = min(len(self._closed), len(steps))
        while kept and self._closed[kept - 1] is not steps[kept - 1]:
            kept -= 1  # taken back since
        del self._closed[kept:], self._ends[kept:]
        start = self._ends[-1] if self._ends else 0
        rows: list[StepRow] = []
        for step in steps[kept:]:
            rows += rows_of_step(thought, step)
            self._closed.append(step)
            self._ends.append(start + len(rows))
        end, number = steps[-1].end if steps else 0, len(steps) + 1
        rows += rows_of_tries(number, pending)
        rows += rows_of_rest(thought, end, number, repaired=bool(pending))
        self.thought = thought
        self.rows[start:] = rows
        return start, rows

    def find(self, offset: int, length: int) -> None:
        """Mark the words at a place of the thought; of one that has ended, leave only the steps with them."""
        words = self.thought[offset : offset + length]
        self._found, self._in_answer = _pattern(words), False
        if self._told is not None:
            self._only = frozenset(row.number for row in self.rows if self._holds(row, offset))

    def find_in_answer(self, offset: int, length: int) -> int:
        """Leave nothing out, mark the words at a place of the answer in it; returns in which row the place is."""
        rows = [(number, row) for number, row in enumerate(self.rows) if row.kind is RowKind.ANSWER]
        words = "".join(row.raw for _, row in rows)[offset : offset + length]
        self._found, self._in_answer, self._only = _pattern(words), True, None
        end = 0
        for number, row in rows:
            end += len(row.raw)
            if offset < end:
                return number
        return 0

    def forget_found(self) -> None:
        """Nothing is marked any more; the steps that are shown stay."""
        self._found = None

    def show_all(self) -> None:
        """Leave nothing out."""
        self._only = None

    def cut_before(self, number: int) -> None:
        """Show nothing from this step on; 0 shows it again."""
        self._before = number

    def span(self, number: int) -> tuple[int, int]:
        """Return where a step begins and ends in the thought; it may stand in several rows."""
        own = [row for row in self.rows if row.kind is RowKind.STEP and row.number == number]
        return own[0].start, own[-1].end

    def marks(self, row: StepRow) -> tuple[tuple[int, int], ...]:
        """Return where in a row's raw text is what was found."""
        if self._found is None or (self._in_answer and row.kind is not RowKind.ANSWER):
            return ()
        return tuple(match.span() for match in self._found.finditer(row.raw))

    def _known_steps(self, thought: str, steps: Sequence[Step]) -> int:
        """Return of how many of a thought's first steps there are rows, from when it was written."""
        known = place = 0
        for own, step in zip(self._closed, steps, strict=False):
            if own is not step or (place < step.start and thought[place : step.start].strip()):
                break
            place, known = step.end, known + 1
        return known if thought[:place] == self.thought[:place] else 0

    def _holds(self, row: StepRow, offset: int) -> bool:
        if row.start <= offset < row.end:
            return True
        return self._found is not None and row.start >= 0 and self._found.search(row.raw) is not None


def _pattern(words: str) -> re.Pattern[str] | None:
    return re.compile(re.escape(words), re.IGNORECASE) if words.strip() else None
