"""Does what the buttons say that help where a model cannot be loaded."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.library.details_desk import DetailsDesk
from desktop.library.download_desk import DownloadDesk
from desktop.library.download_rows import SEARCH
from desktop.library.helps import less_context, search_words
from desktop.library.page import ModelsPage
from desktop.library.rows import Act
from desktop.library.state import LibraryState
from desktop.library.token_desk import TokenDesk
from models.catalog.found.records import FoundModel


class Helping(QObject):
    """`hide_asked` carries a model; `look_asked` when models are to be looked for again. `load` loads one."""

    hide_asked = Signal(object)
    look_asked = Signal()

    def __init__(
        self, page: ModelsPage, state: LibraryState, downloads: DownloadDesk, details: DetailsDesk, token: TokenDesk,
        load: Callable[[FoundModel], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._page, self._state, self._downloads, self._details = page, state, downloads, details
        self._token, self._load = token, load

    def help(self, model: FoundModel, act: Act) -> None:
        """Do what a button of a model's card says."""
        if act is Act.SHOW:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(model.path.parent)))
        elif act is Act.HIDE:
            self.hide_asked.emit(model)
        elif act is Act.LOOK:
            self.look_asked.emit()
        elif act in (Act.REST, Act.AGAIN):
            self._downloads.get_again(model.path, take_up=act is Act.REST)
        elif act is Act.LESS:
            tokens = less_context(self._state, model)
            self._load_with(model, context_size=tokens or None)
        else:
            self.prepare_search(model)

    def ask_as(self, model: FoundModel, template: str) -> None:
        """Load a model, to be asked with a template of ours."""
        self._load_with(model, chat_template=template)

    def prepare_search(self, model: FoundModel) -> None:
        """Prepare a search for other files of a model; it is the user who lets it out."""
        search = self._page.search
        search.field.setText(search_words(model))
        self._scroll_to_search()
        search.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_token(self) -> None:
        """Show the field for the token."""
        self._token.open()
        self._scroll_to_search()

    def _load_with(self, model: FoundModel, **choices: object) -> None:
        self._details.keep(model, msgspec.structs.replace(self._details.choices(model), **choices))
        self._load(model)

    def _scroll_to_search(self) -> None:
        rows = self._page.list.rows
        self._page.list.scrollTo(rows.index(rows.place_of(SEARCH)))
