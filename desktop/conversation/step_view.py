"""A thought in numbered steps with what was checked in them, walked through, judged, and searched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from desktop.conversation.row_painter import RowLook
from desktop.conversation.row_view import RowView
from desktop.conversation.row_words import passing_remark, remark, spoken
from desktop.conversation.step_announcing import StepAnnouncing
from desktop.conversation.step_judging import StepJudging
from desktop.conversation.step_list import StepList
from desktop.conversation.step_rows import RowKind, StepRow
from desktop.theme import Theme
from models.history.ratings.records import Mark
from models.traces import DiscardedStep, Step


class StepView(RowView):
    """The steps of one attempt."""

    walked = Signal(int, int)
    """The reader went to a row: its top and bottom (pixels)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._list = StepList()
        super().__init__(theme, lambda row: remark(row, self._list.difference), parent)
        self._announcing = StepAnnouncing(self)
        self.judging = StepJudging(theme, self.viewport(), self)
        self.shows_caret = False
        """Whether a block is painted at the end, where the model is writing."""
        self.setAccessibleName(self.tr("Steps of the thought"))

    @property
    def difference(self) -> int:
        """The step where the thought parts from another, 0 for none."""
        return self._list.difference

    @property
    def hidden_steps(self) -> int:
        """How many steps are left out, because only those with what was found are shown."""
        return self._list.hidden_steps

    def marks(self, row: StepRow) -> tuple[tuple[int, int], ...]:
        """Return where in a row's raw text is what was found."""
        return self._list.marks(row)

    def show_marks(self, marks: Sequence[Mark], *, judgeable: bool) -> None:
        """Show what the reader said of the steps; `judgeable` says whether more can be said."""
        self.judging.enabled = judgeable
        if self.judging.marks.take(marks) and self.hasFocus():
            self._announce()
        self.look_again()

    def show_thought(self, thought: str, steps: Sequence[Step], *, difference: int = 0, answer: str = "") -> None:
        """Show a thought that has ended.

        Args:
            thought: Its text.
            steps: Its steps.
            difference: The step where it parts from another, 0 for none.
            answer: What it led to, where that is not shown elsewhere.
        """
        if self._list.take(thought, steps, difference, answer):
            self._show_rows()

    def show_live(
        self, thought: str, steps: Sequence[Step], pending: Sequence[DiscardedStep] = (), *, anew: bool = False
    ) -> None:
        """Show a thought that is being written: what closed since the last time is added, the open step follows.

        Args:
            thought: All of it so far.
            steps: Its closed steps.
            pending: What stood before in the place of the open step.
            anew: Whether it is another thought than the last time.
        """
        self.judging.enabled = False
        at_end = self.follows_end
        start, rows = self._list.take_live(thought, steps, pending, anew=anew)
        following = anew or (at_end and not self._list.finds)
        self._cursor.forget_from(start)
        self._layouts.replace(rows, start)
        self._scrolling.settle()
        if anew:
            self._selection.clear()
        self._announcing.say_failures(rows, silent=anew)
        if following:
            self._scrolling.scroll_to_end()

    def show_hit(self, offset: int, length: int) -> int:
        """Mark the words at a place of the thought; returns its place (pixels).

        Of a thought that has ended only the steps with them are shown.
        """
        self._list.find(offset, length)
        self._show_rows()
        place = next((n for n, row in enumerate(self.rows) if 0 <= row.start <= offset < row.end), 0)
        return self._scrolling.show(place)

    def show_hit_in_answer(self, offset: int, length: int) -> int:
        """Show all steps, and the words at a place of what they led to marked; returns its place (pixels)."""
        place = self._list.find_in_answer(offset, length)
        self._show_rows()
        return self._scrolling.show(place)

    def clear_hit(self) -> None:
        """Remove the marks; the steps that are shown stay."""
        self._list.forget_found()
        self.viewport().update()

    def show_all(self) -> None:
        """Show all steps again."""
        self._list.show_all()
        self._show_rows()

    def walk(self, by: int) -> None:
        """Go to the step after (1) or before (-1) the one that was walked to last."""
        place = self._cursor.step_after(self.rows, by, self._scrolling.visible.start)
        if place >= 0:
            self._go_to(place)

    def go_to_step(self, number: int) -> None:
        """Go to the row in which a step begins, if there is one."""
        place = next((n for n, row in enumerate(self.rows) if row.first and row.number == number), None)
        if place is not None:
            self._go_to(place)

    def step_to_edit(self) -> tuple[int, int, int] | None:
        """Return number, start and end of the step that is looked at, else was walked to; None where there is none."""
        row = self.row(self.lit) if self.lit >= 0 else self.current
        if row is None or row.kind is not RowKind.STEP or not row.number:
            return None
        return (row.number, *self._list.span(row.number))

    def cut_before(self, number: int) -> None:
        """Show nothing from this step on, because it is being changed; 0 shows it again."""
        self._list.cut_before(number)
        self._show_rows()

    def copy_step(self) -> None:
        """Put the row that was walked to on the clipboard, as it was written."""
        if self.current is not None:
            QApplication.clipboard().setText(self.current.text)

    def look(self, index: int, box: QRectF) -> RowLook:
        """Return how a row is painted now in its place."""
        row, focused, marks = self.rows[index], self.hasFocus(), self.judging.marks
        lit, last = self._cursor.lights(index, focused=focused), index == len(self.rows) - 1
        words = remark(row, self._list.difference) or marks.remark(row)
        if index == self.lit and self.judging.tools.isVisible():
            words = ""
        if not words and lit and not self.judging.enabled:
            words = passing_remark(row)
        return RowLook(
            box, words, "bad.text" if row.right_value else "text.tertiary", lit,
            self._cursor.rings(index, focused=focused), last, self.shows_caret and last,
            self._list.marks(row), self._selection.within(index, row),
            marks.of(row), bool(marks.follows_wrong(row)), marks.noted(row),
        )  # fmt: skip

    def look_again(self) -> None:
        """Another row is looked at, or rows have moved or changed."""
        self.judging.settle()
        super().look_again()

    def viewportEvent(self, event: QEvent) -> bool:
        """The tool tip of a place with a note is the note."""
        if isinstance(event, QHelpEvent):
            row = self.row(self._scrolling.row_at(event.pos().y()))
            _, character = self._scrolling.character_at(event.pos())
            note = self.judging.note_at(row, character) if row is not None else ""
            QToolTip.showText(event.globalPos(), note, self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes to the first row in view."""
        super().focusInEvent(event)
        if self._cursor.walked < 0 and self.rows and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._cursor.walked = self._scrolling.visible.start
            self._announce()
        self.look_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk, Ctrl+A selects all, Ctrl+C copies what is selected, else the step."""
        if event.matches(QKeySequence.StandardKey.Copy):
            (self.copy_step if self._selection.empty else self.copy_selected)()
        elif event.matches(QKeySequence.StandardKey.SelectAll) and self.rows:
            self._selection.select((0, 0), (len(self.rows) - 1, len(self.rows[-1].raw)))
            self.viewport().update()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.walk(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the step or the thought."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._cursor.walked = self._scrolling.row_at(event.pos().y())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy"), self.copy_selected).setEnabled(not self._selection.empty)
        menu.addAction(self.tr("Copy step"), self.copy_step).setEnabled(self.current is not None)
        menu.addAction(self.tr("Copy thought"), lambda: QApplication.clipboard().setText(self._list.thought))
        self.judging.add_to_menu(menu)
        menu.popup(event.globalPos())

    def _show_rows(self) -> None:
        self._cursor.clear()
        self._selection.clear()
        self._layouts.replace(self._list.shown)
        self._scrolling.scroll_to_start()
        self._scrolling.settle()

    def _go_to(self, index: int) -> None:
        """The reader walks to a row."""
        self._cursor.walked = index
        if self._scrolling.scrolls:
            self.scrolled.emit()
        self._scrolling.bring(index)
        self._announce()
        self._cursor.pointed = -1
        self.look_again()
        self.walked.emit(self._scrolling.top(index), self._scrolling.top(index + 1))

    def _announce(self) -> None:
        row = self.current
        if row is not None:
            words = f"{spoken(row, self._list.difference)} {self.judging.marks.spoken(row)}"
            self._announcing.say(words.strip())
