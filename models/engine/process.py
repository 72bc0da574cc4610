"""Starts the engine process and tells why it ended."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import deque
from multiprocessing.connection import Connection
from pathlib import Path

from models.engine import transport
from models.engine.failures import explain_death
from models.engine.protocol import PROTOCOL_VERSION, FailureReason, Hello, Welcome
from models.errors import EngineError

START_SECONDS = 15.0
"""How long the engine may take from its start to its welcome."""

KEPT_LINES = 60


class EngineProcess:
    """One engine process and the private folder with its socket.

    Args:
        command: What to start; tests start something else.

    Raises:
        EngineError: It did not start in time, or speaks another version of the protocol.
    """

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "models.engine.server")) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="rationale-"))
        self.address = transport.private_address(self._folder)
        self.key = secrets.token_bytes(32)
        self._last_lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._readers: list[threading.Thread] = []
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                encoding="utf-8", errors="replace", env=_environment(), creationflags=_NO_WINDOW,
            )  # fmt: skip
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise _not_started(str(error)) from error
        self._read_in_background(self._keep_errors, "engine stderr")
        self.connection, self.welcome = self._open()

    @property
    def identifier(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def last_lines(self) -> str:
        """The last lines of its standard error."""
        return "\n".join(self._last_lines)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def wait_for_end(self, timeout: float = 5.0) -> tuple[FailureReason, str, str]:
        """Wait until it has ended (killed when it does not); returns why, in plain words, with the details."""
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            code = None
        self._clean_up()
        return explain_death(code, self.last_lines)

    def close(self, timeout: float = 3.0) -> None:
        """End it in order: its standard input closes, then it is killed if it does not go."""
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                self._process.kill()
        self.wait_for_end(timeout)

    def _open(self) -> tuple[Connection, Welcome]:
        watchdog = threading.Timer(START_SECONDS, self._process.kill)
        watchdog.start()
        try:
            assert self._process.stdin is not None and self._process.stdout is not None
            orders = {"address": self.address, "key": self.key.hex()}
            self._process.stdin.write(json.dumps(orders) + "\n")
            self._process.stdin.flush()
            if not self._process.stdout.readline():
                raise transport.Closed("the process ended before it was ready")
            connection = transport.connect(self.address, self.key)
            connection.send_bytes(transport.encode(Hello(PROTOCOL_VERSION)))
            welcome = transport.receive_from_engine(connection)
            if not isinstance(welcome, Welcome) or welcome.version != PROTOCOL_VERSION:
                connection.close()
                raise transport.Closed("the engine speaks another version of the protocol")
        except (OSError, transport.Closed) as error:
            self._process.kill()
            self.wait_for_end()
            raise _not_started("\n".join(filter(None, (str(error), self.last_lines)))) from error
        finally:
            watchdog.cancel()
            watchdog.join()
        return connection, welcome

    def _keep_errors(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._last_lines.append(line.rstrip())

    def _read_in_background(self, work: object, name: str) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)  # type: ignore[arg-type]
        thread.start()
        self._readers.append(thread)

    def _clean_up(self) -> None:
        for thread in self._readers:
            thread.join(2.0)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        shutil.rmtree(self._folder, ignore_errors=True)


_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def _environment() -> dict[str, str]:
    """The owner's environment, without what would let a foreign folder shadow our modules."""
    return {**os.environ, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}


def _not_started(details: str) -> EngineError:
    return EngineError(
        "The engine could not be started; run “rationale doctor” to see what is missing.",
        reason=FailureReason.START,
        details=details,
    )
