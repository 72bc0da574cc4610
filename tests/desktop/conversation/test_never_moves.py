"""What must never happen: the view scrolls under a reader, or something above the growing line moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.benchmark.texts import answer_text, thought_text
from desktop.conversation.quiet_scroll_bar import QuietScrollBar
from desktop.conversation.transcript import TranscriptView
from desktop.conversation.turn import TurnWidget
from desktop.rendering.formula_view import FormulaView
from desktop.theme import Theme
from models.events import Channel
from models.history.records import Turn
from tests.desktop.conversation.conftest import Run

MakeTurn = Callable[..., Turn]
MakeRun = Callable[..., Run]


def shown(view: TranscriptView, index: int) -> TurnWidget:
    found = view.turn_widgets[index]
    assert found is not None
    return found


def settle(view: TranscriptView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.rendered, timeout=60_000)


def on_screen(view: TranscriptView, part: QWidget) -> int:
    return part.mapTo(view.viewport(), QPoint(0, 0)).y()


def read_now(view: TranscriptView) -> QWidget:
    """The first part that begins on the screen."""
    parts = [part for turn in view.turn_widgets if turn is not None for part in turn.anchors()]
    return next(part for part in parts if 0 <= on_screen(view, part) < view.viewport().height())


def above(view: TranscriptView, run: Run) -> dict[QWidget, tuple[int, int]]:
    """Place and height of all parts of the running answer but the last, which grows."""
    turn = next(each for each in view.turn_widgets if each is not None and each._live is run.live)
    parts = list(turn.anchors())
    value = view.verticalScrollBar().value()
    return {part: (on_screen(view, part) + value, part.height()) for part in parts[:-1]}


def feed(view: TranscriptView, run: Run, text: str, *, step: int, channel: Channel = Channel.ANSWER) -> None:
    for at in range(0, len(text), step):
        run.write(text[at : at + step], channel)
        view.live_turns.flush()
        QApplication.processEvents()


def read_everything(view: TranscriptView, qtbot: QtBot) -> None:
    """Scroll from the start to the end."""
    bar = view.verticalScrollBar()
    bar.setValue(0)
    while bar.value() < bar.maximum():
        settle(view, qtbot)
        bar.setValue(bar.value() + view.viewport().height())
    settle(view, qtbot)


def test_nothing_above_the_growing_line_moves_when_formulas_are_drawn(
    view: TranscriptView, make_run: MakeRun, qtbot: QtBot
) -> None:
    run = make_run()
    write_slowly(view, run, qtbot)


def test_nothing_moves_when_formulas_are_drawn_too_late(
    view: TranscriptView, make_run: MakeRun, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.rendering.block_stack._WAIT_FOR_FORMULAS", 0.0)
    run = make_run()
    write_slowly(view, run, qtbot)
    turn = shown(view, 0)
    formulas = turn.findChildren(FormulaView)
    assert formulas
    run.finish()
    qtbot.waitUntil(lambda: all(each.drawn for each in turn.findChildren(FormulaView)), timeout=20_000)


def write_slowly(view: TranscriptView, run: Run, qtbot: QtBot) -> None:
    """Let an answer with formulas stream, and look after each piece whether something above its end has moved."""
    run.think("A thought.")
    run.answer()
    qtbot.waitUntil(lambda: not shown(view, 0).panel.animating and not shown(view, 0).panel.thinking)
    text, seen = answer_text(2_500), dict[QWidget, tuple[int, int]]()
    for at in range(0, len(text), 40):
        run.write(text[at : at + 40])
        qtbot.wait(12)
        now = above(view, run)
        assert {part: place for part, place in seen.items() if part in now} == {
            part: place for part, place in now.items() if part in seen
        }
        seen = now
    qtbot.waitUntil(lambda: len(above(view, run)) > 5, timeout=20_000)


def test_a_reader_inside_a_long_answer_is_left_alone(view: TranscriptView, make_run: MakeRun, qtbot: QtBot) -> None:
    run = make_run()
    run.answer()
    feed(view, run, answer_text(12_000), step=400)
    settle(view, qtbot)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    settle(view, qtbot)
    part = read_now(view)
    place = on_screen(view, part)
    for _ in range(30):
        feed(view, run, answer_text(600), step=200)
        assert on_screen(view, part) == place
    settle(view, qtbot)
    assert on_screen(view, part) == place
    assert view.newest_button.isVisible()
    assert run.live.answer == answer_text(12_000) + answer_text(600) * 30


def test_parts_far_from_the_view_have_no_widgets_and_keep_their_heights(
    view: TranscriptView, make_run: MakeRun, qtbot: QtBot
) -> None:
    run = make_run()
    run.answer()
    feed(view, run, answer_text(15_000), step=500)
    settle(view, qtbot)
    stack = shown(view, 0).answer.stack
    read_everything(view, qtbot)
    for _ in range(30):
        view.live_turns.flush()
    assert len(stack.parts) < stack.part_count / 2
    height = stack.height()
    bar = view.verticalScrollBar()
    for value in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        settle(view, qtbot)
        assert any(0 <= on_screen(view, part) < view.viewport().height() for part in stack.parts)
    assert abs(stack.height() - height) <= 2


def test_heights_above_the_view_are_corrected_in_the_same_frame(
    view: TranscriptView, make_turn: MakeTurn, qtbot: QtBot
) -> None:
    turns = [make_turn(number, thought=thought_text(3_000), answer=answer_text(1_500)) for number in range(1, 7)]
    view.show_turns(turns, has_older=False, live={})
    settle(view, qtbot)
    bar = view.verticalScrollBar()
    for number in (1, 2, 3):
        bar.setValue(bar.maximum() * number // 5)
        settle(view, qtbot)
        part = read_now(view)
        place = on_screen(view, part)
        for turn in view.turn_widgets:
            if turn is not None and on_screen(view, turn) + turn.height() < 0:
                for _ in range(2):
                    turn.answer.toggle_raw()
                    assert on_screen(view, part) == place


def test_scrolling_up_through_a_long_answer_moves_by_what_was_asked(
    view: TranscriptView, make_turn: MakeTurn, qtbot: QtBot
) -> None:
    view.show_turns([make_turn(1, answer=answer_text(60_000))], has_older=False, live={})
    settle(view, qtbot)
    bar = view.verticalScrollBar()
    for _ in range(60):
        part = read_now(view)
        place = on_screen(view, part)
        bar.setValue(bar.value() - 90)
        assert on_screen(view, part) == place + 90
        settle(view, qtbot)
        assert on_screen(view, part) == place + 90


def test_another_width_keeps_what_is_read(view: TranscriptView, make_turn: MakeTurn, qtbot: QtBot) -> None:
    view.show_turns([make_turn(number, answer=answer_text(5_000)) for number in range(1, 6)], has_older=False, live={})
    settle(view, qtbot)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    settle(view, qtbot)
    part = view._column.first_in_view()
    assert part is not None
    place = on_screen(view, part)
    for width in (900, 760, 640, 1_000):
        view.resize(width, 600)
        assert on_screen(view, part) == place
        settle(view, qtbot)
        assert on_screen(view, part) == place


def test_the_scroll_bar_shows_only_when_there_is_something_to_scroll(
    view: TranscriptView, make_turn: MakeTurn, theme: Theme, qtbot: QtBot
) -> None:
    view.show_turns([make_turn(1)], has_older=False, live={})
    settle(view, qtbot)
    bar = view.verticalScrollBar()
    assert isinstance(bar, QuietScrollBar)
    assert bar.maximum() == 0
    image = bar.grab().toImage()
    pixels = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 7)}
    assert pixels == {theme.color("bg.canvas").name()}
    column = shown(view, 0).x(), shown(view, 0).width()
    view.show_turns([make_turn(number, answer=answer_text(3_000)) for number in (1, 2)], has_older=False, live={})
    settle(view, qtbot)
    assert bar.maximum() > 0
    assert (shown(view, 1).x(), shown(view, 1).width()) == column


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_half_a_million_characters_are_whole_and_nothing_moves(
    view: TranscriptView, make_turn: MakeTurn, make_run: MakeRun, qtbot: QtBot
) -> None:
    thought, answer = thought_text(500_000), answer_text(200_000)
    view.show_turns([make_turn(1, answer=answer_text(4_000))], has_older=False, live={})
    run = make_run()
    run.think("", start=True)
    settle(view, qtbot)
    view.verticalScrollBar().setValue(60)
    settle(view, qtbot)
    part = read_now(view)
    place = on_screen(view, part)
    feed(view, run, thought, step=2_000, channel=Channel.THOUGHT)
    assert on_screen(view, part) == place
    run.answer()
    for at in range(0, len(answer), 10_000):
        feed(view, run, answer[at : at + 10_000], step=1_000)
        assert on_screen(view, part) == place
    run.finish()
    view.finish(make_turn(9, question="And with 20 rows?", thought=thought, answer=answer))
    settle(view, qtbot)
    assert on_screen(view, part) == place
    view.navigation.go_to_newest()
    settle(view, qtbot)
    turn = shown(view, 1)
    assert turn.answer.source == answer and turn.panel.thought == thought
    seen = {}
    bar = view.verticalScrollBar()
    bar.setValue(0)
    while bar.value() < bar.maximum():
        settle(view, qtbot)
        for each in turn.answer.stack.parts:
            seen[each.y()] = each
        bar.setValue(bar.value() + view.viewport().height())
    assert len(seen) >= turn.answer.stack.part_count - 2
