"""The engine process: takes requests from its clients and lets the scheduler work on them.

Started by `models.engine.process` as `python -m models.engine.server`. The first line on standard input tells where to
listen and the key that clients must know; the end of standard input ends the process, so that it never outlives its
owner.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from models.engine import transport
from models.engine.llama.abort_flag import AbortFlag
from models.engine.llama.backend import start_backend, system_info
from models.engine.llama.devices import devices
from models.engine.llama.log import LogTail
from models.engine.loaded_model import LoadedModel
from models.engine.loading import load_model
from models.engine.protocol import (
    PROTOCOL_VERSION,
    AnswerNow,
    AnyClientMessage,
    Cancel,
    EngineMessage,
    FailureReason,
    Generate,
    Hello,
    Load,
    LoadFailed,
    Loading,
    RunRefused,
    Score,
    Welcome,
)
from models.engine.runs import Refusal

PROGRESS_STEP = 0.02
"""The least share of a model that is worth a message while it loads."""

READY = "ready"
"""The line on standard output that says that clients may connect."""


@dataclass(eq=False, slots=True)
class ClientOfEngine:
    """A connected client and the way to it."""

    outbox: transport.Outbox

    def send(self, message: EngineMessage) -> None:
        """Queue a message to the client."""
        self.outbox.send(message)


@dataclass(frozen=True, slots=True)
class Gone:
    """Stands in the inbox for a client that went away."""


class EngineServer:
    """Owns the loaded model; `serve` runs on the main thread, one reader thread for each client fills the inbox."""

    def __init__(self) -> None:
        self._abort = AbortFlag()
        self._log = LogTail()
        start_backend()
        self._devices = devices()
        self._inbox: queue.SimpleQueue[tuple[ClientOfEngine, AnyClientMessage | Gone]] = queue.SimpleQueue()
        self._model: LoadedModel | None = None
        self._loads_waiting = 0
        self._counting = threading.Lock()

    def accept(self, address: str, key: bytes) -> None:
        """Start to listen; each client gets a reader thread."""
        listener = transport.listen(address, key)

        def work() -> None:
            while True:
                with suppress(OSError, EOFError, transport.Closed):
                    connection = listener.accept()
                    threading.Thread(target=self._read, args=(connection,), daemon=True).start()

        threading.Thread(target=work, name="accept", daemon=True).start()

    def serve(self) -> None:
        """Work for ever: take what clients ask, then decode one step, and so on."""
        while True:
            scheduler = self._model.scheduler if self._model else None
            try:
                client, message = self._inbox.get(block=scheduler is None or scheduler.idle)
            except queue.Empty:
                assert scheduler is not None
                scheduler.step()
            else:
                self._handle(client, message)

    def _read(self, connection: Connection) -> None:
        client = ClientOfEngine(transport.Outbox(connection, "send"))
        try:
            hello = transport.receive_from_client(connection)
            client.send(Welcome(PROTOCOL_VERSION, os.getpid(), self._devices, system_info()))
            if not isinstance(hello, Hello) or hello.version != PROTOCOL_VERSION:
                return
            while True:
                message = transport.receive_from_client(connection)
                if isinstance(message, Cancel) and (model := self._model):
                    model.scheduler.interrupt(message.run)
                elif isinstance(message, Load):
                    self._count_load(1)
                self._inbox.put((client, message))
        except transport.Closed:
            self._inbox.put((client, Gone()))
        finally:
            client.outbox.close()
            connection.close()

    def _handle(self, client: ClientOfEngine, message: AnyClientMessage | Gone) -> None:
        match message:
            case Load():
                self._load(client, message)
            case Generate() | Score():
                self._take(client, message)
            case Cancel(run=run) if self._model:
                self._model.scheduler.cancel(run)
            case AnswerNow(run=run) if self._model:
                self._model.scheduler.answer_now(run)
            case Gone() if self._model:
                self._model.scheduler.drop(client.send)
            case _:
                pass

    def _take(self, client: ClientOfEngine, request: Generate | Score) -> None:
        if self._model is None:
            message = "No model is loaded; choose a model first."
            client.send(RunRefused(request.run, FailureReason.NO_MODEL, message))
            return
        try:
            self._model.take(request, client.send)
        except Refusal as refusal:
            client.send(RunRefused(request.run, refusal.reason, refusal.message, refusal.details))

    def _load(self, client: ClientOfEngine, request: Load) -> None:
        if self._model is not None:
            message = "Another model is being loaded, so this answer stopped; continue it when the model is ready."
            self._model.scheduler.fail_all(FailureReason.NO_MODEL, message)
            self._model.close()
            self._model = None
        self._count_load(-1)

        told = -1.0

        def progress(share: float, gpu_layers: int, tuned: bool, context_size: int) -> bool:
            nonlocal told
            if share - told >= PROGRESS_STEP or share < told:
                told = share
                client.send(Loading(round(share, 3), gpu_layers, tuned, context_size))
            return self._loads_waiting == 0

        outcome = load_model(request, self._devices, self._log, self._abort, progress)
        if self._loads_waiting:  # what was broken off for another model is no failure of this one
            if isinstance(outcome, LoadedModel):
                outcome.close()
        elif isinstance(outcome, LoadFailed):
            client.send(outcome)
        else:
            self._model = outcome
            client.send(outcome.loaded)

    def _count_load(self, change: int) -> None:
        with self._counting:
            self._loads_waiting += change


def main() -> None:
    """Run the engine until standard input ends."""
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the owner, who then ends this process
    orders = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_owner, name="owner", daemon=True).start()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # llama.cpp's own prints must not mix with the answer to the owner
    server = EngineServer()
    gc.freeze()
    gc.set_threshold(50_000)  # what a step makes is freed by counting; looking for cycles would only interrupt it
    server.accept(orders["address"], bytes.fromhex(orders["key"]))
    print(READY, file=answers, flush=True)
    server.serve()


def _end_with_owner() -> None:
    while sys.stdin.readline():
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
