"""Where the hits of a search are in the transcript."""

from __future__ import annotations

from desktop.conversation.slots import Slot
from desktop.conversation.turn import TurnWidget
from models.history.records import SearchHit, SearchScope


def holds(slot: Slot, hit: SearchHit) -> bool:
    """Whether the hit is in this turn."""
    return slot.answer_id == hit.answer_id if hit.answer_id else slot.question_id == hit.question_id


def mark_hit(widget: TurnWidget, hit: SearchHit) -> int:
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
