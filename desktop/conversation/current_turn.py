"""The turn that is read, and what keys and commands do to it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from desktop.conversation.turn import TurnWidget
from desktop.conversation.turn_column import TurnColumn
from models.history.ratings.records import RatingVerdict, StepMark


class CurrentTurn:
    """The one with the focus, else the one whose answer is being written, else the last one in view.

    Where there is none nothing happens.
    """

    def __init__(self, column: TurnColumn) -> None:
        self._column = column

    @property
    def widget(self) -> TurnWidget | None:
        """The turn, as it is shown."""
        focus = QApplication.focusWidget()
        shown = [(slot, slot.widget) for slot in self._column.slots if slot.widget is not None]
        for _, widget in shown:
            if focus is not None and widget.isAncestorOf(focus):
                return widget
        live = next((widget for slot, widget in shown if slot.live is not None), None)
        bottom = self._column.top_of_view + self._column.height_of_view
        last = next((widget for slot, widget in reversed(shown) if slot.y < bottom), None)
        return live or last

    def toggle_panel(self) -> None:
        """Fold or unfold its panel."""
        widget = self.widget
        if widget is not None:
            widget.panel.toggle()

    def rate(self, verdict: RatingVerdict) -> None:
        """Press the button of a verdict under its answer."""
        widget = self.widget
        if widget is not None and widget.rating is not None and not widget.rating.isHidden():
            widget.rating.press(verdict)

    def step_branch(self, by: int) -> None:
        """Show the branch before (-1) or after (1) its own, where it has several."""
        widget = self.widget
        if widget is not None:
            widget.step_branch(by)

    def toggle_confidence(self) -> None:
        """Mark what the model doubted in its thought, or end that."""
        widget = self.widget
        if widget is not None:
            widget.panel.confidence.toggle()

    def walk(self, by: int) -> None:
        """Go to the step after (1) or before (-1) the one that is looked at."""
        widget = self.widget
        if widget is not None:
            widget.panel.walking.walk(by)

    def mark_step(self, mark: StepMark) -> None:
        """Mark the step that is looked at; where none is, go to one."""
        widget = self.widget
        if widget is not None and not widget.panel.judging.mark(mark):
            widget.panel.walking.walk_back()

    def write_note(self) -> None:
        """Write a note on the selected text, or on the step that is looked at; where there is none, go to one."""
        widget = self.widget
        if widget is not None and not widget.panel.judging.write_note():
            widget.panel.walking.walk_back()

    def show_attempt(self, number: int) -> None:
        """Show the attempt with this number."""
        widget = self.widget
        if widget is not None:
            widget.panel.show_attempt(number)

    def edit_thought(self) -> None:
        """Let the reader change its thought."""
        widget = self.widget
        if widget is not None:
            widget.panel.editing.begin()

    def copy_answer(self) -> None:
        """Put its answer on the clipboard."""
        widget = self.widget
        if widget is not None and widget.footer is not None:
            widget.footer.copy_button.click()

    def button_words(self) -> list[str]:
        """Return what its buttons can do now; `press` does it."""
        widget = self.widget
        return [button.accessibleName() for button in widget.buttons()] if widget is not None else []

    def press(self, words: str) -> None:
        """Press the button which `button_words` calls so, if it is still there."""
        widget = self.widget
        for button in widget.buttons() if widget is not None else ():
            if button.accessibleName() == words:
                button.click()
                return
