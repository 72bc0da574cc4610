"""An assistant with the real history and a scripted engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from models.assistant import Assistant
from models.events import EngineState, EngineStatus
from models.history.store import Store, open_store
from models.paths import DataFolder
from models.settings import Settings
from tests.answering.scripted_engine import Listening, ScriptedEngine


@dataclass(frozen=True)
class Desk:
    """An assistant, and all that a test needs around it."""

    assistant: Assistant
    engine: ScriptedEngine
    heard: Listening
    store: Store
    folder: DataFolder

    def make_ready(self) -> None:
        """Load the model and wait until it is told."""
        self.assistant.start()
        self.engine.wait_until(lambda: self.engine.started > 0)
        self.engine.become_ready()
        self.heard.wait_until(lambda: self.assistant.status.state is EngineState.READY)
        self.heard.wait(EngineStatus)


@contextmanager
def open_desk(folder: DataFolder, store: Store, settings: Settings | None = None) -> Iterator[Desk]:
    engine = ScriptedEngine()
    assistant = Assistant(folder, settings=settings or Settings(), store=store, engine=engine)
    try:
        yield Desk(assistant, engine, Listening(assistant), store, folder)
    finally:
        assistant.close()


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder, patience=0.05) as store:
        yield store


@pytest.fixture
def desk(data_folder: DataFolder, store: Store) -> Iterator[Desk]:
    """An assistant whose model is not loaded yet."""
    with open_desk(data_folder, store) as desk:
        yield desk


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """An assistant whose model is loaded."""
    desk.make_ready()
    return desk
