"""Archive, tags and export from the menu of a conversation, and the filters typed into the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QPushButton

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
