"""One engine for several users of it: the assistant, and the learning that goes on behind it.

Each hears only about its own runs; what concerns the model itself (loading, loaded, died) goes to all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from models.engine.protocol import (
    Device,
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
from models.engine.supervisor import Engine, EngineDied, EngineStarted, Listener, Notice
from models.engine.switching import SwitchingEngine


class SharedEngine:
    """Stands before an engine and is one itself, for its owner; `client` makes others that use it too.

    Args:
        engine: The engine; its owner is who calls `start` and `close` here.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._owner: Listener = lambda _notice: None
        self._lock = threading.Lock()
        self._clients: list[EngineClient] = []
        self._loaded: Loaded | None = None
        self.devices: tuple[Device, ...] = ()
        """What llama.cpp can compute on, as the engine told when it started."""
        self.system_info = ""
        """llama.cpp's line about the processor, as the engine told it."""

    @property
    def inner(self) -> Engine:
        """The engine behind it."""
        return self._engine

    @property
    def loaded(self) -> Loaded | None:
        """The model that answers now; None while there is none."""
        return self._loaded

    def client(self, listener: Listener) -> EngineClient:
        """Return another way to the engine; `listener` is called on the engine's thread."""
        client = EngineClient(self, listener)
        with self._lock:
            self._clients.append(client)
        return client

    def start(self, listener: Listener) -> None:
        """Begin; the listener hears all that is no client's own."""
        self._owner = listener
        self._engine.start(self._hear)

    def load(self, request: Load) -> None:
        """Load a model; a switching engine keeps the one in use meanwhile."""
        if not isinstance(self._engine, SwitchingEngine):
            self._loaded = None
        self._engine.load(request)

    def switch(self) -> None:
        """Put the model that is ready in the place of the one in use."""
        if isinstance(self._engine, SwitchingEngine):
            self._engine.switch()

    def generate(self, request: Generate) -> None:
        """Answer a question."""
        self._engine.generate(request)

    def score(self, request: Score) -> None:
        """Measure a continuation."""
        self._engine.score(request)

    def cancel(self, run: str) -> None:
        """Stop a run."""
        self._engine.cancel(run)

    def answer_now(self, run: str) -> None:
        """Close the open thoughts of a run."""
        self._engine.answer_now(run)

    def close(self) -> None:
        """End the engine; the clients hear nothing any more."""
        with self._lock:
            self._clients.clear()
        self._engine.close()

    def forget(self, client: EngineClient) -> None:
        """Tell a client nothing any more."""
        with self._lock:
            self._clients = [each for each in self._clients if each is not client]

    def _hear(self, notice: Notice) -> None:
        match notice:
            case EngineStarted(devices=devices, system_info=system_info):
                self.devices, self.system_info = devices, system_info
            case Loaded():
                self._loaded = notice
            case Loading() | LoadFailed() | EngineDied():
                self._loaded = None
        with self._lock:
            clients = tuple(self._clients)
        run = getattr(notice, "run", None)
        if run is None:
            for client in clients:
                client.hear(notice)
        elif (mine := next((each for each in clients if each.owns(run)), None)) is not None:
            mine.hear(notice)
            return
        self._owner(notice)


class EngineClient:
    """One user of a shared engine; made by `SharedEngine.client`."""

    def __init__(self, shared: SharedEngine, listener: Callable[[Notice], None]) -> None:
        self._shared = shared
        self._listener = listener
        self._runs: set[str] = set()

    @property
    def loaded(self) -> Loaded | None:
        """The model that answers now; None while there is none."""
        return self._shared.loaded

    def owns(self, run: str) -> bool:
        """Whether a run is this client's."""
        return run in self._runs

    def hear(self, notice: Notice) -> None:
        """Take in a notice, on the engine's thread."""
        if isinstance(notice, RunEnded | RunRefused | Scored):
            self._runs.discard(notice.run)
        self._listener(notice)

    def generate(self, request: Generate) -> None:
        """Answer a question; its messages end with `RunEnded` or `RunRefused`."""
        self._runs.add(request.run)
        self._shared.generate(request)

    def score(self, request: Score) -> None:
        """Measure a continuation; ends with `Scored` or `RunRefused`."""
        self._runs.add(request.run)
        self._shared.score(request)

    def cancel(self, run: str) -> None:
        """Stop a run."""
        self._shared.cancel(run)

    def close(self) -> None:
        """Stop what runs and hear nothing any more."""
        self._shared.forget(self)
        for run in tuple(self._runs):
            self._shared.cancel(run)
