"""Works out what each model needs on this computer as it is now, away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.library.machine import ThisMachine, read_machine
from desktop.library.state import LibraryState
from desktop.library.weighing import Weighed, weigh_all
from desktop.tasks import Tasks
from models.catalog.load_plan import Machine
from models.catalog.tuned_copies import CopyShelf

if TYPE_CHECKING:
    from models.assistant import Assistant


class WeighingDesk(QObject):
    """`read` carries the machine (`ThisMachine`), `placed` says that it counts now, `weighed` that the models do."""

    read = Signal(object)
    placed = Signal()
    weighed = Signal()

    def __init__(
        self, state: LibraryState, assistant: Assistant, tuned: Path, tasks: Tasks,
        tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._state, self._assistant, self._tuned = state, assistant, tuned
        self._tasks, self._tell = tasks, tell
        self._raw: ThisMachine | None = None
        self._freed = 0
        """Bytes of RAM that were counted as free because the model in use goes."""
        self._number = 0
        """Of the latest weighing; an earlier one may end after it."""

    @property
    def free_now(self) -> Machine | None:
        """The machine as it is while the model in use is there; None while it is not known."""
        return self._raw.machine if self._raw is not None else None

    def look(self) -> None:
        """Look at the machine, then weigh all models."""
        devices = getattr(self._assistant.engine, "devices", ())
        self._tasks.run_aside(lambda: read_machine(devices), self._on_read, self._tell, owner=self)

    def weigh(self) -> None:
        """Work out what each model needs on this machine as it is once the model in use has gone."""
        if self._raw is None:
            return
        freed = self._freed = self._in_use_takes()
        machine = replace(self._raw.machine, ram_free=self._raw.machine.ram_free + freed)
        self._state.machine, self._state.total_ram = machine, self._raw.total_ram
        models = self._state.models
        shelf = CopyShelf(self._tuned, system_info=self._assistant.engine.system_info)
        self._number += 1
        number = self._number
        self._tasks.run_aside(
            lambda: weigh_all(models, machine, shelf), lambda weighed: self._on_weighed(number, weighed), self._tell,
            owner=self,
        )  # fmt: skip
        self.placed.emit()

    def _in_use_takes(self) -> int:
        """Bytes of RAM, beside its file's, that come back when the model in use goes."""
        return self._assistant.status.context_size and sum(
            each.plan.estimate.processor.context + each.plan.estimate.processor.working
            for path, each in self._state.weighed.items()
            if path == self._assistant.status.model_path
        )

    def _on_read(self, machine: ThisMachine) -> None:
        self._raw = machine
        self.read.emit(machine)
        self.weigh()

    def _on_weighed(self, number: int, weighed: dict[str, Weighed]) -> None:
        if number != self._number:
            return
        self._state.weighed = weighed
        if not self._freed and self._in_use_takes():
            self.weigh()
        self.weighed.emit()
