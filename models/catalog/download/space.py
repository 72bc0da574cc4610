"""Sees that a disk has room for a download beside what the others that run in this program still need."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.catalog.download.failures import HubError
from models.catalog.sizes import MEGA, format_size

SPARE_BYTES = 500 * MEGA
"""What a download leaves free on the disk."""

_lock = threading.Lock()
_running: list[Callable[[], int]] = []
"""Tell how many bytes each running download still needs."""


@contextmanager
def room_for(missing: Callable[[], int], folder: Path) -> Iterator[None]:
    """Keep room for a download while the block runs.

    Args:
        missing: Tells how many bytes it still needs; called from the threads of other downloads too.
        folder: Where it goes.

    Raises:
        HubError: There is too little room.
    """
    with _lock:
        _check(missing(), sum(each() for each in _running), shutil.disk_usage(folder).free)
        _running.append(missing)
    try:
        yield
    finally:
        with _lock:
            _running.remove(missing)


def _check(needed: int, others: int, free: int) -> None:
    if needed <= 0 or free >= needed + others + SPARE_BYTES:
        return
    if others > 0:
        raise HubError(
            f"The disk has {format_size(free)} free, of which other downloads still need {format_size(others)}; this "
            f"one needs {format_size(needed)} beside a reserve of {format_size(SPARE_BYTES)}; free some space or "
            "choose a smaller file.", "space",
        )  # fmt: skip
    raise HubError(
        f"The disk has {format_size(free)} free, and the download needs {format_size(needed)} beside a reserve of "
        f"{format_size(SPARE_BYTES)}; free some space or choose a smaller file.", "space",
    )  # fmt: skip
