from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.paths import DataFolder
from models.settings import Settings, load_settings
from tests.desktop.shell.conftest import Desktop


def test_a_corrupt_history_is_told_in_the_window_and_left_alone(qtbot: QtBot, data_folder: DataFolder) -> None:
    data_folder.database.write_bytes(b"this is no database " * 500)
    before = data_folder.database.read_bytes()
    parts = Application(data_folder, Settings())
    parts.window.show()
    try:
        parts.open_history()
        qtbot.waitUntil(lambda: bool(parts.window.page.notices.text("opening")))
        parts.window.page.composer.set_text("typed before it was open")
        parts.window.page.composer.submit()
        assert parts.window.page.composer.text() == "typed before it was open"
    finally:
        parts.window.close()
        parts.close()
        parts.window.deleteLater()
    assert data_folder.database.read_bytes() == before


def test_settings_are_written_in_the_order_of_the_changes(qtbot: QtBot, data_folder: DataFolder) -> None:  # noqa: ARG001
    tasks = Tasks()
    keeper = SettingsKeeper(data_folder, Settings(), tasks)
    for tokens in range(1, 20):
        keeper.change(thought_tokens=tokens)
    assert tasks.close()
    assert load_settings(data_folder.settings)[0].thought_tokens == 19


def test_settings_that_cannot_be_written_are_told(qtbot: QtBot, data_folder: DataFolder) -> None:
    data_folder.settings.mkdir()
    tasks = Tasks()
    keeper = SettingsKeeper(data_folder, Settings(), tasks)
    told: list[str] = []
    keeper.trouble.connect(told.append)
    keeper.change(thought_tokens=7)
    qtbot.waitUntil(lambda: bool(told))
    tasks.close()
    assert keeper.current.thought_tokens == 7


class _Shown(QObject):
    """Notes what comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def test_no_part_of_a_page_comes_up_as_a_window_of_its_own(
    start_desktop: Callable[..., Desktop], data_folder: DataFolder
) -> None:
    broken = data_folder.root / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(60))
    shown, application = _Shown(), QCoreApplication.instance()
    assert application is not None
    application.installEventFilter(shown)
    try:
        desktop = start_desktop(Settings(known_models=(str(broken),)))
        for show in ("show_review", "show_learning", "show_models", "show_settings", "show_questions"):
            getattr(desktop.window, show)()
            desktop.settle()
        desktop.bot.wait(300)
    finally:
        application.removeEventFilter(shown)
    assert shown.windows == [desktop.window]
