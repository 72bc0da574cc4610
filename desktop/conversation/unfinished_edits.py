"""The thoughts that are being changed in a transcript: they are shown so wherever their answer is shown anew."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget
from desktop.conversation.turn_column import TurnColumn


class UnfinishedEdits(QObject):
    """By attempt; the window keeps what is told by `typed`, and gives it back with `take`."""

    typed = Signal(str, str)
    """An attempt, and its thought as the reader has changed it so far; "" where nothing is changed any more."""

    def __init__(self, column: TurnColumn, parent: QObject) -> None:
        super().__init__(parent)
        self._column = column
        self._texts: dict[str, str] = {}

    def take(self, texts: Mapping[str, str]) -> None:
        """Take the thoughts that were being changed when the window was left, by attempt."""
        self._texts = {**texts, **self._texts}

    def keep(self, attempt_id: str, text: str) -> None:
        """The reader has changed the thought of an attempt; with "" the changes are given up."""
        if text:
            self._texts[attempt_id] = text
        else:
            self._texts.pop(attempt_id, None)
        self.typed.emit(attempt_id, text)

    def forget(self, attempt_id: str) -> None:
        """The changed thought of an attempt is thought on from: it is shown as it was written, wherever it is shown."""
        self.keep(attempt_id, "")
        for widget in self._column.widgets:
            if widget.panel.shown.attempt_id == attempt_id:
                widget.panel.editing.end()

    def forget_all(self) -> None:
        """No thought is being changed any more; what is kept of them stays where it is kept."""
        self._texts.clear()

    def go_on(self, slot: Slot, widget: TurnWidget) -> None:
        """The turn is shown anew: show its thought as the reader was changing it."""
        if slot.live is None and slot.turn is not None and slot.turn.answer is not None:
            text = self._texts.get(slot.turn.answer.chosen.id, "")
            if text:
                widget.panel.editing.go_on(text)
