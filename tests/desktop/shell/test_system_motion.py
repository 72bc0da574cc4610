"""The system's wish for less motion, told by a real desktop portal on a real bus of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest


@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-run-session") is None, reason="needs a session bus to start"
)
def test_nothing_moves_while_the_desktop_asks_for_less_motion() -> None:
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.desktop.shell.follow_portal"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert [int(each) for each in done.stdout.split()] == [140, 0, 140], done.stderr
