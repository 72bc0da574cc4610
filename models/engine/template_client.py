"""Owns the process that runs one chat template (`models.engine.template_server`), and keeps the time for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from datetime import datetime

COMMAND = (sys.executable, "-m", "models.engine.template_server")

SECONDS = 20.0
"""How long one rendering may take on the clock; a busy computer may need a while for what is no work."""

MAXIMUM_ANSWER_BYTES = 128 * 1024 * 1024
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class TemplateFailed(Exception):
    """The template is broken, refuses, or was stopped because it takes too much."""


class TemplateProcess:
    """One compiled template; once it had to be stopped it is never started again.

    Args:
        source: The jinja source.
        now: Tells the time to templates that write the date.

    Raises:
        TemplateFailed: It cannot be compiled.
    """

    def __init__(self, source: str, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._stopped = ""
        try:
            self._process = subprocess.Popen(
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}, creationflags=_NO_WINDOW,
            )  # fmt: skip
        except OSError as error:
            raise TemplateFailed(f"the process for it cannot be started ({error})") from error
        self.close = weakref.finalize(self, _end, self._process)
        try:
            self._ask({"source": source})
        except TemplateFailed:
            self.close()
            raise

    def render(self, variables: Mapping[str, object]) -> str:
        """Return what the template writes.

        Raises:
            TemplateFailed: It fails, or was stopped.
        """
        return self._ask({"variables": dict(variables), "now": self._now().isoformat()})

    def _ask(self, request: Mapping[str, object]) -> str:
        with self._lock:
            if self._stopped:
                raise TemplateFailed(self._stopped)
            answer = self._answer(json.dumps(request).encode() + b"\n")
        if answer is None:
            raise TemplateFailed(self._stopped)
        if "error" in answer:
            raise TemplateFailed(answer["error"])
        return answer["text"]

    def _answer(self, request: bytes) -> dict[str, str] | None:
        assert self._process.stdin is not None and self._process.stdout is not None
        watchdog = threading.Timer(SECONDS, self._process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            self._process.stdin.write(request)
            self._process.stdin.flush()
            line = self._process.stdout.readline(MAXIMUM_ANSWER_BYTES)
            if line.endswith(b"\n"):
                answer: dict[str, str] = json.loads(line)
                return answer
        except (OSError, ValueError):  # it is gone, or was closed
            pass
        finally:
            watchdog.cancel()
            watchdog.join()
        self._stopped = "the template was stopped, because it took too much time or memory"
        self.close()
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue
