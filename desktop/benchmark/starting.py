"""From the start of the program to its first picture, and what the window's process imports."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from desktop.benchmark.passes import Figures

NEVER_IMPORTED = ("torch", "llama_cpp")
_CHILD = "desktop.benchmark.started_window"


def starting(rounds: int = 5) -> Figures:
    """Start the program several times, as the user does but without a screen.

    `first_paint_s` is the median time from the start of the process until the window has been painted.
    """
    found = [_started() for _ in range(rounds)]
    seconds = [each["first_paint_s"] for each in found]
    forbidden = {name for each in found for name in each["modules"] if name in NEVER_IMPORTED}
    return {
        "first_paint_s": round(statistics.median(seconds), 3),
        "slowest_first_paint_s": round(max(seconds), 3),
        "forbidden_imports": float(len(forbidden)),
        "memory_mb": round(statistics.median(each["memory_mb"] for each in found), 1),
    }


def _started() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="rationale-bench-", ignore_cleanup_errors=True) as folder:
        command = [sys.executable, "-m", _CHILD, folder, repr(time.time())]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
