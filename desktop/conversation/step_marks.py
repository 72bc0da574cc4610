"""What the reader says of the steps of one thought: marks and notes by row. Plain Python, but for its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.conversation.step_rows import RowKind, StepRow
from models.history.ratings.records import Mark, RemarkDraft, StepMark

translate = QCoreApplication.translate

LOOKS = {
    StepMark.GOOD: ("step_good", "ok.mark"),
    StepMark.BAD: ("step_bad", "bad.mark"),
    StepMark.FIRST_WRONG: ("first_wrong_set", "bad.mark"),
}
"""The sign and the colour of each mark."""


@dataclass(frozen=True, slots=True)
class MarkAsked:
    """A step of an attempt is to be marked; None takes its mark back."""

    attempt_id: str
    number: int
    mark: StepMark | None


@dataclass(frozen=True, slots=True)
class NoteAsked:
    """A note is to be written on the characters `start` to `end` of an attempt's thought."""

    attempt_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class NoteTyped:
    """A note on an attempt's thought is being written; one without a text is given up."""

    attempt_id: str
    draft: RemarkDraft


@dataclass(frozen=True, slots=True)
class NoteRemoved:
    """A note is to be taken back."""

    attempt_id: str
    mark_id: str


@dataclass(frozen=True, slots=True)
class PreferAsked:
    """An attempt is preferred to another one; `preference_id` names the preference that is taken back instead."""

    attempt_id: str
    other_attempt_id: str
    preference_id: str = ""


@dataclass(frozen=True, slots=True)
class PairAsked:
    """The preference of an attempt to another one is to be exported or left out."""

    attempt_id: str
    other_attempt_id: str
    included: bool


class StepMarks:
    """The marks of the thought that is shown."""

    def __init__(self) -> None:
        self._marks: tuple[Mark, ...] = ()
        self._by_step: dict[int, StepMark] = {}
        self._first_wrong = 0

    def take(self, marks: Sequence[Mark]) -> bool:
        """Take all marks of the thought; returns whether they are others than before."""
        changed = tuple(marks) != self._marks
        self._marks = tuple(marks)
        self._by_step = {
            each.step_number: each.mark
            for each in self._marks
            if each.step_number is not None and each.mark is not None
        }
        wrong = [number for number, mark in self._by_step.items() if mark is StepMark.FIRST_WRONG]
        self._first_wrong = min(wrong, default=0)
        return changed

    def of(self, row: StepRow) -> StepMark | None:
        """Return the mark of the step that a row begins."""
        return self._by_step.get(row.number) if row.first and row.kind is RowKind.STEP else None

    def follows_wrong(self, row: StepRow) -> int:
        """Return the first wrong step when a row comes after it, 0 for any other."""
        return self._first_wrong if self._first_wrong and row.number > self._first_wrong else 0

    def notes_on(self, row: StepRow) -> list[Mark]:
        """Return the notes on a part of a row."""
        if row.start < 0:
            return []
        return [each for each in self._marks if each.mark is None and each.start < row.end and each.end > row.start]

    def has_note(self, draft: RemarkDraft) -> bool:
        """Whether a note that was typed is among those that are kept."""
        said = (draft.start, draft.end, draft.text.strip())
        return any(each.mark is None and (each.start, each.end, each.note) == said for each in self._marks)

    def noted(self, row: StepRow) -> tuple[tuple[int, int], ...]:
        """Return what of a row has notes, as characters of its raw text."""
        notes = self.notes_on(row)
        return tuple((max(each.start - row.start, 0), min(each.end, row.end) - row.start) for each in notes)

    def remark(self, row: StepRow) -> str:
        """Return what is said of a row because of the marks."""
        wrong = self.follows_wrong(row)
        if not wrong or not row.first or self.of(row) is not None:
            return ""
        return translate("StepView", "follows from step {number}").format(number=wrong)

    def spoken(self, row: StepRow) -> str:
        """Return the marks and notes of a row as a screen reader says them."""
        mark = self.of(row)
        notes = [translate("StepView", "Note: {text}").format(text=each.note) for each in self.notes_on(row)]
        return " ".join(filter(None, [mark_words(mark) + "." if mark is not None else "", self.remark(row), *notes]))


def mark_words(mark: StepMark) -> str:
    """Return what a mark says of a step."""
    words = {
        StepMark.GOOD: translate("StepView", "Marked as good"),
        StepMark.BAD: translate("StepView", "Marked as bad"),
        StepMark.FIRST_WRONG: translate("StepView", "Marked as the first wrong step"),
    }
    return words[mark]
