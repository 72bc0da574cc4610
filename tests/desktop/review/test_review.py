"""Reviewing in the real window, on the real history, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from desktop.review.checking import CorrectionChecker
from models.history.ratings.records import RatingVerdict, RemarkDraft, RemarkKind, StepMark
from models.learning.near_duplicates import question_key
from models.traces import Step, Verdict
from tests.desktop.review.conftest import Review, add_answer, add_split_answer

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def verdict_of(review: Review, attempt_id: str) -> RatingVerdict | None:
    rating = review.store.ratings.of_attempts([attempt_id]).get(attempt_id)
    return rating.verdict if rating is not None else None


def test_a_hundred_answers_are_reviewed_with_the_keyboard_alone(review: Review) -> None:
    saved = [add_answer(review.store, f"What is {number} + {number}?", str(2 * number)) for number in range(100)]
    review.open()
    for number in range(100):
        match number % 4:
            case 0:
                review.press(KEY.Key_A)
            case 1:
                review.press(KEY.Key_R)
                review.press(KEY.Key_1)
            case 2:
                review.press(KEY.Key_C)
                review.write(f"right {number}")
            case _:
                review.press(KEY.Key_J)
                review.press(KEY.Key_A)
        if number % 4 in (1, 2):
            review.settle()
        review.press(KEY.Key_Return)
        review.settle()
    ratings = review.store.ratings.of_attempts([each.attempt_ids[0] for each in saved])
    verdicts = [each.verdict for each in ratings.values()]
    assert len(verdicts) == 100
    assert [verdicts.count(each) for each in RatingVerdict] == [50, 25, 25]
    assert sum("Wrong sum" in each.reasons for each in ratings.values()) == 25
    assert {each.right_answer for each in ratings.values() if each.right_answer} == {
        f"right {number}" for number in range(2, 100, 4)
    }
    assert review.desk.item is None and review.desk.page.empty.isVisible()
    assert review.desk.page.empty.accessibleName().startswith("Nothing to review. New answers appear here.")


def test_keys_that_come_before_the_next_answer_is_there_are_about_that_one(review: Review) -> None:
    saved = [add_answer(review.store, f"What is {number} + 7?") for number in range(5)]
    review.open()
    for _ in saved:
        review.press(KEY.Key_A)
        review.press(KEY.Key_Return)
    review.settle()
    review.desktop.wait(lambda: review.desk.item is None)
    review.settle()
    assert [verdict_of(review, each.attempt_ids[0]) for each in saved] == [RatingVerdict.ACCEPTED] * 5


def test_a_rating_that_is_taken_back_brings_its_answer_back(review: Review) -> None:
    saved = [add_answer(review.store, f"What is {number} + 7?") for number in range(3)]
    review.open()
    first = review.question
    for _ in range(2):
        review.press(KEY.Key_A)
        review.press(KEY.Key_Return)
        review.settle()
    review.press(KEY.Key_Z, CTRL)
    review.settle()
    review.press(KEY.Key_Z, CTRL)
    review.settle()
    assert review.question == first
    assert [verdict_of(review, each.attempt_ids[0]) for each in saved] == [None] * 3
    assert "0 of 3 reviewed today" in review.desk.page.queue.accessibleName()


def test_a_second_enter_does_not_pass_over_the_next_answer(review: Review) -> None:
    for number in range(3):
        add_answer(review.store, f"What is {number} + 7?")
    review.open()
    review.press(KEY.Key_C)
    review.write("8")
    field = review.focus
    QTest.keyClick(field, KEY.Key_Return)
    review.desktop.wait(lambda: review.question != "What is 2 + 7?")
    QTest.keyClick(field, KEY.Key_Return)
    review.settle()
    assert review.question == "What is 1 + 7?" and review.store.ratings.count() == 1


def test_progress_counts_what_was_rated_today_and_what_is_left(review: Review) -> None:
    for number in range(3):
        add_answer(review.store, f"What is {number} + 7?")
    review.open()
    assert review.desk.page.queue.accessibleName() == "0 of 3 reviewed today, 3 left"
    review.press(KEY.Key_R)
    review.settle()
    assert review.desk.page.queue.accessibleName() == "1 of 3 reviewed today, 2 left"
    review.press(KEY.Key_Return)
    review.settle()
    assert review.desk.page.queue.accessibleName() == "1 of 3 reviewed today, 2 left"


def test_what_was_skipped_comes_again_after_all_others(review: Review) -> None:
    for number in range(3):
        add_answer(review.store, f"What is {number} + 7?")
    review.open()
    seen = []
    for _ in range(4):
        seen.append(review.question)
        review.press(KEY.Key_S)
        review.settle()
    assert len(set(seen[:3])) == 3 and seen[3] == seen[0]


def test_a_question_kept_for_the_exam_is_not_shown(review: Review) -> None:
    kept = add_answer(review.store, "What is 1 + 7?")
    add_answer(review.store, "How many legs has a spider?")
    review.store.splits.assign([(question_key("What is 1 + 7?"), "gate", kept.conversation_id)])
    review.open()
    assert [each.question for each in review.desk.page.queue.model.items] == ["How many legs has a spider?"]
    assert review.desk.page.queue.accessibleName() == "0 of 1 reviewed today, 1 left"


def test_the_most_useful_answer_is_first_and_the_row_says_why(review: Review) -> None:
    add_answer(review.store, "plain")
    add_answer(review.store, "doubted", mean_logprob=-0.9)
    add_split_answer(review.store, "wrong")
    add_answer(review.store, "newest")
    review.open()
    model = review.desk.page.queue.model
    assert [each.question for each in model.items] == ["wrong", "doubted", "newest", "plain"]
    told = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert told[0] == "wrong. 16. 2 of 3 agree. In this one a step does not hold"
    assert told[1] == "doubted. 42. 1 attempt. This one was written with little confidence"


def test_the_parts_of_the_queue_are_walked_with_a_key(review: Review) -> None:
    add_answer(review.store, "plain")
    add_answer(review.store, "doubted", mean_logprob=-0.9)
    add_split_answer(review.store, "split")
    review.open()
    shown = []
    for _ in range(4):
        review.press(KEY.Key_P)
        review.settle()
        shown.append([each.question for each in review.desk.page.queue.model.items])
    assert shown == [["split"], ["split"], ["doubted"], ["split", "doubted", "plain"]]


def test_the_first_wrong_step_is_corrected_and_what_follows_is_left_out(review: Review) -> None:
    saved = add_split_answer(review.store)
    review.open()
    current = review.trace.steps.current
    assert current is not None and current.number == 3  # the one that does not hold
    review.press(KEY.Key_F)
    review.settle()
    form = review.desk.page.inspector
    assert form.texts == ("", "Left over: 72 - 54 = 18")  # as the arithmetic says
    review.press(KEY.Key_C)
    review.write("18")
    review.desktop.wait(lambda: form.answer_check.label.text() == "1 of the 3 attempts found this")
    assert form.thought_check.label.text() == "The equations hold"
    assert form.effects[1].label.text() == "Step 4 is left out."
    review.press(KEY.Key_Return)
    review.settle()
    rating = review.store.ratings.of_attempts(saved.attempt_ids)[saved.attempt_ids[0]]
    assert (rating.verdict, rating.right_answer) == (RatingVerdict.CORRECTED, "18")
    assert rating.right_thought == "4 trays of 18 rolls.\nIn all 4·18 = 72\nLeft over: 72 - 54 = 18"
    marks = {each.step_number: each.mark for each in review.store.ratings.marks.of_attempt(saved.attempt_ids[0])}
    assert marks == {1: StepMark.GOOD, 2: StepMark.GOOD, 3: StepMark.FIRST_WRONG}


def test_a_correction_that_does_not_hold_is_told_while_it_is_typed(review: Review) -> None:
    add_split_answer(review.store)
    review.open()
    form = review.desk.page.inspector
    review.press(KEY.Key_C)
    review.write("16")
    review.desktop.wait(lambda: form.answer_check.label.text() == "This is what the answer says already")
    review.press(KEY.Key_Tab)
    review.write("72 - 54 = 17")
    review.desktop.wait(lambda: form.thought_check.label.text() == "72 - 54 = 17 does not hold; arithmetic says 18")


def test_the_other_attempt_can_count_instead_and_that_can_be_undone(review: Review) -> None:
    saved = add_split_answer(review.store)
    review.open()
    assert review.trace.other is not None
    assert review.trace.other.accessibleName() == "Attempt 2 gets 18 · the same up to step 2"
    review.press(KEY.Key_U)
    review.settle()
    assert review.store.turn_of_answer(saved.answer_id).answer.chosen.number == 2  # type: ignore[union-attr]
    assert review.trace.attempt.number == 2
    review.press(KEY.Key_Z, CTRL)
    review.settle()
    review.desktop.wait(lambda: review.trace.attempt.number == 1)
    assert review.store.turn_of_answer(saved.answer_id).answer.chosen.number == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("swapped", [0, 1])
def test_two_attempts_are_compared_without_names(review: Review, swapped: int) -> None:
    saved = add_split_answer(review.store)
    review.open()
    review.desk.answer._draw = lambda: swapped
    review.press(KEY.Key_V)
    review.settle()
    comparison = review.desk.page.stage.content
    names = [side.accessibleName() for side in comparison.sides]  # type: ignore[union-attr]
    assert names == ["Left", "Right"]
    row = review.desk.page.queue.model.index(0, 0)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "How many rolls are left?"  # says nothing of the votes
    review.press(KEY.Key_Left)
    review.settle()
    names = [side.accessibleName() for side in comparison.sides]  # type: ignore[union-attr]
    assert sorted(names) == ["Attempt 1: 16", "Attempt 2: 18"]
    (preference,) = review.store.ratings.marks.preferences_of(saved.attempt_ids[0])
    assert preference.blind
    preferred = review.store.attempt(preference.preferred_attempt_id).number
    assert preferred == (2 if swapped else 1) and names[0].startswith(f"Attempt {preferred}")
    pair = comparison.pair  # type: ignore[union-attr]
    assert pair.isVisible() and pair.text() == "Kept for export as a preference pair"
    pair.click()
    review.settle()
    assert not review.store.ratings.marks.preferences_of(saved.attempt_ids[0])[0].included
    assert pair.text() == "Left out by you: not exported as a preference pair"
    review.press(KEY.Key_Z, CTRL)
    review.settle()
    assert review.store.ratings.marks.preferences_of(saved.attempt_ids[0])[0].included
    review.press(KEY.Key_Z, CTRL)
    review.settle()
    assert review.store.ratings.marks.preferences_of(saved.attempt_ids[0]) == [] and pair.isHidden()
    review.press(KEY.Key_V)
    review.settle()
    assert review.trace.attempt.number == 1


def test_typed_corrections_and_the_place_survive_quitting(start_review: Callable[[], Review]) -> None:
    review = start_review()
    for number in range(4):
        add_answer(review.store, f"What is {number} + 7?")
    review.open()
    review.press(KEY.Key_S)
    review.settle()
    question = review.question
    review.press(KEY.Key_C)
    review.write("nearly ri")
    again = start_review()  # the first window is closed at once
    again.open()
    assert again.question == question
    assert again.desk.page.inspector.texts[0] == "nearly ri"
    again.press(KEY.Key_C)
    again.press(KEY.Key_End)
    again.write("ght")
    again.press(KEY.Key_Return)
    again.settle()
    rated = again.store.ratings.rated()
    assert [each.rating.right_answer for each in rated] == ["nearly right"]
    assert again.store.review_notes.drafts() == {}


def test_enter_without_a_rating_says_what_to_press(review: Review) -> None:
    saved = add_answer(review.store, "What is 1 + 7?")
    review.open()
    review.press(KEY.Key_Return)
    review.settle()
    assert "A accepts" in review.desk.page.notices.text("review")
    assert review.question == "What is 1 + 7?" and verdict_of(review, saved.attempt_ids[0]) is None


def test_the_page_is_empty_without_answers_and_takes_up_the_first_one(review: Review) -> None:
    review.open()
    assert review.desk.page.empty.accessibleName() == "Nothing to review. New answers appear here."
    assert review.focus is review.desk.page.empty


def test_an_answer_that_was_deleted_meanwhile_gives_way_to_the_next(review: Review) -> None:
    gone = add_answer(review.store, "What is 1 + 7?")
    add_answer(review.store, "What is 2 + 7?")
    review.open()
    review.store.trash.put(gone.conversation_id)
    review.store.trash.delete_for_good(gone.conversation_id)
    review.press(KEY.Key_A)
    review.press(KEY.Key_Return)
    review.settle()
    review.desktop.wait(lambda: review.desk.item is None)
    assert review.desk.page.queue.accessibleName() == "1 of 1 reviewed today, 0 left"


def test_ctrl_enter_lets_the_model_think_on_from_the_corrected_step(review: Review) -> None:
    saved = add_split_answer(review.store)
    review.open()
    review.press(KEY.Key_F)
    review.settle()
    review.press(KEY.Key_Return, CTRL)
    review.settle()
    review.desktop.wait_answered()
    turns = review.store.path(saved.conversation_id)
    answer = turns[-1].answer
    assert answer is not None and answer.continued_from_attempt_id == saved.attempt_ids[0]
    assert answer.chosen.thought.startswith("4 trays of 18 rolls.\nIn all 4·18 = 72\nLeft over: 72 - 54 = 18")
    assert review.desktop.page.isVisible()


def test_the_answer_is_opened_in_its_conversation(review: Review) -> None:
    saved = add_answer(review.store, "What is 1 + 7?")
    review.open()
    review.press(KEY.Key_O)
    review.settle()
    assert review.desktop.window.desk.conversation_id == saved.conversation_id and review.desktop.page.isVisible()


def test_a_long_queue_is_read_in_pages(review: Review) -> None:
    for number in range(230):
        add_answer(review.store, f"What is {number} + {number}?")
    review.open()
    model = review.desk.page.queue.model
    assert len(model.items) == 100 and review.desk.page.queue.accessibleName().endswith("230 left")
    review.press(KEY.Key_S)
    review.settle()
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        review.settle()
    assert [each.question for each in model.items] == [f"What is {n} + {n}?" for n in reversed(range(230))]


def test_the_queue_is_narrowed_with_the_keyboard(review: Review) -> None:
    tagged = add_answer(review.store, "tagged")
    review.store.labels.add_tag(tagged.conversation_id, "algebra")
    add_answer(review.store, "other")
    review.open()
    review.press(KEY.Key_L)
    card = review.desk.page.queue.card
    assert card.isVisible() and review.focus is card.model_box
    review.press(KEY.Key_Tab)
    review.press(KEY.Key_Tab)
    review.press(KEY.Key_Down)
    review.settle()
    review.press(KEY.Key_Escape)
    assert [each.question for each in review.desk.page.queue.model.items] == ["tagged"]
    assert not card.isVisible() and card.words() == "#algebra"


def test_a_part_that_has_become_empty_offers_the_whole_queue(review: Review) -> None:
    add_answer(review.store, "doubted", mean_logprob=-0.9)
    add_answer(review.store, "plain")
    review.open()
    review.press(KEY.Key_P)
    review.settle()
    review.press(KEY.Key_A)
    review.press(KEY.Key_Return)
    review.settle()
    assert review.desk.page.empty.accessibleName() == "No answer that waits is like that."
    review.press(KEY.Key_P)
    review.settle()
    assert review.question == "plain"


def test_algebra_is_checked_too() -> None:
    with closing(CorrectionChecker()) as checker:
        right = checker.check("2x + 2", "2(x + 1) = 2x + 2", ["2(x+1)", "2x"], 1)
        assert (right.found, right.already, right.verdict) == (1, False, Verdict.HOLDS)


def test_what_the_page_does_is_offered_by_the_palette(review: Review) -> None:
    add_answer(review.store, "plain")
    review.open()
    offered = {each.key.id for each in review.desktop.window.keys.keyboard.commands()}
    assert {"review", "review_accept", "review_correct", "review_skip", "review_filter", "export_all"} <= offered
    assert "accept" not in offered  # that of the conversation, which is not shown


def test_a_comment_that_is_typed_is_the_same_here_and_in_its_conversation(review: Review) -> None:
    saved = add_answer(review.store, "How many seats?")
    review.open()
    review.press(KEY.Key_A)
    review.settle()
    here = review.trace.rating.reasons
    here.comment.click()
    review.write("Tell Ad")
    review.desktop.look_away()  # so that the field is not left, which would keep what is in it
    review.desktop.window.show_questions()
    review.desktop.window.desk.open(saved.conversation_id)
    review.settle()
    widget = review.desktop.page.transcript.turn_widgets[-1]
    assert widget is not None and widget.rating is not None
    there = widget.rating.reasons
    assert there.field.text() == "Tell Ad" and there.writing
    QTest.keyClicks(there.field, "a")
    assert here.field.text() == "Tell Ada"
    QTest.keyClick(there.field, KEY.Key_Return)
    review.settle()
    assert review.store.ratings.of_attempts(saved.attempt_ids)[saved.attempt_ids[0]].comment == "Tell Ada"
    assert not here.writing and review.store.ratings.remarks.drafts() == {}


def test_a_note_that_is_typed_comes_back_with_its_answer(review: Review) -> None:
    saved = add_answer(review.store, "How many seats?")
    (attempt,) = saved.attempt_ids
    review.store.recording.finish_attempt(review.store.attempt(attempt), steps=[Step(1, 0, 12), Step(2, 12, 23)])
    draft = RemarkDraft(RemarkKind.NOTE, "Why th", 12, 23)
    review.store.ratings.remarks.keep(attempt, draft)
    review.desktop.window.ratings.remarks.connect_store(review.store)
    review.open()
    field = review.trace.steps.judging.field
    assert field.isVisible() and field.text() == "Why th" and not field.hasFocus()
    field.setFocus()
    review.write("at?")
    review.press(KEY.Key_Return)
    review.settle()
    assert [each.note for each in review.store.ratings.marks.of_attempt(attempt)] == ["Why that?"]
    assert review.store.ratings.remarks.drafts() == {} and field.isHidden()
