"""The rows of a thought in steps: which text stands in which row, with what number and what was found. Plain Python.

A row is only a span until it is looked at, so that a thought of thousands of steps costs nothing to open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

import msgspec

from models.traces import CheckedClaim, DiscardedStep, Step, Verdict

LONGEST_ROW = 1_200
"""Characters after which a step goes on in a further row, so that no layout takes long."""


class RowKind(StrEnum):
    """What a row is."""

    STEP = "step"
    DISCARDED = "discarded"
    """An earlier try, which was false and is repaired below."""
    REST = "rest"
    """What follows the last closed step."""
    ANSWER = "answer"
    """What the attempt answered, shown where that is not the answer that counts."""


class StepRow(msgspec.Struct, frozen=True):  # made by the thousand
    """One row.

    `number` is the step's (0 for text that belongs to none); `repaired` says that it stands in the place of a try above
    it. `raw` is its text as it was written, at `start` of the thought (-1 for a discarded try); claims are placed in
    `raw`. `first` marks the row in which a step begins.
    """

    kind: RowKind
    number: int
    raw: str
    start: int = -1
    claims: tuple[CheckedClaim, ...] = ()
    repaired: bool = False
    first: bool = True

    @property
    def end(self) -> int:
        """Where it ends in the thought."""
        return self.start + len(self.raw)

    @property
    def false(self) -> bool:
        """Whether something in it was found to be wrong."""
        return any(claim.verdict is Verdict.FALSE for claim in self.claims)

    @property
    def checked(self) -> bool:
        """Whether something in it could be checked."""
        return any(claim.verdict is not Verdict.NOTHING for claim in self.claims)

    @property
    def right_value(self) -> str:
        """What should have stood on the right side, "" when that is not known."""
        return next((each.right_value for each in self.claims if each.verdict is Verdict.FALSE), "")

    @property
    def text(self) -> str:
        """Its text as it was written, without the white space around it."""
        return self.raw.strip()


def rows_of_step(thought: str, step: Step) -> list[StepRow]:
    """Return the rows of a step: its discarded tries, oldest first, then the step itself."""
    raw = thought[step.start : step.end]
    if len(raw) <= LONGEST_ROW and raw and not step.discarded:
        return [StepRow(RowKind.STEP, step.number, raw, step.start, step.claims)]
    tries = rows_of_tries(step.number, step.discarded)
    own = _rows(RowKind.STEP, step.number, raw, step.start, step.claims, repaired=bool(step.discarded))
    return [*tries, *own]


def rows_of_tries(number: int, discarded: Sequence[DiscardedStep]) -> Iterator[StepRow]:
    """Yield the rows of what stood in a step's place before."""
    for place, each in enumerate(discarded):
        yield from _rows(RowKind.DISCARDED, number, each.text, -1, each.claims, repaired=place > 0)


def rows_of_rest(thought: str, start: int, number: int, *, repaired: bool = False) -> Iterator[StepRow]:
    """Yield the rows of what follows the closed steps."""
    rest = thought[start:]
    if rest.strip():
        yield from _rows(RowKind.REST, number, rest, start, (), repaired=repaired)


def all_rows(
    thought: str, steps: Sequence[Step], answer: str = "", *, known: Sequence[StepRow] = (), of: int = 0
) -> list[StepRow]:
    """Return the rows of a thought that has ended, and of its `answer`; text between steps has no number.

    Args:
        thought: Its text.
        steps: Its steps.
        answer: What it led to, where that is not shown elsewhere.
        known: The rows of its first steps, which are not made again.
        of: How many steps these are.
    """
    rows = list(known)
    place = steps[of - 1].end if of else 0
    for step in steps[of:]:
        if place < step.start and (gap := thought[place : step.start]).strip():
            rows += _rows(RowKind.REST, 0, gap, place, (), repaired=False)
        rows += rows_of_step(thought, step)
        place = max(step.end, place)
    rows += rows_of_rest(thought, place, len(steps) + 1)
    if answer.strip():
        rows += _rows(RowKind.ANSWER, 0, answer, -1, (), repaired=False)
    return rows


def _rows(
    kind: RowKind, number: int, raw: str, start: int, claims: tuple[CheckedClaim, ...], *, repaired: bool
) -> Iterator[StepRow]:
    place = 0
    while place < len(raw):
        stop = _end_of_row(raw, place, claims)
        inside = (each for each in claims if place <= each.start < stop)
        own = tuple(replace(each, start=each.start - place, end=each.end - place) for each in inside)
        at = start + place if start >= 0 else -1
        yield StepRow(kind, number, raw[place:stop], at, own, repaired, place == 0)
        place = stop


def _end_of_row(raw: str, start: int, claims: tuple[CheckedClaim, ...]) -> int:
    """Return where a row ends: with the text, else at a space near the longest length, never inside a claim."""
    if len(raw) - start <= LONGEST_ROW:
        return len(raw)
    space = raw.rfind(" ", start + LONGEST_ROW // 2, start + LONGEST_ROW)
    stop = space + 1 if space >= 0 else start + LONGEST_ROW
    for each in claims:
        if each.start < stop < each.end <= start + 2 * LONGEST_ROW:
            stop = each.end
    return min(stop, len(raw))
