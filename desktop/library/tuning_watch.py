"""Between the inspector and the tuning of models: what is known of the chosen one, what is asked, how it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.library.state import LibraryState, reference_of
from desktop.library.tuning_part import TuningPart, TuningShown
from desktop.library.tuning_words import RUNNING
from desktop.library.weighing import planned
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.catalog.found.records import FoundModel
from models.catalog.speeds import MeasuredSpeed
from models.catalog.tuned_copies import TunedCopy
from models.catalog.wishes import wishes_of
from models.events import EngineState, Event, TuningState

if TYPE_CHECKING:
    from models.assistant import Assistant


class TuningWatch(QObject):
    """Follows the chosen model; `ended` when something is different than before for the list or the inspector."""

    ended = Signal()
    _told = Signal(object)

    def __init__(
        self, part: TuningPart, assistant: Assistant, state: LibraryState, keeper: SettingsKeeper, tasks: Tasks,
        tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._part, self._assistant, self._state = part, assistant, state
        self._keeper, self._tasks, self._tell = keeper, tasks, tell
        self._model: FoundModel | None = None
        self._latest: TuningState | None = None
        self._known: tuple[str, TunedCopy | None, MeasuredSpeed | None] = ("", None, None)
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = assistant.subscribe(self._hear)
        part.test_asked.connect(lambda: self._ask(assistant.tuning.test))
        part.tune_asked.connect(lambda: self._ask(assistant.tuning.tune))
        part.cancel_asked.connect(assistant.tuning.cancel)
        part.use_asked.connect(self._use)
        part.remove_asked.connect(self._remove)

    @property
    def running(self) -> bool:
        """Whether a model is being tuned or tested."""
        return self._latest is not None and self._latest.step in RUNNING

    def follow(self, model: FoundModel | None) -> None:
        """Another model is chosen, or the chosen one may have changed."""
        self._model = model
        if model is None or model.file is None:
            return
        self._show()
        if self._known[0] != model.file.model_id:
            self._read()

    def leave(self) -> None:
        """Hear nothing any more; a copy that is being made goes on until the assistant is closed."""
        self._unsubscribe()

    def _hear(self, event: Event) -> None:
        """Run on the assistant's thread."""
        if isinstance(event, TuningState):
            self._told.emit(event)

    def _take(self, state: TuningState) -> None:
        self._latest = state
        self._show()
        if state.step not in RUNNING:
            self._read()
            self.ended.emit()

    def _ask(self, work: Callable[[str, tuple[str, ...]], None]) -> None:
        if self._model is not None:
            work(str(self._model.path), self._keeper.current.known_models)

    def _use(self, on: bool) -> None:
        model, tuning = self._model, self._assistant.tuning
        if model is None or model.file is None:
            return
        identifier = model.file.model_id
        self._tasks.run_aside(lambda: tuning.use(identifier, on=on), self._on_switched, self._tell, owner=self)

    def _on_switched(self, _done: None) -> None:
        self._read()
        self.ended.emit()

    def _remove(self) -> None:
        model, tuning = self._model, self._assistant.tuning
        if model is None or model.file is None:
            return
        identifier = model.file.model_id
        self._tasks.run_aside(lambda: tuning.remove(identifier), self._on_switched, self._tell, owner=self)

    def _read(self) -> None:
        """Read what is known of the chosen model: small files, but files."""
        model, tuning = self._model, self._assistant.tuning
        if model is None or model.file is None:
            return
        identifier = model.file.model_id

        def take(found: tuple[TunedCopy | None, MeasuredSpeed | None]) -> None:
            now = self._model.file if self._model is not None else None
            if now is not None and now.model_id == identifier:  # else another model was chosen meanwhile
                self._known = (identifier, *found)
                self._show()

        self._tasks.run_aside(
            lambda: (tuning.copy_of(identifier), tuning.speed_of(identifier)), take, self._tell, owner=self
        )

    def _show(self) -> None:
        model, latest, status = self._model, self._latest, self._state.status
        if model is None or model.file is None:
            return
        identifier, copy, speed = self._known
        known = identifier == model.file.model_id
        mine = latest is not None and latest.model == str(model.path)
        in_use = self._state.is_in_use(model) and status.state in (EngineState.READY, EngineState.BUSY)
        self._part.show_tuning(
            TuningShown(
                copy if known else None,
                speed if known else None,
                latest if mine else None,
                in_use,
                on_card=status.gpu_layers > 0 if in_use else self._goes_to_card(model),
                busy=self.running and not mine,
                answering=status.state is EngineState.BUSY,
            )
        )

    def _goes_to_card(self, model: FoundModel) -> bool:
        """Whether a model that is not loaded would run on a graphics card, where a copy is not used."""
        if model.file is None or self._state.machine is None:
            return False
        return (
            planned(model.file, self._state.machine, wishes_of(self._state.settings, reference_of(model))).gpu_layers
            > 0
        )
