"""The same question asked of the model with and without an adapter: both stream, can be stopped, and are not kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.bridge import AssistantBridge
from desktop.learning.comparing import Comparing
from desktop.learning.side_by_side import SideBySide
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.answering.ask_request import NO_ADAPTER
from models.history.learning.records import AdapterRecord, ChoiceReason
from models.history.store import Store, open_store
from models.paths import DataFolder
from models.reasoning.effort import effort_named
from models.settings import Settings
from tests.desktop.scripted_assistant import Hold, Script, ScriptedAssistant, answer, thought

ADAPTER = AdapterRecord("v3-x", None, "m", "v3", 0.0, 10, 10, 1.0)


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        opened.adapters.add(ADAPTER, reason=ChoiceReason.ADOPTED)
        yield opened


class Bench:
    """The view with a scripted assistant behind it."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: DataFolder, store: Store, script: Script) -> None:
        self.host = QWidget()
        self.host.resize(1000, 640)
        qtbot.addWidget(self.host)
        self.host.show()
        self.host.activateWindow()
        qtbot.waitActive(self.host)
        self.view = SideBySide(theme, self.host)
        self.assistant = ScriptedAssistant(folder, settings=Settings(), store=None, script=lambda _question: script)
        self.bridge = AssistantBridge(milliseconds=1)
        self.bridge.attach(self.assistant.subscribe)
        self.tasks = Tasks()
        self.told: list[Exception] = []
        self.comparing = Comparing(
            self.view, self.assistant, store, folder, self.tasks, self.bridge,  # type: ignore[arg-type]
            lambda: effort_named("standard"), self.told.append, self.host,
        )  # fmt: skip
        self.assistant.start()

    def close(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.tasks.idle)
        self.assistant.close()
        self.bridge.detach()
        self.tasks.close()


def test_both_answer_and_nothing_is_kept_unless_asked(
    qtbot: QtBot, theme: Theme, data_folder: DataFolder, store: Store
) -> None:
    bench = Bench(qtbot, theme, data_folder, store, [thought("2 and 2."), answer("It is 4.")])
    bench.comparing.open("m", question="What is 2 + 2?")
    view = bench.view
    qtbot.waitUntil(lambda: view.is_open)
    assert view.question.toPlainText() == "What is 2 + 2?" and view.question.hasFocus()
    assert "as it is" in view._which.text() and "v3" in view._which.text()
    assert "as it is" in view.sides[0].title.text() and "v3" in view.sides[1].title.text()
    QTest.keyClick(view.question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: all("It is 4." in each.words for each in view.sides) and not view.running)
    assert all("2 and 2." in each.words for each in view.sides)
    asked = bench.assistant.requests
    assert [each.adapter for each in asked] == [NO_ADAPTER, str(data_folder.adapters / "v3-x.gguf")]
    assert asked[0].seed == asked[1].seed is not None and {each.effort.attempts for each in asked} == {1}
    assert not any(each.save for each in asked)
    assert view.ask_button.isVisible() and view.stop_button.isHidden()
    view.keep.setChecked(True)
    view.ask()
    qtbot.waitUntil(lambda: len(bench.assistant.requests) == 4 and not view.running)
    assert all(each.save for each in bench.assistant.requests[2:])
    bench.close(qtbot)


def test_stopping_and_leaving_end_both(qtbot: QtBot, theme: Theme, data_folder: DataFolder, store: Store) -> None:
    gate = Hold()
    bench = Bench(qtbot, theme, data_folder, store, [thought("I think"), gate, answer("never")])
    bench.comparing.open("m", "v3-x", "How?")
    view = bench.view
    qtbot.waitUntil(lambda: view.is_open)
    view.ask()
    qtbot.waitUntil(lambda: "I think" in view.sides[0].words)
    assert view.running and view.stop_button.hasFocus() and view.question.isReadOnly()
    QTest.keyClick(view.stop_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not view.running)
    assert view.sides[0].state.text() == "Stopped" and "never" not in view.sides[0].words
    assert view.ask_button.hasFocus()
    view.ask()
    qtbot.waitUntil(lambda: view.running)
    view.leave()
    qtbot.waitUntil(lambda: not view.running)
    bench.close(qtbot)


def test_without_an_adapter_nothing_opens_and_a_deleted_one_is_told(
    qtbot: QtBot, theme: Theme, data_folder: DataFolder, store: Store
) -> None:
    bench = Bench(qtbot, theme, data_folder, store, [answer("x")])
    bench.comparing.open("another model")
    bench.comparing.open("m", "v9-gone")
    qtbot.waitUntil(lambda: bool(bench.told))
    assert not bench.view.is_open and "v9-gone" in str(bench.told[0])
    bench.close(qtbot)
