"""Review in the real window: answer after answer with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.review.walk import SUBJECT
from models.history.ratings.records import RatingVerdict
from models.learning.near_duplicates import question_key
from tests.desktop.conversation.test_rating_bar import asked
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop, theme

__all__ = ["desktop", "start_desktop", "theme"]

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def three(desktop: Desktop) -> list[str]:
    """Attempts of three unrated answers, in conversations of their own."""
    attempts = []
    for number in range(3):
        desktop.window.desk.new_question()
        attempts.append(asked(desktop, f"What is {number} + 10?", f"**{number + 10}**").attempt_id)
    return attempts


def press(desktop: Desktop, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    desktop.settle()


def next_answer(desktop: Desktop) -> None:
    desktop.page.notices.end(SUBJECT)
    press(desktop, Qt.Key.Key_2, CTRL)
    desktop.wait(lambda: bool(desktop.page.notices.text(SUBJECT)))
    desktop.settle()


def test_all_answers_are_rated_with_two_keys_each(desktop: Desktop, three: list[str]) -> None:
    for left in (3, 2, 1):
        next_answer(desktop)
        assert f"Waiting for your rating: {left}." in desktop.page.notices.text(SUBJECT)
        press(desktop, Qt.Key.Key_A)
    rated = desktop.store.ratings.of_attempts(three)
    assert {each.verdict for each in rated.values()} == {RatingVerdict.ACCEPTED} and len(rated) == 3
    next_answer(desktop)
    assert desktop.page.notices.text(SUBJECT) == "Nothing to review. New answers appear here."


@pytest.mark.usefixtures("three")
def test_what_was_passed_over_comes_again_after_all_others(desktop: Desktop) -> None:
    opened = []
    for _ in range(4):
        next_answer(desktop)
        opened.append(desktop.window.desk.conversation_id)
    assert len(set(opened[:3])) == 3 and opened[3] == opened[0]


@pytest.mark.usefixtures("three")
def test_a_question_kept_for_the_exam_is_not_shown(desktop: Desktop) -> None:
    conversation = desktop.store.conversations()[0].id
    question = desktop.store.path(conversation)[0].question.text
    desktop.store.splits.assign([(question_key(question), "gate", conversation)])
    seen = set()
    for _ in range(3):
        next_answer(desktop)
        seen.add(desktop.window.desk.conversation_id)
    assert conversation not in seen and len(seen) == 2
