"""A usable model leaves the list the way it came: hidden, taken out again, or deleted where it was downloaded here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.library.away_button import AwayButton
from models.catalog.download.deleting import delete_download
from models.catalog.inspection import inspect_model
from models.errors import InputError
from models.events import EngineState
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.library.conftest import COPY, Library
from tests.desktop.library.test_models_page import in_use
from tests.desktop.library.test_tuning import keep_copy
from tests.gguf_files import write_tiny_model


def away(library: Library) -> AwayButton:
    return library.desk.page.inspector.away_button


def listed(library: Library, name: str) -> bool:
    return any(row.key.endswith(name) for row in library.rows)


def test_what_a_folder_holds_is_hidden_and_the_bundled_one_stays(library: Library, bundled_model_path: Path) -> None:
    library.desk._choose_path(str(bundled_model_path))
    assert away(library).isHidden()
    library.choose(COPY)
    assert away(library).text() == "Hide from list"
    in_use(library, library.folder / COPY)
    assert not away(library).isEnabled(), "it answers"
    in_use(library, bundled_model_path)
    away(library).click()
    library.settle()
    assert not listed(library, COPY) and (library.folder / COPY).exists()


def test_an_added_file_is_taken_out_of_the_list_again(start_library: Callable[..., Library], tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "mine.gguf")
    library = start_library(Settings(known_models=(str(path),), model=str(path)))
    library.open()
    library.choose("mine.gguf")
    assert away(library).text() == "Remove from list"
    away(library).click()
    library.settle()
    settings = library.desktop.application.keeper.current
    assert not listed(library, "mine.gguf") and path.exists()
    assert (settings.known_models, settings.hidden_models, settings.model) == ((), (), "bundled")


def test_a_download_is_deleted_after_a_second_press_with_its_copy(
    start_library: Callable[..., Library], data_folder: DataFolder
) -> None:
    path = data_folder.models / "someone--tiny-GGUF" / "tiny.gguf"
    path.parent.mkdir(parents=True)
    write_tiny_model(path)
    library = start_library(Settings(known_models=(str(path),)))
    shelf, model_id = keep_copy(library, path), inspect_model(path).model_id
    library.open()
    library.choose("tiny.gguf")
    away(library).click()
    library.settle()
    assert path.exists() and away(library).text().endswith("for good")
    away(library).click()
    library.settle()
    assert path.exists() and away(library).text().endswith("for good"), "the second press of a double click"
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    away(library).click()
    library.settle()
    assert not path.exists() and not listed(library, "tiny.gguf") and shelf.of(model_id) is None
    assert library.desktop.application.keeper.current.known_models == ()


def test_only_downloads_are_deleted_and_of_a_split_one_all_parts(tmp_path: Path) -> None:
    other = write_tiny_model(tmp_path / "other.gguf")
    with pytest.raises(InputError, match="was not downloaded here"):
        delete_download(tmp_path / "models", other)
    folder = tmp_path / "models" / "someone--tiny"
    folder.mkdir(parents=True)
    parts = [folder / f"big-0000{number}-of-00002.gguf" for number in (1, 2)]
    for each in (*parts, folder / "small.gguf"):
        each.write_bytes(b"x")
    delete_download(tmp_path / "models", parts[0])
    assert other.exists() and [each.name for each in folder.iterdir()] == ["small.gguf"]


@pytest.mark.parametrize("state", [EngineState.STARTING, EngineState.LOADING])
def test_the_first_model_is_not_put_away_while_it_is_loaded(library: Library, state: EngineState) -> None:
    library.choose(COPY)
    assert away(library).isEnabled()
    in_use(library, library.folder / COPY, state=state)
    assert not away(library).isEnabled() and not library.desk.page.inspector.load_button.isEnabled()


def test_a_deleted_model_leaves_the_list_though_its_copy_stays(
    start_library: Callable[..., Library], data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = data_folder.models / "someone--tiny-GGUF" / "tiny.gguf"
    path.parent.mkdir(parents=True)
    write_tiny_model(path)
    library = start_library(Settings(known_models=(str(path),)))
    library.open()

    def refuse(_model: str) -> None:
        raise InputError("The tuned copy cannot be deleted while it is in use; switch it off, and try again.")

    monkeypatch.setattr(library.desktop.assistant.tuning, "remove", refuse)
    library.desk.putting_away._delete(path, "some model")
    library.settle()
    assert not path.exists() and not listed(library, "tiny.gguf")
    assert library.desktop.application.keeper.current.known_models == ()
