"""A real window on a computer with a few model files: a good copy, one cut short, one of another kind, and a text."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.library.desk import LibraryDesk
from desktop.library.rows import Act, Row, RowKind
from models.settings import Settings
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop
from tests.gguf_files import cut_short, write_tiny_model

__all__ = ["desktop", "start_desktop"]

COPY, CUT, ODD, WRONG = "copy.gguf", "cut.gguf", "odd.gguf", "text.gguf"


@dataclass
class Library:
    """The Models page, driven as a user drives it."""

    desktop: Desktop
    folder: Path

    @property
    def desk(self) -> LibraryDesk:
        found = self.desktop.window.library
        assert found is not None
        return found.desk

    @property
    def rows(self) -> list[Row]:
        return self.desk.page.list.rows.rows

    def open(self) -> None:
        window = self.desktop.window  # another test's may not have gone yet, and have the keyboard
        window.activateWindow()
        self.desktop.wait(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        assert window.pages.currentWidget() is self.desk.page
        self.settle()

    def settle(self) -> None:
        self.desktop.bot.waitUntil(lambda: self.desktop.application.tasks.idle and not self.desk.busy, timeout=60_000)

    def row(self, name: str, kind: RowKind = RowKind.MODEL) -> Row:
        """The row whose key ends with a name."""
        return next(row for row in self.rows if row.key.endswith(name) and row.kind is kind)

    def choose(self, name: str) -> None:
        self.desk.page.list.choose(self.row(name).key)

    def click(self, row: Row, act: Act) -> None:
        """Press a painted button."""
        view = self.desk.page.list
        index = view.rows.index(view.rows.place_of(row.key))
        view.scrollTo(index)
        place = view.painter.button_place(view.visualRect(index), row, act)
        assert not place.isEmpty()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.desk.page.list, key)


@pytest.fixture
def models(tmp_path: Path, bundled_model_path: Path) -> Path:
    folder = tmp_path / "models of mine"
    folder.mkdir()
    shutil.copy(bundled_model_path, folder / COPY)
    cut_short(folder / CUT, bundled_model_path, keep=40_000_000)
    write_tiny_model(folder / ODD, architecture="wonderland")
    (folder / WRONG).write_text("This is a text, no model. " * 100)
    return folder


@pytest.fixture
def start_library(
    start_desktop: Callable[..., Desktop], models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Library]:
    """Return what opens a window on a computer where no other program keeps models."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for variable in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME", "OLLAMA_MODELS",
                     "JAN_DATA_FOLDER"):  # fmt: skip
        monkeypatch.delenv(variable, raising=False)
    # Processes that the test starts take these modules, wherever they are installed from.
    paths = [os.getcwd(), os.environ.get("PYTHONPATH", "")]  # noqa: PTH109
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))

    def start(settings: Settings | None = None) -> Library:
        return Library(start_desktop(settings or Settings(model_folders=(str(models),))), models)

    return start


@pytest.fixture
def library(start_library: Callable[..., Library]) -> Library:
    library = start_library()
    library.open()
    return library
