"""How a computation is stopped midway, from any thread."""

from __future__ import annotations

import ctypes
import sys

import llama_cpp


class AbortFlag:
    """A switch that makes llama.cpp abort the computation it is in (on the CPU; a GPU finishes its batch).

    llama.cpp asks an abort callback before every node of the graph. A Python callback would take the interpreter's lock
    thousands of times for each token, so the callback is the C library's `strlen` and its argument this flag's two
    bytes: the string is empty (false) until `set` makes it one character long (true).
    """

    def __init__(self) -> None:
        self._bytes = ctypes.create_string_buffer(2)
        library = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
        self.callback = ctypes.cast(library.strlen, llama_cpp.ggml_abort_callback)
        self.argument = ctypes.cast(self._bytes, ctypes.c_void_p)

    def set(self) -> None:
        """Abort the computation that runs now, or the next one."""
        self._bytes[0] = b"\x01"

    def clear(self) -> None:
        """Let computations run again."""
        self._bytes[0] = b"\x00"

    @property
    def is_set(self) -> bool:
        """Whether computations abort."""
        return self._bytes[0] != b"\x00"
