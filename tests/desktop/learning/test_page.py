"""The Learning page shows what a round decided with its proof, and asks for what its buttons say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from desktop.learning.page import LearningPage
from desktop.settings.keeper import SettingsKeeper
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.history.learning.records import Stage
from models.learning.rounds.learner_events import LearnerChanged, LearnerState
from models.learning.rounds.progress import RoundProgress
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.learning.sample_rounds import EMPTY, overview

Make = Callable[[], LearningPage]


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[LearningPage]:
    tasks = Tasks()
    keeper = SettingsKeeper(DataFolder(tmp_path), Settings(), tasks)
    shown = LearningPage(Theme(), keeper)
    host = QScrollArea()
    host.setWidget(shown)
    host.resize(1200, 880)
    shown.resize(1180, 860)
    qtbot.addWidget(host)
    host.show()
    yield shown
    qtbot.waitUntil(lambda: tasks.idle)
    tasks.close()


def working(stage: Stage = Stage.TRAIN) -> LearnerChanged:
    return LearnerChanged(LearnerState.WORKING, RoundProgress("r", 4, stage, 18, 40, 1440.0, "training", 0.71))


def words(page: LearningPage) -> str:
    card = page.decision_card
    return f"{card._title.text()} {card._figures.text()} {card._words.text()}"


def test_before_the_first_round_it_says_what_is_missing(page: LearningPage) -> None:
    page.show_overview(EMPTY, "SmolLM2 135M")
    assert page.decision_card.isHidden() and page.chart.isHidden()
    assert "9 more accepted answers" in page.round_card._state.text()
    assert page.round_card.begin_button.isVisible() and page.round_card.pause_button.isHidden()


def test_an_adoption_stands_there_with_its_proof(page: LearningPage) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    assert "Adopted v3" in words(page)
    assert "Fixed 31, broke 2 of 300, p = 6.5e-8" in words(page)
    assert "47.3 %" in words(page) and "57.0 %" in words(page) and "The unchanged model" in words(page)
    kinds = [each.kind for each in page.chart._points]
    assert kinds == ["base", "adopted", "kept", "adopted", "null"]
    assert "57.0 %" in page.chart.accessibleDescription()
    model = page.rounds_table.model()
    rows = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert rows[0] == ["v3", "31 / 2", "6.5e-8", "adopted"]
    assert rows[2][0] == "v2" and rows[2][3] == "not adopted"
    assert rows[1][0] == "null control"
    changed = page.changed_table.model()
    assert [changed.index(row, 3).data() for row in range(changed.rowCount())] == ["fixed", "fixed", "broke"]


def test_a_round_that_runs_can_be_paused_and_stopped(page: LearningPage, qtbot: QtBot) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    page.show_now(working())
    card = page.round_card
    assert "Round 4" in card._title.text() and "24 min" in card._state.text()
    assert "step 18 of 40" in card.bars.accessibleDescription() and "loss 0.71" in card.bars.accessibleDescription()
    with qtbot.waitSignal(card.pause_asked):
        card.pause_button.click()
    page.show_now(LearnerChanged(LearnerState.PAUSED, working().progress))
    assert card.pause_button.text() == "Resume" and "Paused" in card._state.text()
    with qtbot.waitSignal(card.resume_asked):
        card.pause_button.click()
    with qtbot.waitSignal(card.stop_asked):
        card.stop_button.click()


def test_a_question_goes_first_and_the_page_says_so(page: LearningPage) -> None:
    page.show_now(LearnerChanged(LearnerState.WAITING, working().progress))
    assert "Waiting for your answer" in page.round_card._state.text()


def test_a_round_that_cannot_go_on_says_why(page: LearningPage) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    page.show_now(LearnerChanged(LearnerState.IDLE, problem="The disk is full."))
    assert page.round_card._state.text() == "The disk is full."


def test_starting_by_itself_is_a_setting(page: LearningPage) -> None:
    assert page.by_itself.isChecked() and "40" in page.by_itself.text()
    page.by_itself.click()
    assert page._keeper.current.learn_after_ratings == 0
    page.by_itself.click()
    assert page._keeper.current.learn_after_ratings == 40


def test_everything_can_be_reached_with_the_keyboard(page: LearningPage) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    for each in (page.by_itself, page.round_card.begin_button, page.decision_card.roll_back_button, page.rounds_table):
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert each.accessibleName() or getattr(each, "text", str)()
