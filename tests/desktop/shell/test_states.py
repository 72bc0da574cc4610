"""What the window says when something is missing, loading, full or broken."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop.crash import CrashReporter
from desktop.sidebar.model_chip import StateDot
from models.events import EngineState, EngineStatus, StoreTrouble
from models.paths import DataFolder
from models.settings import load_settings
from tests.desktop.shell.conftest import Desktop
from tests.gguf_files import write_tiny_model

START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import desktop.app as app
from models.paths import DataFolder

def opened(parts):
    notices = parts.window.page.notices
    print(notices.text("settings"), "|", notices.text("crash"), "|", parts.keeper.current.effort)
    QTimer.singleShot(0, parts.window.close)

app.Application.open_history = opened
sys.exit(app.run(DataFolder(Path(sys.argv[1]))))
"""


def start(folder: DataFolder) -> list[str]:
    """Start the program and close it; returns what it said about settings and crashes, and the effort."""
    command = [sys.executable, "-c", START, str(folder.root)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
    return [part.strip() for part in ended.stdout.strip().split("|")]


def dot(desktop: Desktop) -> str:
    (found,) = desktop.window.sidebar.model_chip.findChildren(StateDot)
    return found._role


def press(desktop: Desktop, words: str) -> None:
    """Press a button of the bars under the header."""

    def shown() -> list[QPushButton]:
        buttons = desktop.page.notices.findChildren(QPushButton)
        return [button for button in buttons if button.isVisible() and button.text() == words]

    desktop.wait(lambda: bool(shown()))
    shown()[0].click()


def test_a_loading_model_says_how_far_it_is(desktop: Desktop) -> None:
    status = EngineStatus(EngineState.LOADING, model_name="SmolLM2 135M", progress=0.42)
    desktop.window.show_status(status)
    assert dot(desktop) == "warn.mark"
    assert "42 %" in desktop.window.sidebar.model_chip.accessibleName()


def test_without_a_model_the_question_waits_and_the_choice_is_offered(desktop: Desktop) -> None:
    desktop.window.show_status(EngineStatus(EngineState.NO_MODEL))
    assert dot(desktop) == "bad.mark"
    assert "Choose a model" in desktop.window.sidebar.model_chip.accessibleName()
    desktop.ask("Anything?")
    assert desktop.composer.text() == "Anything?"
    desktop.window.show_status(EngineStatus(EngineState.NO_MODEL))
    press(desktop, "Choose a model")
    library = desktop.window.library
    assert library is not None and desktop.window.pages.currentWidget() is library.page
    library.leave()


@pytest.mark.parametrize("message", ["The disk is full.", "The history is busy."])
def test_a_history_that_cannot_be_written_is_told_and_the_text_stays(desktop: Desktop, message: str) -> None:
    desktop.composer.set_text("unsent")
    desktop.bridge.store_trouble.emit(StoreTrouble(message, "SQLITE"))
    assert message in desktop.page.notices.text("store")
    assert desktop.composer.text() == "unsent"
    desktop.bridge.store_recovered.emit()
    assert message not in desktop.page.notices.text("store")


def test_a_mistake_of_ours_is_shown_once_and_can_be_copied(desktop: Desktop, caplog: pytest.LogCaptureFixture) -> None:
    reporter = CrashReporter()
    reporter.crashed.connect(desktop.application.tell_crash)
    shown: list[str] = []
    reporter.crashed.connect(shown.append)

    def broken() -> None:
        raise ValueError("broken in a slot")

    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(broken)
    before = sys.excepthook
    sys.excepthook = reporter.take
    try:
        for _ in range(3):
            with desktop.bot.captureExceptions():
                sys.excepthook = reporter.take
                timer.start(0)
                desktop.wait(lambda: not timer.isActive())
                desktop.bot.wait(5)
    finally:
        sys.excepthook = before
    assert len(shown) == 1 and len(caplog.records) == 3
    assert desktop.page.notices.text("crash")
    press(desktop, "Copy the report")
    assert "ValueError: broken in a slot" in QGuiApplication.clipboard().text()
    assert caplog.records[0].levelno == logging.ERROR
    desktop.ask("Still there?")
    desktop.wait_answered()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"effort": "deep"', "could not be read"),
        (b'{"format": 7, "effort": {"kind": "new"}}', "newer version"),
        (b"\x00" * 64, "could not be read"),
    ],
)
def test_the_window_opens_with_settings_that_it_cannot_read(data_folder: DataFolder, content: bytes, said: str) -> None:
    data_folder.settings.write_bytes(content)
    settings, crash, effort = start(data_folder)
    assert said in settings and "settings.json.bad" in settings
    assert (crash, effort) == ("", "standard")
    assert (data_folder.root / "settings.json.bad").read_bytes() == content


def test_a_crash_is_offered_at_the_next_start_only(data_folder: DataFolder) -> None:
    crash = START.replace(
        "    QTimer.singleShot(0, parts.window.close)",
        "    import ctypes; QTimer.singleShot(0, lambda: ctypes.string_at(0))",
    )
    ended = subprocess.run([sys.executable, "-c", crash, str(data_folder.root)], check=False, capture_output=True)
    assert ended.returncode != 0
    assert "ended unexpectedly last time" in start(data_folder)[1]
    assert start(data_folder)[1] == ""


def test_a_model_added_meanwhile_is_not_forgotten(
    start_desktop: Callable[..., Desktop], data_folder: DataFolder, tmp_path: Path
) -> None:
    model = write_tiny_model(tmp_path / "tiny.gguf")
    desktop = start_desktop()
    desktop.application.keeper.change(theme="dark")
    desktop.settle()
    command = [sys.executable, "-m", "desktop", "--data-dir", str(data_folder.root), "models", "add"]
    subprocess.run([*command, str(model)], check=True, capture_output=True)
    desktop.application.keeper.change(theme="light")
    desktop.settle()
    known = load_settings(data_folder.settings)[0].known_models
    assert [str(model)] == list(known)
    assert desktop.application.keeper.current.known_models == known
