"""The button that says where a preference between two attempts goes; pressing it leaves the pair out or in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.rendering.buttons import TextButton
from desktop.theme import Theme


class PairButton(TextButton):
    """Not there while neither of the two is preferred."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.included = True
        """Whether the pair is exported."""
        self.hide()

    def show_pair(self, included: bool | None) -> None:
        """Say whether the pair is exported; None where there is none."""
        if included is not None:
            self.included = included
            words = (
                self.tr("Kept for export as a preference pair")
                if included
                else self.tr("Left out by you: not exported as a preference pair")
            )
            self.set_icon("in_training_set" if included else "left_out")
            self.setText(words)
            self.setAccessibleName(words)
            does = self.tr("Press to leave it out") if included else self.tr("Press to take it in again")
            tip = self.tr("Rationale itself does not train on pairs; an export writes them for other programs.")
            self.setToolTip(f"{tip} {does}")
        self.setVisible(included is not None)
