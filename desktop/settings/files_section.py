"""The part of the settings where conversations go out as files and come in again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.settings.fields import ChoiceField, labelled
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme
from models.history.exchange.formats import ExportFormat

BAR_HEIGHT = 4


class FilesSection(QWidget):
    """Says what is wanted; shows how far it is, and what came of it."""

    export_asked = Signal()
    import_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.form = ExportFormat.JSON
        forms = [
            (self.tr("JSON, to import again"), ExportFormat.JSON),
            (self.tr("Markdown, to read"), ExportFormat.MARKDOWN),
            (self.tr("Training data (JSONL)"), ExportFormat.TRAINING),
            (self.tr("Preference pairs (JSONL)"), ExportFormat.PREFERENCES),
        ]
        self.form_field = ChoiceField(list(forms), self._choose)
        self.thoughts = QCheckBox(self.tr("With thoughts"))
        self.thoughts.setChecked(True)
        self.thoughts.hide()
        self.export_button = TextButton(theme, self.tr("Export…"), self.export_asked.emit)
        self.import_button = TextButton(theme, self.tr("Import…"), self.import_asked.emit)
        self.status = TextLabel(theme, kind="secondary", font="meta", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(BAR_HEIGHT)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel_button = TextButton(theme, self.tr("Cancel"), self.cancel_asked.emit)
        self.details_button = TextButton(theme, self.tr("Details"), self._toggle_details, kind="small")
        self.details = TextLabel(theme, kind="tertiary", font="meta", wrap=True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out(theme)
        self.show_idle("")

    def show_running(self, words: str, share: float | None) -> None:
        """Show how far the work is (0 to 1; None when that is not known)."""
        self.status.setText(words)
        self.status.show()
        self.bar.setRange(0, 0 if share is None else 1000)
        self.bar.setValue(round(1000 * (share or 0)))
        for each in (self.bar, self.cancel_button):
            each.show()
        self.details_button.hide()
        self.details.hide()
        for button in (self.export_button, self.import_button):
            button.setEnabled(False)

    def show_idle(self, words: str, details: str = "") -> None:
        """Nothing runs; `words` say what came of the last work, the technical `details` are shown on demand."""
        self.status.setText(words)
        self.status.setVisible(bool(words))
        self.details.setText(details)
        self.details.hide()
        self.details_button.setVisible(bool(details))
        for each in (self.bar, self.cancel_button):
            each.hide()
        for button in (self.export_button, self.import_button):
            button.setEnabled(True)

    def _choose(self, form: object) -> None:
        """JSON has all thoughts always."""
        self.form = ExportFormat(str(form))  # Qt hands an enumeration's member back as its text
        self.thoughts.setVisible(self.form is not ExportFormat.JSON)
        if self.form is ExportFormat.JSON:
            self.thoughts.setChecked(True)

    def _toggle_details(self) -> None:
        self.details.setVisible(self.details.isHidden())

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        words = self.tr("JSON holds everything, the trash too. Training data holds what you have rated.")
        column.addWidget(labelled(theme, self.tr("Export as"), words, self.form_field))
        choices = QHBoxLayout()
        choices.addWidget(self.thoughts)
        choices.addStretch(1)
        choices.addWidget(self.export_button)
        column.addLayout(choices)
        words = self.tr("A JSON file that Rationale has exported. What is here stays; nothing comes in twice.")
        column.addWidget(labelled(theme, self.tr("Import"), words, self.import_button))
        column.addWidget(self.bar)
        running = QHBoxLayout()
        running.setContentsMargins(0, 4, 0, 0)
        running.addWidget(self.status, 1)
        running.addWidget(self.details_button, alignment=Qt.AlignmentFlag.AlignTop)
        running.addWidget(self.cancel_button)
        column.addLayout(running)
        column.addWidget(self.details)
