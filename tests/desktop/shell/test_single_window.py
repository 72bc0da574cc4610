"""A second start brings the first window to the front and touches nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import call_other_window
from desktop.single_window import SingleWindow
from models.errors import InputError
from models.paths import DataFolder
from tests.desktop.shell.conftest import Desktop

SECOND = (
    "import sys; from pathlib import Path; from desktop.app import run; from models.paths import DataFolder\n"
    "sys.exit(run(DataFolder(Path(sys.argv[1]))))"
)


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_second_start_shows_the_first_window(desktop: Desktop, data_folder: DataFolder) -> None:
    first = SingleWindow(data_folder)
    assert first.claim()
    first.asked.connect(desktop.application.come_to_front)
    desktop.window.showMinimized()
    before = {path: path.read_bytes() for path in data_folder.root.glob("settings*")}
    second = subprocess.Popen(
        [sys.executable, "-c", SECOND, str(data_folder.root)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        desktop.wait(lambda: second.poll() is not None)
        said, complained = second.communicate()
        assert (second.returncode, complained) == (0, "")
        assert "already open" in said
        assert not desktop.window.windowState() & Qt.WindowState.WindowMinimized
        assert {path: path.read_bytes() for path in data_folder.root.glob("settings*")} == before
        assert not list(data_folder.logs.glob(f"fault-{second.pid}*"))
    finally:
        first.close()


def test_a_first_window_that_does_not_answer_is_told(
    qtbot: QtBot,  # noqa: ARG001 - sockets need the application
    data_folder: DataFolder,
) -> None:
    first, second = SingleWindow(data_folder), SingleWindow(data_folder)
    assert first.claim() and not second.claim()
    first._server.close()
    with pytest.raises(InputError, match="already open"):
        call_other_window(second)
    first.close()
    assert second.claim()
    second.close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_window_leaves_the_folder_free(
    qtbot: QtBot,  # noqa: ARG001 - sockets need the application
    data_folder: DataFolder,
) -> None:
    holder = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from desktop.single_window import SingleWindow; from models.paths import DataFolder\n"
        "application = QCoreApplication([]); single = SingleWindow(DataFolder(Path(sys.argv[1])))\n"
        "assert single.claim(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", holder, str(data_folder.root)], check=False, env={**os.environ})
    again = SingleWindow(data_folder)
    assert again.claim()
    again.close()
