"""Which place of a conversation is being read."""

from __future__ import annotations

import msgspec


class ReadingPlace(msgspec.Struct, frozen=True, kw_only=True):
    """What is at the top of the transcript; `question_id` is "" where the end is in view."""

    question_id: str = ""
    offset: int = 0
    """Pixels of the turn above the view."""

    def at(self, question_id: str) -> ReadingPlace:
        """Return the same place on the screen with another question's turn at it."""
        return ReadingPlace(question_id=question_id, offset=self.offset)
