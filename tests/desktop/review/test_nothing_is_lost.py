"""Reviewing quickly, with typed corrections, with a disk that refuses: what was said is what is saved, and no more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.review.comparison import Comparison
from models.errors import InputError
from models.history.ratings.records import NewRating, Preference, Rating, RatingVerdict
from models.history.records import Saved
from models.history.review.records import CorrectionText
from tests.desktop.review.conftest import Review, add_answer, add_split_answer

KEY = Qt.Key
ACCEPTED, REJECTED, CORRECTED = RatingVerdict


def rating_of(review: Review, saved: Saved) -> Rating | None:
    return review.store.ratings.of_attempts(saved.attempt_ids).get(saved.attempt_ids[0])


def refuse(_new: NewRating) -> Rating:
    raise InputError("The disk is full; make room.")


def test_reasons_that_are_chosen_before_the_verdict_is_saved_are_all_kept(review: Review) -> None:
    saved = add_answer(review.store, "How many seats?")
    review.open()
    for key in (KEY.Key_R, KEY.Key_1, KEY.Key_3):
        review.press(key)
    review.settle()
    rating = rating_of(review, saved)
    assert rating is not None and rating.reasons == ("Wrong sum", "Missing step")


def test_a_verdict_stands_although_a_correction_was_typed_before(review: Review) -> None:
    saved = add_answer(review.store, "How many seats?")
    other = add_answer(review.store, "How many rows?")
    review.store.review_notes.keep_draft(other.attempt_ids[0], CorrectionText("43"))
    assert review.desktop.window.further._drafts is not None
    review.desktop.window.further._drafts.read()
    review.open()
    assert review.question == "How many rows?" and review.trace.rating.writing
    review.press(KEY.Key_A)
    review.press(KEY.Key_Return)
    review.settle()
    rating = rating_of(review, other)
    assert rating is not None and rating.verdict is ACCEPTED
    assert review.store.review_notes.drafts() == {other.attempt_ids[0]: CorrectionText("43")}, "it can still be had"
    assert review.question == "How many seats?" and rating_of(review, saved) is None


def test_c_leads_back_to_the_correction_that_is_being_changed(review: Review) -> None:
    saved = add_answer(review.store, "How many seats?")
    review.open()
    review.store.ratings.rate(NewRating(saved.attempt_ids[0], CORRECTED, "43"))
    review.desktop.window.ratings.refresh()
    review.settle()
    form = review.desk.page.inspector
    form.answer_field.setFocus()
    review.write("5")
    review.desk.page.focus_answer()
    review.press(KEY.Key_C)
    review.settle()
    rating = rating_of(review, saved)
    assert rating is not None and rating.right_answer == "43" and form.answer_field.hasFocus()


def test_a_right_thought_that_is_typed_later_outlives_a_reason(review: Review) -> None:
    saved = add_split_answer(review.store)
    review.open()
    review.store.ratings.rate(NewRating(saved.attempt_ids[0], CORRECTED, "18"))
    review.desktop.window.ratings.refresh()
    review.settle()
    form = review.desk.page.inspector
    assert form.texts == ("18", "")
    form.thought_field.setFocus()
    review.write("72 - 54 = 18")
    review.desk.page.focus_answer()
    review.press(KEY.Key_1)
    review.settle()
    rating = rating_of(review, saved)
    assert rating is not None and rating.reasons == ("Wrong sum",)
    review.press(KEY.Key_Return)
    review.settle()
    rating = rating_of(review, saved)
    assert rating is not None
    assert (rating.right_answer, rating.right_thought, rating.reasons) == ("18", "72 - 54 = 18", ("Wrong sum",))
    assert review.store.review_notes.drafts() == {}


def test_keys_for_the_next_answer_are_forgotten_when_this_one_could_not_be_saved(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (add_answer(review.store, f"What is {number} + 7?") for number in (2, 1))
    review.open()
    assert review.question == "What is 1 + 7?"
    with monkeypatch.context() as patch:
        patch.setattr(review.store.ratings, "rate", refuse)
        for key in (KEY.Key_A, KEY.Key_Return, KEY.Key_R):  # the last one is about the answer that would come next
            review.press(key)
        review.settle()
    assert rating_of(review, second) is None and "disk is full" in review.desktop.page.notices.text("history")
    review.press(KEY.Key_A)
    review.press(KEY.Key_Return)
    review.settle()
    rating = rating_of(review, second)
    assert rating is not None and rating.verdict is ACCEPTED
    assert review.question == "What is 2 + 7?" and rating_of(review, first) is None


@pytest.mark.parametrize("of_step", [False, True])
def test_enter_in_a_line_of_words_keeps_them_and_stays_at_the_answer(review: Review, of_step: bool) -> None:
    add_answer(review.store, "How many seats?")
    saved = add_split_answer(review.store)
    review.open()
    if not of_step:
        review.press(KEY.Key_A)
        review.settle()
        review.trace.rating.reasons.comment.click()
    else:
        review.press(KEY.Key_N)
    review.write("Tell Ada")
    review.press(KEY.Key_Return)
    review.settle()
    assert review.desk.item is not None and review.desk.item.attempt_id == saved.attempt_ids[0]
    assert review.desktop.page.notices.text("review") == ""
    rating = rating_of(review, saved)
    marks = review.store.ratings.marks.of_attempt(saved.attempt_ids[0])
    assert [each.note for each in marks] == (["Tell Ada"] if of_step else [])
    assert (rating.comment if rating is not None else "") == ("" if of_step else "Tell Ada")


def test_a_preference_is_called_kept_only_while_it_is(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = add_split_answer(review.store)
    marks = review.store.ratings.marks

    def refuse_to_prefer(*_pair: str, blind: bool) -> Preference:
        raise InputError(f"The disk is full; make room. {blind}")

    review.open()
    review.press(KEY.Key_V)
    review.settle()
    comparison = review.desk.page.stage.content
    assert isinstance(comparison, Comparison)
    with monkeypatch.context() as patch:
        patch.setattr(marks, "prefer", refuse_to_prefer)
        review.press(KEY.Key_Left)
        review.settle()
    assert marks.preferences_of(saved.attempt_ids[0]) == []
    assert comparison.remark.text().startswith("Nothing is kept of this choice.")
    assert comparison.buttons[0].isVisible() and comparison.pair.isHidden()
    review.press(KEY.Key_Right)
    review.settle()
    (preference,) = marks.preferences_of(saved.attempt_ids[0])
    assert not preference.blind, "the names were known by then"
    assert comparison.remark.text().startswith("Kept: attempt ") and comparison.pair.isVisible()
    review.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    review.settle()
    assert marks.preferences_of(saved.attempt_ids[0]) == []
    assert comparison.remark.text().startswith("Nothing is kept of this choice.")
