"""The transcript: turns below each other in a centred column, rendered as they come near the view.

All geometry is settled in `_lay_out`, which keeps in place what the reader looks at: the end while it is in view,
otherwise the first part on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from desktop.conversation.live import LiveAnswer
from desktop.conversation.newest_button import NewestButton
from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget
from desktop.rendering.context import RenderContext
from desktop.theme import Theme
from models.events import RunEvent
from models.history.records import PanelState, SearchHit, SearchScope, Turn

_TOP = 24
_BOTTOM = 12
_SIDE = 16
_AT_END = 8
_FLUSH_SECONDS = 0.005
_BUILD_SECONDS = 0.005
_FIRST_SECONDS = 0.06
_NEAR = 1.5
"""Screens above and below the view in which turns are rendered."""
_FAR = 2.5
"""Screens from which on turns become placeholders."""


class Canvas(QWidget):
    """The page that the turns lie on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("canvas")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("bg.canvas"))
        painter.end()


class TranscriptView(QScrollArea):
    """The conversation. See the signals for what the shell does; it feeds the `LiveAnswer`s and calls `apply` after."""

    continue_asked = Signal(str)
    regenerate_asked = Signal(str)
    edit_asked = Signal(str, str)
    branch_asked = Signal(str, str)
    answer_now_asked = Signal(str)
    panel_changed = Signal(str, object)
    older_wanted = Signal()
    link_activated = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._context = RenderContext(theme, self)
        self._slots: list[Slot] = []
        self._live: dict[str, Slot] = {}
        self._has_older = self._asked_older = False
        self._following = True
        self._own_scroll = 0
        self._dirty: set[int] = set()
        self._canvas = Canvas(theme)
        self.setWidget(self._canvas)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(theme.line_height("answer") * 2)
        self.viewport().setAutoFillBackground(False)
        self._canvas.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Conversation"))
        self.newest_button = NewestButton(theme, self)
        self.newest_button.clicked.connect(self.go_to_newest)
        self._flush_timer = self._timer(theme.milliseconds("stream_flush") or 33, self._flush, single=True)
        self._build_timer = self._timer(0, self._build, single=False)
        self._tidy_timer = self._timer(300, self._tidy, single=True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self._on_theme)
        QTimer.singleShot(250, self._context, self._context.warm_up)

    @property
    def following(self) -> bool:
        """Whether the view follows the end of the conversation."""
        return self._following

    @property
    def busy(self) -> bool:
        """Whether something is still to be rendered or tidied up."""
        timers = (self._flush_timer, self._build_timer, self._tidy_timer)
        return any(timer.isActive() for timer in timers) or self._context.formulas.busy

    @property
    def turn_widgets(self) -> list[TurnWidget | None]:
        """The widgets of the turns, None for a placeholder."""
        return [slot.widget for slot in self._slots]

    @property
    def turn_count(self) -> int:
        """The number of turns."""
        return len(self._slots)

    def show_turns(self, turns: list[Turn], *, has_older: bool, live: Mapping[str, LiveAnswer]) -> None:
        """Show a conversation, its end in view; `live` holds the running answers by answer id."""
        self.clear()
        self._has_older = has_older
        for turn in turns:
            self._slots.append(self._slot_of(turn, live))
        self._following = True
        self._lay_out()
        self._fill_view(_FIRST_SECONDS)
        self._build_timer.start()

    def prepend_turns(self, turns: list[Turn], *, has_older: bool) -> None:
        """Add older turns above; what is on the screen stays where it is."""
        self._has_older, self._asked_older = has_older, False
        self._slots[:0] = [self._slot_of(turn, {}) for turn in turns]
        self._lay_out()
        self._build_timer.start()

    def show_pending(self, live: LiveAnswer) -> None:
        """Append a turn for a question that was just sent, and go to the end."""
        slot = Slot(live.question, live=live)
        self._slots.append(slot)
        self._live[live.run] = slot
        self._following = True
        self._make_widget(slot)
        self._lay_out()

    def apply(self, event: RunEvent) -> None:
        """An event has been fed to its `LiveAnswer`: show it with the next flush."""
        if event.run in self._live and not self._flush_timer.isActive():
            self._flush_timer.start()

    def finish(self, turn: Turn) -> None:
        """Replace a live turn by the stored one; what is shown stays where it is."""
        answer_id = turn.answer.id if turn.answer else ""
        for slot in self._slots:
            if slot.question_id == turn.question.id or (answer_id and slot.answer_id == answer_id):
                self._finish_slot(slot, turn)
                break

    def reveal(self, hit: SearchHit) -> None:
        """Open and mark the place of a search hit, in the upper third of the view."""
        slot = next((each for each in self._slots if self._holds(each, hit)), None)
        if slot is None:
            return
        widget = self._make_widget(slot)
        while not widget.work(1.0):
            pass
        self._following = False
        self._lay_out()
        y = self._hit_position(widget, hit)
        self._lay_out()
        self._scroll_to(slot.y + y - self.viewport().height() // 3)
        self._following = False
        self._show_newest()
        self._build_timer.start()

    def clear(self) -> None:
        """Show nothing; runs that are shown go on elsewhere."""
        self._flush_timer.stop()
        self._build_timer.stop()
        for slot in self._slots:
            self._drop_widget(slot)
        self._slots, self._live = [], {}
        self._has_older = self._asked_older = False
        self._following = True
        self._lay_out()

    def go_to_newest(self) -> None:
        """Scroll to the end and follow it."""
        self._following = True
        self._lay_out()
        self._build_timer.start()

    def toggle_panel(self) -> None:
        """Fold or unfold the panel that has the focus, is live, or is the last in view."""
        widget = self._current_widget()
        if widget is not None:
            widget.panel.toggle()

    def fold_all(self) -> None:
        """Fold every open panel; when all are folded, unfold those in view."""
        shown = [slot.widget for slot in self._slots if slot.widget is not None]
        opened = [widget for widget in shown if widget.panel.is_open]
        for widget in opened or shown:
            widget.panel.toggle()

    def answer_now(self) -> None:
        """Ask for the answer of the thought that is being written."""
        for run, slot in self._live.items():
            if slot.widget is not None and slot.widget.panel.thinking:
                self.answer_now_asked.emit(run)
                return

    def _ask_answer_now(self, slot: Slot) -> None:
        if slot.live is not None:
            self.answer_now_asked.emit(slot.live.run)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; what is looked at stays."""
        self._lay_out()
        self.newest_button.settle(self.viewport().width(), self.viewport().height())
        self._build_timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T folds, Shift+T folds all, Ctrl+Enter asks for the answer now, Home and End go to the ends."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_T and not control:
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.fold_all if shifted else self.toggle_panel)()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.answer_now()
        elif event.key() == Qt.Key.Key_End:
            self.go_to_newest()
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything that runs."""
        self.shut_down()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Stop timers and the background thread."""
        self.clear()
        self._tidy_timer.stop()
        self._context.background.close()

    def _timer(self, milliseconds: int, slot: object, *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer

    def _slot_of(self, turn: Turn, live: Mapping[str, LiveAnswer]) -> Slot:
        slot = Slot(turn.question.text, turn)
        running = live.get(turn.answer.id) if turn.answer else None
        if running is not None and not running.phase.over:
            slot.live = running
            self._live[running.run] = slot
        return slot

    def _make_widget(self, slot: Slot) -> TurnWidget:
        if slot.widget is not None:
            return slot.widget
        widget = TurnWidget(self._context, slot.question, self._canvas)
        if slot.turn is not None:
            widget.show_turn(slot.turn)
        if slot.live is not None:
            widget.show_live(slot.live)
        widget.height_changed.connect(lambda: self._on_height_changed(slot))
        widget.continue_asked.connect(lambda: self.continue_asked.emit(slot.answer_id))
        widget.regenerate_asked.connect(lambda: self.regenerate_asked.emit(slot.answer_id))
        widget.edit_asked.connect(lambda: self.edit_asked.emit(slot.question_id, slot.question))
        widget.branch_asked.connect(lambda branch: self.branch_asked.emit(slot.conversation_id, branch))
        widget.answer_now_asked.connect(lambda: self._ask_answer_now(slot))
        widget.panel_changed.connect(lambda state: self._on_panel_changed(slot, state))
        widget.link_activated.connect(self.link_activated)
        slot.widget, slot.complete = widget, False
        widget.show()
        return widget

    def _drop_widget(self, slot: Slot) -> None:
        if slot.widget is not None:
            slot.widget.stop_timers()
            slot.widget.hide()
            slot.widget.deleteLater()
            slot.widget, slot.complete = None, False

    def _finish_slot(self, slot: Slot, turn: Turn) -> None:
        if slot.live is not None:
            self._live.pop(slot.live.run, None)
        slot.turn, slot.live = turn, None
        slot.heights.clear()
        if slot.widget is not None:
            slot.widget.show_turn(turn)
            slot.complete = slot.widget.work(_FLUSH_SECONDS)
            self._lay_out()
            self._build_timer.start()

    def _flush(self) -> None:
        """Show what has been streamed since the last flush; what does not fit into the time comes with the next."""
        again = False
        for slot in self._live.values():
            if slot.widget is not None and slot.live is not None:
                slot.widget.show_live(slot.live)
                again = not slot.widget.work(_FLUSH_SECONDS) or again
        self._lay_out()
        if again:
            self._flush_timer.start()

    def _fill_view(self, seconds: float) -> None:
        """Render the turns in view, the newest first, until the view is full or the time is up."""
        room = self.viewport().height()
        for slot in reversed(self._slots):
            widget = self._make_widget(slot)
            slot.complete = widget.work(seconds)
            room -= widget.place(self._column()[1])
            if room <= 0:
                break
        self._lay_out()

    def _build(self) -> None:
        """Render one turn near the view, or end when there is none left."""
        near = self._near(_NEAR)
        slot = next((each for each in near if each.widget is None), None) or next(
            (each for each in near if not each.complete and each.live is None), None
        )
        width = self._column()[1]
        stale = next((each for each in near if each.widget is not None and each.placed_width != width), None)
        if stale is not None:
            self._place_slot(stale, width)
        elif slot is None:
            self._build_timer.stop()
            self._tidy_timer.start()
            return
        elif slot.widget is None:
            self._make_widget(slot)
            self._place_slot(slot, width)
        else:
            slot.complete = slot.widget.work(_BUILD_SECONDS)
        self._lay_out()

    def _near(self, screens: float) -> list[Slot]:
        height = max(self.viewport().height(), 1)
        top = self.verticalScrollBar().value() - screens * height
        bottom = self.verticalScrollBar().value() + (1 + screens) * height
        middle = (top + bottom) / 2
        near = [each for each in self._slots if each.y < bottom and each.y + each.height > top]
        return sorted(near, key=lambda each: max(each.y - middle, middle - each.y - each.height, 0))

    def _tidy(self) -> None:
        """Turns that are far out of sight give their widgets back and keep their heights."""
        near = {id(each) for each in self._near(_FAR)}
        focus = QApplication.focusWidget()
        for slot in self._slots:
            widget = slot.widget
            if widget is None or slot.live is not None or id(slot) in near or not slot.complete:
                continue
            if focus is None or not widget.isAncestorOf(focus):
                self._drop_widget(slot)

    def _column(self) -> tuple[int, int]:
        """Return where the column starts and how wide it is."""
        room = self.viewport().width()
        width = min(self._theme.size("column"), room - 2 * _SIDE)
        return (room - width) // 2, max(width, 200)

    def _lay_out(self, anchor: QWidget | None = None) -> None:
        """Place all turns and correct the scroll value, so that the anchor (or the end) stays where it is."""
        kept = anchor or (None if self._following else self._first_in_view())
        before = self._on_screen(kept) if kept is not None else 0
        left, width = self._column()
        y = _TOP
        for slot in self._slots:
            slot.y = y
            if slot.widget is None:
                slot.height = slot.expected_height(width, self._theme)
            else:
                slot.widget.move(left, y)
                if slot.placed_width == width or self._in_view(slot):
                    self._place_slot(slot, width)
            y += slot.height
        self._own_scroll += 1
        self._canvas.resize(self.viewport().width(), max(y + _BOTTOM, self.viewport().height()))
        bar = self.verticalScrollBar()
        if kept is not None:
            bar.setValue(bar.value() + self._on_screen(kept) - before)
        elif self._following:
            bar.setValue(bar.maximum())
        self._own_scroll -= 1
        self._show_newest()

    def _place_slot(self, slot: Slot, width: int) -> None:
        """Lay out the widget of a turn; one that is not complete keeps the height that it had when it was."""
        if slot.widget is None:
            return
        slot.height = slot.widget.place(width)
        slot.placed_width = width
        if slot.live is not None:
            return
        if slot.complete:
            slot.heights[width] = slot.height
        else:
            slot.height = max(slot.height, slot.heights.get(width, 0))

    def _in_view(self, slot: Slot) -> bool:
        """Whether the turn is on the screen or will be (a turn elsewhere is laid out later, in `_build`)."""
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        return slot.live is not None or (slot.y < top + height and slot.y + slot.height > top)

    def _first_in_view(self) -> QWidget | None:
        top = self.verticalScrollBar().value()
        for slot in self._slots:
            if slot.y + slot.height <= top:
                continue
            if slot.widget is None:
                continue
            for part in slot.widget.anchors():
                if part.mapTo(self._canvas, QPoint(0, 0)).y() + part.height() > top:
                    return part
        return None

    def _on_screen(self, widget: QWidget) -> int:
        return widget.mapTo(self._canvas, QPoint(0, 0)).y() - self.verticalScrollBar().value()

    def _scroll_to(self, y: int) -> None:
        self._own_scroll += 1
        self.verticalScrollBar().setValue(y)
        self._own_scroll -= 1

    def _on_scrolled(self, value: int) -> None:
        if not self._own_scroll:
            self._following = value >= self.verticalScrollBar().maximum() - _AT_END
            self._build_timer.start()
        if value < self.viewport().height() and self._has_older and not self._asked_older and self._slots:
            self._asked_older = True
            self.older_wanted.emit()
        self._show_newest()

    def _show_newest(self) -> None:
        bar = self.verticalScrollBar()
        self.newest_button.setVisible(bar.value() < bar.maximum() - _AT_END and bool(self._slots))
        self.newest_button.settle(self.viewport().width(), self.viewport().height())
        self.newest_button.raise_()

    def _on_height_changed(self, slot: Slot) -> None:
        if slot.widget is not None:
            slot.heights.clear()
            self._lay_out()
            if slot.live is not None and not self._flush_timer.isActive():
                self._flush_timer.start()

    def _on_panel_changed(self, slot: Slot, state: PanelState) -> None:
        """The reader folded or unfolded: the panel's header stays in place, or comes into view."""
        widget = slot.widget
        if widget is None:
            return
        self._following = False
        self._lay_out(anchor=widget.panel)
        top = widget.panel.mapTo(self._canvas, QPoint(0, 0)).y()
        if top < self.verticalScrollBar().value():
            self._scroll_to(top - _TOP)
        bar = self.verticalScrollBar()
        self._following = bar.value() >= bar.maximum() - _AT_END
        self._build_timer.start()
        if slot.answer_id:
            self.panel_changed.emit(slot.answer_id, state)

    def _current_widget(self) -> TurnWidget | None:
        focus = QApplication.focusWidget()
        shown = [slot for slot in self._slots if slot.widget is not None]
        for slot in shown:
            if slot.widget is not None and focus is not None and slot.widget.isAncestorOf(focus):
                return slot.widget
        live = next((slot.widget for slot in shown if slot.live is not None), None)
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        last = next((slot.widget for slot in reversed(shown) if slot.y < bottom), None)
        return live or last

    def _holds(self, slot: Slot, hit: SearchHit) -> bool:
        return slot.answer_id == hit.answer_id if hit.answer_id else slot.question_id == hit.question_id

    def _hit_position(self, widget: TurnWidget, hit: SearchHit) -> int:
        match hit.scope:
            case SearchScope.THOUGHTS:
                return widget.panel.y() + widget.panel.reveal(hit.offset, hit.length)
            case SearchScope.ANSWERS:
                found = widget.answer.show_hit(hit.offset, hit.length)
                return widget.answer.y() + (found or 0)
            case _:
                return widget.question.show_hit(hit.offset, hit.length)

    def _on_theme(self) -> None:
        for slot in self._slots:
            slot.heights.clear()
            if slot.widget is not None:
                slot.widget.refresh()
        self._lay_out()
        self.viewport().update()
        self.newest_button.update()
