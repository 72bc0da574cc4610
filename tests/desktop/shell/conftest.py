"""A real window on a real history, with a scripted assistant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.bridge import AssistantBridge
from desktop.composer.composer import Composer
from desktop.shell.conversation_page import ConversationPage
from desktop.window import Window
from models.history.store import Store, open_store
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.scripted_assistant import ScriptedAssistant


@dataclass
class Desktop:
    """The parts that a test drives."""

    window: Window
    assistant: ScriptedAssistant
    store: Store
    bridge: AssistantBridge
    application: Application
    bot: QtBot

    @property
    def page(self) -> ConversationPage:
        return self.window.page

    @property
    def composer(self) -> Composer:
        return self.window.page.composer

    def ask(self, text: str) -> None:
        """Type a question and send it."""
        self.composer.set_text(text)
        self.composer.submit()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition."""
        self.bot.waitUntil(condition, timeout=10_000)

    def wait_answered(self) -> None:
        """Wait until every answer has ended and is shown from the history."""
        self.wait(lambda: len(self.window.asking.live) == 0 and self.application.tasks.idle)

    def look_away(self) -> None:
        """Let another window have the keyboard."""
        other = QWidget()
        self.bot.addWidget(other)
        other.show()
        other.activateWindow()
        self.wait(other.isActiveWindow)

    def settle(self) -> None:
        """Wait until nothing is under way in the background."""
        self.wait(lambda: self.application.tasks.idle)


@pytest.fixture
def start_desktop(qtbot: QtBot, data_folder: DataFolder) -> Iterator[Callable[..., Desktop]]:
    """Return what opens a window on the test's data folder, as often as it likes, one after another."""
    running: list[Desktop] = []

    def end() -> None:
        while running:
            desktop = running.pop()
            desktop.application.window.close()
            desktop.application.close()
            desktop.application.window.deleteLater()

    def start(settings: Settings | None = None, before: Callable[[Window], None] = lambda _window: None) -> Desktop:
        """Open a window; `before` is done in it while its history is not open yet."""
        end()
        parts = Application(data_folder, settings or Settings())
        parts.window.show()
        before(parts.window)
        store = open_store(data_folder)
        assistant = ScriptedAssistant(data_folder, settings=parts.keeper.current, store=store)
        parts.connect_assistant(assistant, store)  # type: ignore[arg-type]
        assistant.start()
        desktop = Desktop(parts.window, assistant, store, parts.bridge, parts, qtbot)
        running.append(desktop)
        desktop.wait(lambda: parts.tasks.idle and parts.window.sending.status.model_name != "")
        return desktop

    yield start
    end()


@pytest.fixture
def desktop(start_desktop: Callable[..., Desktop]) -> Desktop:
    return start_desktop()
