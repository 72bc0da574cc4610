"""Takes the chosen model out of the list: it is hidden, forgotten, or deleted where it was downloaded here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.library.places_desk import PlacesDesk
from desktop.library.rows import Act
from desktop.library.state import LibraryState
from desktop.tasks import Tasks
from models.catalog.found.records import FoundModel

if TYPE_CHECKING:
    from models.answering.tuning_desk import TuningDesk


class PuttingAway(QObject):
    """`hidden` when a model was left out of the list, `stayed` when a file could not be deleted."""

    hidden = Signal()
    stayed = Signal()

    def __init__(
        self, state: LibraryState, downloads: Path, places: PlacesDesk, tuning: TuningDesk, tasks: Tasks,
        tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._state, self._downloads, self._places, self._tuning = state, downloads, places, tuning
        self._tasks, self._tell = tasks, tell

    def put_away(self, act: Act) -> None:
        """Take the chosen model out of the list."""
        model = self._state.model(self._state.chosen)
        if model is None:
            return
        if act is Act.HIDE:
            self.hide(model)
            return
        self._state.chosen = ""
        if act is Act.REMOVE:
            self._places.remove(str(model.path))
            return
        others = [each.file.model_id for each in self._state.models if each.file is not None and each is not model]
        copied = "" if model.file is None or model.file.model_id in others else model.file.model_id
        self._delete(model.path, copied)

    def hide(self, model: FoundModel) -> None:
        """Leave a model out of the list; its file stays."""
        self._state.chosen = ""
        self._places.hide(str(model.path))
        self.hidden.emit()

    def _delete(self, path: Path, copied: str) -> None:
        """Delete a download, with the tuned copy of the model `copied`."""
        folder, tuning = self._downloads, self._tuning

        def work() -> None:
            from models.catalog.download.deleting import delete_download

            delete_download(folder, path)
            if copied:
                tuning.remove(copied)

        self._tasks.run_aside(
            work,
            lambda _done: self._places.remove(str(path)),
            lambda error: self._on_delete_failed(path, error),
            owner=self,
        )

    def _on_delete_failed(self, path: Path, error: Exception) -> None:
        self._tell(error)
        if path.exists():
            self.stayed.emit()
        else:  # only its tuned copy stays
            self._places.remove(str(path))
