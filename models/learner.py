"""Learning behind the window: runs rounds on a thread of its own, yields to questions, starts by itself when it may.

It shares the assistant's engine. Everything that it tells comes as `LearnerChanged` events on its own threads.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from models.answering.requests import sampling_for_engine
from models.assistant import Assistant
from models.engine.protocol import Loaded
from models.errors import InputError, KnownError
from models.events import Event, QuestionSaved, RunFailed, RunFinished
from models.history.learning.records import AdapterRecord, Round, RoundState
from models.history.store import Store
from models.learning.rounds.accepted import missing_sentence, teachable
from models.learning.rounds.job import LearningJob
from models.learning.rounds.learner_events import LearnerChanged, LearnerState
from models.learning.rounds.opening import LearningModel, RoundWishes
from models.learning.rounds.progress import RoundProgress
from models.learning.rounds.since import rated_since_last_round
from models.paths import DataFolder
from models.settings import Settings

BY_USER, FOR_QUESTION = "paused", "question"
"""Why a round is held up."""

_TELL_SECONDS = 0.25
"""Progress is told at most so often."""

_HALT_SECONDS = 15.0
"""The longest wait for a round to come to a halt."""


class Learner:
    """Runs rounds of learning for the window; all methods return at once and may be called from any thread.

    Args:
        folder: The data folder.
        store: Its history.
        assistant: Whose engine is used, and whose questions go first.
        settings: Returns the user's settings now.
    """

    def __init__(
        self,
        folder: DataFolder,
        store: Store,
        assistant: Assistant,
        settings: Callable[[], Settings],
    ) -> None:
        self._folder, self._store, self._assistant = folder, store, assistant
        self._settings = settings
        self._listeners: list[Callable[[LearnerChanged], None]] = []
        self._lock = threading.Lock()
        self._job: LearningJob | None = None
        self._thread: threading.Thread | None = None
        self._held = False
        self._questions: set[str] = set()
        self._now = LearnerChanged(LearnerState.IDLE)
        self._told = 0.0
        self._unsubscribe = assistant.subscribe(self._hear)

    def subscribe(self, listener: Callable[[LearnerChanged], None]) -> Callable[[], None]:
        """Call `listener` with every change, on a thread of the learner or the assistant; returns what ends that."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    @property
    def now(self) -> LearnerChanged:
        """What was told last."""
        return self._now

    @property
    def model_loaded(self) -> Loaded | None:
        """The model that would learn; None while none is loaded."""
        return self._assistant.engine.loaded

    def delete_adapter(self, adapter_id: str) -> None:
        """Delete an adapter for good; where it is in use, the one before it is used again.

        Raises:
            InputError: There is none.
        """
        self._store.adapters.delete(adapter_id)
        (self._folder.adapters / f"{adapter_id}.gguf").unlink(missing_ok=True)

    def import_adapter(self, path: Path) -> AdapterRecord:
        """Take in an adapter that was made elsewhere, for the model that is loaded; it is not in use yet.

        Takes seconds, so give it a thread.

        Raises:
            InputError: It cannot be used, does not fit the model, or no model is loaded.
        """
        from models.learning.adapter_import import import_adapter

        loaded = self.model_loaded
        if loaded is None:
            raise InputError("No model is loaded; choose a model first.")
        return import_adapter(self._store, self._folder.adapters, Path(loaded.path), path)

    def adapters_changed(self) -> None:
        """Another adapter may be in use now."""
        self._assistant.adapters_changed()

    def begin(self, sources: tuple[str, ...] = ()) -> None:
        """Go on with the open round, or begin one; nothing happens while one runs."""
        with self._lock:
            if self._held or (self._thread is not None and self._thread.is_alive()):
                return
            job = self._job = LearningJob(self._folder, self._store, self._assistant.engine, self._progressed)
            if self._questions:
                job.brake.hold(FOR_QUESTION)
            self._thread = threading.Thread(target=self._work, args=(job, sources), name="learner", daemon=True)
            self._thread.start()

    def begin_if_due(self) -> bool:
        """Begin by itself when the user lets it and enough was rated since the last round; returns whether it began."""
        settings = self._settings()
        wanted = settings.learn_after_ratings
        if wanted <= 0 or (on_battery() and not settings.learn_on_battery):
            return False
        with suppress(InputError):
            if self._store.rounds.open_round() is not None or self.rated_since_last_round() >= wanted:
                self.begin()
                return True
        return False

    def begin_if_idle(self) -> bool:
        """Begin because nobody is there, when the user lets it and there is something new; returns whether it began."""
        settings = self._settings()
        if not settings.learn_when_idle or (on_battery() and not settings.learn_on_battery):
            return False
        with suppress(InputError):
            enough = self.rated_since_last_round() > 0 and not missing_sentence(teachable(self._store))
            if self._store.rounds.open_round() is not None or enough:
                self.begin()
                return True
        return False

    @property
    def ratings_wanted(self) -> int:
        """After how many ratings a round begins by itself; 0 where it never does."""
        return self._settings().learn_after_ratings

    def rated_since_last_round(self) -> int:
        """Return how many ratings were set after the last round began."""
        return rated_since_last_round(self._store)

    def pause(self) -> None:
        """Hold the round up until `resume`; a training stops computing at once."""
        self._with_job(lambda job: job.brake.hold(BY_USER))
        self._change(self._state())

    def resume(self) -> None:
        """Go on after `pause`."""
        self._with_job(lambda job: job.brake.release(BY_USER))
        self._change(self._state())

    def stop_round(self) -> None:
        """End the open round for good; what was learned from it so far is dropped, what is in use stays."""

        def end() -> None:
            self._halt()
            begun = self._store.rounds.open_round()
            if begun is not None:
                self._store.rounds.end(begun.id, RoundState.STOPPED, seconds=begun.seconds)
                begun = self._store.rounds.get(begun.id)
            self._now = LearnerChanged(LearnerState.IDLE)
            self._emit_event(replace(self._now, ended=begun))

        threading.Thread(target=end, name="learner stop", daemon=True).start()

    @contextmanager
    def halted(self) -> Iterator[None]:
        """Let no round run inside, where the history is replaced; an open one stays as it is in the one before.

        Raises:
            InputError: The round did not come to a halt; nothing inside was done.
        """
        with self._lock:
            self._held = True
        try:
            self._halt()
            if self._thread is not None and self._thread.is_alive():
                raise InputError("The round of learning has not come to a halt yet; stop it, then try again.")
            yield
        finally:
            self._held = False
        self._assistant.adapters_changed()

    def close(self) -> None:
        """Halt; the open round is taken up again at the next start."""
        self._unsubscribe()
        self._halt()

    def _halt(self) -> None:
        self._with_job(lambda job: job.brake.stop())
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(_HALT_SECONDS)

    def _work(self, job: LearningJob, sources: tuple[str, ...]) -> None:
        problem = details = ""
        try:
            model = self._await_model(job)
            settings = self._settings()
            wishes = RoundWishes(
                sources, sampling=sampling_for_engine(settings.sampling), system_prompt=settings.system_prompt
            )
            self._change(self._state())
            job.run(model, wishes, rounds=1, ended=self._ended)
        except KnownError as error:
            problem, details = error.message, error.details
        except Exception as error:  # noqa: BLE001 - the round stays as it is, and the mistake is told
            problem = "Rationale made a mistake of its own, so learning stopped; everything that was finished is kept."
            details = "".join(traceback.format_exception(error))
        with self._lock:
            self._job = None
        self._change(LearnerState.IDLE, problem=problem, details=details, progress=None)

    def _await_model(self, job: LearningJob) -> LearningModel:
        while (loaded := self._assistant.engine.loaded) is None:
            job.brake.sleep(0.5)
        return LearningModel(loaded.model_id, loaded.name, loaded.path)

    def _ended(self, ended: Round) -> None:
        self._assistant.adapters_changed()
        self._now = replace(self._now, progress=None)
        self._emit_event(LearnerChanged(self._state(), ended=ended))

    def _progressed(self, progress: RoundProgress) -> None:
        before, now = self._now.progress, time.monotonic()
        if before is not None and before.stage is progress.stage and now - self._told < _TELL_SECONDS:
            return
        self._told = now
        self._change(self._state(), progress=progress)

    def _hear(self, event: Event) -> None:
        """Let questions go first."""
        match event:
            case QuestionSaved():
                self._questions.add(event.run)
                self._with_job(lambda job: job.brake.hold(FOR_QUESTION))
            case RunFinished() | RunFailed():
                self._questions.discard(event.run)
                if not self._questions:
                    self._with_job(lambda job: job.brake.release(FOR_QUESTION))
            case _:
                return
        if self._job is not None:
            self._change(self._state())

    def _emit_event(self, event: LearnerChanged) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def _state(self) -> LearnerState:
        job = self._job
        if job is None:
            return LearnerState.IDLE
        holding = job.brake.holding
        if BY_USER in holding:
            return LearnerState.PAUSED
        return LearnerState.WAITING if FOR_QUESTION in holding else LearnerState.WORKING

    def _with_job(self, work: Callable[[LearningJob], None]) -> None:
        job = self._job
        if job is not None:
            work(job)

    def _change(self, state: LearnerState, **changes: Any) -> None:
        changed = replace(self._now, state=state, ended=None, **({"problem": "", "details": ""} | changes))
        if changed != self._now:
            self._now = changed
            self._emit_event(changed)


def on_battery() -> bool:
    """Whether this computer runs on its battery now."""
    sensors = getattr(psutil, "sensors_battery", None)
    with suppress(OSError, RuntimeError):
        battery = sensors() if sensors is not None else None
        return battery is not None and battery.power_plugged is False
    return False
