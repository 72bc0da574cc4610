"""llama.cpp as a whole: its start, and what it was built with."""

from __future__ import annotations

import llama_cpp


def system_info() -> str:
    """llama.cpp's own line about the processor features it was built with."""
    return str(llama_cpp.llama_print_system_info().decode("utf-8", "replace"))


def start_backend() -> None:
    """Start llama.cpp's backends; once for each process."""
    llama_cpp.llama_backend_init()
