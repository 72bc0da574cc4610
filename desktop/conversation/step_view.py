"""A thought in numbered steps with what was checked in them: only the rows in view are laid out and painted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QMenu, QToolTip, QWidget

from desktop.conversation.announcing import announce
from desktop.conversation.row_layouts import RowLayouts
from desktop.conversation.row_painter import RowLook, RowPainter
from desktop.conversation.row_selection import RowSelection
from desktop.conversation.row_words import failure, passing_remark, remark, spoken
from desktop.conversation.step_judging import StepJudging
from desktop.conversation.step_list import StepList
from desktop.conversation.step_rows import RowKind, StepRow
from desktop.theme import Theme
from models.history.ratings.records import Mark
from models.traces import DiscardedStep, Step

_WHOLE_ROWS, _WHOLE_CHARACTERS = 40, 6_000
"""Up to this size the thought is shown in its full height."""
_TALLEST = 560
"""Height, in pixels, of a longer thought; it scrolls inside itself."""
_MOST_ROUNDS = 8


class StepView(QAbstractScrollArea):
    """The steps of one attempt. `scrolled`: the reader moved inside it; `walked`: to a row (top, bottom in pixels)."""

    scrolled = Signal()
    walked = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._painter = theme, RowPainter(theme)
        self._list = StepList()
        self._layouts = RowLayouts(theme, lambda row: remark(row, self._list.difference))
        self._hovered = self._current = -1
        self._selection = RowSelection()
        self.judging = StepJudging(theme, self.viewport(), self)
        self._announced: set[str] = set()
        """The texts of false steps that were told of while they were written."""
        self.fixed_height = 0
        """When not 0 the view is this high (a thought that is being written)."""
        self.shows_caret = False
        """Whether a block is painted at the end, where the model is writing."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self.scrolled.emit())
        self.verticalScrollBar().valueChanged.connect(self._settle)
        self.setAccessibleName(self.tr("Steps of the thought"))

    @property
    def rows(self) -> Sequence[StepRow]:
        """The rows that are shown."""
        return self._layouts.rows

    @property
    def difference(self) -> int:
        """The step where the thought parts from another, 0 for none."""
        return self._list.difference

    def row_height(self, place: int) -> int:
        """Return how high a row is (pixels)."""
        return self._layouts.layout(place).height

    @property
    def hidden_steps(self) -> int:
        """How many steps are left out, because only those with what was found are shown."""
        return self._list.hidden_steps

    def marks(self, row: StepRow) -> tuple[tuple[int, int], ...]:
        """Return where in a row's raw text is what was found."""
        return self._list.marks(row)

    @property
    def current(self) -> StepRow | None:
        """The row that was walked to."""
        return self.rows[self._current] if 0 <= self._current < len(self.rows) else None

    @property
    def lit(self) -> int:
        """The row that is looked at: under the pointer, else the one that was walked to; -1 for none."""
        return self._hovered if self._hovered >= 0 else self._current if self.hasFocus() else -1

    def row_box(self, index: int) -> QRect:
        """Return where a row is on the viewport."""
        top = self._layouts.tops[index] - self.verticalScrollBar().value()
        return QRect(1, top, self.viewport().width() - 2, self._layouts.layout(index).height)

    def selected_place(self) -> tuple[int, int] | None:
        """Return which characters of the thought are selected."""
        return self._selection.place(self.rows)

    def show_marks(self, marks: Sequence[Mark], *, judgeable: bool) -> None:
        """Show what the reader said of the steps; `judgeable` says whether more can be said."""
        self.judging.enabled = judgeable
        if self.judging.marks.take(marks) and self.hasFocus():
            self._tell()
        self.judging.settle()
        self.viewport().update()

    @property
    def follows_end(self) -> bool:
        """Whether the end is in view."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - self._theme.size("step_row")

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
        self._current = self._current if self._current < start else -1
        self._layouts.replace(rows, start)
        self._settle()
        if anew:
            self._selection.clear()
        self._announce_failures(rows, silent=anew)
        if following:
            self.scroll_to_end()

    def scroll_to_end(self) -> None:
        """Show the last rows."""
        for _ in range(2):  # what comes into view is measured first
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def show_hit(self, offset: int, length: int) -> int:
        """Mark the words at a place of the thought; returns its place (pixels).

        Of a thought that has ended only the steps with them are shown.
        """
        self._list.find(offset, length)
        self._show_rows()
        return self._show_row(next((n for n, row in enumerate(self.rows) if 0 <= row.start <= offset < row.end), 0))

    def show_hit_in_answer(self, offset: int, length: int) -> int:
        """Show all steps, and the words at a place of what they led to marked; returns its place (pixels)."""
        place = self._list.find_in_answer(offset, length)
        self._show_rows()
        return self._show_row(place)

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
        starts = [number for number, row in enumerate(self.rows) if row.first]
        if not starts:
            return
        if self._current < 0:
            place = bisect_right(starts, max(self._visible().start, 0)) - 1 if by > 0 else len(starts) - 1
        else:
            place = bisect_right(starts, self._current) - 1 + by
        self._go_to(starts[min(max(place, 0), len(starts) - 1)])

    def go_to_step(self, number: int) -> None:
        """Go to the row in which a step begins, if there is one."""
        place = next((n for n, row in enumerate(self.rows) if row.first and row.number == number), None)
        if place is not None:
            self._go_to(place)

    def step_to_edit(self) -> tuple[int, int, int] | None:
        """Return number, start and end of the step that is looked at, else was walked to; None where there is none."""
        place = self.lit if self.lit >= 0 else self._current
        row = self.rows[place] if 0 <= place < len(self.rows) else None
        if row is None or row.kind is not RowKind.STEP or not row.number:
            return None
        return (row.number, *self._list.span(row.number))

    def cut_before(self, number: int) -> None:
        """Show nothing from this step on, because it is being changed; 0 shows it again."""
        self._list.cut_before(number)
        self._show_rows()

    def apply_theme(self) -> None:
        """Take colours and fonts of the theme."""
        self._layouts.forget()
        self._settle()

    def place(self, width: int) -> int:
        """Take this width and return the height of the steps, or what is shown of them."""
        self._layouts.set_width(width)
        whole = len(self.rows) <= _WHOLE_ROWS and sum(len(row.raw) for row in self.rows) <= _WHOLE_CHARACTERS
        if self.fixed_height:
            height = self.fixed_height
        elif whole:
            self._measure_all()
            height = max(self._layouts.tops[-1], self._theme.size("step_row"))
        else:
            height = _TALLEST
        scrolls = not whole and not self.fixed_height
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.resize(width, height)
        self._settle()
        return height

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, last = self.verticalScrollBar().value(), len(self.rows) - 1
        for index in self._visible():
            row, layout = self.rows[index], self._layouts.layout(index)
            box = QRectF(1, self._layouts.tops[index] - top, self.viewport().width() - 2, layout.height)
            if not box.intersects(QRectF(event.rect())):
                continue
            lit = index == self._hovered or (index == self._current and self.hasFocus())
            marks = self.judging.marks
            always = remark(row, self._list.difference) or marks.remark(row)
            if index == self.lit and self.judging.tools.isVisible():
                always = ""
            role = "bad.text" if row.right_value else "text.tertiary"
            look = RowLook(
                box, always or (passing_remark(row) if lit and not self.judging.enabled else ""), role, lit,
                index == self._current and self.hasFocus(), index == last, self.shows_caret and index == last,
                self._list.marks(row), self._selection.within(index, row),
                marks.of(row), bool(marks.follows_wrong(row)), marks.noted(row),
            )  # fmt: skip
            self._painter.paint(painter, row, layout, look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar's range."""
        super().resizeEvent(event)
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll inside when there is something to scroll, otherwise leave it to the transcript."""
        bar = self.verticalScrollBar()
        up = event.angleDelta().y() > 0
        if bar.maximum() > 0 and (bar.value() > 0 if up else bar.value() < bar.maximum()):
            self.scrolled.emit()
            super().wheelEvent(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the pointer; with the button down select to there, and scroll beyond an edge."""
        y = event.position().y()
        if event.buttons() & Qt.MouseButton.LeftButton:
            bar, height = self.verticalScrollBar(), self.viewport().height()
            bar.setValue(bar.value() + int(min(y, 0) + max(y - height, 0)))
            self._selection.reach(self._place_at(event))
            self.viewport().update()
        self._light(self._row_at(y))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the row under the pointer, and select from there."""
        self._current = self._row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton:
            self._selection.begin(
                self._place_at(event), extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            )
        self.viewport().update()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the row."""
        self._current = self._row_at(event.position().y())
        if self.current is not None:
            self._selection.select((self._current, 0), (self._current, len(self.current.raw)))
            self.viewport().update()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was taken already."""
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """No row is lit when the pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self._light(-1)
        if isinstance(event, QHelpEvent):
            self._show_note(event)
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes to the first row in view."""
        super().focusInEvent(event)
        if self._current < 0 and self.rows and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._current = self._visible().start
            self._tell()
        self.judging.settle()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the focus."""
        super().focusOutEvent(event)
        self.judging.settle()
        self.viewport().update()

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
            self._current = self._row_at(event.pos().y())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy"), self.copy_selected).setEnabled(not self._selection.empty)
        menu.addAction(self.tr("Copy step"), self.copy_step).setEnabled(self.current is not None)
        menu.addAction(self.tr("Copy thought"), lambda: QApplication.clipboard().setText(self._list.thought))
        self.judging.add_to_menu(menu)
        menu.popup(event.globalPos())

    def copy_selected(self) -> None:
        """Put what is selected on the clipboard, as it was written."""
        QApplication.clipboard().setText(self._selection.text(self.rows))

    def copy_step(self) -> None:
        """Put the row that was walked to on the clipboard, as it was written."""
        if self.current is not None:
            QApplication.clipboard().setText(self.current.text)

    def _show_rows(self) -> None:
        self._hovered = self._current = -1
        self._selection.clear()
        self._layouts.replace(self._list.shown)
        self.verticalScrollBar().setValue(0)
        self._settle()

    def _show_row(self, place: int) -> int:
        """Scroll to a row, and return where it is then (pixels)."""
        self._measure_all()
        for _ in range(_MOST_ROUNDS):  # what comes into view is measured then, and moves what is below it
            self._settle()
            before = self.verticalScrollBar().value()
            self.verticalScrollBar().setValue(self._layouts.tops[place] - self.viewport().height() // 3)
            if self.verticalScrollBar().value() == before:
                break
        return self._layouts.tops[place] - self.verticalScrollBar().value()

    def _visible(self) -> range:
        tops, top = self._layouts.tops, self.verticalScrollBar().value()
        first = max(bisect_right(tops, top) - 1, 0)
        return range(first, min(bisect_right(tops, top + self.viewport().height()), len(self.rows)))

    def _row_at(self, y: float) -> int:
        place = bisect_right(self._layouts.tops, y + self.verticalScrollBar().value()) - 1
        return place if 0 <= place < len(self.rows) else -1

    def _place_at(self, event: QMouseEvent) -> tuple[int, int]:
        return self._character_at(event.position())

    def _character_at(self, point: QPointF | QPoint) -> tuple[int, int]:
        tops = self._layouts.tops
        y = min(max(point.y() + self.verticalScrollBar().value(), 0), tops[-1] - 1)
        index = min(max(bisect_right(tops, y) - 1, 0), max(len(self.rows) - 1, 0))
        if not self.rows:
            return 0, 0
        x = point.x() - self._theme.size("gutter")
        line = self._theme.line_height("thought")
        return index, self._layouts.layout(index).character_at(x, y - tops[index], line)

    def _show_note(self, event: QHelpEvent) -> None:
        """The tool tip of a place with a note is the note."""
        index = self._row_at(event.pos().y())
        row = self.rows[index] if index >= 0 else None
        note = self.judging.note_at(row, self._character_at(event.pos())[1]) if row is not None else ""
        QToolTip.showText(event.globalPos(), note, self.viewport())

    def _light(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.judging.settle()
            self.viewport().update()

    def _go_to(self, index: int) -> None:
        self._current = index
        self._layouts.measure(index)
        bar, tops = self.verticalScrollBar(), self._layouts.tops
        if bar.maximum() > 0:
            self.scrolled.emit()
            bar.setValue(min(max(bar.value(), tops[index + 1] - self.viewport().height()), tops[index]))
        self._tell()
        self._hovered = -1
        self.judging.settle()
        self.viewport().update()
        tops = self._layouts.tops  # rows that came into view by this were measured
        self.walked.emit(tops[index] - bar.value(), tops[index + 1] - bar.value())

    def _tell(self) -> None:
        """A screen reader says the row; it stays as the description of the steps while it is the current one."""
        row = self.current
        if row is not None:
            words = f"{spoken(row, self._list.difference)} {self.judging.marks.spoken(row)}".strip()
            self.setAccessibleDescription(words)
            announce(self, words)

    def _announce_failures(self, rows: Sequence[StepRow], *, silent: bool) -> None:
        """A screen reader is told once of each step that was found to be false."""
        told = set() if silent else self._announced
        failed = {row.raw: words for row in rows if (words := failure(row))}
        for raw, words in failed.items():
            if raw not in told and not silent:
                announce(self, words)
        self._announced = told | failed.keys()

    def _measure_all(self) -> None:
        if len(self.rows) <= _WHOLE_ROWS:
            for index in range(len(self.rows)):
                self._layouts.measure(index)

    def _settle(self) -> None:
        """Measure what is in view; what was measured before stays in its place on the screen."""
        bar, layouts = self.verticalScrollBar(), self._layouts
        for _ in range(_MOST_ROUNDS):
            seen = self._visible()
            anchor = next((index for index in seen if layouts.is_measured(index)), seen.start)
            before = layouts.tops[min(anchor, len(self.rows))] - bar.value()
            wrong = [layouts.measure(index) for index in seen]
            bar.blockSignals(True)  # this very method listens
            bar.setRange(0, max(layouts.tops[-1] - self.viewport().height(), 0))
            bar.setValue(layouts.tops[min(anchor, len(self.rows))] - before)
            bar.blockSignals(False)
            if not any(wrong):
                break
        self.judging.settle()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._theme.size("step_row"))
        self.viewport().update()
