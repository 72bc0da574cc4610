"""PySide6 must not lose references to None, as 6.12.0 on Python 3.11 does: there the process aborts after a while."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("PySide6", reason="only the window needs Qt")

VOID_CALLS = 5000
SCRIPT = f"""
import sys
from PySide6.QtCore import QObject

thing = QObject()
before = sys.getrefcount(None)
for _ in range({VOID_CALLS}):
    thing.setObjectName("canary")
print(before - sys.getrefcount(None))
"""


def test_void_calls_keep_the_references_to_none() -> None:
    """In a process of its own: where the canary dies, it must not take the test run along."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < VOID_CALLS / 10  # from Python 3.12 on None is immortal and the difference 0
