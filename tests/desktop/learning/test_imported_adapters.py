"""An adapter that was made elsewhere is taken in from the Learning page, and never passed off as learned here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.learning.adapter_log import AdapterLog
from desktop.learning.desk import LearningDesk
from desktop.learning.page import LearningPage
from desktop.learning.watch import LearningWatch
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.catalog.inspection import inspect_model
from models.errors import InputError
from models.history.learning.records import AdapterRecord
from models.history.store import open_store
from models.learner import Learner
from models.learning.rounds.learner_events import LearnerChanged, LearnerState
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.learning.sample_rounds import EMPTY, overview
from tests.gguf_files import write_adapter, write_tiny_model

IMPORTED = AdapterRecord("imported-1", None, "m", "style", 0.0, 0, 1_000_000, 0.5, "style.gguf")


def cells(log: AdapterLog, row: int) -> list[str]:
    model = log.table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_an_imported_adapter_is_told_as_imported_and_never_examined(qtbot: QtBot, theme: Theme) -> None:
    log = AdapterLog(theme)
    qtbot.addWidget(log)
    log.show_overview(replace(EMPTY, adapters=(IMPORTED,), in_use=IMPORTED))
    assert cells(log, 0)[2:4] == ["–", "not examined"]
    assert log.audit_words.startswith("Imported from style.gguf, never examined.")
    log.show_overview(overview())
    assert "Imported" not in log.audit_words


def test_before_any_round_it_can_be_dialled_and_rolled_back(qtbot: QtBot, theme: Theme) -> None:
    log = AdapterLog(theme)
    qtbot.addWidget(log)
    log.show_overview(replace(EMPTY, adapters=(IMPORTED,), in_use=IMPORTED))
    assert not log.strength.isHidden() and log.strength.words == "Strength 50 %"
    with qtbot.waitSignal(log.roll_back_asked):
        log.roll_back_button.click()
    log.show_overview(overview())
    assert log.roll_back_button.isHidden() and not log.strength.isHidden(), "the card of the decision has the way back"


class NoAssistant:
    """Only what the learner asks of the assistant."""

    def __init__(self, loaded: Any) -> None:
        self.engine = SimpleNamespace(loaded=loaded)

    def subscribe(self, _listener: object) -> Any:
        return lambda: None

    def adapters_changed(self) -> None:
        """Nobody asks."""


@dataclass
class Place:
    desk: LearningDesk
    watch: LearningWatch
    told: list[Exception]
    tasks: Tasks
    model: Path


@pytest.fixture
def place(qtbot: QtBot, theme: Theme, data_folder: DataFolder, tmp_path: Path) -> Iterator[Place]:
    model = inspect_model(write_tiny_model(tmp_path / "tiny.gguf"))
    loaded = SimpleNamespace(path=str(model.path), model_id=model.model_id)
    tasks, told = Tasks(), list[Exception]()
    page = LearningPage(theme, SettingsKeeper(data_folder, Settings(), tasks))
    qtbot.addWidget(page)
    with open_store(data_folder) as store:
        learner = Learner(data_folder, store, NoAssistant(loaded), Settings)  # type: ignore[arg-type]
        watch = LearningWatch(learner, store, tasks, told.append, QObject(page))
        desk = LearningDesk(page, watch, learner, store, tasks, told.append, QObject(page))
        yield Place(desk, watch, told, tasks, model.path)
        watch.leave()
        qtbot.waitUntil(lambda: tasks.idle)
        tasks.close()


def test_it_is_imported_in_the_background_and_selected(
    place: Place, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("a header was read in the window's process")

    monkeypatch.setattr("models.catalog.header._read", refuse)
    log = place.desk.page.adapters
    place.watch.refresh()
    qtbot.waitUntil(lambda: place.tasks.idle)
    assert not log.import_button.isHidden() and log.table.model().rowCount() == 0
    place.desk.import_file(str(write_adapter(tmp_path / "style.gguf", place.model)))
    assert not log.import_button.isEnabled()
    qtbot.waitUntil(lambda: place.tasks.idle)
    assert log.selected is not None and log.selected.imported_from == "style.gguf" and log.import_button.isEnabled()
    assert log.use_button.text() == "Use style", "it is not in use before the user says so"


def test_what_is_no_adapter_is_refused_in_plain_words(place: Place, qtbot: QtBot) -> None:
    place.desk.import_file(str(place.model))
    qtbot.waitUntil(lambda: place.tasks.idle)
    (error,) = place.told
    assert isinstance(error, InputError) and "is no adapter" in error.message
    assert place.desk.page.adapters.import_button.isEnabled()
    place.desk.page.show_now(LearnerChanged(LearnerState.IDLE))
