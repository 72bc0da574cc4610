"""States of the page on which the answers that wait for a rating are reviewed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.review.comparison import Comparison
from tests.desktop.pictures.stage import Stage
from tests.desktop.pictures.states import Seen, state
from tests.desktop.review.conftest import Review, add_answer, add_split_answer

QUESTION = "A baker makes 4 trays of 18 rolls and sells three quarters of them. How many rolls are left?"
CTRL = Qt.KeyboardModifier.ControlModifier


def _opened(stage: Stage, fill: Callable[[Stage], object] | None = None) -> Review:
    """Open the page on an answer of three attempts, whose third step does not hold."""
    add_answer(stage.store, "How far is 6 cm on a map of 1 : 25 000?", "1.5 km", mean_logprob=-0.9)
    add_split_answer(stage.store, QUESTION)
    if fill is not None:
        fill(stage)
    review = Review(stage.desktop)
    stage.window.show_review()
    _settle(stage, review)
    return review


def _settle(stage: Stage, review: Review) -> None:
    review.settle()
    stage.desktop.bot.wait(250)  # what is typed is checked a moment later
    review.settle()
    for _ in range(3):
        QApplication.processEvents()


@state("review")
def _review(stage: Stage) -> Seen:
    review = _opened(stage)
    yield "the most useful answer", review.question == QUESTION
    yield "its steps", review.trace.isVisible()


@state("review, a correction of the first wrong step")
def _correcting(stage: Stage) -> Seen:
    review = _opened(stage)
    for _ in range(3):
        review.press(Qt.Key.Key_J)
    review.press(Qt.Key.Key_F)
    _settle(stage, review)
    review.press(Qt.Key.Key_C)
    _settle(stage, review)
    QTest.keyClicks(review.focus, "18")
    _settle(stage, review)
    inspector = review.desk.page.inspector
    yield "the right answer", inspector.answer_field.toPlainText() == "18"
    yield "how many found it", inspector.answer_check.isVisible()


@state("review, narrow", size=(960, 640))
def _narrow(stage: Stage) -> Seen:
    review = _opened(stage)
    yield "the answer", review.question == QUESTION


@state("review, two attempts compared")
def _compared(stage: Stage) -> Seen:
    review = _opened(stage)
    review.press(Qt.Key.Key_V)
    _settle(stage, review)
    content = review.desk.page.stage.content
    yield "two sides", isinstance(content, Comparison) and all(each.isVisible() for each in content.sides)


@state("review at 200 %", text_scale=2.0)
def _large(stage: Stage) -> Seen:
    review = _opened(stage)
    yield "the answer", review.question == QUESTION


@state("nothing to review", filled=False)
def _nothing(stage: Stage) -> Seen:
    stage.window.show_review()
    review = Review(stage.desktop)
    _settle(stage, review)
    yield "so it says", review.desk.page.empty.isVisible()
