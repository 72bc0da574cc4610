"""The reader stays with the turn that is changed: another branch, an answer that goes on, one that is discarded."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.conversation.turn import TurnWidget
from models.history.records import AttemptState, Saved
from tests.desktop.pictures.samples import ANSWER, keep
from tests.desktop.scripted_assistant import Hold, answer
from tests.desktop.shell.conftest import Desktop

ASKED_AGAIN = 3
"""The number of the turn that has another answer."""


def long_conversation(desktop: Desktop) -> list[Saved]:
    """Save and open a conversation of ten turns; the third has two answers, and all others follow its second."""
    turns: list[Saved] = []
    for number in range(1, 11):
        state = AttemptState.STOPPED if number in (5, 10) else AttemptState.FINISHED
        text = ANSWER * 3 if number == ASKED_AGAIN else ANSWER  # so that there is room to scroll below it
        turns.append(
            keep(desktop.store, f"Question {number}", parent=turns[-1] if turns else None, state=state, answer=text)
        )
        if number == ASKED_AGAIN:
            turns.append(keep(desktop.store, f"Question {number}", again=turns.pop(), answer=ANSWER * 3))
    desktop.window.desk.open(turns[0].conversation_id)
    settle(desktop)
    return turns


def settle(desktop: Desktop) -> None:
    desktop.settle()
    desktop.wait(lambda: not desktop.page.transcript.busy)


def shown(desktop: Desktop, question: str) -> TurnWidget:
    """Return the turn of a question; it has to be near the view."""
    found = [
        each for each in desktop.page.transcript.turn_widgets if each is not None and each.question.text == question
    ]
    assert found, f"{question} is not near the view"
    return found[0]


def screen_y(desktop: Desktop, part: QWidget) -> int:
    return part.mapTo(desktop.page.transcript.viewport(), QPoint(0, 0)).y()


def read(desktop: Desktop, number: int) -> int:
    """Scroll to a turn as a reader would; returns where it stands on the screen."""
    transcript = desktop.page.transcript
    bar = transcript.verticalScrollBar()
    for _ in range(20):  # what is above becomes higher as it is rendered
        bar.setValue(0)
        settle(desktop)
        if bar.value() == 0:
            break
    for _ in range(200):
        found = [each for each in transcript.turn_widgets if each and each.question.text == f"Question {number}"]
        y = screen_y(desktop, found[0]) if found else 400
        if y < 100:
            break
        bar.setValue(bar.value() + min(max(y - 60, 50), 400))
        settle(desktop)
    return screen_y(desktop, shown(desktop, f"Question {number}"))


def test_the_pager_of_an_older_turn_stays_in_its_place(desktop: Desktop) -> None:
    long_conversation(desktop)
    y = read(desktop, ASKED_AGAIN)
    pager = shown(desktop, f"Question {ASKED_AGAIN}").pager
    assert pager is not None and pager.words == "Branch 2 of 2"
    for by, words in ((-1, "Branch 1 of 2"), (1, "Branch 2 of 2")):
        pager = shown(desktop, f"Question {ASKED_AGAIN}").pager
        assert pager is not None
        pager.step(by)
        settle(desktop)
        turn = shown(desktop, f"Question {ASKED_AGAIN}")
        assert turn.pager is not None and turn.pager.words == words
        assert screen_y(desktop, turn) == y
        assert 0 <= screen_y(desktop, turn.pager) < desktop.page.transcript.viewport().height()


def test_an_older_answer_that_goes_on_stays_in_its_place(desktop: Desktop) -> None:
    turns = long_conversation(desktop)
    y = read(desktop, 5)
    hold = Hold()
    desktop.assistant.script = lambda _q: [answer("And more."), hold]
    desktop.page.transcript.requests.continue_asked.emit(turns[4].answer_id)
    desktop.wait(hold.reached.is_set)
    settle(desktop)
    assert screen_y(desktop, shown(desktop, "Question 5")) == y
    hold.gate.set()
    desktop.wait_answered()
    settle(desktop)
    assert screen_y(desktop, shown(desktop, "Question 5")) == y


def test_the_last_answer_is_followed_while_it_goes_on(desktop: Desktop) -> None:
    turns = long_conversation(desktop)
    assert desktop.page.transcript.following
    desktop.assistant.script = lambda _q: [answer("And more. " * 200)]
    desktop.page.transcript.requests.continue_asked.emit(turns[-1].answer_id)
    desktop.wait_answered()
    settle(desktop)
    assert desktop.page.transcript.following


@pytest.mark.parametrize("undone", [False, True])
def test_a_discarded_answer_leaves_the_reader_where_he_is(desktop: Desktop, undone: bool) -> None:
    turns = long_conversation(desktop)
    y = read(desktop, 2)
    desktop.page.transcript.requests.discard_asked.emit(turns[-1].answer_id)
    settle(desktop)
    assert desktop.store.path(turns[0].conversation_id)[-1].answer is None
    if undone:
        buttons = desktop.page.notices.findChildren(QPushButton)
        next(each for each in buttons if each.text() == "Undo").click()
        settle(desktop)
        assert desktop.store.path(turns[0].conversation_id)[-1].answer is not None
    assert screen_y(desktop, shown(desktop, "Question 2")) == y


def test_a_panel_is_as_it_was_left_after_another_answer(desktop: Desktop) -> None:
    desktop.ask("One")
    desktop.wait_answered()
    desktop.ask("Two")
    desktop.wait_answered()
    shown(desktop, "One").panel.toggle()
    assert shown(desktop, "One").panel.is_open
    turn = desktop.window.desk.turns[-1]
    assert turn.answer is not None
    desktop.page.transcript.requests.regenerate_asked.emit(turn.answer.id)
    desktop.wait_answered()
    settle(desktop)
    assert shown(desktop, "One").panel.is_open
