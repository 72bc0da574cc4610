"""The reasoning panel in the window: live, folded, stopped, failed, without thinking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.reasoning_panel import ReasoningPanel
from desktop.conversation.transcript import TranscriptView
from desktop.conversation.turn import TurnWidget
from desktop.theme import Theme
from models.events import ThoughtEnd
from models.history.records import AttemptState, PanelState, Turn
from tests.desktop.conversation.conftest import Run


def last(view: TranscriptView) -> TurnWidget:
    widget = view.turn_widgets[-1]
    assert widget is not None
    return widget


def panel_of(view: TranscriptView) -> ReasoningPanel:
    return last(view).panel


def header(view: TranscriptView) -> str:
    return panel_of(view).header.content.spoken


def test_live_panel(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot, theme: Theme) -> None:
    run = make_run()
    run.think("Twenty rows, the same rule. ")
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    panel = panel_of(view)
    assert panel.ticking and panel.thinking
    assert header(view).startswith("Thinking · ") and header(view).endswith(" · 1 of 1,024 tokens")
    first = header(view)
    qtbot.waitUntil(lambda: header(view) != first, timeout=2_000)
    height = panel.height()
    expected = theme.size("panel_header") + theme.size("live_tail") + theme.size("panel_fold_row")
    assert height == expected
    for _ in range(60):
        run.think("More and more words that fill the lines. ", start=False)
    qtbot.waitUntil(lambda: panel.thought.count("More") == 60)
    assert panel.height() == height
    bar = panel.body.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0


def test_folds_once_before_the_answer(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    run = make_run()
    run.think("Short thought.")
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    run.answer("The answer.")
    qtbot.waitUntil(lambda: not panel_of(view).is_open)
    if panel_of(view).animating:
        assert last(view).answer.source == ""
    qtbot.waitUntil(lambda: last(view).answer.source == "The answer.", timeout=3_000)
    panel = panel_of(view)
    assert not panel.animating and not panel.ticking
    assert header(view) == "Thought for 2.1 s · 1 tokens"
    assert panel.height() == panel.header.height()


def test_a_touched_panel_stays_open(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    run = make_run()
    run.think("Short thought.")
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    QTest.mouseClick(panel_of(view).body.viewport(), Qt.MouseButton.LeftButton)
    view.setFocus()
    run.answer("The answer.")
    qtbot.waitUntil(lambda: last(view).answer.source == "The answer.", timeout=3_000)
    assert panel_of(view).is_open
    assert not panel_of(view).ticking


def test_folded_by_hand_stays_folded(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    kept: list[tuple[str, PanelState]] = []
    view.open_panels.changed.connect(lambda answer, state: kept.append((answer, state)))
    run = make_run()
    run.think("Short thought.")
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    panel_of(view).header.click()
    run.think(" More.", start=False)
    run.answer("The answer.")
    qtbot.waitUntil(lambda: last(view).answer.source == "The answer.", timeout=3_000)
    assert not panel_of(view).is_open
    assert kept == [("a9", PanelState.FOLDED)]


def test_the_timer_stops_in_every_ending(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    endings: list[Callable[[Run], None]] = [Run.stop, Run.finish, lambda run: run.fail("It died.")]
    for number, ending in enumerate(endings):
        run = make_run(number)
        run.think("A thought.")
        qtbot.waitUntil(lambda: panel_of(view).ticking)
        ending(run)
        qtbot.waitUntil(lambda: not panel_of(view).ticking)
    run = make_run(7)
    run.think("A thought.")
    qtbot.waitUntil(lambda: panel_of(view).ticking)
    panel = panel_of(view)
    view.clear()
    assert not panel.ticking


def test_stopped_in_the_thought(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    run = make_run()
    run.think("A thought.")
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    run.stop()
    qtbot.waitUntil(lambda: last(view).outcome is not None)
    assert "tokens kept · stopped by you" in header(view) and header(view).startswith("Stopped after ")
    assert panel_of(view).is_open
    asked: list[str] = []
    view.requests.continue_asked.connect(asked.append)
    outcome = last(view).outcome
    assert outcome is not None
    outcome.continue_button.click()
    assert asked == ["a9"]


def test_failed(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    run = make_run()
    run.think("A thought.")
    run.fail("Memory ran out.")
    qtbot.waitUntil(lambda: last(view).outcome is not None)
    outcome = last(view).outcome
    assert outcome is not None and outcome.outcome.failed
    assert outcome.outcome.message.startswith("Memory ran out.")
    assert outcome.outcome.details == "signal 9"
    assert panel_of(view).thought == "A thought."


def test_answer_now(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    asked: list[str] = []
    view.requests.answer_now_asked.connect(asked.append)
    run = make_run()
    run.think("A thought.")
    qtbot.waitUntil(lambda: panel_of(view).thinking)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == [run.run]
    run.answer("x", end=ThoughtEnd.ASKED)
    qtbot.waitUntil(lambda: not panel_of(view).thinking)
    assert header(view).endswith("answered early")


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        ({}, "Thought for 14.2 s · 612 tokens"),
        ({"thought_end": "budget"}, "Thought for 14.2 s · 612 tokens · budget used up"),
        ({"thought": "", "thought_budget": 0}, "No thinking · effort is Off"),
        (
            {"answer": "", "state": AttemptState.STOPPED, "thought_ended_at": 3.1, "thought_tokens": 88},
            "Stopped after 2.1 s · 88 tokens kept · stopped by you",
        ),
    ],
)
def test_stored_headers(
    view: TranscriptView, make_turn: Callable[..., Turn], attempt: dict[str, object], words: str
) -> None:
    view.show_turns([make_turn(**attempt)], has_older=False, live={})
    assert header(view) == words


def test_stored_panels_open_as_they_were_left(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    turns = [make_turn(1), make_turn(2, panel=PanelState.OPEN), make_turn(3, panel=PanelState.FOLDED)]
    view.show_turns(turns, has_older=False, live={})
    qtbot.waitUntil(lambda: view.rendered)
    assert [widget.panel.is_open for widget in view.turn_widgets if widget] == [False, True, False]


def test_a_hundred_thousand_characters_unfold_and_copy(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    thought = ("One step after the other leads to the answer. " * 2_200)[:100_000]
    view.show_turns([make_turn(thought=thought)], has_older=False, live={})
    view.current_turn.toggle_panel()
    panel = panel_of(view)
    assert panel.is_open and panel.height() < 800
    qtbot.waitUntil(lambda: len(panel.body.toPlainText()) >= len(thought.strip()), timeout=5_000)
    assert panel.thought == thought
    for child in panel.header.children():
        if getattr(child, "accessibleName", lambda: "")() == "Copy thought":
            child.click()  # type: ignore[attr-defined]
    assert QApplication.clipboard().text() == thought


def test_keys_fold(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    view.show_turns([make_turn(1), make_turn(2)], has_older=False, live={})
    qtbot.waitUntil(lambda: view.rendered)
    QTest.keyClick(view, Qt.Key.Key_T)
    assert [widget.panel.is_open for widget in view.turn_widgets if widget] == [False, True]
    QTest.keyClick(view, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert [widget.panel.is_open for widget in view.turn_widgets if widget] == [False, False]


def test_a_single_attempt_that_is_checked_step_by_step_has_the_height_of_steps_from_the_start(
    view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot, theme: Theme
) -> None:
    run = make_run()
    run.begin(1)
    run.say(1, "A thought.")
    qtbot.waitUntil(lambda: panel_of(view).is_open)
    expected = theme.size("panel_header") + theme.size("live_steps") + theme.size("panel_fold_row")
    assert panel_of(view).height() == expected
