"""Where the reader is in a transcript, and how another place comes into view."""

from __future__ import annotations

from desktop.conversation.reading_place import ReadingPlace
from desktop.conversation.turn_builder import TurnBuilder
from desktop.conversation.turn_column import TOP, TurnColumn


class Navigation:
    """Goes to places of a column of turns; what is new in view is rendered."""

    def __init__(self, column: TurnColumn, builder: TurnBuilder) -> None:
        self._column, self._builder = column, builder

    def top_question_id(self) -> str:
        """Return the question of the turn at the upper edge of the view, "" without one."""
        slot = self._column.slot_at_top()
        return slot.question_id if slot is not None else ""

    def place(self) -> ReadingPlace:
        """Return what is being read."""
        slot = None if self._column.following else self._column.slot_at_top()
        if slot is None:
            return ReadingPlace()
        return ReadingPlace(question_id=slot.question_id, offset=self._column.top_of_view - slot.y)

    def place_of(self, question_id: str) -> ReadingPlace:
        """Return where the turn of a question stands on the screen, so that `go_to` puts it there again."""
        slot = self._column.slot_of(question_id)
        if slot is None:
            return ReadingPlace()
        return ReadingPlace(question_id=question_id, offset=self._column.top_of_view - slot.y)

    def go_to(self, place: ReadingPlace) -> None:
        """Bring back what was being read; a turn that is not here leaves the end in view."""
        slot = self._column.slot_of(place.question_id)
        if slot is None:
            return
        self._builder.render(slot)
        self._column.following = False
        self._column.place(slot)
        self._column.lay_out()
        self._column.scroll_to(slot.y + place.offset)
        self._column.hold(slot)
        self._builder.start()

    def go_to_newest(self) -> None:
        """Scroll to the end and follow it."""
        self._column.following = True
        self._column.lay_out()
        self._builder.start()

    def show(self, top: int, bottom: int) -> None:
        """Scroll as little as brings a place of the canvas into view (pixels)."""
        above, height = self._column.top_of_view, self._column.height_of_view
        if top - TOP < above or bottom + TOP > above + height:
            self._column.following = False
            self._column.scroll_to(min(max(above, bottom + TOP - height), top - TOP))
            self._builder.start()
