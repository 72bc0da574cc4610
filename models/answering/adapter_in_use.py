"""Which adapter the model answers with now: the one that the user's history says, if its file is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.answering.adapter_looks import AdapterLooks
from models.catalog.failures import BadModelFile
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
        looks: Tells what a file is.
    """

    def __init__(self, store: Store | None, folder: Path, looks: AdapterLooks) -> None:
        self._store, self._folder, self._looks = store, folder, looks
        self.problem = ""
        """Why an adapter that should be in use is not, in one sentence."""

    def of(self, model_id: str, pre_tokenizer: str) -> AdapterInUse | None:
        """Return the adapter that a model answers with now; None for the model as it is.

        Reads the file when it is new, which takes a second.

        Args:
            model_id: The model.
            pre_tokenizer: How its file splits text: an adapter that was trained on other tokens is left aside.
        """
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
        self.problem = self._problem(adapter.name, path, pre_tokenizer)
        if self.problem:
            return None
        return AdapterInUse(adapter.id, adapter.name, AdapterChoice(str(path), adapter.scale), adapter.imported_from)

    def _problem(self, name: str, path: Path, pre_tokenizer: str) -> str:
        """Why an adapter cannot be used, "" where it can."""
        try:
            look = self._looks.of(path)
        except BadModelFile:
            return (
                f"The adapter {name} is missing or damaged, so the model answers without it; roll back or train again."
            )
        except InputError:
            return f"The adapter {name} could not be read now, so the model answers without it; ask again."
        if not look.splits_like(pre_tokenizer):
            return (
                f"The adapter {name} was trained on another file of this model, which splits text differently, so the "
                "model answers without it; load that file or train again."
            )
        return ""
