"""The adapters of the loaded model: read when first asked for, told apart by content, switched without a reload."""

from __future__ import annotations

from pathlib import Path

from models.engine.llama.adapter import Adapter
from models.engine.llama.context import Context
from models.engine.llama.failures import LlamaError
from models.engine.llama.log import LogTail
from models.engine.llama.model import Model
from models.engine.protocol import AdapterChoice, FailureReason
from models.engine.runs import Refusal

NO_ADAPTER = ""


class AdapterShelf:
    """Keeps the adapters that were used and knows which one the context computes with."""

    def __init__(self, model: Model, context: Context, log: LogTail) -> None:
        self._model, self._context, self._log = model, context, log
        self._adapters: dict[str, Adapter] = {}
        self._scales: dict[str, float] = {}
        self._used = NO_ADAPTER

    def key(self, choice: AdapterChoice | None) -> str:
        """Read the adapter if it is new; returns its key, which changes with the file's content and the scale.

        Raises:
            Refusal: The file cannot be used with this model.
        """
        if choice is None:
            return NO_ADAPTER
        path = Path(choice.path)
        try:
            state = path.stat()
        except OSError as error:
            raise Refusal(
                FailureReason.ADAPTER, f"The adapter {path.name} cannot be read; choose another.", str(error)
            ) from error
        key = f"{path}|{state.st_mtime_ns}|{state.st_size}|{state.st_ino}|{choice.scale}"
        if key not in self._adapters:
            self._log.clear()
            try:
                self._adapters[key] = Adapter(self._model, path)
            except LlamaError as error:
                raise Refusal(
                    FailureReason.ADAPTER,
                    f"The adapter {path.name} is damaged or belongs to another model; choose another.",
                    self._log.text() or str(error),
                ) from error
            self._scales[key] = choice.scale
        return key

    def use(self, key: str) -> None:
        """Compute with the adapter of this key from now on."""
        if key != self._used:
            self._context.use_adapter(self._adapters.get(key), self._scales.get(key, 1.0))
            self._used = key

    def close(self) -> None:
        """Free all adapters; the context no longer uses one."""
        self._context.use_adapter(None)
        for adapter in self._adapters.values():
            adapter.close()
        self._adapters.clear()
