"""What a correction keeps of the thought, and what the page says that saving does."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.review.case import carried, right_thought
from models.history.ratings.records import NewRating, RatingVerdict, StepMark
from models.learning.near_duplicates import question_key
from models.learning.splits import GATE
from tests.desktop.deliberated import thought_of
from tests.desktop.review.conftest import WRONG, Review, add_answer, add_split_answer

KEY = Qt.Key
OFFER = "Left over: 72 - 54 = 18"
NO_THOUGHT = "The model learns your answer once it finds a thought that leads to it."


def effects(review: Review) -> list[str]:
    return [each.label.text() for each in review.desk.page.inspector.effects if not each.isHidden()]


def walk_to(review: Review, step: int) -> None:
    current = review.trace.steps.current
    assert current is not None
    by = 1 if step > current.number else -1
    for _ in range(abs(step - current.number)):
        review.press(KEY.Key_J if by > 0 else KEY.Key_K)
    current = review.trace.steps.current
    assert current is not None and current.number == step


def drafted(review: Review, attempt_id: str) -> str:
    """The right thought that is kept without being saved."""
    draft = review.store.review_notes.drafts().get(attempt_id)
    return draft.thought if draft is not None else ""


def mark_wrong(review: Review, step: int) -> None:
    walk_to(review, step)
    review.press(KEY.Key_F)
    review.settle()


def test_a_wrong_step_that_nothing_can_mend_is_not_learned(review: Review) -> None:
    saved = add_split_answer(review.store)
    review.open()
    mark_wrong(review, 1)
    form = review.desk.page.inspector
    assert form.texts == ("", "") and form.thought_field.placeholderText() == "4 trays of 18 rolls."
    review.press(KEY.Key_C)
    review.write("18")
    assert effects(review)[:2] == [NO_THOUGHT, "Steps 1 to 4 are left out."]
    review.press(KEY.Key_Return)
    review.settle()
    rating = review.store.ratings.of_attempts(saved.attempt_ids)[saved.attempt_ids[0]]
    assert (rating.right_answer, rating.right_thought) == ("18", "")


def test_a_wrong_step_that_is_typed_again_as_it_was_is_not_learned(review: Review) -> None:
    saved = add_split_answer(review.store)
    review.open()
    mark_wrong(review, 2)
    review.press(KEY.Key_C)
    review.write("18")
    review.press(KEY.Key_Tab)
    review.write("In all 4·18 = 72")
    assert effects(review)[0] == NO_THOUGHT
    review.write(", so 72")
    assert effects(review)[:2] == [
        "The model learns step 1, then your step 2 and your answer.", "Steps 3 to 4 are left out.",
    ]  # fmt: skip
    review.press(KEY.Key_Return)
    review.settle()
    rating = review.store.ratings.of_attempts(saved.attempt_ids)[saved.attempt_ids[0]]
    assert rating.right_thought == "4 trays of 18 rolls.\nIn all 4·18 = 72, so 72"


def test_an_offer_that_was_left_as_it_was_goes_with_its_step(review: Review) -> None:
    add_split_answer(review.store)
    review.open()
    form = review.desk.page.inspector
    mark_wrong(review, 3)
    assert form.texts[1] == OFFER
    mark_wrong(review, 1)
    assert form.texts[1] == ""
    mark_wrong(review, 3)
    assert form.texts[1] == OFFER
    mark_wrong(review, 3)  # taken back
    assert form.texts[1] == ""
    assert not [each for each in review.store.ratings.marks.of_attempt(review.trace.attempt.id)
                if each.mark is StepMark.FIRST_WRONG]  # fmt: skip


def test_what_was_typed_stays_when_the_mark_moves_or_is_taken_back(review: Review) -> None:
    saved = add_split_answer(review.store)
    review.open()
    form = review.desk.page.inspector
    mark_wrong(review, 3)
    form.thought_field.setFocus()
    review.press(KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    review.write("Left: 18")
    review.desk.page.focus_answer()
    mark_wrong(review, 2)
    assert form.texts[1] == "Left: 18"
    mark_wrong(review, 3)
    mark_wrong(review, 3)  # taken back: the whole thought, not the one step alone
    assert form.texts[1] == "4 trays of 18 rolls.\nIn all 4·18 = 72\nLeft: 18"
    (attempt,) = saved.attempt_ids[:1]
    review.desktop.wait(lambda: drafted(review, attempt) == form.texts[1])
    mark_wrong(review, 3)
    assert form.texts[1] == "Left: 18"


def test_the_model_thinks_on_from_before_a_wrong_step_that_nothing_mends(review: Review) -> None:
    add_split_answer(review.store)
    review.open()
    mark_wrong(review, 2)
    thoughts: list[str] = []
    review.desk.answer.think_on_asked.connect(thoughts.append)
    review.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert thoughts == ["4 trays of 18 rolls."]


def test_without_a_mark_the_words_tell_whether_a_thought_is_given(review: Review) -> None:
    thought, steps = thought_of(*WRONG)
    saved = add_answer(review.store, "How many rolls are left?", "16", thought=thought)
    review.store.recording.finish_attempt(review.store.attempt(saved.attempt_ids[0]), steps=steps)
    review.open()
    review.press(KEY.Key_C)
    review.write("18")
    assert effects(review)[0] == NO_THOUGHT
    review.press(KEY.Key_Tab)
    review.write("72 less 54")
    assert effects(review)[0] == "The model learns your thought and your answer."


def test_what_is_said_of_a_correction_is_true_where_the_model_does_not_learn_it(review: Review) -> None:
    for number in range(19):
        rated = add_answer(review.store, f"Describe house {number} of our street.", "blue")
        review.store.ratings.rate(NewRating(rated.attempt_ids[0], RatingVerdict.ACCEPTED))
    add_answer(review.store, "What is my cat called?", "Mia")  # the twentieth question is the first for the exam
    review.open()
    review.press(KEY.Key_C)
    review.write("Tom")
    assert effects(review)[0] == "Held out for the exam: the model is asked this, and does not learn your answer."
    review.press(KEY.Key_Return)
    review.settle()
    question = question_key("What is my cat called?")
    assert review.store.splits.all()[question] == GATE, "what was said came true"


def test_a_correction_of_an_answer_that_was_left_out_says_that_it_stays_out(review: Review) -> None:
    saved = add_split_answer(review.store)
    review.open()
    review.press(KEY.Key_A)
    review.settle()
    review.trace.rating.place_button.click()
    review.settle()
    review.press(KEY.Key_C)
    review.write("18")
    assert effects(review)[0] == "You left this answer out, so the model does not learn yours."
    review.press(KEY.Key_Return)
    review.settle()
    assert not review.store.ratings.of_attempts(saved.attempt_ids)[saved.attempt_ids[0]].included


def test_a_correction_that_cannot_be_right_says_so(review: Review) -> None:
    add_answer(review.store, "What is 24 + 13?", "38")
    review.open()
    review.press(KEY.Key_C)
    review.write("36")
    told = "The right answer is 37, so the model does not learn yours."
    review.desktop.wait(lambda: effects(review)[0] == told)
    review.press(KEY.Key_Backspace)
    review.write("7")
    review.desktop.wait(lambda: effects(review)[0] == NO_THOUGHT)


def test_a_correction_that_begins_as_the_wrong_step_comes_back_whole() -> None:
    thought, steps = thought_of(("Two boxes.", {}), ("12 + 30 = 4", {"12 + 30 = 4": "42"}))
    step = steps[1]
    typed = right_thought(thought, step, "12 + 30 = 42")
    assert carried(thought, None, step, typed) == "12 + 30 = 42"
    assert carried(thought, None, step, right_thought(thought, step, "12 + 30 = 4")) == ""
