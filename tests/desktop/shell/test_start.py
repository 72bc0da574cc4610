from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from models.paths import DataFolder
from models.settings import Settings, load_settings


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
