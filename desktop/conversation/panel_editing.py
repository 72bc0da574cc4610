"""Lets the reader change the thought in a reasoning panel, to let the model think on from there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop.conversation.folding_panel import FoldingPanel
from desktop.conversation.panel_buttons import PanelButtons
from desktop.conversation.shown_thought import ShownThought
from desktop.conversation.thought_editor import ThoughtEditor


class PanelEditing(QObject):
    """The field stands in the place of the thought, or of the step that is looked at.

    Args:
        panel: The panel.
        shown: Its thought.
        buttons: Say whether there is something to change.
    """

    continued = Signal(str)
    """The thought as the reader changed it, to be thought on from; the field stays until `end`."""
    typed = Signal(str, str)
    """An attempt, and its thought as the reader has changed it so far; "" where the changes were given up."""
    changed = Signal()
    """It has begun or ended."""

    def __init__(self, panel: FoldingPanel, shown: ShownThought, buttons: PanelButtons) -> None:
        super().__init__(panel)
        self._panel, self._shown, self._buttons = panel, shown, buttons

    @property
    def editor(self) -> ThoughtEditor | None:
        """The field in which the thought is being changed."""
        return self._panel.content.editor

    def begin(self) -> None:
        """Let the reader change the thought; nothing happens while it is being written, or where there is none."""
        if self.editor is None and self._buttons.can_edit:
            editor = self._open(None)
            self._panel.height_changed.emit()
            editor.setFocus()

    def go_on(self, text: str) -> None:
        """Show the thought as the reader was changing it; the focus stays where it is."""
        if self.editor is None and self._panel.foldable and not self._panel.content.live:
            self._open(text)

    def end(self) -> None:
        """Show the thought as it was written."""
        if self.editor is not None:
            focused = self.editor.isAncestorOf(QApplication.focusWidget() or self._panel)
            self._panel.content.end_editing()
            self.changed.emit()
            if focused:
                self._panel.header.setFocus()
            self._panel.height_changed.emit()

    def give_up(self) -> bool:
        """End, when there are no changes or it is asked for twice; returns whether it has ended."""
        if self.editor is not None:
            self.editor.cancel()
        return self.editor is None

    def _open(self, text: str | None) -> ThoughtEditor:
        panel = self._panel
        if not panel.rules.open:
            panel.rules.open = True
            self._shown.fill()
            panel.update_open()
        attempt_id = self._shown.attempt_id
        editor = panel.content.edit(self._shown.thought, text)
        editor.continued.connect(self.continued)
        editor.changed.connect(lambda changed: self.typed.emit(attempt_id, changed))
        editor.cancelled.connect(self.end)
        self.changed.emit()
        return editor
