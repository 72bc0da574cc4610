"""Which adapter the model answers with now: the one that the user's history says, if its file is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.catalog.header import read_header
from models.engine.protocol import AdapterChoice
from models.errors import InputError
from models.history.store import Store


@dataclass(frozen=True, slots=True)
class AdapterInUse:
    """An adapter that answers are given with; `name` is for people, `imported_from` as in its record."""

    id: str
    name: str
    choice: AdapterChoice
    imported_from: str = ""


class AdaptersInUse:
    """Finds the adapter in use; a damaged one is left aside, so that the model still answers.

    Args:
        store: The history; None knows of no adapters.
        folder: Where the adapters' files are.
    """

    def __init__(self, store: Store | None, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._checked: dict[Path, tuple[int, int]] = {}
        self.problem = ""
        """Why an adapter that should be in use is not, in one sentence."""

    def of(self, model_id: str) -> AdapterInUse | None:
        """Return the adapter that a model answers with now; None for the model as it is."""
        self.problem = ""
        if self._store is None or not model_id:
            return None
        try:
            adapter = self._store.adapters.in_use(model_id)
        except InputError:
            return None
        if adapter is None or adapter.scale == 0.0:
            return None
        path = self._folder / f"{adapter.id}.gguf"
        if not self._is_whole(path):
            self.problem = (
                f"The adapter {adapter.name} is missing or damaged, so the model answers without it; "
                "roll back or train again."
            )
            return None
        return AdapterInUse(adapter.id, adapter.name, AdapterChoice(str(path), adapter.scale), adapter.imported_from)

    def _is_whole(self, path: Path) -> bool:
        """Whether a file can be used; looked at again only when it has changed."""
        try:
            state = path.stat()
            seen = (state.st_mtime_ns, state.st_size)
            if self._checked.get(path) != seen:
                read_header(path)
                self._checked[path] = seen
        except (OSError, InputError):
            return False
        return True
