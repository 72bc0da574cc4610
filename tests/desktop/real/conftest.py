"""A real window with the real engine, the bundled model and a real history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.conversation.turn import TurnWidget
from models.events import EngineState
from models.history.records import Turn
from models.history.store import Store, open_store
from models.paths import DataFolder
from models.settings import EngineSettings, Settings

QUESTION = "A train travels 60 km in 1.5 hours. What is its average speed?"

SETTINGS = Settings(thought_tokens=40, answer_tokens=24, engine=EngineSettings(context_size=2048))
"""Small budgets, so that a test takes seconds."""


@dataclass
class RealDesktop:
    """The running program, as a user sees it."""

    application: Application
    bot: QtBot

    def wait(self, condition: Callable[[], bool]) -> None:
        self.bot.waitUntil(condition, timeout=60_000)

    def wait_ready(self) -> None:
        self.wait(lambda: self.application.window.sending.status.state is EngineState.READY)

    def ask(self, text: str) -> None:
        composer = self.application.window.page.composer
        composer.set_text(text)
        composer.submit()

    def wait_answered(self) -> None:
        window = self.application.window
        self.wait(lambda: len(window.asking.live) == 0 and self.application.tasks.idle)

    @property
    def turn(self) -> TurnWidget:
        """The newest turn on the screen."""
        widget = self.application.window.page.transcript.turn_widgets[-1]
        assert widget is not None
        return widget

    @property
    def conversation(self) -> str:
        return self.application.window.desk.conversation_id or ""

    @property
    def store(self) -> Store:
        assert self.application._store is not None
        return self.application._store

    @property
    def stored(self) -> Turn:
        """The newest turn in the history."""
        return self.store.path(self.conversation)[-1]


@pytest.fixture
def start(qtbot: QtBot, data_folder: DataFolder) -> Iterator[Callable[..., RealDesktop]]:
    """Return what opens the program on the test's data folder, as often as it likes, one after another."""
    running: list[RealDesktop] = []

    def end() -> None:
        while running:
            application = running.pop().application
            application.window.close()
            application.close()
            application.window.deleteLater()

    def begin(settings: Settings = SETTINGS, *, ready: bool = True) -> RealDesktop:
        end()
        application = Application(data_folder, settings)
        application.window.show()
        application.open_history()
        desktop = RealDesktop(application, qtbot)
        running.append(desktop)
        desktop.wait(lambda: application._store is not None)
        if ready:
            desktop.wait_ready()
        return desktop

    yield begin
    end()


@pytest.fixture
def look(data_folder: DataFolder) -> Iterator[Callable[[], Store]]:
    """Return what opens the history a second time, as the command line beside the window does."""
    stores: list[Store] = []

    def opened() -> Store:
        stores.append(open_store(data_folder))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()
