"""The measurements, each in a process of its own, so that none warms up or burdens another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from desktop.benchmark.conversations import opening, unfolding
from desktop.benchmark.engine_cost import engine_cost
from desktop.benchmark.importing import importing
from desktop.benchmark.passes import Figures
from desktop.benchmark.starting import starting
from desktop.benchmark.streaming import long_thought, streaming

PARTS: dict[str, Callable[[], Figures]] = {
    "start": starting,
    "opening": opening,
    "unfolding": unfolding,
    "importing": importing,
    "engine_cost": engine_cost,
    "streaming": streaming,
    "long_thought": long_thought,
}
"""The figures that `rationale bench window` gives, quick ones first."""


def bench_window(names: Sequence[str], report: Callable[[str], None]) -> dict[str, Figures]:
    """Run these parts (all when there are none) one after the other; `report` gets a line when one begins."""
    found: dict[str, Figures] = {}
    for name in names or PARTS:
        report(f"Measuring: {name}")
        found[name] = _in_own_process(name)
    return found


def _in_own_process(name: str) -> Figures:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    command = [sys.executable, "-m", "desktop.benchmark.parts", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]]()))
