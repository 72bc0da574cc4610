"""A history that cannot be opened: a backup is put in its place in the window, and then it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.settings.backups_section import BackupsSection
from desktop.shell.parts import TextButton
from models.history.store import open_store
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.scripted_assistant import Hold, ScriptedAssistant
from tests.desktop.shell.test_files_and_backups import fill

NOISE = b"this is no database " * 500


@pytest.fixture
def home(data_folder: DataFolder) -> str:
    """A conversation that is in a backup; the history itself is damaged."""
    with open_store(data_folder) as store:
        kept = fill(store, "Where is the fox?")
        store.backups.make()
    data_folder.database.write_bytes(NOISE)
    return kept


@pytest.fixture
def parts(
    qtbot: QtBot,
    data_folder: DataFolder,
    home: str,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Application]:
    """The program on the damaged history, once it has told so."""
    monkeypatch.setattr("models.assistant.Assistant", ScriptedAssistant)
    parts = Application(data_folder, Settings())
    parts.window.show()
    parts.open_history()
    qtbot.waitUntil(lambda: bool(parts.window.page.notices.text("opening")), timeout=10_000)
    yield parts
    parts.window.close()
    parts.close()
    parts.window.deleteLater()


def press(parts: Application, words: str) -> None:
    """Press a button of the notice."""
    next(each for each in parts.window.page.notices.findChildren(TextButton) if each.text() == words).click()


def restore(parts: Application, wait: Callable[..., None]) -> BackupsSection:
    """Restore the only backup on the page of settings."""
    section = parts.window.settings.page.backups
    wait(lambda: [each.isVisible() for each in section.restore_buttons] == [True], timeout=10_000)
    assert section.restore_buttons[0].isEnabled()
    assert not section.backup_button.isEnabled() and not section.trash_field.isEnabled()
    section.restore_buttons[0].click()
    return section


def open_and_idle(parts: Application) -> bool:
    return parts._store is not None and parts.tasks.idle


def scripted(parts: Application) -> ScriptedAssistant:
    found: object = parts._assistant
    assert isinstance(found, ScriptedAssistant)
    return found


def test_the_notice_leads_to_the_backups(parts: Application, qtbot: QtBot, home: str) -> None:
    press(parts, "Restore a backup…")
    section = restore(parts, qtbot.waitUntil)
    qtbot.waitUntil(lambda: open_and_idle(parts), timeout=10_000)
    store = parts._store
    assert store is not None and store.conversation(home) is not None
    assert "the damaged history is kept in the folder damaged-" in section.status.text()
    assert section.undo_button.isHidden(), "what is damaged is not restored"
    aside = next(store.folder.root.glob("damaged-*"))
    assert (aside / "history.db").read_bytes() == NOISE
    assert section.backup_button.isEnabled() and parts.window.page.notices.text("opening") == ""
    assert parts.window.sidebar.history.rowCount() > 0


def test_it_is_opened_also_after_it_was_done_without(
    parts: Application, qtbot: QtBot, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(parts, "Continue without history")
    qtbot.waitUntil(lambda: parts._assistant is not None and parts.tasks.idle, timeout=10_000)
    first, hold = parts.window, Hold()
    before = scripted(parts)
    monkeypatch.setattr(before, "close", lambda close=before.close: (hold.gate.wait(10), close()))
    parts.window.page.composer.set_text("Before?")
    parts.window.page.composer.submit()
    qtbot.waitUntil(lambda: bool(before.requests) and not parts.window.desk.running(), timeout=10_000)
    parts.window.show_backups()
    restore(parts, qtbot.waitUntil)
    qtbot.waitUntil(lambda: parts.window is not first, timeout=10_000)
    parts.window.page.composer.set_text("And after?")
    parts.window.page.composer.submit()
    assert "as soon as the history is open" in parts.window.page.composer.notice
    hold.gate.set()
    qtbot.waitUntil(lambda: open_and_idle(parts), timeout=10_000)
    assert parts._store is not None and parts._store.conversation(home) is not None
    assert scripted(parts) is not before and parts.window is not first and parts.window.isVisible()
    assert parts.window.page.notices.text("restored") == "The backup is restored."
    assert [each.question for each in scripted(parts).requests] == ["And after?"]
    qtbot.waitUntil(lambda: len(parts.asking.live) == 0 and parts.tasks.idle, timeout=10_000)


def test_the_notice_is_told_again_in_another_language(parts: Application, qtbot: QtBot) -> None:
    parts.keeper.change(language="zh_CN")
    qtbot.waitUntil(lambda: parts.tasks.idle)
    assert parts.window.page.notices.text("opening") != ""
    parts.keeper.change(language="en")
