"""No judgement is lost on its way: what was typed or pressed is saved, or stays where it was typed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.conversation.rating_bar import RatingBar
from desktop.conversation.rating_correction import CorrectionFields
from models.history.failures import StoreBusy, StoreFull
from models.history.ratings.records import NewRating, Rating, RatingVerdict
from models.history.review.records import CorrectionText
from tests.desktop.scripted_assistant import answer, thought
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop

__all__ = ["desktop", "start_desktop"]

Start = Callable[..., Desktop]
ACCEPTED, REJECTED, CORRECTED = RatingVerdict
CTRL = Qt.KeyboardModifier.ControlModifier


def asked(desktop: Desktop, question: str = "How many seats?") -> RatingBar:
    desktop.assistant.script = lambda _q: [thought("3 * 12 = 36. 36 + 6 = 42."), answer("42 seats.")]
    desktop.ask(question)
    desktop.wait_answered()
    widget = desktop.page.transcript.turn_widgets[-1]
    assert widget is not None and widget.rating is not None
    return widget.rating


def rating_of(desktop: Desktop, bar: RatingBar) -> Rating:
    desktop.settle()
    return desktop.store.ratings.of_attempts([bar.attempt_id])[bar.attempt_id]


def fields_of(bar: RatingBar) -> CorrectionFields:
    assert bar.fields is not None
    return bar.fields


def corrects(bar: RatingBar) -> bool:
    return bar.fields is not None


def corrected(desktop: Desktop, right: str = "43") -> RatingBar:
    """An answer with a saved correction."""
    bar = asked(desktop)
    bar.press(CORRECTED)
    QTest.keyClicks(fields_of(bar).answer_field, right)
    fields_of(bar).save()
    desktop.settle()
    assert rating_of(desktop, bar).right_answer == right and not corrects(bar)
    return bar


def test_a_thought_that_is_typed_into_a_saved_correction_outlives_another_rating(desktop: Desktop) -> None:
    bar = corrected(desktop)
    bar.open_correction()
    QTest.keyClicks(fields_of(bar).thought_field, "36 + 7")
    bar.reasons.chips[0].click()
    desktop.settle()
    assert rating_of(desktop, bar).reasons == ("Wrong sum",)
    assert fields_of(bar).thought_field.toPlainText() == "36 + 7"
    desktop.wait(lambda: bool(desktop.store.review_notes.drafts()))
    QTest.keyClicks(fields_of(bar).thought_field, " = 43")
    QTest.keyClick(fields_of(bar).thought_field, Qt.Key.Key_Return, CTRL)
    rating = rating_of(desktop, bar)
    assert (rating.right_answer, rating.right_thought, rating.reasons) == ("43", "36 + 7 = 43", ("Wrong sum",))
    assert not corrects(bar) and desktop.store.review_notes.drafts() == {}


def test_a_correction_that_is_only_looked_at_is_nothing_that_was_typed(desktop: Desktop) -> None:
    bar = corrected(desktop)
    bar.open_correction()
    bar.reasons.chips[0].click()
    desktop.settle()
    assert fields_of(bar).answer_field.toPlainText() == "43", "it is still looked at"
    QTest.keyClick(fields_of(bar).answer_field, Qt.Key.Key_Escape)
    desktop.window.further.end(closing=False)  # writes what was typed
    desktop.settle()
    assert desktop.store.review_notes.drafts() == {}


def test_pressing_what_says_correcting_closes_the_fields_and_keeps_the_correction(desktop: Desktop) -> None:
    bar = corrected(desktop)
    bar.open_correction()
    QTest.keyClicks(fields_of(bar).thought_field, "36 + 7")
    assert bar.buttons[CORRECTED].text() == "Correcting"
    bar.buttons[CORRECTED].click()
    assert rating_of(desktop, bar).right_answer == "43" and not corrects(bar)
    bar.open_correction()
    assert fields_of(bar).thought_field.toPlainText() == "36 + 7"


def test_a_verdict_that_follows_at_once_keeps_the_comment(desktop: Desktop) -> None:
    bar = asked(desktop)
    bar.press(ACCEPTED)
    desktop.settle()
    bar.reasons.comment.click()
    QTest.keyClicks(bar.reasons.field, "Tell Ada")
    QTest.keyClick(bar.reasons.field, Qt.Key.Key_Return)
    bar.press(REJECTED)  # before the comment is saved
    rating = rating_of(desktop, bar)
    assert (rating.verdict, rating.comment) == (REJECTED, "Tell Ada")


def test_a_correction_is_the_same_in_the_conversation_and_under_review(desktop: Desktop) -> None:
    bar = asked(desktop)
    bar.press(CORRECTED)
    QTest.keyClicks(fields_of(bar).answer_field, "43")
    desktop.window.show_review()
    review = desktop.window.review
    assert review is not None
    desktop.wait(lambda: desktop.application.tasks.idle and not review.desk.busy)
    form = review.desk.page.inspector
    assert form.texts[0] == "43"
    form.answer_field.setFocus()
    QTest.keyClick(form.answer_field, Qt.Key.Key_End)
    QTest.keyClicks(form.answer_field, ".5")
    assert fields_of(bar).answer_field.toPlainText() == "43.5"
    QTest.keyClicks(fields_of(bar).answer_field, "1")
    assert form.texts[0] == fields_of(bar).answer_field.toPlainText()
    said = form.texts[0]
    fields_of(bar).save()
    assert rating_of(desktop, bar).right_answer == said
    trace = review.desk.page.trace
    assert trace is not None and not trace.rating.writing
    assert desktop.store.review_notes.drafts() == {}


def test_a_correction_that_is_typed_without_a_pause_is_written_all_the_same(desktop: Desktop) -> None:
    bar = asked(desktop)
    bar.press(CORRECTED)
    for _ in range(40):
        QTest.keyClicks(fields_of(bar).answer_field, "4")
        desktop.bot.wait(50)
        if desktop.store.review_notes.drafts():
            break
    assert 0 < len(desktop.store.review_notes.drafts()[bar.attempt_id].answer) < 40


def test_a_correction_that_could_not_be_written_is_written_when_the_window_closes(
    start_desktop: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = start_desktop()
    bar = asked(desktop)
    bar.press(CORRECTED)

    def refuse(_attempt_id: str, _draft: CorrectionText) -> None:
        raise StoreBusy("The history is in use by another program.")

    with monkeypatch.context() as patch:
        patch.setattr(desktop.store.review_notes, "keep_draft", refuse)
        QTest.keyClicks(fields_of(bar).answer_field, "43")
        desktop.wait(lambda: "in use" in desktop.page.notices.text("history"))
    attempt, again = bar.attempt_id, start_desktop()
    assert again.store.review_notes.drafts() == {attempt: CorrectionText("43")}


def test_what_is_saved_is_shown_as_saved_although_its_place_cannot_be_told(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = asked(desktop)

    def refuse(_splits: object) -> None:
        raise StoreFull("The history cannot be saved because the disk is full; free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(desktop.store.splits, "assign", refuse)
        bar.press(ACCEPTED)
        desktop.settle()
    assert rating_of(desktop, bar).verdict is ACCEPTED and bar.buttons[ACCEPTED].isChecked()
    assert "disk is full" in desktop.page.notices.text("history")
    assert desktop.window.ratings.undo()
    desktop.settle()
    assert desktop.store.ratings.of_attempts([bar.attempt_id]) == {}


def test_an_undo_that_comes_before_its_change_is_saved_takes_back_that_one(desktop: Desktop) -> None:
    first = asked(desktop)
    first.press(ACCEPTED)
    desktop.settle()
    second = asked(desktop, "How many rows?")
    second.press(REJECTED)
    assert desktop.window.ratings.undo()  # the rejection is not saved yet
    desktop.settle()
    assert rating_of(desktop, first).verdict is ACCEPTED
    assert desktop.store.ratings.of_attempts([second.attempt_id]) == {}
    assert not second.buttons[REJECTED].isChecked()


def test_an_undo_of_what_could_not_be_saved_takes_back_nothing(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked(desktop)
    first.press(ACCEPTED)
    desktop.settle()

    def refuse(_new: NewRating) -> Rating:
        raise StoreFull("The history cannot be saved because the disk is full; free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(desktop.store.ratings, "rate", refuse)
        asked(desktop, "How many rows?").press(REJECTED)
        desktop.window.ratings.undo()
        desktop.settle()
    assert rating_of(desktop, first).verdict is ACCEPTED and desktop.store.ratings.count() == 1


def test_a_round_that_begins_right_after_a_rating_was_saved_has_started_with_it(desktop: Desktop) -> None:
    bar = asked(desktop)
    begin = partial(desktop.store.rounds.begin, model_id="m", model_name="M", plan="{}", adapter_before="", items=[])
    bar.press(ACCEPTED)
    desktop.application.tasks.run(begin)
    time.sleep(0.5)  # the window is busy: both are saved before it hears of the first
    desktop.settle()
    desktop.window.ratings.undo()
    desktop.settle()
    assert rating_of(desktop, bar).verdict is ACCEPTED and not desktop.window.ratings.can_undo
