"""Puts one engine in the place of another: the model in use answers until the next one is ready to.

A model that is asked for while one is in use is loaded by an engine of its own, beside it. Only when it is there, and
the owner says that no answer is being written (`switch`), does it take over; a failure costs nothing. Where both have
no room at once the old one must go first; then it is loaded again when the new one fails.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec
import psutil

from models.engine.machine import graphics_cards
from models.engine.protocol import (
    Beside,
    Device,
    FailureReason,
    Generate,
    Load,
    Loaded,
    LoadFailed,
    Loading,
    RunEnded,
    RunRefused,
    Score,
    Scored,
)
from models.engine.supervisor import (
    Engine,
    EngineDied,
    EngineStarted,
    Listener,
    LocalEngine,
    NextFailed,
    NextLoading,
    NextReady,
    Notice,
)

SWITCHED = "Another model has taken over, so this answer stopped; continue it with that one."


class SwitchingEngine:
    """An engine that is another one after a switch.

    Args:
        launch: Makes an engine that has not been started.
    """

    def __init__(self, launch: Callable[[], Engine] = LocalEngine) -> None:
        self._launch = launch
        self._listener: Listener = lambda _notice: None
        self._lock = threading.RLock()
        self._active = launch()
        self._next: Engine | None = None
        self._next_load: Load | None = None
        self._next_loaded: Loaded | None = None
        self._kept: Load | None = None
        """The load of the model in use, to come back to."""
        self._asked: Load | None = None
        """What the engine in use was asked to load, until it says how that went."""
        self._in_use: Loaded | None = None
        self._cards_free: tuple[int, ...] = ()
        self._runs: set[str] = set()
        self._ending: list[threading.Thread] = []
        self._closing = False

    @property
    def process_identifier(self) -> int | None:
        """The process id of the engine in use, while one runs."""
        return getattr(self._active, "process_identifier", None)

    def start(self, listener: Listener) -> None:
        """Begin; the listener also hears `NextLoading`, `NextReady` and `NextFailed`."""
        self._listener = listener
        self._start(self._active)

    def load(self, request: Load) -> None:
        """Load a model: beside the one in use, or in an engine that has none."""
        with self._lock:
            self._drop_next()
            if self._in_use is None or self._closing:
                self._asked = request
                self._active.load(request)
                return
            engine = self._next = self._launch()
            self._next_load = request
            beside = msgspec.structs.replace(request, beside=Beside(self._ram_in_use(), self._cards_free))
        self._listener(NextLoading(request.path))
        engine.load(beside)
        self._start(engine)

    def switch(self) -> None:
        """Put the next model in the place of the one in use, as `NextReady` said that it can be."""
        with self._lock:
            request, loaded = self._next_load, self._next_loaded
            if request is None or self._closing:
                return
            if self._next is not None and loaded is None:  # it died since; `NextReady` comes again
                return
            self._next_load = self._next_loaded = None
            if loaded is None or self._next is None:
                self._asked, self._in_use = request, None
                self._active.load(request)
                return
            old, self._active, self._next = self._active, self._next, None
            runs, self._runs = self._runs, set()
            self._kept, self._in_use = request, loaded
        for run in runs:
            self._listener(RunRefused(run, FailureReason.NO_MODEL, SWITCHED))
        self._listener(loaded)
        self._end(old)

    def generate(self, request: Generate) -> None:
        """Answer a question with the model in use."""
        with self._lock:
            self._runs.add(request.run)
            active = self._active
        active.generate(request)

    def score(self, request: Score) -> None:
        """Measure a continuation with the model in use."""
        with self._lock:
            self._runs.add(request.run)
            active = self._active
        active.score(request)

    def cancel(self, run: str) -> None:
        """Stop a run."""
        self._active.cancel(run)

    def answer_now(self, run: str) -> None:
        """Close the open thoughts of a run."""
        self._active.answer_now(run)

    def close(self) -> None:
        """End all engines."""
        with self._lock:
            self._closing = True
            self._drop_next()
            ending = list(self._ending)
        self._active.close()
        for thread in ending:
            thread.join(10.0)

    @property
    def _can_come_back(self) -> bool:
        """Whether a model is being loaded in the place of another one."""
        return self._asked is not None and self._kept not in (None, self._asked)

    def _start(self, engine: Engine) -> None:
        engine.start(lambda notice: self._hear(engine, notice))

    def _hear(self, engine: Engine, notice: Notice) -> None:
        with self._lock:
            is_next = engine is self._next
        if is_next:
            self._hear_next(engine, notice)
        elif self._note(engine, notice):
            self._listener(notice)

    def _note(self, engine: Engine, notice: Notice) -> bool:
        """Follow the engine in use; returns whether the owner hears the notice."""
        with self._lock:
            if engine is not self._active:
                return False
            match notice:
                case EngineStarted(devices=devices):
                    self._cards_free = _free_of_cards(devices)
                case Loaded(path=path) | LoadFailed(path=path) if self._asked is not None and path != self._asked.path:
                    return False  # of a load in whose place another one was asked for
                case Loaded():
                    self._kept, self._asked, self._in_use = self._asked or self._kept, None, notice
                case EngineDied(restarts=False):
                    self._in_use = None
                    return not self._can_come_back
                case LoadFailed() if self._can_come_back:
                    return self._come_back(notice)
                case LoadFailed():
                    self._asked, self._in_use = None, None
                case RunEnded(run=run) | RunRefused(run=run) | Scored(run=run):
                    self._runs.discard(run)
        return True

    def _come_back(self, failed: LoadFailed) -> bool:
        """The model that had to take the old one's place could not be loaded: load the old one again.

        In a new engine, since the one that is speaking may be about to end.
        """
        kept = self._asked = self._kept
        assert kept is not None
        self._kept = None
        self._listener(_next_failed(failed.path, failed, returns=True))
        self._end(self._active)
        self._active = self._launch()
        self._active.load(kept)
        self._start(self._active)
        return False

    def _hear_next(self, engine: Engine, notice: Notice) -> None:
        told = self._note_next(engine, notice)
        if told is not None:
            self._listener(told)

    def _note_next(self, engine: Engine, notice: Notice) -> Notice | None:
        """Follow the engine of the next model; returns what the owner hears of it."""
        with self._lock:
            request = self._next_load
            if request is None or engine is not self._next:  # another model has been asked for meanwhile
                return None
            match notice:
                case Loading(progress=progress):
                    return NextLoading(request.path, progress)
                case Loaded():
                    self._next_loaded = notice
                    return NextReady(request.path)
                case EngineDied(restarts=True):
                    self._next_loaded = None
                    return NextLoading(request.path)
                case LoadFailed(reason=FailureReason.CROWDED):
                    self._drop_next(keep_request=True)
                    return NextReady(request.path, in_place=True)
                case LoadFailed():
                    self._drop_next()
                    return _next_failed(request.path, notice)
        return None

    def _drop_next(self, *, keep_request: bool = False) -> None:
        """Forget the engine of the next model; call it with the lock."""
        engine, self._next = self._next, None
        self._next_loaded = None
        if not keep_request:
            self._next_load = None
        if engine is not None:
            self._end(engine)

    def _end(self, engine: Engine) -> None:
        """Close an engine on a thread of its own: it may be the one that is speaking."""
        self._ending = [each for each in self._ending if each.is_alive()]
        thread = threading.Thread(target=engine.close, name="ending engine", daemon=True)
        self._ending.append(thread)
        thread.start()

    def _ram_in_use(self) -> int:
        """Bytes of RAM that come back when the engine in use ends: what is its own and no file's."""
        identifier = self.process_identifier
        if identifier is None:
            return 0
        try:
            facts = psutil.Process(identifier).memory_info()
        except psutil.Error:
            return 0
        return max(0, facts.rss - getattr(facts, "shared", facts.rss // 2))


def _next_failed(path: str, failed: LoadFailed, *, returns: bool = False) -> NextFailed:
    return NextFailed(path, failed.reason, failed.message, failed.details, returns, failed.fault)


def _free_of_cards(devices: tuple[Device, ...]) -> tuple[int, ...]:
    return tuple(each.memory_free for each in graphics_cards(devices))
