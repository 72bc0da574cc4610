"""llama.cpp's own log, which says why a load failed."""

from __future__ import annotations

import ctypes
import sys
from collections import deque
from collections.abc import Callable

import llama_cpp

KEPT_LOG_LINES = 200

GGML_LOG_LEVEL_WARN = 3
"""`enum ggml_log_level` in ggml.h; the bindings do not name it."""


class LogTail:
    """Keeps llama.cpp's last log lines, which say why a load failed; installed before anything else is called.

    Args:
        listen: Called with each line.
    """

    def __init__(self, listen: Callable[[str], None] = lambda _line: None) -> None:
        self._listen = listen
        self._lines: deque[str] = deque(maxlen=KEPT_LOG_LINES)
        self._partial = ""
        self._callback = llama_cpp.llama_log_callback(self._take)
        llama_cpp.llama_log_set(self._callback, ctypes.c_void_p(0))

    def _take(self, level: int, text: bytes, _data: object) -> None:
        self._partial += text.decode("utf-8", "replace")
        while "\n" in self._partial:
            line, self._partial = self._partial.split("\n", 1)
            self._lines.append(line)
            self._listen(line)
            if level >= GGML_LOG_LEVEL_WARN:
                print(line, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Forget the lines so far."""
        self._lines.clear()

    def text(self) -> str:
        """The kept lines, oldest first."""
        return "\n".join([*self._lines, self._partial]).strip()
