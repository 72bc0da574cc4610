"""The libraries that llama-cpp-python brings along, for what its bindings do not offer."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import llama_cpp


def shipped_library(name: str) -> ctypes.CDLL:
    """One of the libraries that llama-cpp-python brings along."""
    file = {"win32": f"{name}.dll", "darwin": f"lib{name}.dylib"}.get(sys.platform, f"lib{name}.so")
    return ctypes.CDLL(str(Path(llama_cpp.__file__).parent / "lib" / file))
