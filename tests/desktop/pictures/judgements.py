"""States of what the reader says of answers and their steps: ratings, corrections, marks and notes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.history.ratings.records import NewRating, RatingVerdict, StepMark
from tests.desktop import deliberated
from tests.desktop.pictures import samples
from tests.desktop.pictures.samples import QUESTION
from tests.desktop.pictures.stage import Stage
from tests.desktop.pictures.states import Seen, state
from tests.desktop.scripted_assistant import answer

ACCEPTED, REJECTED, CORRECTED = RatingVerdict


def _opened(stage: Stage) -> str:
    """Show an answer of several attempts; returns the attempt that counts."""
    saved = samples.seats(stage.store)
    deliberated.keep_five(stage.store, saved)
    stage.open(saved.conversation_id)
    return saved.attempt_ids[0]


def _press(stage: Stage, key: Qt.Key) -> None:
    transcript = stage.desktop.page.transcript
    transcript.setFocus()
    QTest.keyClick(transcript, key)
    stage.rest()


@state("an accepted answer with reasons and a note")
def _accepted(stage: Stage) -> Seen:
    _opened(stage)
    _press(stage, Qt.Key.Key_A)
    bar = stage.turn.rating
    assert bar is not None
    for chip in bar.reasons.chips[:2]:
        chip.click()
    stage.rest()
    bar.reasons.comment.click()
    bar.reasons.field.setText("Ada 会喜欢")
    QTest.keyClick(bar.reasons.field, Qt.Key.Key_Return)
    stage.rest()
    yield "accepted", bar.buttons[ACCEPTED].isChecked()
    yield "two reasons", sum(each.isChecked() for each in bar.reasons.chips) == 2
    yield "where it goes", bar.place_button.isVisible()


@state("a rejected answer at 200 %", text_scale=2.0)
def _rejected(stage: Stage) -> Seen:
    _opened(stage)
    _press(stage, Qt.Key.Key_R)
    bar = stage.turn.rating
    assert bar is not None
    yield "rejected", bar.buttons[REJECTED].isChecked()
    yield "where it goes", bar.place_button.isVisible() and bar.place_button.width() > 0


@state("a correction being written", size=(960, 640))
def _correcting(stage: Stage) -> Seen:
    _opened(stage)
    _press(stage, Qt.Key.Key_C)
    bar = stage.turn.rating
    assert bar is not None and bar.fields is not None
    QTest.keyClicks(bar.fields.answer_field, "43")
    stage.desktop.page.transcript.navigation.go_to_newest()
    stage.rest()
    yield "a field with the right answer", bar.fields.answer_field.toPlainText() == "43"


@state("ratings that contradict each other, the older one small")
def _contradicting(stage: Stage) -> Seen:
    attempt = _opened(stage)
    stage.store.ratings.rate(NewRating(attempt, CORRECTED, "43", reasons=("Wrong sum",)))
    stage.window.ratings.refresh()
    stage.desktop.assistant.script = lambda _q: [answer("**42** seats.")]
    stage.desktop.ask(QUESTION)
    stage.desktop.wait_answered()
    first, second = (each.rating for each in stage.desktop.page.transcript.turn_widgets if each is not None)
    assert first is not None and second is not None
    stage.store.ratings.rate(NewRating(second.attempt_id, ACCEPTED))
    stage.window.ratings.refresh()
    stage.rest()
    yield "one row", first.small and not first.reasons.isVisible()
    yield "the contradiction", bool(first.state.contradiction and second.state.contradiction)


@state("a step marked as the first wrong one, and a note")
def _marked(stage: Stage) -> Seen:
    attempt = _opened(stage)
    stage.store.ratings.marks.note(attempt, 12, 29, "Why twelve?")
    stage.turn.panel.toggle()
    stage.rest()
    for _ in range(3):
        _press(stage, Qt.Key.Key_J)
    QTest.keyClick(stage.turn.panel.content.steps, Qt.Key.Key_F)
    stage.rest()
    marks = stage.store.ratings.marks.of_attempt(attempt)
    steps = stage.turn.panel.content.steps
    yield "a flag", StepMark.FIRST_WRONG in [each.mark for each in marks]
    yield "tools", steps.judging.tools.isVisible()
    yield "a note", any(steps.judging.marks.noted(row) for row in steps.rows)
