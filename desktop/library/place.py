"""The page of models, in the window, with its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.keyboard.keyboard import Keyboard
from desktop.library.desk import LibraryDesk
from desktop.library.page import ModelsPage
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.header import Header
from desktop.shell.notices import tell_on
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.events import EngineStatus
from models.paths import DataFolder

if TYPE_CHECKING:
    from models.assistant import Assistant


class LibraryPlace(QObject):
    """What the window opens with Ctrl+4. `load` loads a model by what settings call it."""

    name = "models"

    def __init__(
        self, theme: Theme, assistant: Assistant, folder: DataFolder, keeper: SettingsKeeper, tasks: Tasks,
        load: Callable[[str], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = page = ModelsPage(theme)
        self.desk = LibraryDesk(
            page, assistant, folder, keeper, tasks, load, lambda error: tell_on(page.notices, error), self
        )

    @property
    def header(self) -> Header:
        """Of the page."""
        return self.page.header

    def bind_keys(self, keyboard: Keyboard) -> None:
        """Bind the keys of the page."""
        page, desk = self.page, self.desk
        keyboard.bind("model_load", desk.load_chosen, within=page)
        keyboard.bind("model_details", page.focus_details, within=page)
        keyboard.bind("model_cancel", desk.cancel_chosen, within=page)
        keyboard.bind("model_search", page.search.field.setFocus, within=page)
        keyboard.bind("models_look", desk.look, within=page)

    def enter(self) -> None:
        """Bring the list up to date."""
        self.desk.show()
        self.page.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Choices are kept as they are made."""

    def show_status(self, status: EngineStatus) -> None:
        """Another model may be in use."""
        self.desk.show_status(status)

    def end(self, *, closing: bool) -> None:
        """Nothing is looked for or downloaded any more."""
        self.desk.leave()
