"""Which reasoning panels of a transcript are open: that is kept, and what the reader looks at stays in its place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation.slots import Slot
from desktop.conversation.turn_builder import TurnBuilder
from desktop.conversation.turn_column import TOP, TurnColumn
from models.history.records import PanelState


class OpenPanels(QObject):
    """Folds and unfolds panels in a column of turns, and follows the reader who does it."""

    changed = Signal(str, object)
    """An answer, and the `PanelState` that is to be kept with it."""

    def __init__(self, column: TurnColumn, builder: TurnBuilder, parent: QObject) -> None:
        super().__init__(parent)
        self._column, self._builder = column, builder
        self.folding_all = False
        """Whether many are being folded, so that the turns are laid out once, after the last one."""

    def toggle_newest(self) -> None:
        """Fold or unfold the panel of the last turn, wherever the reader is."""
        if self._column.slots:
            widget = self._builder.widget(self._column.slots[-1])
            self._column.lay_out()
            widget.panel.toggle()

    def fold_all(self) -> None:
        """Fold every open panel; when all are folded, unfold those in view."""
        shown = self._column.widgets
        opened = [widget for widget in shown if widget.panel.is_open]
        far = [slot for slot in self._column.slots if slot.widget is None and slot.opens]
        for slot in far:
            slot.heights.clear()
            self.keep(slot, PanelState.FOLDED)
        anchor = self._column.first_in_view()
        self.folding_all = True
        for widget in opened or ([] if far else shown):
            widget.panel.toggle()
        self.folding_all = False
        self._stay_at(anchor)

    def keep(self, slot: Slot, state: PanelState) -> None:
        """A placeholder's turn, too, knows how its panel was left."""
        if slot.turn is not None:
            slot.turn = slot.turn.with_panel(state)
        if slot.answer_id:
            self.changed.emit(slot.answer_id, state)

    def follow(self, slot: Slot) -> None:
        """The reader folded or unfolded a panel: its header stays in place, or comes into view."""
        widget = slot.widget
        if widget is None or self.folding_all:
            return
        self._column.following = False
        self._column.lay_out(anchor=widget.panel)
        top = self._column.y_of(widget.panel)
        if top < self._column.top_of_view:
            self._column.scroll_to(top - TOP)
        self._column.following = self._column.at_end
        self._builder.start()

    def _stay_at(self, part: QWidget | None) -> None:
        """What is above and below has another height: this part stays where it is, or comes into view."""
        self._column.following = False
        self._column.lay_out(anchor=part)
        if part is not None and self._column.y_of(part) + part.height() <= self._column.top_of_view:
            self._column.scroll_to(self._column.y_of(part) - TOP)
        self._column.following = self._column.at_end
        self._builder.start()
