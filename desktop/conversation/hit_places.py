"""Where the hits of a search are in the transcript, and how one of them is shown."""

from __future__ import annotations

from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget
from desktop.conversation.turn_builder import TurnBuilder
from desktop.conversation.turn_column import TurnColumn
from models.history.records import SearchHit, SearchScope


class HitPlaces:
    """Shows one hit at a time in a column of turns."""

    def __init__(self, column: TurnColumn, builder: TurnBuilder) -> None:
        self._column, self._builder = column, builder
        self._shown: SearchHit | None = None

    def reveal(self, hit: SearchHit) -> None:
        """Open and mark the place of a hit, in the upper third of the view."""
        slot = next((each for each in self._column.slots if _holds(each, hit)), None)
        if slot is None:
            return
        widget = self._builder.render(slot)
        self.clear()
        self._shown = hit
        self._column.following = False
        self._column.lay_out()
        y = _mark(widget, hit)
        self._column.place(slot)
        self._column.lay_out()
        self._column.scroll_to(slot.y + y - self._column.height_of_view // 3)
        self._builder.start()

    def reveal_again(self, attempt_id: str) -> None:
        """An attempt is shown otherwise now: a hit that was shown in it is found anew."""
        if self._shown is not None and self._shown.attempt_id == attempt_id:
            self.reveal(self._shown)

    def clear(self) -> None:
        """Remove the marks of places that were found."""
        self._shown = None
        for widget in self._column.widgets:
            widget.clear_hits()


def _holds(slot: Slot, hit: SearchHit) -> bool:
    """Whether the hit is in this turn."""
    return slot.answer_id == hit.answer_id if hit.answer_id else slot.question_id == hit.question_id


def _mark(widget: TurnWidget, hit: SearchHit) -> int:
    """Mark a hit in its turn and return its vertical position there (pixels)."""
    match hit.scope:
        case SearchScope.THOUGHTS:
            return widget.panel.y() + widget.panel.reveal(hit.offset, hit.length, hit.attempt_id)
        case SearchScope.ANSWERS if widget.panel.shown.has_beside(hit.attempt_id):
            return widget.panel.y() + widget.panel.reveal(hit.offset, hit.length, hit.attempt_id, in_answer=True)
        case SearchScope.ANSWERS:
            return widget.answer.y() + (widget.answer.show_hit(hit.offset, hit.length) or 0)
        case _:
            return widget.question.show_hit(hit.offset, hit.length)
