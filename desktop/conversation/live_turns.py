"""The turns whose answers are being written: what was streamed is shown with the next flush, until they are stored."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.conversation.slots import Slot
from desktop.conversation.turn_builder import TurnBuilder
from desktop.conversation.turn_column import TurnColumn
from desktop.theme import Theme
from models.events import RunEvent
from models.history.records import Turn

_FLUSH_SECONDS = 0.005


class LiveTurns(QObject):
    """The slots of running answers, by run."""

    def __init__(self, theme: Theme, column: TurnColumn, builder: TurnBuilder, parent: QObject) -> None:
        super().__init__(parent)
        self._column, self._builder = column, builder
        self._slots: dict[str, Slot] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(theme.milliseconds("stream_flush") or 33)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    @property
    def waiting(self) -> bool:
        """Whether something that was streamed is still to be shown."""
        return self._timer.isActive()

    @property
    def thinking_run(self) -> str:
        """The run whose thought is shown while it is written, "" for none."""
        shown = ((run, slot.widget) for run, slot in self._slots.items())
        return next((run for run, widget in shown if widget is not None and widget.panel.thinking), "")

    def add(self, slot: Slot) -> None:
        """An answer is being written in this turn."""
        if slot.live is not None:
            self._slots[slot.live.run] = slot

    def apply(self, event: RunEvent) -> None:
        """An event has been fed to its `LiveAnswer`: show it with the next flush."""
        if event.run in self._slots:
            self.wake()

    def wake(self) -> None:
        """Flush soon."""
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Show what has been streamed since the last flush; what does not fit into the time comes with the next."""
        again = moved = False
        for slot in self._slots.values():
            if slot.widget is not None and slot.live is not None:
                moved = slot.widget.show_live(slot.live) or moved
                again = not slot.widget.work(_FLUSH_SECONDS) or again
                slot.widget.drop_far()
        if moved or again:
            self._column.lay_out()
        if again:
            self._timer.start()

    def finish(self, turn: Turn) -> None:
        """Replace a live turn by the stored one; what is shown stays where it is."""
        answer_id = turn.answer.id if turn.answer else ""
        for slot in self._column.slots:
            if slot.question_id == turn.question.id or (answer_id and slot.answer_id == answer_id):
                self._finish(slot, turn)
                break

    def clear(self) -> None:
        """Show none; the runs go on elsewhere."""
        self._timer.stop()
        self._slots.clear()

    def _finish(self, slot: Slot, turn: Turn) -> None:
        if slot.live is not None:
            self._slots.pop(slot.live.run, None)
            if slot.widget is not None:
                slot.widget.show_live(slot.live)  # its end may not have been shown yet
        slot.turn, slot.live = turn, None
        slot.heights.clear()
        if slot.widget is not None:
            slot.widget.show_turn(turn)
            slot.complete = slot.widget.work(_FLUSH_SECONDS)
            self._column.lay_out()
            self._builder.start()
