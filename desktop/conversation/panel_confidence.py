"""How sure the model was of each token of the thought in a reasoning panel: the marks, their button and legend."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.conversation.confidence_marks import ConfidenceMarks
from desktop.conversation.doubts import Doubt, doubts_in
from desktop.conversation.folding_panel import FoldingPanel
from desktop.conversation.panel_buttons import PanelButtons
from desktop.conversation.panel_words import nothing_doubted_words
from desktop.conversation.shown_thought import ShownThought
from desktop.theme import Theme
from models.events import Channel, Token


class PanelConfidence(QObject):
    """The marks stand in the plain text of the thought, which is shown instead of its steps while there are any."""

    asked = Signal(str)
    """The attempt whose tokens are to be brought, with how sure the model was of each (`show`)."""
    nothing_found = Signal(str)
    """What is to be said, because nothing is marked."""

    def __init__(self, theme: Theme, panel: FoldingPanel, shown: ShownThought, buttons: PanelButtons) -> None:
        super().__init__(panel)
        self._theme, self._panel, self._shown, self._buttons = theme, panel, shown, buttons
        self.marks = ConfidenceMarks(theme, panel.content.plain)

    @property
    def shown(self) -> Sequence[Doubt]:
        """The tokens that are marked as doubtful."""
        return self.marks.shown

    def toggle(self) -> None:
        """Mark what the model doubted, or end that."""
        if self.shown:
            self.clear()
            self._shown.fill()
            self._panel.height_changed.emit()
        elif self._buttons.can_tint:
            self.asked.emit(self._shown.attempt_id)

    def show(self, tokens: Sequence[tuple[Channel, Token]]) -> None:
        """Mark the tokens of the thought that the model doubted; where there are none, say so and change nothing."""
        thought = self._shown.thought
        doubts = doubts_in(thought, tokens, Channel.THOUGHT)
        if not doubts:
            self.nothing_found.emit(nothing_doubted_words(thought, tokens))
            return
        if not self._panel.rules.open:
            self._panel.toggle()
        body = self._panel.content
        body.show_plain(thought)
        self.marks.show(doubts, lead=body.lead)
        self._tell()
        self._panel.height_changed.emit()

    def clear(self) -> None:
        """Remove the marks."""
        self.marks.clear()
        self._tell()

    def walk(self, by: int) -> tuple[int, int] | None:
        """Go to the next (1) or previous (-1) mark; returns its top and bottom in the body (pixels)."""
        y = self.marks.walk(by)
        if y is None:
            return None
        top = self._panel.content.plain.y() + y
        return top, top + self._theme.line_height("thought")

    def _tell(self) -> None:
        shown = bool(self.marks.shown)
        self._shown.tinted = shown
        self._buttons.confidence_button.set_on(shown)
        self._panel.content.fold_row.show_legend(shown)
