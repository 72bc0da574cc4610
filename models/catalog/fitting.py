"""What models are fitted into: the memory of cards and computer, what of it stays free, and the contexts to try."""

from __future__ import annotations

from dataclasses import dataclass

import psutil

from models.catalog.sizes import GIGA, MEGA

AUTOMATIC_CONTEXTS = (16384, 8192, 4096, 2048)
"""What is tried when the user did not choose, the largest first; never more than the model was trained for."""

GENEROUS_CONTEXT_BYTES = GIGA
"""A context above 8,192 tokens is only chosen where it takes no more than this."""

_LEAST_MARGIN, _MOST_MARGIN = 250 * MEGA, GIGA


@dataclass(frozen=True, slots=True)
class MemoryDevice:
    """A graphics card: its name and memory in bytes. `shares_ram` where it has no memory of its own."""

    name: str
    total: int
    free: int
    shares_ram: bool = False


def free_memory() -> int:
    """Bytes of RAM that programs may still take."""
    return int(psutil.virtual_memory().available)


def margin(memory: int) -> int:
    """Bytes that stay free of `memory`: a tenth, at least 0.25 GB and at most 1 GB."""
    return min(max(memory // 10, _LEAST_MARGIN), _MOST_MARGIN)
