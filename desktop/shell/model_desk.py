"""Choosing a model, and saying what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop.settings.keeper import SettingsKeeper
from desktop.shell.notices import Action, Notices
from desktop.sidebar.model_chip import ModelChip
from models.events import EngineState, EngineStatus

if TYPE_CHECKING:
    from models.assistant import Assistant

BUNDLED = "bundled"


class ModelDesk(QObject):
    """The controller of the model chip."""

    settings_asked = Signal()

    def __init__(
        self, chip: ModelChip, notices: Notices, keeper: SettingsKeeper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._chip = chip
        self._notices = notices
        self._keeper = keeper
        self._assistant: Assistant | None = None
        self._reference = keeper.current.model
        chip.clicked.connect(self.show_menu)

    def connect_assistant(self, assistant: Assistant, reference: str | None) -> None:
        """Models are loaded through `assistant`; `reference` is the one it starts with."""
        self._assistant = assistant
        self._reference = reference or self._keeper.current.model

    def show_status(self, status: EngineStatus) -> None:
        """Show the engine's state; a failure stays under the header until another model is tried."""
        self._chip.show_status(status)
        if status.state in (EngineState.FAILED, EngineState.NO_MODEL):
            message = status.message or self.tr("No model is loaded. Choose a model file.")
            failed = status.state is EngineState.FAILED
            words = self.tr("Choose another model") if failed else self.tr("Choose a model")
            choose: Action = (words, self.choose_file)
            again: Action = (self.tr("Try again"), self.retry)
            actions = [choose, again] if failed else [choose]
            self._notices.show_notice("engine", message, kind="bad", actions=actions, details=status.details)
        elif status.state is EngineState.READY:
            self._notices.end("engine")
            text = " ".join(filter(None, (status.message, *status.notices)))
            if text:
                self._notices.show_notice("engine", text, details=status.details)

    def show_menu(self) -> None:
        """Show the models to choose from, above the chip."""
        menu = QMenu(self._chip)
        settings = self._keeper.current
        self._add(menu, self.tr("Bundled model (SmolLM2 135M)"), BUNDLED)
        for reference in dict.fromkeys((*settings.known_models, settings.model)):
            if reference != BUNDLED:
                self._add(menu, Path(reference).name, reference)
        menu.addSeparator()
        menu.addAction(self.tr("Open a model file…"), self.choose_file)
        menu.addAction(self.tr("Model settings…"), self.settings_asked.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._chip.mapToGlobal(QPoint(12, -menu.sizeHint().height())))

    def choose_file(self) -> None:
        """Let the user choose a GGUF file and load it."""
        dialog = QFileDialog(self._chip.window(), self.tr("Open a model file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Models (*.gguf)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.load)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def load(self, reference: str) -> None:
        """Load a model and remember it."""
        self._notices.end("engine")
        self._reference = reference
        known = self._keeper.current.known_models
        if reference != BUNDLED and reference not in known:
            known = (*known, reference)
        same = self._keeper.current.model == reference
        self._keeper.change(model=reference, known_models=known)
        if same and self._assistant is not None:
            self._assistant.load_model(reference)

    def retry(self) -> None:
        """Load the same model again."""
        self._notices.end("engine")
        if self._assistant is not None:
            self._assistant.load_model(self._reference)

    def _add(self, menu: QMenu, name: str, reference: str) -> None:
        action = menu.addAction(name, lambda: self.load(reference))
        action.setCheckable(True)
        action.setChecked(reference == self._reference)
