"""How sure the model was of each token of the thought in a reasoning panel: the marks, their button and legend."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop.conversation.confidence_marks import ConfidenceMarks
from desktop.conversation.doubts import Doubt
from desktop.conversation.thought_body import ThoughtBody
from desktop.rendering.buttons import TextButton
from desktop.theme import Theme


class PanelConfidence(QObject):
    """The marks stand in the plain text of the thought, which is shown instead of its steps while there are any."""

    def __init__(self, theme: Theme, body: ThoughtBody, button: TextButton) -> None:
        super().__init__(body)
        self._theme, self._body, self._button = theme, body, button
        self.marks = ConfidenceMarks(theme, body.plain)

    @property
    def shown(self) -> Sequence[Doubt]:
        """The tokens that are marked as doubtful."""
        return self.marks.shown

    def show(self, thought: str, doubts: Sequence[Doubt]) -> None:
        """Mark what the model doubted in a thought."""
        self._body.show_plain(thought)
        self.marks.show(doubts, lead=self._body.lead)
        self._tell()

    def clear(self) -> None:
        """Remove the marks."""
        self.marks.clear()
        self._tell()

    def walk(self, by: int) -> tuple[int, int] | None:
        """Go to the next (1) or previous (-1) mark; returns its top and bottom in the body (pixels)."""
        y = self.marks.walk(by)
        if y is None:
            return None
        top = self._body.plain.y() + y
        return top, top + self._theme.line_height("thought")

    def _tell(self) -> None:
        shown = bool(self.marks.shown)
        self._button.set_on(shown)
        self._body.fold_row.show_legend(shown)
