"""Owns the verifier process: starts it when it is first needed, keeps the time, kills and restarts it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from models.reasoning.verifier.protocol import (
    LONGEST_TEXT,
    Closed,
    Compare,
    Found,
    Identity,
    Ready,
    Reply,
    Request,
    receive_reply,
    send,
)

START_SECONDS = 30.0
ITEM_SECONDS = 2.0
MOST_FAILED_STARTS = 3

COMMAND = (sys.executable, "-m", "models.reasoning.verifier.server")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class _Process:
    """One verifier process; a thread of its own waits for its replies."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}, creationflags=_NO_WINDOW,
        )  # fmt: skip
        assert self._process.stdin is not None and self._process.stdout is not None
        self._input: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._output: BinaryIO = self._process.stdout  # type: ignore[assignment]
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, name="verifier", daemon=True)
        self._thread.start()

    @property
    def identifier(self) -> int:
        return self._process.pid

    def reply(self, seconds: float) -> Reply:
        """Wait for the next reply.

        Raises:
            Closed: None came in time, or the process is gone.
        """
        try:
            reply = self._replies.get(timeout=seconds)
        except queue.Empty:
            raise Closed("no reply in time") from None
        if reply is None:
            raise Closed("the verifier is gone")
        return reply

    def ask(self, request: Request) -> None:
        send(self._input, request)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join(2.0)
        for stream in (self._input, self._output):
            try:
                stream.close()
            except OSError:
                continue

    def _read(self) -> None:
        try:
            while True:
                self._replies.put(receive_reply(self._output))
        except Closed:
            self._replies.put(None)


class Verifier:
    """Answers whether mathematical texts mean the same; None where that could not be found out in time.

    May be used from several threads: one request at a time, the others wait. A request that takes longer than
    `item_seconds`, or kills the process, is answered None, and the next one starts a fresh process.

    Args:
        item_seconds: The most that one request may take.
        command: What to start; tests start odd ones.
    """

    def __init__(self, *, item_seconds: float = ITEM_SECONDS, command: tuple[str, ...] = COMMAND) -> None:
        self._item_seconds = item_seconds
        self._command = command
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._is_ready = False
        self._last_id = 0
        self._failed_starts = 0
        self._closed = False

    @property
    def process_identifier(self) -> int | None:
        """The process id, while one runs."""
        process = self._process
        return process.identifier if process else None

    def prepare(self) -> None:
        """Start the process without waiting for it, so that the first request finds it ready."""
        with self._lock:
            self._start()

    def same_answer(self, gold: str, given: str) -> bool | None:
        """Whether two final answers mean the same."""
        return self._asked(lambda number: Compare(number, gold, given), gold, given)

    def identical(self, left: str, right: str) -> bool | None:
        """Whether two expressions are the same for all values of their variables."""
        return self._asked(lambda number: Identity(number, left, right), left, right)

    def close(self) -> None:
        """End the process; later requests are answered None."""
        self._closed = True
        process = self._process
        if process is not None:
            process.end()
        with self._lock:
            self._end()

    def _asked(self, make: Callable[[int], Request], *texts: str) -> bool | None:
        if any(len(each) > LONGEST_TEXT or not each.isprintable() for each in texts):
            return None
        with self._lock:
            if not self._start():
                return None
            assert self._process is not None
            self._last_id += 1
            try:
                self._await_ready(self._process)
                self._process.ask(make(self._last_id))
                reply = self._process.reply(self._item_seconds)
            except Closed:
                self._end()
                return None
        return reply.same if isinstance(reply, Found) and reply.id == self._last_id else None

    def _start(self) -> bool:
        """Start the process if none runs; returns whether one runs now."""
        if self._closed or self._failed_starts >= MOST_FAILED_STARTS:
            return False
        if self._process is None:
            try:
                self._process, self._is_ready = _Process(self._command), False
            except OSError:
                self._failed_starts += 1
                return False
        return True

    def _await_ready(self, process: _Process) -> None:
        if self._is_ready:
            return
        try:
            self._is_ready = isinstance(process.reply(START_SECONDS), Ready)
        except Closed:
            self._failed_starts += 1
            raise
        self._failed_starts = 0

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
