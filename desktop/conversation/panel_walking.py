"""Walks through the thought in a reasoning panel with the keyboard: by steps, or by tokens that the model doubted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from desktop.conversation.folding_panel import FoldingPanel
from desktop.conversation.panel_confidence import PanelConfidence
from desktop.conversation.shown_thought import ShownThought


class PanelWalking(QObject):
    """Unfolds the panel for it; where steps are still being brought, it walks once they are there."""

    walked = Signal(int, int)
    """The reader went to a place of the panel: its top and bottom (pixels)."""

    def __init__(self, panel: FoldingPanel, shown: ShownThought, confidence: PanelConfidence) -> None:
        super().__init__(panel)
        self._panel, self._shown, self._confidence = panel, shown, confidence
        self._later = 0
        panel.content.steps.walked.connect(self._tell_step)

    def walk(self, by: int) -> None:
        """Go to the next (1) or previous (-1) step, or token where doubtful ones are marked."""
        panel, steps = self._panel, self._panel.content.steps
        if not panel.foldable or panel.content.editor is not None:
            return
        self._later = 0
        if not panel.rules.open:
            panel.toggle()
        if self._confidence.shown:
            place = self._confidence.walk(by)
            if place is not None:
                self._tell(*place)
        elif panel.content.shows_steps:
            steps.walk(by)
            steps.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._shown.waiting:
            self._later = by

    def walk_back(self) -> None:
        """Go to the step that was walked to last, else to the first in view."""
        self.walk(0 if self._panel.is_open and self._panel.content.steps.current is not None else 1)

    def go_on(self) -> None:
        """Steps were brought: go where the reader wanted to go meanwhile."""
        if self._later:
            self.walk(self._later)

    def _tell_step(self, top: int, bottom: int) -> None:
        y = self._panel.content.steps.y()
        self._tell(y + top, y + bottom)

    def _tell(self, top: int, bottom: int) -> None:
        header = self._panel.header.height()
        self.walked.emit(header + top, header + bottom)
