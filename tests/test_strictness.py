"""The strictness that tests/conftest.py promises: each of these bad tests must fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
BAD_TESTS = """
import logging, socket, subprocess, sys, threading, warnings

import pytest
import tests.conftest

tests.conftest.SECONDS_TO_END = 0.2
stop = threading.Event()


def test_leaves_a_thread():
    threading.Thread(target=stop.wait, name="forgotten", daemon=True).start()


def test_leaves_a_process():
    test_leaves_a_process.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)


def test_logs_a_warning():
    logging.getLogger("somewhere").warning("something is odd")


def test_warns():
    warnings.warn("old ways", DeprecationWarning)


def test_dies_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "2001:db8::1"])
def test_reaches_for_the_network(host):
    socket.create_connection((host, 80), timeout=0.1)


def test_prints_a_warning_of_qt():
    from PySide6.QtCore import qWarning

    qWarning("a widget is unhappy")


def test_good_ones_pass(caplog, data_folder, bundled_model_path):
    logging.getLogger("somewhere").warning("something is odd")
    assert "odd" in caplog.text
    assert data_folder.root.is_dir() and bundled_model_path.stat().st_size > 1e6
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    ended = threading.Thread(target=stop.wait, args=(0.05,))
    ended.start()
"""


def test_bad_tests_fail_and_good_ones_pass(tmp_path: Path) -> None:
    file = tmp_path / "test_bad.py"
    file.write_text(BAD_TESTS)
    options = ["-c", str(CHECKOUT / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:cacheprovider", "-rpfE"]
    command = [sys.executable, "-m", "pytest", *options, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT, timeout=100)
    summary = {
        line.split("::", 1)[1].partition(" - ")[0]: line.split()[0]
        for line in done.stdout.splitlines()
        if line.startswith(("PASSED", "FAILED", "ERROR")) and "::" in line
    }
    assert summary.pop("test_good_ones_pass") == "PASSED", done.stdout
    assert len(summary) == 9 and set(summary.values()) <= {"FAILED", "ERROR"}, done.stdout
