from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from desktop.crash import CrashReporter, FaultFile, start_log
from models.paths import DataFolder


def test_an_exception_is_told_once_and_logged(
    qtbot: QtBot,  # noqa: ARG001 - signals need the application
    data_folder: DataFolder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    handler = start_log(data_folder)
    assert handler is not None
    reporter = CrashReporter()
    reports: list[str] = []
    reporter.crashed.connect(reports.append)
    try:
        for _ in range(3):
            try:
                raise ValueError("broken inside")
            except ValueError as error:
                reporter.take(type(error), error, error.__traceback__)
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    assert len(reports) == 1 and "ValueError: broken inside" in reports[0]
    assert len(caplog.records) == 3
    log = data_folder.logs / "rationale.log"
    assert "ValueError: broken inside" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_crashed_process_is_found_at_the_next_start(data_folder: DataFolder) -> None:
    crash = (
        "import sys, ctypes; from pathlib import Path; from desktop.crash import FaultFile; "
        "from models.paths import DataFolder; FaultFile(DataFolder(Path(sys.argv[1]))); ctypes.string_at(0)"
    )
    ended = subprocess.run([sys.executable, "-c", crash, str(data_folder.root)], check=False, capture_output=True)
    assert ended.returncode != 0
    found = FaultFile(data_folder)
    assert "Segmentation fault" in found.earlier or "access violation" in found.earlier
    found.close()
    again = FaultFile(data_folder)
    assert again.earlier == ""
    again.close()
    assert not list(data_folder.logs.glob("fault-*"))


def test_the_fault_file_of_a_running_process_is_left_alone(data_folder: DataFolder) -> None:
    data_folder.logs.mkdir(mode=0o700)
    other = data_folder.logs / f"fault-{os.getppid()}.txt"
    other.write_text("still running")
    mine = FaultFile(data_folder)
    assert mine.earlier == "" and other.exists()
    mine.close()
