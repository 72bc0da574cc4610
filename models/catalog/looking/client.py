"""Lets a process of its own look for models, and keeps an eye on it: a file that hangs or ends it is passed over."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from models.catalog.failures import bad_file
from models.catalog.found.records import Overview
from models.catalog.looking.messages import LONGEST_LINE, Order, Told, decode_told, encode
from models.catalog.looking.watchdog import Watchdog
from models.catalog.model_file import ModelFile
from models.errors import InputError

SECONDS_FOR_A_FILE = 20.0
"""A header takes at most 5 s; a disk that wakes up takes its time too."""

READER_MEMORY = 2_000_000_000
"""Bytes that the process may take."""

SECONDS_TO_START = 60.0
"""Before the first file; a computer that is busy with a model may take long to start a process."""

MOST_PASSED_OVER = 8
"""So many files and folders may end the process; then the search is given up."""

MOST_OF_A_FOLDER = 3
"""So many files of one folder may do it; then the folder is passed over."""

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_COMMAND = (sys.executable, "-m", "models.catalog.looking.server")


class Looker:
    """One search at a time; `cancel` from another thread ends it.

    Args:
        command: What to start; tests start odd ones.
        seconds: How long nothing may be heard.
    """

    def __init__(self, command: tuple[str, ...] = _COMMAND, *, seconds: float = SECONDS_FOR_A_FILE) -> None:
        self._command, self._seconds = command, seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """End the search; `look` returns None."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.kill()

    def look(self, order: Order, progress: Callable[[int], None] = lambda _count: None) -> Overview | None:
        """Look for models, which takes seconds; None when it was cancelled.

        Raises:
            InputError: The process cannot be started, or ends again and again.
        """
        told = self.ask(order, progress)
        return told.overview if told is not None else None

    def ask(self, order: Order, progress: Callable[[int], None] = lambda _count: None) -> Told | None:
        """Return the last word to an order; None when it was cancelled.

        Raises:
            InputError: The process cannot be started, or ends again and again.
        """
        try:
            encode(order)
        except UnicodeEncodeError as error:  # a variable of the environment names a folder that is no text
            raise _gave_up(str(error)) from error
        passed_over = order.passed_over
        for _ in range(MOST_PASSED_OVER):
            given = msgspec.structs.replace(order, passed_over=passed_over)
            told, reading, last_words = self._one_try(given, progress)
            if told is not None or self._cancelled:
                return None if self._cancelled else told
            if not reading or reading in passed_over:
                raise _gave_up(last_words)
            passed_over = _with(reading, passed_over)
        raise _gave_up("; ".join(Path(each).name for each in passed_over))

    def _one_try(self, order: Order, progress: Callable[[int], None]) -> tuple[Told | None, str, str]:
        """Return the last word, else the file that was being read, and the last words."""
        try:
            process = self._start()
        except OSError as error:
            raise _gave_up(str(error)) from error
        if process is None:
            return None, "", ""
        told: Told | None = None
        reading = ""
        words: list[bytes] = []
        errors = threading.Thread(target=lambda: words.append(_read_errors(process)), daemon=True)
        errors.start()
        with process:
            watchdog = Watchdog(process, max(self._seconds, SECONDS_TO_START), self._seconds)
            try:
                _send(process, encode(order))
                while (told := _next(process)) is not None and not told.is_last:
                    watchdog.heard()
                    reading = told.reading or reading
                    if told.count:
                        progress(told.count)
            finally:
                watchdog.end()
                process.kill()
        errors.join(2.0)
        with self._lock:
            self._process = None
        last = b"".join(words).decode(errors="replace").strip().splitlines()
        return told, reading, last[-1] if last else ""

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._cancelled:
                return None
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env={**os.environ, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}, creationflags=_NO_WINDOW,
            )  # fmt: skip
            return self._process


def inspect_aside(path: Path, looker: Looker | None = None) -> ModelFile:
    """Return what a model file is, as a process of its own reads it; takes a second, so give it a thread.

    Args:
        path: The file.
        looker: What looks; another thread may cancel it.

    Raises:
        BadModelFile: It cannot be used as a model.
        InputError: The process cannot be started, or was cancelled.
    """
    overview = (looker or Looker()).look(Order(only=str(path), memory_bytes=READER_MEMORY))
    if overview is None:
        raise _gave_up("cancelled")
    (found,) = overview.models
    if found.file is not None:
        return found.file
    assert found.trouble is not None
    raise bad_file(found.trouble)


def _with(reading: str, passed_over: tuple[str, ...]) -> tuple[str, ...]:
    """What is passed over now that `reading` has ended the process too."""
    folder = Path(reading).parent
    files = [each for each in (*passed_over, reading) if Path(each).parent == folder]
    return (*passed_over, reading, *([str(folder)] if len(files) >= MOST_OF_A_FOLDER else []))


def _next(process: subprocess.Popen[bytes]) -> Told | None:
    """The next line, None at the end or for what is none."""
    assert process.stdout is not None
    line = process.stdout.readline(LONGEST_LINE)
    try:
        return decode_told(line) if line.endswith(b"\n") else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _send(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(line)
        process.stdin.flush()
    except OSError:
        with suppress(OSError):
            process.stdin.close()  # what could not be sent must not be tried again when the process is left


def _read_errors(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stderr is not None
    try:
        return process.stderr.read()[-4096:]
    except (OSError, ValueError):
        return b""


def _gave_up(details: str) -> InputError:
    message = "The computer could not be searched for models; try again, or open a model file by hand."
    return InputError(message, details=details)
