"""How the reader left a panel is kept: out of sight, after other answers, and in the history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import TranscriptView
from models.history.records import AttemptState, PanelState, Turn
from tests.desktop.conversation.conftest import Run

LONG = "A line of the answer that goes on for a while.\n\n" * 30


@pytest.fixture
def kept(view: TranscriptView) -> list[tuple[str, PanelState]]:
    """What was to be written to the history."""
    told: list[tuple[str, PanelState]] = []
    view.open_panels.changed.connect(lambda answer, state: told.append((answer, state)))
    return told


def settle(view: TranscriptView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not view.busy, timeout=10_000)


def turns(make_turn: Callable[..., Turn], count: int = 12, **told: object) -> list[Turn]:
    return [make_turn(number, answer=LONG, **told) for number in range(1, count + 1)]


def test_a_panel_scrolled_away_and_back_is_as_it_was_left(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    view.show_turns(turns(make_turn), has_older=False, live={})
    settle(view, qtbot)
    shown = view.turn_widgets[-1]
    assert shown is not None and not shown.panel.is_open
    shown.panel.toggle()
    settle(view, qtbot)
    view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: view.turn_widgets[-1] is None, timeout=10_000)
    view.navigation.go_to_newest()
    settle(view, qtbot)
    again = view.turn_widgets[-1]
    assert again is not None and again.panel.is_open


def test_selecting_in_a_live_thought_keeps_its_panel_open_for_good(
    view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot, kept: list[tuple[str, PanelState]]
) -> None:
    run = make_run()
    run.think("Short thought.")
    settle(view, qtbot)
    widget = view.turn_widgets[-1]
    assert widget is not None and widget.panel.is_open
    for _ in range(2):
        QTest.mouseClick(widget.panel.body.viewport(), Qt.MouseButton.LeftButton)
    assert kept == [("a9", PanelState.OPEN)]


def test_a_panel_that_did_not_fold_because_the_focus_is_inside_stays_open_for_good(
    view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot, kept: list[tuple[str, PanelState]]
) -> None:
    run = make_run()
    run.think("Short thought.")
    settle(view, qtbot)
    widget = view.turn_widgets[-1]
    assert widget is not None
    widget.panel.header.setFocus()
    qtbot.waitUntil(widget.panel.header.hasFocus)
    run.answer("The answer.")
    qtbot.waitUntil(lambda: widget.answer.source == "The answer.", timeout=3_000)
    assert widget.panel.is_open and kept == [("a9", PanelState.OPEN)]


@pytest.mark.parametrize("stopped", [True, False])
def test_fold_all_folds_what_is_far_out_of_sight(
    view: TranscriptView,
    make_turn: Callable[..., Turn],
    qtbot: QtBot,
    stopped: bool,
    kept: list[tuple[str, PanelState]],
) -> None:
    first = make_turn(1, answer="", state=AttemptState.STOPPED) if stopped else make_turn(1, panel=PanelState.OPEN)
    view.show_turns([first, *turns(make_turn)[1:]], has_older=False, live={})
    settle(view, qtbot)
    assert view.turn_widgets[:1] == [None]
    view.open_panels.fold_all()
    assert kept == [("a1", PanelState.FOLDED)]
    view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: view.turn_widgets[0] is not None)
    settle(view, qtbot)
    widget = view.turn_widgets[0]
    assert widget is not None and not widget.panel.is_open


def test_the_newest_panel_is_folded_wherever_the_reader_is(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    view.show_turns(turns(make_turn), has_older=False, live={})
    settle(view, qtbot)
    view.verticalScrollBar().setValue(0)
    settle(view, qtbot)
    first = view.turn_widgets[0]
    assert first is not None
    first.panel.header.setFocus()
    before = view.verticalScrollBar().value()
    view.open_panels.toggle_newest()
    last = view.turn_widgets[-1]
    assert last is not None and last.panel.is_open and not first.panel.is_open
    assert view.verticalScrollBar().value() == before
