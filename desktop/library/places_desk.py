"""Which folders and files the Models page looks at: the user's own are added, left out and taken back here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop.library.page import ModelsPage
from desktop.settings.keeper import SettingsKeeper
from models.catalog.bundled import BUNDLED


class PlacesDesk(QObject):
    """Changes the settings and says so; never a file."""

    changed = Signal()
    """The models are to be looked for again."""
    file_added = Signal(str)
    """A file was added by the user (its path); `changed` follows."""

    def __init__(self, page: ModelsPage, keeper: SettingsKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._keeper = page, keeper
        page.folder_asked.connect(self.ask_for_folder)
        page.file_asked.connect(self.ask_for_file)
        page.places_asked.connect(self._show_menu)
        keeper.changed.connect(self._show_button)
        self._show_button()

    def ask_for_folder(self) -> None:
        """Let the user choose a folder."""
        dialog = QFileDialog(self._page.window(), self.tr("Add a folder with models"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.add_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_for_file(self) -> None:
        """Let the user choose a model file."""
        dialog = QFileDialog(self._page.window(), self.tr("Open a model file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Models (*.gguf)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.add_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_folder(self, folder: str) -> None:
        """Look into a folder too, from now on."""
        folders = tuple(dict.fromkeys((*self._keeper.current.model_folders, folder)))
        self._keeper.change(model_folders=folders)
        self.changed.emit()

    def remove_folder(self, folder: str) -> None:
        """Look into a folder no more; its files stay as they are."""
        folders = tuple(each for each in self._keeper.current.model_folders if each != folder)
        self._keeper.change(model_folders=folders)
        self.changed.emit()

    def add_file(self, path: str) -> None:
        """Add a file to the list."""
        settings = self._keeper.current
        known = tuple(dict.fromkeys((*settings.known_models, path)))
        hidden = tuple(each for each in settings.hidden_models if each != path)
        self.file_added.emit(path)
        self._keeper.change(known_models=known, hidden_models=hidden)
        self.changed.emit()

    def hide(self, path: str) -> None:
        """Leave a file out of the list."""
        settings = self._keeper.current
        hidden = tuple(dict.fromkeys((*settings.hidden_models, path)))
        known = tuple(each for each in settings.known_models if each != path)
        self._keeper.change(hidden_models=hidden, known_models=known)

    def remove(self, path: str) -> None:
        """Take a file that the user has added out of the list again; the file stays, and can be added anew."""
        settings = self._keeper.current
        known = tuple(each for each in settings.known_models if each != path)
        model = BUNDLED if settings.model == path else settings.model
        self._keeper.change(known_models=known, model=model)
        self.changed.emit()

    def show_hidden(self) -> None:
        """Show what was left out again."""
        self._keeper.change(hidden_models=())
        self.changed.emit()

    def menu(self) -> QMenu:
        """Return the menu of what can be taken back."""
        menu = QMenu(self._page)
        settings = self._keeper.current
        for folder in settings.model_folders:
            action = menu.addAction(self.tr("Do not look in {0} any more").format(Path(folder).name or folder))
            action.setToolTip(folder)
            action.triggered.connect(lambda _checked=False, folder=folder: self.remove_folder(folder))
        if settings.hidden_models:
            count = len(settings.hidden_models)
            words = self.tr("Show the hidden file again") if count == 1 else self.tr("Show {0} hidden files again")
            menu.addAction(words.format(count)).triggered.connect(self.show_hidden)
        menu.setToolTipsVisible(True)
        return menu

    def _show_menu(self, place: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _show_button(self, *_settings: object) -> None:
        settings = self._keeper.current
        self._page.places_button.setVisible(bool(settings.model_folders or settings.hidden_models))
