"""Keeps an engine running: loads, follows its death with a plain reason and a fresh start, and ends what hangs.

All that the owner hears are the protocol's own messages and `EngineStarted` / `EngineDied`: when the engine dies,
every open run is refused with the reason, so that no question waits for an answer that cannot come.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from models.catalog.failures import Fault
from models.engine import transport
from models.engine.failures import sentence_for
from models.engine.lesser_loads import with_fewer_layers, with_less_context, without_copy
from models.engine.process import EngineProcess
from models.engine.protocol import (
    AnswerNow,
    AnyEngineMessage,
    Cancel,
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
from models.errors import EngineError

CANCEL_SECONDS = 5.0
"""What has not stopped this long after a cancel is killed."""

MOST_DEATHS = 3
DEATH_WINDOW = 60.0
"""So many deaths in so many seconds end the attempts to start again."""


@dataclass(frozen=True, slots=True)
class EngineStarted:
    """The engine process runs; `devices` are what llama.cpp can compute on, `system_info` its line of the processor."""

    devices: tuple[Device, ...]
    system_info: str = ""


@dataclass(frozen=True, slots=True)
class EngineDied:
    """The engine process ended unasked; `restarts` says whether a new one follows."""

    reason: FailureReason
    message: str
    details: str
    restarts: bool


@dataclass(frozen=True, slots=True)
class NextLoading:
    """The next model is being loaded while the old one answers (`models.engine.switching`)."""

    path: str
    progress: float = 0.0


@dataclass(frozen=True, slots=True)
class NextReady:
    """The next model can take over.

    With `in_place` the old one goes before it is loaded, because there is no room for both.
    """

    path: str
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class NextFailed:
    """The next model could not be loaded; the old one answers on, or is being loaded again (`returns`)."""

    path: str
    reason: FailureReason
    message: str
    details: str = ""
    returns: bool = False
    fault: Fault | None = None


Notice = AnyEngineMessage | EngineStarted | EngineDied | NextLoading | NextReady | NextFailed
Listener = Callable[[Notice], None]


class Engine(Protocol):
    """What answers questions: the local engine, a scripted one in tests, a server elsewhere."""

    def start(self, listener: Listener) -> None:
        """Begin; the listener is called on a thread of the engine's own."""

    def load(self, request: Load) -> None:
        """Load a model; `Loading`, then `Loaded` or `LoadFailed` follow, of several loads at once for the last."""

    def generate(self, request: Generate) -> None:
        """Answer a question; its messages end with `RunEnded` or `RunRefused`."""

    def score(self, request: Score) -> None:
        """Measure a continuation; ends with `Scored` or `RunRefused`."""

    def cancel(self, run: str) -> None:
        """Stop a run; it ends within a few seconds, whatever happens."""

    def answer_now(self, run: str) -> None:
        """Close the open thoughts of a run."""

    def close(self) -> None:
        """End; nothing is heard afterwards."""


class LocalEngine:
    """The engine in a process of its own.

    Args:
        launch: Starts the process; tests start odd ones.
    """

    def __init__(self, launch: Callable[[], EngineProcess] = EngineProcess) -> None:
        self._launch = launch
        self._listener: Listener = lambda _notice: None
        self._lock = threading.RLock()
        self._process: EngineProcess | None = None
        self._outbox: transport.Outbox | None = None
        self._open_runs: set[str] = set()
        self._wanted: Load | None = None
        self._loading: Load | None = None
        self._gpu_layers = 0
        self._context_size = 0
        """Tokens of the context that is being tried, 0 while that is not known."""
        self._loads_copy = False
        """Whether it is the tuned copy that is being loaded."""
        self._killed_loading = False
        """Whether the system has ended a load of the wanted model."""
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)
        self._watchdogs: dict[str, threading.Timer] = {}
        self._closing = False
        self._gave_up = False
        """Whether the thread ends, so that the next load needs a new one."""
        self._thread: threading.Thread | None = None

    @property
    def process_identifier(self) -> int | None:
        """The process id of the engine, while one runs."""
        process = self._process
        return process.identifier if process else None

    def start(self, listener: Listener) -> None:
        """Start the process on a thread of its own; `EngineStarted` or `LoadFailed` follows."""
        self._listener, self._gave_up = listener, False
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)
        self._thread.start()

    def load(self, request: Load) -> None:
        """Load a model, now or when the process is up."""
        with self._lock:
            self._wanted = self._loading = request
            self._deaths.clear()
            self._killed_loading = False
            self._expect(request)
            if self._outbox is not None:
                self._outbox.send(request)
                return
            if self._gave_up and not self._closing:
                self.start(self._listener)

    def generate(self, request: Generate) -> None:
        """Send a question to the engine."""
        self._send_run(request)

    def score(self, request: Score) -> None:
        """Send a measurement to the engine."""
        self._send_run(request)

    def cancel(self, run: str) -> None:
        """Stop a run; the engine is killed when it does not react within `CANCEL_SECONDS`."""
        with self._lock:
            if run not in self._open_runs or self._outbox is None:
                return
            self._outbox.send(Cancel(run))
            if run not in self._watchdogs and self._process is not None:
                watchdog = threading.Timer(CANCEL_SECONDS, self._process.kill)
                watchdog.daemon = True
                self._watchdogs[run] = watchdog
                watchdog.start()

    def answer_now(self, run: str) -> None:
        """Close the open thoughts of a run."""
        with self._lock:
            if self._outbox is not None:
                self._outbox.send(AnswerNow(run))

    def close(self) -> None:
        """End the process and wait until it is gone."""
        with self._lock:
            self._closing = True
            process, outbox = self._process, self._outbox
            for watchdog in self._watchdogs.values():
                watchdog.cancel()
        if outbox is not None:
            outbox.close()
        if process is not None:
            process.close()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(10.0)

    def _is_closing(self) -> bool:
        return self._closing

    def _send_run(self, request: Generate | Score) -> None:
        with self._lock:
            if self._outbox is not None:
                self._open_runs.add(request.run)
                self._outbox.send(request)
                return
        message = "The engine is not running; wait until the model is loaded."
        self._listener(RunRefused(request.run, FailureReason.NO_MODEL, message))

    def _work(self) -> None:
        """Start, listen until the process ends, and start again."""
        while not self._closing:
            try:
                process = self._launch()
            except EngineError as error:
                with self._lock:
                    wanted, self._loading = self._wanted, None
                path = wanted.path if wanted else ""
                self._listener(LoadFailed(path, FailureReason.START, error.message, error.details))
                if self._gives_up():
                    return
                continue
            with self._lock:
                self._process = process
                outbox = self._outbox = transport.Outbox(process.connection, "engine outbox")
                wanted = self._loading = self._wanted
                self._expect(wanted)
            if self._is_closing():
                outbox.close()
                process.close()
                return
            self._listener(EngineStarted(process.welcome.devices, process.welcome.system_info))
            if wanted is not None:
                outbox.send(wanted)
            self._listen(process)
            if not self._bury(process, outbox):
                return

    def _expect(self, request: Load | None) -> None:
        """A load begins: until the engine tells of it, only what was asked for is known."""
        self._gpu_layers = max(0, (request.gpu_layers or 0) if request else 0)
        self._context_size, self._loads_copy = 0, False

    def _listen(self, process: EngineProcess) -> None:
        while True:
            try:
                message = transport.receive_from_engine(process.connection)
            except transport.Closed:
                return
            self._note(message)
            self._listener(message)

    def _note(self, message: AnyEngineMessage) -> None:
        with self._lock:
            match message:
                case Loading(gpu_layers=layers, tuned=tuned, context_size=size):
                    self._gpu_layers, self._loads_copy, self._context_size = layers, tuned, size
                case Loaded(path=path) | LoadFailed(path=path):
                    if self._loading is None or self._loading.path == path:  # else it is the end of an earlier load
                        self._loading, self._killed_loading = None, False
                case RunEnded(run=run) | RunRefused(run=run) | Scored(run=run):
                    self._open_runs.discard(run)
                    if watchdog := self._watchdogs.pop(run, None):
                        watchdog.cancel()

    def _bury(self, process: EngineProcess, outbox: transport.Outbox) -> bool:
        """Tell why the process ended and decide what follows; returns whether to start again."""
        with self._lock:
            self._process = self._outbox = None
            wanted = self._wanted
            runs, self._open_runs = self._open_runs, set()
            was_loading, self._loading = self._loading, None
            unresponsive = any(not each.is_alive() for each in self._watchdogs.values())
            for watchdog in self._watchdogs.values():
                watchdog.cancel()
            self._watchdogs.clear()
        outbox.close()
        process.connection.close()
        reason, message, details = process.wait_for_end()
        if self._closing:
            return False
        if unresponsive:
            reason = FailureReason.UNRESPONSIVE
            message = "The engine did not stop in time and was ended; it starts again by itself."
        self._deaths.append(time.monotonic())
        restarts = self._may_restart(wanted, was_loading, reason)
        if reason is FailureReason.KILLED and was_loading is not None and not restarts:
            reason = FailureReason.MEMORY
            message = sentence_for(reason)
        for run in runs:
            self._listener(RunRefused(run, reason, message, details))
        self._listener(EngineDied(reason, message, details, restarts))
        if restarts:
            return True
        self._listener(LoadFailed(wanted.path if wanted else "", reason, _given_up(message), details))
        return not self._gives_up()

    def _gives_up(self) -> bool:
        """Whether the thread ends; not where a load has been asked for since the one that failed."""
        with self._lock:
            self._gave_up = self._loading is None
            return self._gave_up

    def _may_restart(self, wanted: Load | None, was_loading: Load | None, reason: FailureReason) -> bool:
        """Whether another start makes sense, perhaps with less than `wanted`, which was asked for before the end."""
        often = len(self._deaths) == MOST_DEATHS and self._deaths[-1] - self._deaths[0] < DEATH_WINDOW
        request = wanted if reason is FailureReason.VIDEO_MEMORY and self._gpu_layers else was_loading
        with self._lock:
            if self._wanted is not wanted:  # another load has been asked for meanwhile
                return True
            if request is None:
                return not often
            lesser = self._lesser(request, reason)
            self._wanted = lesser or self._wanted
        return lesser is not None

    def _lesser(self, request: Load, reason: FailureReason) -> Load | None:
        """What to load in the place of what ended the engine; None where there is nothing left to try."""
        if reason is FailureReason.KILLED:
            tried, self._killed_loading = self._killed_loading, True
            if tried:
                return None
            smaller = with_less_context(request, self._context_size)
            return without_copy(smaller) if self._loads_copy else smaller
        if self._gpu_layers:
            return with_fewer_layers(request, self._gpu_layers)
        return without_copy(request) if self._loads_copy else None


def _given_up(message: str) -> str:
    return message.replace("; it starts again by itself.", ".").replace("; it starts again.", ".") + (
        " Load a model to start it again."
    )


def probe_devices() -> tuple[tuple[Device, ...], str]:
    """Start an engine for a moment; returns its devices and llama.cpp's line about the processor.

    Raises:
        EngineError: The engine does not start.
    """
    process = EngineProcess()
    process.connection.close()
    process.close()
    return process.welcome.devices, process.welcome.system_info
