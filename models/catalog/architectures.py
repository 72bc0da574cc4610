"""Which architectures the installed llama.cpp can compute, found without importing it."""

from __future__ import annotations

import mmap
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from gguf.constants import MODEL_ARCH_NAMES

PROJECTORS = frozenset({"clip", "mmproj"})
"""Parts that let a model see or hear; they write nothing by themselves."""


@cache
def is_known_architecture(architecture: str) -> bool:
    """Whether llama.cpp knows the architecture.

    llama.cpp is often newer than the `gguf` package, so a name that the package lacks is looked for among the strings
    in llama.cpp's library.
    """
    if architecture in MODEL_ARCH_NAMES.values():
        return True
    word = architecture.encode("utf-8", "replace")
    return len(word) > 3 and any(_holds(library, b"\0" + word + b"\0") for library in _libraries())


def _libraries() -> list[Path]:
    specification = find_spec("llama_cpp")
    folders = (specification.submodule_search_locations or []) if specification else []
    patterns = ("libllama.so", "libllama.dylib", "llama.dll")
    return [found for folder in folders for pattern in patterns for found in Path(folder).rglob(pattern)]


def _holds(library: Path, word: bytes) -> bool:
    try:
        with library.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(word) >= 0
    except (OSError, ValueError):
        return False
