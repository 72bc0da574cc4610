"""Renders the turns near the view in the time between events, and takes back those that are far out of sight."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget
from desktop.conversation.turn_column import TurnColumn

_BUILD_SECONDS = 0.005
_NEAR = 1.5
"""Screens above and below the view in which turns are rendered."""
_FAR = 2.5
"""Screens from which on turns become placeholders."""
_TIDY_MILLISECONDS = 300
_NEXT_MILLISECONDS = 15
_DROPPED_AT_ONCE = 2


class TurnBuilder(QObject):
    """Makes the widgets of turns with `make`, a little at a time."""

    def __init__(self, column: TurnColumn, make: Callable[[Slot], TurnWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._column, self._make = column, make
        self._build_timer = QTimer(self)
        self._build_timer.setInterval(0)
        self._build_timer.timeout.connect(self._build)
        self._tidy_timer = QTimer(self)
        self._tidy_timer.setSingleShot(True)
        self._tidy_timer.timeout.connect(self._tidy)

    @property
    def building(self) -> bool:
        """Whether something near the view is still to be rendered."""
        return self._build_timer.isActive()

    @property
    def busy(self) -> bool:
        """Whether something is still to be rendered or tidied up."""
        return self._build_timer.isActive() or self._tidy_timer.isActive()

    def start(self) -> None:
        """Something came near the view, or changed: go on rendering."""
        self._build_timer.start()

    def stop(self) -> None:
        """Nothing is rendered after this until `start`."""
        self._build_timer.stop()
        self._column.release()
        self._tidy_timer.stop()

    def widget(self, slot: Slot) -> TurnWidget:
        """Return the widget of a turn, made now if there is none."""
        if slot.widget is None:
            slot.widget, slot.complete = self._make(slot), False
            slot.widget.show()
        return slot.widget

    def render(self, slot: Slot) -> TurnWidget:
        """Render a turn at once; a running answer, or a panel that folds, goes on in its own time."""
        widget = self.widget(slot)
        while not widget.work(1.0) and slot.live is None and not widget.panel.animating:
            pass
        return widget

    def drop(self, slot: Slot) -> None:
        """The turn becomes a placeholder."""
        if slot.widget is not None:
            slot.widget.stop_timers()
            slot.widget.hide()
            slot.widget.deleteLater()
            slot.widget, slot.complete = None, False

    def fill_view(self, height: int, seconds: float) -> None:
        """Render the turns at the end, the newest first, until `height` pixels are full or the time is up."""
        until = time.perf_counter() + seconds
        for slot in reversed(self._column.slots):
            widget = self.widget(slot)
            self._column.lay_out()
            while not slot.complete:
                slot.complete = widget.work(max(until - time.perf_counter(), 0.0))
                self._column.lay_out()
                if time.perf_counter() > until:
                    return
            height -= slot.height
            if height <= 0:
                return

    def _build(self) -> None:
        """Render one turn near the view, or end when there is none left."""
        near, width = self._column.near(_NEAR), self._column.width
        stale = next((each for each in near if each.widget is not None and each.placed_width != width), None)
        missing = next((each for each in near if each.widget is None), None)
        unfinished = next((each for each in near if not each.complete), None)
        if stale is not None:
            self._column.place(stale)
        elif missing is not None:
            self.widget(missing)
            self._column.place(missing)
        elif unfinished is not None:
            done = self.widget(unfinished).work(_BUILD_SECONDS)
            unfinished.complete = done or unfinished.live is not None  # a live one goes on with its next flush
        else:
            self._build_timer.stop()
            self._column.release()
            self._tidy_timer.start(_TIDY_MILLISECONDS)
            return
        self._column.lay_out()

    def _tidy(self) -> None:
        """Turns and parts of long answers that are far out of sight give their widgets back and keep their heights."""
        near = {id(each) for each in self._column.near(_FAR)}
        focus = QApplication.focusWidget()
        dropped = 0
        for slot in self._column.slots:
            widget = slot.widget
            if widget is None or slot.live is not None:
                continue
            if id(slot) in near:
                widget.drop_far()
            elif widget.panel.editor is None and (focus is None or not widget.isAncestorOf(focus)):
                self.drop(slot)
                dropped += 1
            if dropped >= _DROPPED_AT_ONCE:
                self._tidy_timer.start(_NEXT_MILLISECONDS)
                return
