"""The Learning page shows what a round decided with its proof, and asks for what its buttons say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QTableView
from pytestqt.qtbot import QtBot

from desktop.learning.page import LearningPage
from desktop.settings.keeper import SettingsKeeper
from desktop.settings.learning_fields import LearningFields
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.history.learning.records import Stage
from models.learning.rounds.learner_events import LearnerChanged, LearnerState
from models.learning.rounds.progress import RoundProgress
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.learning.sample_rounds import EMPTY, failed_overview, likelihood_overview, overview

Make = Callable[[], LearningPage]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[LearningPage]:
    tasks = Tasks()
    keeper = SettingsKeeper(DataFolder(tmp_path), Settings(), tasks)
    shown = LearningPage(theme, keeper)
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
    return page.decision_card.words


def test_before_the_first_round_it_says_what_is_missing(page: LearningPage) -> None:
    page.show_overview(EMPTY, "SmolLM2 135M")
    assert page.decision_card.isHidden() and page.chart.isHidden()
    assert "9 more accepted answers" in page.round_card._state.text()
    assert "40 ratings start the first round by itself. 11 so far." in page.round_card._state.text()
    assert page.round_card.begin_button.isVisible() and page.round_card.pause_button.isHidden()
    assert page.round_card.bars.accessibleDescription() == ""
    assert page.adapters.table.isHidden() and page.adapters.import_button.isVisible()


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
    assert rows[1][3] == "rejected"
    changed = page.changed.table.model()
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


def test_all_rounds_can_be_saved_once_there_is_one(page: LearningPage, qtbot: QtBot) -> None:
    page.show_overview(None, "")
    assert page.report_button.isHidden()
    page.show_overview(overview(), "SmolLM2 135M")
    assert not page.report_button.isHidden()
    with qtbot.waitSignal(page.report_asked):
        page.report_button.click()


def test_the_strength_is_asked_for_once_the_dial_rests(page: LearningPage, qtbot: QtBot) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    dial = page.adapters.strength
    assert (dial.slider.value(), dial.words) == (10, "Strength 100 %")
    asked: list[tuple[str, float]] = []
    dial.chosen.connect(lambda adapter, scale: asked.append((adapter, scale)))
    dial.slider.setFocus()
    for _ in range(3):
        QTest.keyClick(dial.slider, Qt.Key.Key_Left)
    page.show_overview(overview(), "SmolLM2 135M")  # read anew while it is dragged
    assert dial.words == "Strength 70 %" and not asked
    qtbot.waitUntil(lambda: asked == [("v3-x", 0.7)])


def test_without_an_adapter_there_is_nothing_to_dial(page: LearningPage) -> None:
    page.show_overview(replace(overview(), in_use=None), "SmolLM2 135M")
    assert page.adapters.strength.isHidden()


def test_when_it_starts_by_itself_is_set_in_three_fields(page: LearningPage) -> None:
    keeper = page._keeper
    fields = LearningFields(keeper)
    fields.show_settings(keeper.current)
    assert (fields.ratings.number(), fields.idle.isChecked(), fields.battery.isChecked()) == (40, False, False)
    fields.ratings.setValue(25)
    fields.idle.click()
    fields.battery.click()
    kept = keeper.current
    assert (kept.learn_after_ratings, kept.learn_when_idle, kept.learn_on_battery) == (25, True, True)


def cells(page: LearningPage, table: QTableView, column: int) -> list[str]:
    assert page.isVisible()
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_chips_show_only_what_was_fixed_or_broken_by_keyboard(page: LearningPage) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    chips, table = page.changed.chips, page.changed.table
    assert [chips.button(number).text() for number in range(3)] == ["All 3", "Fixed 2", "Broke 1"]
    chips.button(2).setFocus()
    QTest.keyClick(chips.button(2), Qt.Key.Key_Space)
    assert cells(page, table, 3) == ["broke"]
    page.show_overview(overview(), "SmolLM2 135M")
    assert cells(page, table, 3) == ["broke"], "what was chosen stays when the rounds are read anew"
    chips.button(1).click()
    assert cells(page, table, 3) == ["fixed", "fixed"]
    assert "v1 to v3" in page.changed._title.text()


def test_what_a_round_learned_from_is_told(page: LearningPage) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    assert "round 3" in page.sources.accessibleName() and "256 examples" in page.sources.accessibleName()
    assert "Accepted by you: 34" in page.sources.accessibleDescription()
    assert "58 of them explained: 210" in page.sources.accessibleDescription()


def test_the_log_of_adapters_tells_and_changes_them_by_keyboard(page: LearningPage) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    log, asked = page.adapters, list[tuple[str, str]]()
    log.use_asked.connect(lambda adapter: asked.append(("use", adapter)))
    log.delete_asked.connect(lambda adapter: asked.append(("delete", adapter)))
    log.compare_asked.connect(lambda adapter: asked.append(("compare", adapter)))
    assert cells(page, log.table, 0) == ["v3, in use", "v2", "v1"]
    assert cells(page, log.table, 3) == ["57.0 %", "48.0 %", "47.3 %"] and cells(page, log.table, 4)[0] == "19.5 MB"
    assert "33.0 %" in log.audit_words and "57.0 % of 200" in log.audit_words and "opened once" in log.audit_words
    assert log.use_button.text() == "Use none"
    QTest.keyClick(log.use_button, Qt.Key.Key_Space)
    log.table.setFocus()
    QTest.keyClick(log.table, Qt.Key.Key_Down)
    assert "never opened" in log.audit_words and log.use_button.text() == "Use v2"
    for button in (log.use_button, log.compare_button, log.delete_button):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert asked == [("use", ""), ("use", "v2-x"), ("compare", "v2-x")], "deleting asks again"
    assert "for good" in log.delete_button.text()
    QTest.keyClick(log.table, Qt.Key.Key_Down)
    assert log.delete_button.text() == "Delete v1", "another row is another question"
    QTest.keyClick(log.delete_button, Qt.Key.Key_Space)
    QTest.keyClick(log.delete_button, Qt.Key.Key_Space)
    assert asked[-1] == ("delete", "v1-x")


def test_what_was_not_proven_is_told_as_plainly(page: LearningPage) -> None:
    before = overview()
    page.show_overview(replace(before, rounds=before.rounds[1:], in_use=before.adapters[2]), "SmolLM2 135M")
    assert "Kept v1: v2 is not proven" in words(page) and "Not proven" in words(page)


def test_a_failed_round_says_why_what_is_kept_and_can_be_tried_again(page: LearningPage, qtbot: QtBot) -> None:
    page.show_overview(failed_overview(), "SmolLM2 135M")
    card = page.round_card
    assert card._title.text() == "Round 4 failed" and "Only 3 rationales" in card._state.text()
    assert "are kept" in card._state.text() and card.begin_button.isHidden()
    with qtbot.waitSignal(card.retry_asked):
        QTest.keyClick(card.retry_button, Qt.Key.Key_Space)
    page.show_now(working())
    assert card.retry_button.isHidden()


def test_closer_to_accepted_answers_is_never_called_right(page: LearningPage) -> None:
    page.show_overview(likelihood_overview(), "SmolLM2 135M")
    assert "Adopted v1: closer to your accepted answers" in words(page)
    assert "22 of 24 held-out accepted answers became likelier" in words(page)
    assert "nothing about right and wrong" in words(page) and "fixed" not in words(page).casefold()
    assert page.chart.isHidden() and page.changed.chips.button(1).text() == "Likelier 1"
    assert cells(page, page.rounds_table, 1) == ["likelier 22 of 24", "likelier 12 of 24"]
    assert cells(page, page.adapters.table, 3) == ["22/24 likelier"]


def test_a_stage_that_waits_for_memory_says_how_much(page: LearningPage) -> None:
    waiting = RoundProgress("r", 4, Stage.TRAIN, 0, 0, needed_bytes=1_200_000_000, free_bytes=800_000_000)
    page.show_now(LearnerChanged(LearnerState.WORKING, waiting))
    assert "Waits for memory: 1.2 GB needed, 0.8 GB free" in page.round_card._state.text()
    assert "waits for memory" in page.round_card.bars.accessibleDescription()
    assert page.round_card.pause_button.isVisible() and page.round_card.stop_button.isVisible()


def test_both_can_be_asked_the_same_from_the_card(page: LearningPage, qtbot: QtBot) -> None:
    page.show_overview(overview(), "SmolLM2 135M")
    with qtbot.waitSignal(page.decision_card.compare_asked):
        QTest.keyClick(page.decision_card.compare_button, Qt.Key.Key_Space)
    page.show_overview(replace(overview(), adapters=()), "SmolLM2 135M")
    assert page.decision_card.compare_button.isHidden(), "what was deleted cannot be asked"
