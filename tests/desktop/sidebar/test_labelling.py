"""Archive, tags and export from the menu of a conversation, and the filters typed into the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QPushButton

from desktop.sidebar.export_kinds import chosen_export, export_kinds
from models.history.exchange.formats import ExportFormat
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import SearchScope
from models.history.store import Store
from tests.desktop.shell.conftest import Desktop
from tests.desktop.sidebar.conftest import keep
from tests.desktop.sidebar.test_conversations import titles

Reopened = Callable[[Callable[[Store], object]], Desktop]


def fox_and_hen(store: Store) -> None:
    keep(store, "A fox")
    keep(store, "A hen")


def test_archived_is_listed_no_more_and_comes_back(reopened: Reopened) -> None:
    desktop = reopened(fox_and_hen)
    organiser, history = desktop.window.organiser, desktop.window.sidebar.history
    fox = next(each for each in desktop.store.conversations() if each.title == "A fox")
    organiser.labelling.archive(fox, archived=True)
    desktop.wait(lambda: "A fox" not in titles(history) and "A fox" in desktop.page.notices.text("archive"))
    desktop.window.sidebar.search.field.setText("is:archived")
    desktop.wait(lambda: desktop.window.sidebar.hits.rowCount() > 0)
    desktop.window.sidebar.search.leave()
    undo = next(each for each in desktop.page.notices.findChildren(QPushButton) if each.text() == "Undo")
    undo.click()
    desktop.wait(lambda: "A fox" in titles(history))
    assert desktop.page.notices.text("archive") == ""


def test_tags_are_typed_with_commas(reopened: Reopened, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = reopened(fox_and_hen)
    fox = next(each for each in desktop.store.conversations() if each.title == "A fox")
    desktop.store.labels.add_tag(fox.id, "old")
    offered: list[str] = []

    def typed(*arguments: object) -> tuple[str, bool]:
        offered.append(str(arguments[-1]))
        return "red, 动物，  red", True

    monkeypatch.setattr(QInputDialog, "getText", typed)
    desktop.window.organiser.labelling.ask_for_tags(fox)
    desktop.wait(lambda: desktop.store.labels.tags(fox.id) == ["red", "动物"])
    desktop.settle()
    assert offered == ["old"]
    (hit,) = desktop.store.search("tag:动物", [SearchScope.QUESTIONS])
    assert hit.conversation_id == fox.id


def test_one_conversation_is_exported(reopened: Reopened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = reopened(fox_and_hen)
    fox = next(each for each in desktop.store.conversations() if each.title == "A fox")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "fox.md"), ""))
    desktop.window.organiser.labelling.ask_to_export(fox)
    desktop.wait(lambda: "fox.md" in desktop.page.notices.text("export"))
    text = (tmp_path / "fox.md").read_text()
    assert "# A fox" in text
    assert "hen" not in text


def rated(store: Store) -> None:
    saved = keep(store, "A fox", thought="Foxes have four legs.", answer="Four.")
    attempt, right = saved.attempt_ids[0], ("Four legs", "Foxes have four of them.")
    store.ratings.rate(NewRating(attempt, RatingVerdict.CORRECTED, *right))


def picked(form: ExportFormat, *, thoughts: bool = True) -> str:
    return next(each.filter for each in export_kinds() if (each.form, each.thoughts) == (form, thoughts))


@pytest.mark.parametrize(
    ("form", "thoughts", "name", "holds"),
    [
        (ExportFormat.MARKDOWN, True, "A fox.md", "> Foxes have"),
        (ExportFormat.MARKDOWN, False, "A fox.md", "# A fox"),
        (ExportFormat.JSON, True, "A fox.json", "rationale-history"),
        (ExportFormat.TRAINING, True, "A fox.jsonl", "Foxes have"),
        (ExportFormat.TRAINING, False, "A fox.jsonl", "messages"),
        (ExportFormat.PREFERENCES, True, "A fox.jsonl", "rejected"),
    ],
)
def test_the_kind_that_was_picked_counts(
    reopened: Reopened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: ExportFormat, thoughts: bool,
    name: str, holds: str,
) -> None:  # fmt: skip
    """The dialog leaves the suggested name as it is when another kind is picked."""
    desktop = reopened(rated)
    (fox,) = desktop.store.conversations()

    def pick(_parent: object, _title: str, suggested: str, _filters: str) -> tuple[str, str]:
        return str(tmp_path / Path(suggested).name), picked(form, thoughts=thoughts)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    desktop.window.organiser.labelling.ask_to_export(fox)
    desktop.wait(lambda: name in desktop.page.notices.text("export"))
    text = (tmp_path / name).read_text()
    assert holds in text
    assert ("Foxes have" in text) is thoughts


@pytest.mark.parametrize(
    ("form", "said"), [(ExportFormat.TRAINING, "Nothing in “"), (ExportFormat.PREFERENCES, "No two answers in “")]
)
def test_what_holds_nothing_to_learn_from_is_told(
    reopened: Reopened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: ExportFormat, said: str
) -> None:
    desktop = reopened(fox_and_hen)
    fox = desktop.store.conversations()[0]
    chosen = (str(tmp_path / "fox.jsonl"), picked(form))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: chosen)
    desktop.window.organiser.labelling.ask_to_export(fox)
    desktop.wait(lambda: "fox.jsonl is empty" in desktop.page.notices.text("export"))
    assert desktop.page.notices.text("export").startswith(said)


def test_a_file_that_the_dialog_has_not_asked_about_is_not_replaced(
    reopened: Reopened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = reopened(fox_and_hen)
    (tmp_path / "fox.json").write_text("mine")
    chosen = (str(tmp_path / "fox.md"), picked(ExportFormat.JSON))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: chosen)
    desktop.window.organiser.labelling.ask_to_export(desktop.store.conversations()[0])
    desktop.wait(lambda: "there already" in desktop.page.notices.text("history"))
    assert (tmp_path / "fox.json").read_text() == "mine"


@pytest.mark.parametrize(
    ("typed", "form", "name", "meant"),
    [
        ("a.json", ExportFormat.MARKDOWN, "a.json", ExportFormat.JSON),
        ("a.jsonl", ExportFormat.MARKDOWN, "a.jsonl", ExportFormat.TRAINING),
        ("a", ExportFormat.MARKDOWN, "a.md", ExportFormat.MARKDOWN),
        ("a", ExportFormat.JSON, "a.json", ExportFormat.JSON),
        ("version 1.5", ExportFormat.JSON, "version 1.5.json", ExportFormat.JSON),
        ("A.MD", ExportFormat.MARKDOWN, "A.MD", ExportFormat.MARKDOWN),
        ("a.jsonl", ExportFormat.PREFERENCES, "a.jsonl", ExportFormat.PREFERENCES),
        ("a.md", ExportFormat.PREFERENCES, "a.jsonl", ExportFormat.PREFERENCES),
    ],
)
def test_name_and_kind_agree(typed: str, form: ExportFormat, name: str, meant: ExportFormat) -> None:
    file, kind = chosen_export(export_kinds(), Path("home") / typed, picked(form))
    assert (file, kind.form, kind.thoughts) == (Path("home") / name, meant, True)
