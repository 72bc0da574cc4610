"""The façade that the window and the command line both drive: ask, stop, continue, and hear all that happens.

One thread of its own does the work in order: commands come in from any thread, the engine's messages from the engine's
thread, and listeners are called from here. Nothing here blocks the caller.
"""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from models.answering.adapter_in_use import AdaptersInUse
from models.answering.adapter_looks import AdapterLooks
from models.answering.ask_request import AskRequest
from models.answering.deliberator import Deliberator
from models.answering.loading import load_request
from models.answering.open_runs import OpenRuns
from models.answering.pace import Pace
from models.answering.preparing import PreparedRun, RunPreparer
from models.answering.saving import SAVE_SECONDS, Saver
from models.answering.status import StatusBoard
from models.answering.tuning_desk import TuningDesk
from models.catalog.model_list import resolve_model
from models.catalog.speeds import SpeedBook
from models.engine.protocol import FailureReason, Loaded, LoadFailed
from models.engine.sharing import SharedEngine
from models.engine.supervisor import Engine, EngineDied, EngineStarted, NextFailed, NextLoading, NextReady, Notice
from models.engine.switching import SwitchingEngine
from models.errors import EngineError, InputError, KnownError
from models.events import EngineStatus, Event, RunFailed
from models.history.store import Store
from models.identifiers import new_id
from models.paths import DataFolder
from models.reasoning.effort import Effort
from models.settings import Settings

__all__ = ["AskRequest", "Assistant"]

Listener = Callable[[Event], None]

OUR_MISTAKE = "bug"
"""The reason of a `RunFailed` that is our own fault."""

MISTAKE_SENTENCE = "Rationale made a mistake of its own, so the answer ended; what was written is kept."


class Assistant:
    """The façade.

    Args:
        folder: The user's data folder.
        settings: The user's settings.
        store: The history; None keeps nothing.
        engine: What answers; the local engine when left out.
    """

    def __init__(
        self, folder: DataFolder, *, settings: Settings, store: Store | None, engine: Engine | None = None
    ) -> None:
        self.folder = folder
        self._settings = settings
        self.engine = SharedEngine(engine or SwitchingEngine())
        """What answers; others may use it beside the assistant."""
        self._listeners: list[Listener] = []
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._board = StatusBoard(self._emit)
        self._saver = Saver(store, self._emit)
        self._deliberator = Deliberator(
            self.engine,
            lambda run, happening: self._inbox.put(lambda: self._runs.happened(run, happening)),
            lambda error: self._inbox.put(lambda: self._admit(error)),
        )
        self._pace = Pace(folder.pace, SpeedBook(folder.speeds))
        self._runs = OpenRuns(
            self.engine, self._deliberator, self._board, self._saver, self._pace,
            AdaptersInUse(store, folder.adapters, AdapterLooks(folder.checked_adapters)), self._emit,
        )  # fmt: skip
        self._preparer = RunPreparer(store, folder.adapters)
        self.tuning = TuningDesk(
            folder, self.engine, lambda event: self._inbox.put(lambda: self._emit(event)),
            lambda path: self._inbox.put(lambda: self._load_again(path)),
        )  # fmt: skip
        """Makes tuned copies of models, switches them, and tests speeds."""
        self._reference = ""
        """The model that was asked for last, as settings call it; "" before the first."""
        self._next: NextReady | None = None
        """The model that takes over when no answer is being written."""
        self._started = False
        self._next_save = 0.0
        self._thread = threading.Thread(target=self._work, name="assistant", daemon=True)
        self._thread.start()

    @property
    def status(self) -> EngineStatus:
        """The engine's latest state."""
        return self._board.status

    def expected_seconds(self, effort: Effort) -> float | None:
        """Return about how long the model in use will think with an effort; None while nothing is known of it."""
        return self._pace.expected_seconds(self._board.model_id, effort)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every event, on the assistant's thread; returns what ends that."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def start(self, model: str | None = None) -> None:
        """Start the engine and load `model` (else the one of the settings)."""
        self.load_model(model or self._settings.model)

    def load_model(self, reference: str) -> None:
        """Load a model by name or path; `EngineStatus` events follow.

        The one in use answers until the new one is ready, and an answer that is being written ends first. When the new
        one fails, the old one stays (`EngineStatus.next_model`). Only where both have no room at once the old one goes
        before, and is loaded again when the new one fails.
        """
        self._inbox.put(lambda: self._load(reference))

    def ask(self, request: AskRequest) -> str:
        """Ask a question; returns the run id at once, all else follows by events."""
        return self._begin(lambda run: self._preparer.ask(run, request, self._settings))

    def regenerate(self, answer_id: str, *, effort: Effort | None = None) -> str:
        """Answer the question of `answer_id` again, as another branch; returns the run id."""
        return self._begin(lambda run: self._preparer.regenerate(run, answer_id, effort, self._settings))

    def edit_thought(self, answer_id: str, thought: str) -> str:
        """Think on from a changed thought, as another branch that begins with it; returns the run id."""
        return self._begin(lambda run: self._preparer.edit_thought(run, answer_id, thought, self._settings))

    def continue_answer(self, answer_id: str, *, close_thought: bool = False) -> str:
        """Take up a stopped, failed or interrupted answer where it ended; returns the run id.

        With `close_thought` it thinks no further and answers from what is there.
        """

        def prepare(run: str) -> PreparedRun:
            if self._runs.is_being_written(answer_id):
                raise InputError("This answer is still being written; stop it or wait until it ends.")
            return self._preparer.continue_answer(run, answer_id, self._settings, close_thought=close_thought)

        return self._begin(prepare)

    def answer_now(self, run: str) -> None:
        """Close the open thoughts of a run and let it answer."""
        self._inbox.put(lambda: self._runs.answer_now(run))

    def stop(self, run: str) -> None:
        """Stop a run; what it wrote is kept."""
        self._inbox.put(lambda: self._runs.stop(run))

    def adapters_changed(self) -> None:
        """Another adapter may be in use now; tell which."""
        self._inbox.put(self._runs.show_adapter)

    def apply_settings(self, settings: Settings) -> None:
        """Use other settings from now on; the model is loaded again when its own settings changed."""
        self._inbox.put(lambda: self._use_settings(settings))

    def close(self, timeout: float = 5.0) -> None:
        """Stop all runs, save them, end the engine."""
        self.tuning.close()
        self._inbox.put(None)
        self._thread.join(timeout)
        self._deliberator.close()
        self.engine.close()

    def _work(self) -> None:
        while True:
            try:
                command = self._inbox.get(timeout=self._patience())
            except queue.Empty:
                self._save()
                continue
            if command is None:
                break
            try:
                command()
            except Exception as error:  # noqa: BLE001 - the next command must still be served
                self._admit(error)
            if self._next is not None and not self._runs.any:
                self._switch(self._next)
            if time.monotonic() >= self._next_save:
                self._save()
        self._runs.close()
        self._saver.retry()

    def _admit(self, error: Exception) -> None:
        """A mistake of our own: report it as an uncaught exception is, and let no question wait for ever."""
        details = "".join(traceback.format_exception(error))
        with suppress(Exception):
            self._runs.fail_all(OUR_MISTAKE, MISTAKE_SENTENCE, details)
        threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, self._thread)))

    def _patience(self) -> float | None:
        """Seconds until text must be saved; None while there is none."""
        if not self._runs.any and not self._saver.has_unsaved:
            return None
        return max(self._next_save - time.monotonic(), 0.0)

    def _save(self) -> None:
        self._runs.save_progress()
        self._next_save = time.monotonic() + SAVE_SECONDS

    def _emit(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def _begin(self, prepare: Callable[[str], PreparedRun]) -> str:
        """Start a run; what the user or the environment did wrong ends it in plain words."""
        run = new_id()

        def work() -> None:
            try:
                prepared = prepare(run)
            except KnownError as error:
                reason = error.reason if isinstance(error, EngineError) else FailureReason.REQUEST
                self._emit(RunFailed(run, reason, error.message, error.details, can_continue=False))
            except Exception:
                self._emit(RunFailed(run, OUR_MISTAKE, MISTAKE_SENTENCE, traceback.format_exc(), can_continue=False))
                raise
            else:
                self._runs.add(prepared)

        self._inbox.put(work)
        return run

    def _load(self, reference: str) -> None:
        self._reference, self._next = reference, None
        try:
            path = resolve_model(reference, self._settings.known_models)
        except InputError as error:
            self._board.not_found(reference, error)
            self._runs.send_waiting()
            return
        if not self._board.answers or not isinstance(self.engine.inner, SwitchingEngine):
            self._board.loading(str(path), path.stem)
        self.engine.load(load_request(path, self._settings, reference, folder=self.folder))
        if not self._started:
            self._started = True
            self.engine.start(lambda notice: self._inbox.put(lambda: self._hear(notice)))

    def _load_again(self, path: str) -> None:
        """Load the model in use again, if it is the one at `path`."""
        if self._reference and self._board.status.model_path == path:
            self._load(self._reference)

    def _use_settings(self, settings: Settings) -> None:
        other = settings.model not in (self._settings.model, self._reference)
        reload = other or settings.engine != self._settings.engine
        self._settings = settings
        if reload and self._reference:
            self._load(settings.model)

    def _switch(self, ready: NextReady) -> None:
        """No answer is being written: the next model takes over."""
        self._next = None
        if ready.in_place:
            self._board.loading(ready.path, Path(ready.path).stem)
        self.engine.switch()

    def _hear(self, notice: Notice) -> None:
        self._board.apply(notice)
        if isinstance(notice, NextReady):
            self._next = notice
        if isinstance(notice, Loaded):
            self._runs.show_adapter()
        if isinstance(notice, Loaded | LoadFailed | EngineDied):
            self._runs.send_waiting()
        elif not isinstance(notice, EngineStarted | NextFailed | NextLoading | NextReady):
            self._runs.hear(notice)
