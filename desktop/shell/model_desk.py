"""Choosing a model, and saying what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.language.sentences import told
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.notices import Action, Notices
from desktop.sidebar.model_chip import ModelChip
from models.catalog.bundled import BUNDLED, bundled_model
from models.errors import InputError
from models.events import EngineState, EngineStatus, NextModel

if TYPE_CHECKING:
    from models.assistant import Assistant


class ModelDesk(QObject):
    """The controller of the model chip."""

    models_asked = Signal()
    """The page of models is wanted."""
    template_asked = Signal()
    """The field where it is chosen how the model in use is asked."""

    def __init__(
        self, chip: ModelChip, notices: Notices, keeper: SettingsKeeper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._chip = chip
        self._notices = notices
        self._keeper = keeper
        self._assistant: Assistant | None = None
        self._reference = keeper.current.model
        self._wanted = ""
        """The model that is to be remembered once it is ready."""
        chip.clicked.connect(self.models_asked)

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
            choose: Action = (words, self.models_asked.emit)
            again: Action = (self.tr("Try again"), self.retry)
            actions = [choose, again] if failed else [choose]
            self._notices.show_notice("engine", message, kind="bad", actions=actions, details=status.details)
        elif status.next_model is not None and status.next_model.failed:
            self._tell_failed(status, status.next_model)
        elif status.state is EngineState.READY:
            self._notices.end("engine")
            self._remember(status)
            text = status.message or " ".join(status.notices)
            ask: Action = (self.tr("Choose how to ask"), self.template_asked.emit)
            if text:
                actions = [] if status.has_chat_template else [ask]
                self._notices.show_notice("engine", text, actions=actions, details=status.details)

    def choose_file(self) -> None:
        """Let the user choose a GGUF file and load it."""
        dialog = QFileDialog(self._chip.window(), self.tr("Open a model file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Models (*.gguf)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.load)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def load(self, reference: str) -> None:
        """Load a file that the user points at, and add it to their models."""
        known = self._keeper.current.known_models
        if reference != BUNDLED and reference not in known:
            self._keeper.change(known_models=(*known, reference))
        self.load_listed(reference)

    def load_listed(self, reference: str) -> None:
        """Load a model of the list, and remember it once it is ready: one that fails is not tried at the next start.

        Where another program keeps it, it stays that program's: it is not added to the user's own.
        """
        self._notices.end("engine")
        self._reference = self._wanted = reference
        if self._assistant is not None:
            self._assistant.load_model(reference)

    def retry(self) -> None:
        """Load the same model again."""
        self._notices.end("engine")
        if self._assistant is not None:
            self._assistant.load_model(self._reference)

    def _remember(self, status: EngineStatus) -> None:
        """The model that was asked for is ready: the next start loads it too."""
        if self._wanted and status.next_model is None and _path_of(self._wanted) == status.model_path:
            wanted, self._wanted = self._wanted, ""
            self._keeper.change(model=wanted)

    def _tell_failed(self, status: EngineStatus, failed: NextModel) -> None:
        """Another model could not be loaded; the one in use is as it was."""
        self._wanted = ""
        stays = self.tr("{0} keeps answering.").format(status.model_name)
        text = f"{told(failed.message)} {stays}" if status.state is not EngineState.STARTING else told(failed.message)
        show: Action = (self.tr("Show the models"), self.models_asked.emit)
        self._notices.show_notice("engine", text, kind="warn", actions=[show], details=failed.details)


def _path_of(reference: str) -> str:
    """Return the file that settings mean; "" when it cannot be told."""
    if reference != BUNDLED:
        return reference
    try:
        return str(bundled_model())
    except InputError:
        return ""
