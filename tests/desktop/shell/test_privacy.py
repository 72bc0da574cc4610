"""The user's data: where it is, how large, and gone when asked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from desktop.app import erase_all
from models.history.store import open_store
from models.paths import DataFolder
from models.settings import Settings, save_settings
from tests.desktop.scripted_assistant import answer
from tests.desktop.shell.conftest import Desktop

TWO_LIVES = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import desktop.app as app
from models.paths import DataFolder

lives = []

def opened(parts):
    lives.append(parts)
    page = parts.window.settings.page
    if len(lives) == 1:
        parts.keeper.change(theme="dark", text_scale=1.5)
        parts.window.show_settings()
        page.privacy.delete_button.click()
        page.privacy.confirm_button.click()
    else:
        print(parts.window.page.notices.text("erased"), parts.keeper.current.theme, parts.window.page.shows_welcome)
        QTimer.singleShot(0, parts.window.close)

app.Application.open_history = opened
sys.exit(app.run(DataFolder(Path(sys.argv[1]))))
"""


def test_sizes_are_shown(desktop: Desktop) -> None:
    desktop.window.show_settings()
    desktop.settle()
    words = desktop.window.settings.page.privacy.size_label.text()
    assert words.startswith("The history takes") and "bytes" in words


def test_deleting_everything_takes_two_presses(desktop: Desktop) -> None:
    asked: list[bool] = []
    desktop.window.erase_asked.disconnect()
    desktop.window.erase_asked.connect(lambda: asked.append(True))
    desktop.window.show_settings()
    privacy = desktop.window.settings.page.privacy
    assert privacy.confirm_button.isHidden() or not privacy.confirm_button.isVisible()
    privacy.delete_button.click()
    assert privacy.confirm_button.isVisible() and privacy.keep_button.hasFocus() and asked == []
    privacy.keep_button.click()
    assert not privacy.confirm_button.isVisible() and asked == []
    privacy.delete_button.click()
    desktop.window.show_questions()
    desktop.window.show_settings()
    assert not privacy.confirm_button.isVisible()
    privacy.delete_button.click()
    privacy.confirm_button.click()
    assert asked == [True]


def test_everything_is_gone_from_a_real_window(start_desktop: Callable[..., Desktop], data_folder: DataFolder) -> None:
    desktop = start_desktop()
    desktop.assistant.script = lambda _q: [answer("A secret answer")]
    desktop.ask("A secret question")
    desktop.wait_answered()
    desktop.composer.set_text("a secret draft")
    desktop.window.show_settings()
    desktop.window.settings.page.privacy.delete_button.click()
    desktop.window.settings.page.privacy.confirm_button.click()
    assert desktop.application.erases and not desktop.window.isVisible()
    desktop.application.close()
    assert erase_all(data_folder).startswith("Everything was deleted")
    assert [path.name for path in data_folder.root.iterdir()] == []
    store = open_store(data_folder)
    assert store.conversations() == [] and store.drafts.text(None) == ""
    store.close()


def test_the_program_starts_afresh_after_deleting(data_folder: DataFolder) -> None:
    save_settings(data_folder.settings, Settings(effort="deep"))
    (data_folder.root / "my notes.txt").write_text("kept")
    ended = subprocess.run(
        [sys.executable, "-c", TWO_LIVES, str(data_folder.root)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip() == "Everything was deleted. Rationale starts afresh. system True"
    left = {path.name for path in data_folder.root.iterdir()}
    assert "my notes.txt" in left and not any(name.startswith(("settings", "history.db")) for name in left)
