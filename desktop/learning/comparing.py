"""Between the side by side view and the assistant: asks both, hands over what they write, and stops them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.bridge import AssistantBridge
from desktop.learning.side_by_side import SideBySide
from desktop.tasks import Tasks
from models.answering.ask_request import NO_ADAPTER, AskRequest, fresh_seed
from models.events import RunEvent, RunFailed, RunFinished

if TYPE_CHECKING:
    from models.assistant import Assistant
    from models.history.learning.records import AdapterRecord
    from models.history.store import Store
    from models.paths import DataFolder
    from models.reasoning.effort import Effort


class Comparing(QObject):
    """One comparison at a time.

    Args:
        view: What is shown.
        assistant: Who is asked.
        store: The history.
        folder: Where the adapters are.
        effort: Returns how long to think, as it is chosen where questions are written.
    """

    def __init__(
        self, view: SideBySide, assistant: Assistant, store: Store, folder: DataFolder, tasks: Tasks,
        bridge: AssistantBridge, effort: Callable[[], Effort], tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.view = view
        self._assistant, self._store, self._folder, self._tasks = assistant, store, folder, tasks
        self._effort, self._tell = effort, tell
        self._adapter: AdapterRecord | None = None
        self._open: list[str] = []
        view.asked.connect(self._ask)
        view.stop_asked.connect(self._stop)
        bridge.run_event.connect(self._take)

    def open(self, model_id: str, adapter_id: str = "", question: str = "") -> None:
        """Open for an adapter, by default the one in use, else the newest one there is."""
        store = self._store

        def find() -> AdapterRecord | None:
            if adapter_id:
                return store.adapters.get(adapter_id)
            newest = store.adapters.of_model(model_id)
            return store.adapters.in_use(model_id) or (newest[0] if newest else None)

        def show(adapter: AdapterRecord | None) -> None:
            if adapter is not None:
                self._adapter = adapter
                self.view.show_pair(self._assistant.status.model_name, adapter.name, question)

        self._tasks.run(find, show, self._tell, owner=self)

    def _ask(self, question: str, keep: bool) -> None:
        if self._adapter is None:
            return
        seed, path = fresh_seed(), str(self._folder.adapters / f"{self._adapter.id}.gguf")
        effort = replace(self._effort(), attempts=1)
        runs = [
            self._assistant.ask(AskRequest(question, effort, seed=seed, adapter=adapter, save=keep))
            for adapter in (NO_ADAPTER, path)
        ]
        self._open = runs
        self.view.begin((runs[0], runs[1]))

    def _stop(self) -> None:
        for run in self._open:
            self._assistant.stop(run)

    def _take(self, event: RunEvent) -> None:
        self.view.take(event)
        if isinstance(event, RunFinished | RunFailed) and event.run in self._open:
            self._open.remove(event.run)
