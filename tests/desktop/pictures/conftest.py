"""A window for each state, theme and language; `make pictures` keeps what is seen in build/pictures."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desktop.conversation.live import LiveAnswer
from models.history.store import open_store
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.pictures import deliberations, judgements, libraries, reviews, samples
from tests.desktop.pictures.sheet import write_sheet
from tests.desktop.pictures.stage import Clock, Stage
from tests.desktop.pictures.states import STATES, State
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop

__all__ = ["deliberations", "desktop", "judgements", "libraries", "reviews", "start_desktop"]

FOLDER_VARIABLE = "RATIONALE_PICTURES"
"""The folder for the pictures; set by `make pictures`."""

SECONDS_FOR_A_TOKEN = 1 / 43.1


def pictures_folder() -> Path | None:
    """Return where pictures are kept, None in an ordinary run."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else None


@pytest.fixture
def set_stage(
    start_desktop: Callable[..., Desktop],
    data_folder: DataFolder,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[State, str, str], Stage]:
    """Return what opens a window for a state in a theme ("light", "dark") and a language ("en", "zh_CN")."""
    clock = Clock()
    monkeypatch.setattr("tests.desktop.scripted_assistant.time", clock)
    monkeypatch.setattr("desktop.shell.figures.time", clock)
    monkeypatch.setattr("desktop.shell.asking.LiveAnswer", partial(LiveAnswer, now=clock.monotonic))

    def start(state: State, look: str, language: str) -> Stage:
        settings = Settings(theme=look, language=language, text_scale=state.text_scale)
        if state.filled:
            with open_store(data_folder) as store:
                samples.fill_sidebar(store)
        stage = Stage(start_desktop(settings), clock)
        stage.desktop.assistant._pause = SECONDS_FOR_A_TOKEN
        stage.window.resize(*state.size)
        stage.desktop.settle()
        return stage

    return start


def pytest_sessionfinish() -> None:
    """Join the pictures into one sheet."""
    folder = pictures_folder()
    if folder is not None and folder.is_dir():
        sheet = write_sheet(folder, [state.name for state in STATES])
        print(f"\nThe pictures are in {sheet}.")
