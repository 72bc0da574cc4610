"""The transcript: streaming without movement, paging, placeholders, search hits, branches, themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.reading_place import ReadingPlace
from desktop.conversation.statistics_card import StatisticsCard
from desktop.conversation.transcript import TranscriptView
from desktop.conversation.turn import TurnWidget
from desktop.conversation.turn_column import TOP
from desktop.theme import Theme
from models.events import QuestionSaved
from models.history.records import SearchHit, SearchScope, Turn
from tests.desktop.conversation.conftest import Run

LONG = "A line of the answer that goes on for a while, with **bold** and `code`.\n\n" * 30


def widget(view: TranscriptView, index: int) -> TurnWidget:
    found = view.turn_widgets[index]
    assert found is not None
    return found


def screen_y(view: TranscriptView, part: QWidget) -> int:
    return part.mapTo(view.viewport(), QPoint(0, 0)).y()


def canvas_y(view: TranscriptView, part: QWidget) -> int:
    return screen_y(view, part) + view.verticalScrollBar().value()


def settle(view: TranscriptView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not view.busy, timeout=10_000)


def hit(scope: SearchScope, offset: int, length: int, number: int = 1) -> SearchHit:
    answer = "" if scope is SearchScope.QUESTIONS else f"a{number}"
    return SearchHit("c", "t", scope, f"q{number}", answer, answer and f"t{number}", offset, length, "", 0, 0.0)


def test_opens_at_the_end(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    view.show_turns([make_turn(number, answer=LONG) for number in range(1, 6)], has_older=False, live={})
    settle(view, qtbot)
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert view.following and view.newest_button.isHidden()


def test_follows_while_the_end_is_in_view(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    run = make_run()
    run.answer()
    for number in range(40):
        run.write(f"Line {number} of the answer.\n\n")
        qtbot.wait(5)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 100)
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    assert view.following


def test_does_not_scroll_under_a_reader(
    view: TranscriptView, make_turn: Callable[..., Turn], make_run: Callable[..., Run], qtbot: QtBot
) -> None:
    view.show_turns([make_turn(1, answer=LONG)], has_older=False, live={})
    run = make_run()
    run.think("A thought. ")
    settle(view, qtbot)
    bar = view.verticalScrollBar()
    bar.setValue(200)
    value, part = bar.value(), widget(view, 0).answer
    y = screen_y(view, part)
    run.answer()
    for number in range(40):
        run.write(f"Line {number} of the answer.\n\n")
        qtbot.wait(5)
    qtbot.waitUntil(lambda: "Line 39" in widget(view, 1).answer.source)
    assert (bar.value(), screen_y(view, part)) == (value, y)
    assert not view.following and view.newest_button.isVisible()
    view.newest_button.click()
    assert bar.value() == bar.maximum() and view.newest_button.isHidden()


def test_nothing_above_the_growing_line_moves(
    view: TranscriptView, make_turn: Callable[..., Turn], make_run: Callable[..., Run], qtbot: QtBot
) -> None:
    view.show_turns([make_turn(1)], has_older=False, live={})
    run = make_run()
    run.answer()
    text = LONG[:600] + "\n```py\nx = 1\ny = 2\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n- two\n\nThe end."
    seen: dict[QWidget, tuple[int, int, int]] = {}
    for at in range(0, len(text), 23):
        run.write(text[at : at + 23])
        qtbot.waitUntil(lambda end=at + 23: len(widget(view, 1).answer.source) >= min(end, len(text)))  # type: ignore[misc]
        parts = [part for turn in (0, 1) for part in widget(view, turn).anchors()]
        now = {part: (canvas_y(view, part), part.height(), part.width()) for part in parts}
        for part in list(now)[:-2]:
            assert seen.get(part, now[part]) == now[part]
        seen = now


def test_a_finished_answer_takes_the_place_of_the_live_one(
    view: TranscriptView, make_turn: Callable[..., Turn], make_run: Callable[..., Run], qtbot: QtBot
) -> None:
    run = make_run()
    run.think("Thought it over.")
    run.answer("The **answer**.")
    run.finish()
    qtbot.waitUntil(lambda: widget(view, 0).answer.source == "The **answer**." and view.rendered, timeout=3_000)
    shown = widget(view, 0)
    parts = shown.answer.stack.parts
    places = [(part.y(), part.height()) for part in parts]
    view.finish(make_turn(9, question="And with 20 rows?", thought="Thought it over.", answer="The **answer**."))
    assert widget(view, 0) is shown
    assert shown.answer.stack.parts == parts
    assert [(part.y(), part.height()) for part in parts] == places
    assert shown.footer is not None
    assert shown.panel.header.content.spoken == "Thought for 14.2 s · 612 tokens"
    assert not shown.panel.ticking


def test_a_running_answer_is_shown_again_after_switching(
    view: TranscriptView, make_turn: Callable[..., Turn], make_run: Callable[..., Run], qtbot: QtBot
) -> None:
    run = make_run()
    run.think("First thoughts, ")
    view.show_turns([make_turn(1)], has_older=False, live={})
    run.think("written while away.", start=False)
    stored = make_turn(9, thought="First", answer="", state="streaming")
    view.show_turns([stored], has_older=False, live={"a9": run.live})
    assert widget(view, 0).panel.thought == "First thoughts, written while away."
    run.answer("Done.")
    qtbot.waitUntil(lambda: widget(view, 0).answer.source == "Done.", timeout=3_000)


def test_older_turns_come_in_above_without_a_jump(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    asked: list[int] = []
    view.older_wanted.connect(lambda: asked.append(1))
    view.show_turns([make_turn(number, answer=LONG) for number in range(10, 14)], has_older=True, live={})
    settle(view, qtbot)
    assert asked == []
    view.verticalScrollBar().setValue(30)
    assert asked == [1]
    settle(view, qtbot)
    first = widget(view, 0)
    y = screen_y(view, first.question)
    view.prepend_turns([make_turn(number, answer=LONG) for number in range(1, 10)], has_older=False)
    assert screen_y(view, first.question) == y
    settle(view, qtbot)
    assert screen_y(view, first.question) == y
    assert view.turn_count == 13
    view.verticalScrollBar().setValue(0)
    assert asked == [1]


def test_turns_far_away_are_placeholders_of_the_same_height(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    view.show_turns([make_turn(number, answer=LONG) for number in range(1, 31)], has_older=False, live={})
    settle(view, qtbot)
    assert [index for index, each in enumerate(view.turn_widgets) if each is None][:3] == [0, 1, 2]
    bar = view.verticalScrollBar()
    bar.setValue(0)
    settle(view, qtbot)
    shown = widget(view, 0)
    assert view.turn_widgets[-1] is None
    height = shown.height()
    bar.setValue(bar.maximum())
    settle(view, qtbot)
    assert view.turn_widgets[:1] == [None]
    widget(view, 29)
    bar.setValue(0)
    settle(view, qtbot)
    assert widget(view, 0).height() == height
    assert widget(view, 0) is not shown


@pytest.mark.parametrize("width", [960, 700, 1_400])
def test_the_column_is_centred_and_text_stands_on_one_edge(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot, theme: Theme, width: int
) -> None:
    view.show_turns([make_turn(1)], has_older=False, live={})
    view.resize(width, 600)
    settle(view, qtbot)
    turn = widget(view, 0)
    room = view.width()  # the page with its scroll bar, like the composer below
    assert turn.width() == min(theme.size("column"), room - 32)
    assert abs(turn.x() - (room - turn.width()) // 2) <= 1
    left = turn.x() + theme.size("gutter")
    texts = [each for each in turn.findChildren(QTextEdit) if each.isVisible()]
    assert texts
    assert {each.mapTo(view.viewport(), QPoint(0, 0)).x() for each in texts} == {left}


def test_hits_open_the_right_place(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    thought = "first\n" * 200 + "the needle here"
    turns = [make_turn(number, thought=thought, answer=LONG + "a needle too") for number in range(1, 8)]
    view.show_turns(turns, has_older=False, live={})
    settle(view, qtbot)
    view.hits.reveal(hit(SearchScope.THOUGHTS, thought.index("needle"), 6, number=2))
    turn = widget(view, 1)
    assert turn.panel.is_open
    assert [mark.cursor.selectedText() for mark in turn.panel.body.extraSelections()] == ["needle"]
    top = turn.panel.mapTo(view.viewport(), QPoint(0, 0)).y()
    assert top < view.viewport().height() and not view.following
    view.hits.reveal(hit(SearchScope.ANSWERS, len(LONG) + 2, 6, number=1))
    marks = [
        mark.cursor.selectedText()
        for each in widget(view, 0).answer.findChildren(QTextEdit)
        for mark in each.extraSelections()
    ]
    assert marks == ["needle"]


def test_past_the_ends_of_the_answers_come_the_questions(view: TranscriptView, make_turn: Callable[..., Turn]) -> None:
    asked: list[str] = []
    view.requests.branch_asked.connect(lambda _conversation, branch, _place: asked.append(branch))
    turn = make_turn(1, siblings=("a0", "a1"), question_siblings=("q0", "q1", "q2"))
    view.show_turns([turn], has_older=False, live={})
    view.current_turn.step_branch(-1)
    view.current_turn.step_branch(1)
    assert asked == ["a0", "q2"]


def test_the_pager_stands_in_the_header_while_another_answer_streams(
    view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot
) -> None:
    run = make_run(siblings=("a0", "a1"))
    run.think("A thought.")
    settle(view, qtbot)
    panel = widget(view, 0).panel
    pager = panel.buttons.pager
    assert panel.thinking and pager is not None and pager.isVisible() and pager.words == "Branch 3 of 3"
    assert panel.header.isAncestorOf(pager)
    run.answer("An answer.")
    qtbot.waitUntil(lambda: not panel.is_open and not panel.animating)
    assert panel.buttons.pager is pager and pager.isVisible()


def test_the_pager_is_there_while_an_answer_without_a_thought_streams(
    view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot
) -> None:
    run = make_run(siblings=("a0",))
    run.send(QuestionSaved(run.run, "c", "q9", "a9", ("t9",), False))
    run.answer("An answer.")
    settle(view, qtbot)
    panel = widget(view, 0).panel
    assert panel.isVisible() and panel.header.content.title == "No thinking"
    assert panel.buttons.pager is not None and panel.buttons.pager.words == "Branch 2 of 2"


def test_branches_and_actions(view: TranscriptView, make_turn: Callable[..., Turn]) -> None:
    asked: list[tuple[str, ...]] = []
    view.requests.branch_asked.connect(lambda *each: asked.append(("branch", *each)))
    view.requests.regenerate_asked.connect(lambda each: asked.append(("again", each)))
    view.requests.edit_asked.connect(lambda *each: asked.append(("edit", *each)))
    turn = make_turn(1, siblings=("a0", "a1"), question_siblings=("q1", "q5"))
    view.show_turns([turn], has_older=False, live={})
    footer, pager = widget(view, 0).footer, widget(view, 0).panel.buttons.pager
    assert footer is not None and pager is not None
    assert pager.words == "Branch 2 of 2"
    pager.step(1)
    pager.step(-1)
    footer.regenerate_asked.emit()
    footer.edit_asked.emit()
    here = ReadingPlace(question_id="q1", offset=-TOP)
    assert asked == [("branch", "c", "a0", here), ("again", "a1"), ("edit", "q1", "How many seats?")]
    footer.copy_button.click()
    assert QApplication.clipboard().text() == "**42** seats."
    height = footer.height()
    footer.details_button.click()
    [card] = view.window().findChildren(StatisticsCard)
    assert "Thought tokens: 612" in card.text and "Seed: 7" in card.text
    assert footer.height() == height
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert card.isHidden()


def test_dropped_turns_are_told(view: TranscriptView, make_turn: Callable[..., Turn]) -> None:
    view.show_turns([make_turn(1, dropped_turns=3)], has_older=False, live={})
    assert widget(view, 0).notice.text.startswith("The 3 oldest turns left the prompt")


def test_theme_and_text_size_change_while_streaming(
    view: TranscriptView, make_turn: Callable[..., Turn], make_run: Callable[..., Run], theme: Theme, qtbot: QtBot
) -> None:
    view.show_turns([make_turn(1, answer=LONG)], has_older=False, live={})
    run = make_run()
    run.think("A thought.")
    settle(view, qtbot)
    height = widget(view, 0).height()
    theme.set_choice("dark")
    theme.set_text_scale(1.5)
    settle(view, qtbot)
    assert widget(view, 0).height() > height
    run.answer("Done.")
    qtbot.waitUntil(lambda: widget(view, 1).answer.source == "Done.", timeout=3_000)
    assert widget(view, 1).panel.thought == "A thought."


def test_hostile_output_stays_text(view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot) -> None:
    opened: list[str] = []
    view.requests.link_activated.connect(opened.append)
    hostile = (
        "<script>alert(1)</script> ![x](http://evil/x.png) [f](file:///etc/passwd) [j](javascript:alert(1))\n\n"
        "<img src='http://evil/y.png'> \x00 \u202eabc [pay\u202epal](https://x.org)\n\n```html\n<b>\n"
    )
    view.show_turns([make_turn(1, answer=hostile)], has_older=False, live={})
    settle(view, qtbot)
    shown = "\n".join(each.toPlainText() for each in widget(view, 0).answer.findChildren(QTextEdit))
    assert "<script>alert(1)</script>" in shown and "file:///etc/passwd" in shown and "<b>" in shown
    assert "\u202e" not in shown and "\x00" not in shown
    assert opened == []


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_page_has_the_colour_of_the_theme(
    view: TranscriptView, make_turn: Callable[..., Turn], theme: Theme, qtbot: QtBot, choice: str
) -> None:
    theme.set_choice(choice)
    view.show_turns([make_turn(1, answer=LONG)], has_older=False, live={})
    settle(view, qtbot)
    image = view.grab().toImage()
    assert image.pixelColor(5, 5) == theme.color("bg.canvas")
    assert theme.color("bg.canvas").alpha() == theme.color("bg.panel").alpha() == 255


def test_many_stops_and_starts(view: TranscriptView, make_run: Callable[..., Run], qtbot: QtBot) -> None:
    for number in range(30):
        run = make_run(number)
        run.think("A thought.")
        if number % 2:
            run.answer("Some text")
        run.stop()
    settle(view, qtbot)
    assert view.turn_count == 30
    assert not any(each.panel.ticking for each in view.turn_widgets if each)


def test_folding_all_thoughts_keeps_what_is_read_in_its_place(
    view: TranscriptView, make_turn: Callable[..., Turn], qtbot: QtBot
) -> None:
    turns = [make_turn(number, thought="A line.\n" * 12, answer="Words. " * 60) for number in range(1, 9)]
    view.show_turns(turns, has_older=False, live={})
    qtbot.waitUntil(lambda: view.rendered)
    for widget in view.turn_widgets:
        if widget is not None and not widget.panel.is_open:
            widget.panel.toggle()
    qtbot.waitUntil(lambda: view.rendered)
    part = next(each.answer for each in view.turn_widgets[-4:] if each is not None)
    bar = view.verticalScrollBar()
    bar.setValue(view._column.y_of(part) + 10)
    qtbot.waitUntil(lambda: view.rendered)
    place = view._column.y_of(part) - bar.value()
    opened = [each.panel for each in view.turn_widgets if each is not None and each.panel.is_open]
    assert any(view._column.y_of(each) < bar.value() for each in opened), "some are above the view"
    view.open_panels.fold_all()
    qtbot.waitUntil(lambda: view.rendered)
    assert not any(each.panel.is_open for each in view.turn_widgets if each is not None)
    assert view._column.y_of(part) - bar.value() == place
