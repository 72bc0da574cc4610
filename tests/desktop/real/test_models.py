"""Models are switched in the real window with the real engine: the old one answers on, a failure changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.library.desk import LibraryDesk
from models.events import EngineState
from tests.desktop.real.conftest import RealDesktop
from tests.gguf_files import cut_short


@pytest.fixture
def library(
    start: Callable[..., RealDesktop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundled_model_path: Path
) -> tuple[RealDesktop, LibraryDesk, Path]:
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("HF_HOME", "HF_HUB_CACHE", "XDG_CACHE_HOME", "OLLAMA_MODELS", "JAN_DATA_FOLDER"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "mine"
    folder.mkdir()
    shutil.copy(bundled_model_path, folder / "copy.gguf")
    cut_short(folder / "cut.gguf", bundled_model_path, keep=40_000_000)
    desktop = start()
    library = desktop.application.window.library
    assert library is not None
    desk = library.desk
    desk.places.add_folder(str(folder))
    desktop.application.window.show_models()
    desktop.wait(lambda: desktop.application.tasks.idle and not desk.busy)
    return desktop, desk, folder


def test_another_model_takes_over_and_a_broken_one_does_not(
    library: tuple[RealDesktop, LibraryDesk, Path], bundled_model_path: Path
) -> None:
    desktop, desk, folder = library
    keeper = desktop.application.keeper
    desk._choose_path(str(folder / "copy.gguf"))
    desk.load_chosen()
    desktop.wait(lambda: desk.state.status.model_path == str(folder / "copy.gguf"))
    assert desk.state.status.state in (EngineState.READY, EngineState.BUSY)
    desktop.wait(lambda: keeper.current.model == str(folder / "copy.gguf"))
    desktop.application.window.model_desk.load(str(folder / "cut.gguf"))
    desktop.wait(lambda: str(folder / "cut.gguf") in desk.state.failed)
    assert desk.state.status.state is EngineState.READY
    assert desk.state.status.model_path == str(folder / "copy.gguf") == keeper.current.model
    desktop.application.window.show_questions()
    desktop.ask("What is 2 + 2?")
    desktop.wait_answered()
    assert desktop.stored.answer is not None and desktop.stored.answer.chosen.model_name
    assert bundled_model_path.exists()
