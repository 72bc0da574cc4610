"""Export, import, backups and the trash's time in the settings, on a real history."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from models.history.exchange.formats import ExportFormat
from models.history.exchange.importing import ImportReport
from models.history.exchange.progress import Progress, Watch
from models.history.failures import StoreBusy
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import NewAttempt, SearchScope
from models.history.store import Store
from tests.desktop.shell.conftest import Desktop
from tests.history.conftest import finished


def fill(store: Store, question: str) -> str:
    saved = store.recording.add_question(
        question=question, conversation_id=None, parent_id=None, system_prompt="", effort="quick",
        attempts=[NewAttempt()],
    )  # fmt: skip
    store.recording.finish_attempt(finished(store, saved.attempt_ids[0], "a thought", "an answer"))
    return saved.conversation_id


def test_export_and_import(desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = fill(desktop.store, "Where is the fox?")
    section, file = desktop.window.settings.page.files, tmp_path / "all.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    section.export_button.click()
    assert not section.export_button.isEnabled()
    desktop.wait(section.export_button.isEnabled)
    assert json.loads(file.read_text())["conversations"][0]["id"] == home
    desktop.store.trash.delete_for_good(home)
    section.import_button.click()
    desktop.wait(section.import_button.isEnabled)
    assert "Added 1 conversations" in section.status.text()
    desktop.wait(lambda: desktop.window.sidebar.history.rowCount() > 0)
    assert desktop.store.conversation(home) is not None


def test_a_bad_file_is_told(desktop: Desktop, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    desktop.window.settings.files.import_file(tmp_path / "bad.json")
    section = desktop.window.settings.page.files
    desktop.wait(section.import_button.isEnabled)
    assert "choose another file" in section.status.text()
    assert not section.details_button.isVisibleTo(section), "there is no more to it"


def test_why_a_file_is_refused_is_told(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop.store, "Where is the fox?")
    desktop.store.exchange.export(tmp_path / "a.json", ExportFormat.JSON)
    document = json.loads((tmp_path / "a.json").read_text())
    document["conversations"][0]["turns"][0]["kind"] = "system"
    (tmp_path / "bad.json").write_text(json.dumps(document))
    desktop.window.settings.files.import_file(tmp_path / "bad.json")
    section = desktop.window.settings.page.files
    desktop.wait(section.import_button.isEnabled)
    assert "“turns[0].kind” is “system”" in section.status.text()
    assert not section.details.isVisibleTo(section)
    section.details_button.click()
    assert section.details.isVisibleTo(section) and "Invalid enum value" in section.details.text()
    section.show_idle("")
    assert not section.details_button.isVisibleTo(section) and not section.details.isVisibleTo(section)


def test_ratings_that_came_in_as_earlier_ones_are_told(desktop: Desktop, tmp_path: Path) -> None:
    home = fill(desktop.store, "Where is the fox?")
    answer = desktop.store.path(home)[0].answer
    assert answer is not None
    desktop.store.ratings.rate(NewRating(answer.chosen.id, RatingVerdict.REJECTED))
    desktop.store.exchange.export(tmp_path / "a.json", ExportFormat.JSON)
    document = json.loads((tmp_path / "a.json").read_text())
    document["conversations"][0]["ratings"][0]["id"] = "e" * 32
    (tmp_path / "b.json").write_text(json.dumps(document))
    desktop.window.settings.files.import_file(tmp_path / "b.json")
    section = desktop.window.settings.page.files
    desktop.wait(section.import_button.isEnabled)
    assert "and 1 ratings" in section.status.text()
    assert "1 judgements were kept as earlier ones" in section.status.text()


def test_an_import_whose_search_could_not_be_completed_is_told_as_done(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = fill(desktop.store, "Where is the fox?")
    desktop.store.exchange.export(tmp_path / "a.json", ExportFormat.JSON)
    desktop.store.trash.delete_for_good(home)

    def refuse(**_watch: object) -> int:
        raise StoreBusy("The history is in use.")

    section = desktop.window.settings.page.files
    with monkeypatch.context() as patched:
        patched.setattr(desktop.store.exchange, "index", refuse)
        desktop.window.settings.files.import_file(tmp_path / "a.json")
        desktop.wait(section.import_button.isEnabled)
    assert "Added 1 conversations" in section.status.text() and section.details.text() == "The history is in use."
    assert desktop.store.search("answer", [SearchScope.ANSWERS]) == []
    desktop.window.upkeep.look()
    desktop.wait(lambda: len(desktop.store.search("answer", [SearchScope.ANSWERS])) == 1)


def test_an_import_can_be_cancelled(desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker waits in the middle until the button was pressed."""
    begun, pressed = threading.Event(), threading.Event()

    def slow(_file: Path, *, watch: Watch) -> ImportReport:
        watch(Progress("importing", 1, 2))
        begun.set()
        assert pressed.wait(10)
        watch(Progress("importing", 2, 2))
        raise AssertionError("it was not ended")

    monkeypatch.setattr(desktop.store.exchange, "import_file", slow)
    section = desktop.window.settings.page.files
    desktop.window.settings.files.import_file(tmp_path / "all.json")
    desktop.wait(lambda: begun.is_set() and section.bar.value() == 500)
    assert section.cancel_button.isVisibleTo(section)
    section.cancel_button.click()
    pressed.set()
    desktop.wait(section.import_button.isEnabled)
    assert "nothing has changed" in section.status.text()


def test_thoughts_can_be_left_out_where_that_makes_sense(desktop: Desktop) -> None:
    section = desktop.window.settings.page.files
    assert section.thoughts.isHidden()
    section.form_field.setCurrentIndex(1)
    section.form_field.activated.emit(1)
    assert section.form is ExportFormat.MARKDOWN
    assert not section.thoughts.isHidden()


def test_restoring_and_taking_it_back(desktop: Desktop) -> None:
    home = fill(desktop.store, "Where is the fox?")
    section = desktop.window.settings.page.backups
    section.backup_button.click()
    desktop.wait(lambda: len(section.restore_buttons) == 1)
    desktop.store.trash.delete_for_good(home)
    section.restore_buttons[0].click()
    desktop.wait(lambda: len(section.restore_buttons) == 2)
    assert desktop.store.conversation(home) is not None
    desktop.wait(lambda: section.undo_button.isVisibleTo(section))
    section.undo_button.click()
    desktop.wait(lambda: desktop.store.conversation(home) is None)
    desktop.settle()
