"""Lets the reader judge the steps of a `StepView`: tools over the row that is looked at, marks, notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.conversation.rating_field import RatingField
from desktop.conversation.step_marks import MarkAsked, NoteAsked, NoteRemoved, NoteTyped, StepMarks
from desktop.conversation.step_rows import RowKind, StepRow
from desktop.conversation.step_tools import StepTools
from desktop.theme import Theme
from models.history.ratings.records import Mark, RemarkDraft, RemarkKind, StepMark

_RIGHT = 8


class Steps(Protocol):
    """What a view of steps tells."""

    @property
    def rows(self) -> Sequence[StepRow]:
        """The rows that are shown."""

    @property
    def lit(self) -> int:
        """The row that is looked at, -1 for none."""

    def row_box(self, index: int) -> QRect:
        """Return where a row is on the viewport."""

    def selected_place(self) -> tuple[int, int] | None:
        """Return which characters of the thought are selected."""


class StepJudging(QObject):
    """The view calls `settle` whenever another row is looked at, or rows have moved.

    Args:
        theme: The look.
        viewport: What the rows are painted on.
        view: The view.
    """

    asked = Signal(object)
    """What is said of the thought (`MarkAsked`, `NoteAsked`, `NoteTyped`, `NoteRemoved`)."""
    edit_wanted = Signal()
    """The step that is looked at is to be changed."""

    def __init__(self, theme: Theme, viewport: QWidget, view: Steps) -> None:
        super().__init__(viewport)
        self._theme, self._viewport, self._view = theme, viewport, view
        self.marks = StepMarks()
        self.enabled = False
        """Whether the thought is whole and kept, so that it can be judged."""
        self.attempt_id = ""
        """Whose thought it is (`about`)."""
        self._written = RemarkDraft(RemarkKind.NOTE, "")
        """The note in the field, with its place."""
        self.tools = StepTools(theme, viewport)
        self.tools.marked.connect(self.mark)
        self.tools.note_wanted.connect(self.write_note)
        self.tools.edit_wanted.connect(self.edit_wanted)
        self.field = RatingField(theme, viewport)
        self.field.kept.connect(self._keep_note)
        self.field.typed.connect(self._tell_typed)
        self.field.left.connect(lambda: self._tell_typed(""))

    def about(self, attempt_id: str) -> None:
        """Be about the thought of this attempt; a note that is being written belongs to the one before."""
        if attempt_id != self.attempt_id:
            self.field.leave()
            self.attempt_id = attempt_id

    def take_draft(self, draft: RemarkDraft | None) -> None:
        """Show a note that was typed at another time in its field; None where there is none any more."""
        if draft is not None and self.marks.has_note(draft):
            self.asked.emit(NoteTyped(self.attempt_id, replace(draft, text="")))
        elif draft is not None and self.enabled:
            if not self.field.is_open:
                self._written = draft
            self.field.bring(draft.text, self._words())
            self.settle()
        elif not self.field.hasFocus():
            self.field.put_away()

    def settle(self) -> None:
        """Put the tools where the row that is looked at is."""
        row = self._row()
        shown = row is not None and not self.field.is_open and self._view.row_box(self._view.lit).width() > 0
        if shown and row is not None:
            box = self._view.row_box(self._view.lit)
            self.tools.show_mark(self.marks.of(row))
            self.tools.place(box.right() - _RIGHT, box.top())
        self.tools.setVisible(shown)
        if self.field.is_open:
            self._place_field()

    def mark(self, mark: StepMark) -> bool:
        """Mark the step that is looked at, or take the same mark back; False where there is none."""
        row = self._row()
        if row is not None:
            taken_back = self.marks.of(row) is mark
            self.asked.emit(MarkAsked(self.attempt_id, row.number, None if taken_back else mark))
        return row is not None

    def write_note(self) -> bool:
        """Let a note be written on what is selected, else on the row that is looked at; False where there is none."""
        place, row = self._view.selected_place(), self._row()
        if not self.enabled or (place is None and row is None):
            return False
        self.field.keep()  # a note on another place that was being written
        start, end = place if place is not None else (row.start, row.end) if row is not None else (0, 0)
        self._written = RemarkDraft(RemarkKind.NOTE, "", start, end)
        self._place_field()
        self.field.open("", self._words())
        self.field.raise_()
        self.settle()
        return True

    def note_at(self, row: StepRow, character: int) -> str:
        """Return the notes on a character of a row's raw text, "" for none."""
        place = row.start + character
        return "\n".join(each.note for each in self.marks.notes_on(row) if each.start <= place < each.end)

    def add_to_menu(self, menu: QMenu) -> None:
        """Offer the tools, and to take notes back."""
        row = self._row()
        if row is None:
            return
        menu.addSeparator()
        for mark, button in self.tools.buttons.items():
            action = menu.addAction(button.accessibleName(), self._marker(mark))
            action.setCheckable(True)
            action.setChecked(self.marks.of(row) is mark)
        menu.addAction(self.tools.note_button.accessibleName(), self.write_note)
        if not self.tools.edit_button.isHidden():
            menu.addAction(self.tools.edit_button.accessibleName(), self.edit_wanted.emit)
        for each in self.marks.notes_on(row):
            words = self.tr("Remove the note “{text}”").format(text=each.note[:40])
            menu.addAction(words, self._remover(each))

    def _row(self) -> StepRow | None:
        """The step that is looked at, if it can be judged."""
        rows, index = self._view.rows, self._view.lit
        if not self.enabled or not 0 <= index < len(rows):
            return None
        row = rows[index]
        return row if row.kind is RowKind.STEP and row.number else None

    def _marker(self, mark: StepMark) -> Callable[[], object]:
        return lambda: self.mark(mark)

    def _remover(self, note: Mark) -> Callable[[], object]:
        return lambda: self.asked.emit(NoteRemoved(self.attempt_id, note.id))

    def _words(self) -> str:
        return self.tr("A note on this place; Enter keeps it")

    def _place_field(self) -> None:
        """Let the field stand below the row in which the place of the note ends, as far as that is in view."""
        rows, last = self._view.rows, self._written.end - 1
        index = next((n for n, row in enumerate(rows) if 0 <= row.start <= last < row.end), 0)
        if not rows:
            return
        box, height, gutter = self._view.row_box(index), self._theme.size("step_row"), self._theme.size("gutter")
        top = min(box.bottom() + 1, self._viewport.height() - height)
        self.field.setGeometry(gutter - 8, max(top, 0), box.width() - gutter, height)

    def _tell_typed(self, text: str) -> None:
        self._written = replace(self._written, text=text)
        self.asked.emit(NoteTyped(self.attempt_id, self._written))

    def _keep_note(self, text: str) -> None:
        if text:
            self.asked.emit(NoteAsked(self.attempt_id, self._written.start, self._written.end, text))
        else:
            self._tell_typed("")
