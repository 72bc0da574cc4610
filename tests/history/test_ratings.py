"""Ratings: set and never toggled, with a snapshot of exactly what was rated, and undone without a loss."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from models.errors import InputError
from models.history.failures import NotInHistory
from models.history.ratings.records import NewRating, RatingVerdict, StepMark
from models.history.records import AttemptState
from models.history.review.records import CorrectionText
from models.history.store import Store, open_store
from models.paths import DataFolder
from models.traces import Step, Verdict
from tests.history.conftest import Ask

ACCEPTED, REJECTED, CORRECTED = RatingVerdict.ACCEPTED, RatingVerdict.REJECTED, RatingVerdict.CORRECTED


def test_a_rating_is_kept_with_what_was_rated(store: Store, ask: Ask) -> None:
    first = ask("What is 2 + 2?", "Two and two.", "It is 4.")
    second = ask("And 3 more?", "4 + 3 = 7", "Answer: 7", parent=first)
    rating = store.ratings.rate(
        NewRating(second.attempt_ids[0], ACCEPTED, reasons=("clear", "clear", " short "), comment=" Good. ")
    )
    assert (rating.verdict, rating.reasons, rating.comment, rating.included) == (
        ACCEPTED, ("clear", "short"), "Good.", True,
    )  # fmt: skip
    kept = store.ratings.rated()[0]
    assert kept.rating == rating
    assert (kept.snapshot.question, kept.snapshot.thought, kept.snapshot.answer) == (
        "And 3 more?", "4 + 3 = 7", "Answer: 7",
    )  # fmt: skip
    assert [(each.question, each.answer) for each in kept.snapshot.earlier] == [("What is 2 + 2?", "It is 4.")]
    assert kept.snapshot.system_prompt == "Be brief." and kept.snapshot.prompt_version == 1


def test_setting_the_same_again_changes_nothing_and_another_replaces_it(store: Store, ask: Ask) -> None:
    attempt = ask().attempt_ids[0]
    first = store.ratings.rate(NewRating(attempt, ACCEPTED))
    assert store.ratings.rate(NewRating(attempt, ACCEPTED)) == first
    second = store.ratings.rate(NewRating(attempt, REJECTED, reasons=("wrong",)))
    assert second.id != first.id
    assert store.ratings.of_attempts([attempt]) == {attempt: second}
    assert store.ratings.count() == 1 and store.ratings.count_teaching() == 0
    assert store.ratings.restore(first.id).verdict is ACCEPTED
    assert store.ratings.of_attempts([attempt]) == {attempt: first}


def test_a_rating_can_be_cleared_and_come_back(store: Store, ask: Ask) -> None:
    attempt = ask().attempt_ids[0]
    rating = store.ratings.rate(NewRating(attempt, ACCEPTED))
    assert store.ratings.clear(attempt) == rating
    assert store.ratings.of_attempts([attempt]) == {} and store.ratings.rated() == []
    assert store.ratings.clear(attempt) is None
    assert store.ratings.restore(rating.id) == rating


def test_what_was_left_out_stays_out_when_the_verdict_changes(store: Store, ask: Ask) -> None:
    attempt = ask().attempt_ids[0]
    rating = store.ratings.rate(NewRating(attempt, ACCEPTED))
    assert not store.ratings.set_included(rating.id, False).included
    assert not store.ratings.rate(NewRating(attempt, CORRECTED, right_answer="5")).included


@pytest.mark.parametrize(
    "wrong",
    [
        NewRating("", CORRECTED),
        NewRating("", CORRECTED, right_answer="  "),
        NewRating("", ACCEPTED, right_answer="4"),
        NewRating("", REJECTED, comment="x" * 200_001),
    ],
)
def test_ratings_that_make_no_sense_are_refused(store: Store, ask: Ask, wrong: NewRating) -> None:
    attempt = ask().attempt_ids[0]
    with pytest.raises(InputError):
        store.ratings.rate(replace(wrong, attempt_id=attempt))
    assert store.ratings.count() == 0


def test_an_answer_that_is_being_written_is_not_rated(store: Store, ask: Ask) -> None:
    attempt = store.attempt(ask().attempt_ids[0])
    store.recording.save_progress(replace(attempt, state=AttemptState.STREAMING))
    with pytest.raises(InputError, match="not finished"):
        store.ratings.rate(NewRating(attempt.id, ACCEPTED))
    with pytest.raises(NotInHistory):
        store.ratings.rate(NewRating("nothing", ACCEPTED))


def test_what_is_in_the_trash_is_not_learned_from(store: Store, ask: Ask) -> None:
    saved = ask()
    store.ratings.rate(NewRating(saved.attempt_ids[0], ACCEPTED))
    store.trash.put(saved.conversation_id)
    assert store.ratings.rated() == []
    store.trash.restore(saved.conversation_id)
    assert len(store.ratings.rated(verdicts=[ACCEPTED])) == 1
    assert store.ratings.rated(verdicts=[REJECTED]) == []
    store.trash.put(saved.conversation_id)
    store.trash.delete_for_good(saved.conversation_id)
    with store._connections.reading() as db:
        assert db.conn.execute("SELECT count(*) FROM snapshots").fetchone() == (0,)


def test_what_is_counted_is_what_can_be_learned_from(store: Store, ask: Ask) -> None:
    accepted, corrected, rejected, left_out, trashed = (ask(f"Question {number}?") for number in range(5))
    for saved in (accepted, left_out, trashed):
        store.ratings.rate(NewRating(saved.attempt_ids[0], ACCEPTED))
    store.ratings.rate(NewRating(corrected.attempt_ids[0], RatingVerdict.CORRECTED, "4"))
    store.ratings.rate(NewRating(rejected.attempt_ids[0], REJECTED))
    found = store.ratings.of_attempts(left_out.attempt_ids)[left_out.attempt_ids[0]]
    store.ratings.set_included(found.id, False)
    assert (store.ratings.count(), store.ratings.count_teaching()) == (5, 3)
    store.trash.put(trashed.conversation_id)
    assert (store.ratings.count(), store.ratings.count_teaching()) == (4, 2)
    store.trash.restore(trashed.conversation_id)
    assert (store.ratings.count(), store.ratings.count_teaching()) == (5, 3)


def test_the_first_wrong_step_makes_those_before_it_good(store: Store, ask: Ask) -> None:
    attempt = store.attempt(ask(thought="One. Two. Three. Four.").attempt_ids[0])
    steps = [Step(number, 5 * number, 5 * number + 4, Verdict.NOTHING, (), ()) for number in range(1, 5)]
    store.recording.finish_attempt(attempt, steps=steps)
    marks = store.ratings.marks
    marks.mark_step(attempt.id, 1, StepMark.BAD)
    found = marks.mark_step(attempt.id, 3, StepMark.FIRST_WRONG)
    assert [(each.step_number, each.mark) for each in found] == [
        (1, StepMark.BAD), (2, StepMark.GOOD), (3, StepMark.FIRST_WRONG),
    ]  # fmt: skip
    found = marks.mark_step(attempt.id, 4, StepMark.FIRST_WRONG)
    assert [each.mark for each in found if each.step_number == 3] == [StepMark.GOOD]
    assert [each.step_number for each in marks.mark_step(attempt.id, 4, None)] == [1, 2, 3]
    marks.mark_step(attempt.id, 4, StepMark.FIRST_WRONG)
    earlier = marks.mark_step(attempt.id, 2, StepMark.FIRST_WRONG)
    assert [(each.step_number, each.mark) for each in earlier] == [(1, StepMark.BAD), (2, StepMark.FIRST_WRONG)]
    with pytest.raises(InputError):
        marks.mark_step(attempt.id, 9, StepMark.GOOD)


def test_notes_are_written_on_a_part_of_a_thought(store: Store, ask: Ask) -> None:
    attempt = ask(thought="Two and two.").attempt_ids[0]
    note = store.ratings.marks.note(attempt, 0, 3, " Why? ")[0]
    assert (note.start, note.end, note.note, note.mark) == (0, 3, "Why?", None)
    for start, end, text in ((5, 99, "x"), (3, 3, "x"), (0, 3, " ")):
        with pytest.raises(InputError):
            store.ratings.marks.note(attempt, start, end, text)
    store.ratings.marks.remove(note.id)
    assert store.ratings.marks.of_attempt(attempt) == []


def test_the_last_preference_between_two_attempts_counts(store: Store, ask: Ask) -> None:
    saved = ask(attempts=2)
    first, second = saved.attempt_ids
    store.ratings.marks.prefer(first, second)
    kept = store.ratings.marks.prefer(second, first, blind=True)
    assert store.ratings.marks.preferences(saved.question_id) == [kept] and kept.blind
    with pytest.raises(InputError):
        store.ratings.marks.prefer(first, first)
    with pytest.raises(InputError):
        store.ratings.marks.prefer(first, ask("Another?").attempt_ids[0])
    store.ratings.marks.forget_preference(kept.id)
    assert store.ratings.marks.preferences(saved.question_id) == []


def test_a_pair_that_was_left_out_stays_out_when_it_is_judged_again(store: Store, ask: Ask) -> None:
    saved = ask(attempts=2)
    first, second = saved.attempt_ids
    store.ratings.marks.prefer(first, second)
    store.ratings.marks.include_preference(first, second, False)
    for pair in ((first, second), (second, first)):
        kept = store.ratings.marks.prefer(*pair)
        assert store.ratings.marks.preferences(saved.question_id) == [kept] and not kept.included
    store.ratings.marks.include_preference(second, first, True)
    assert store.ratings.marks.prefer(first, second).included


def test_an_acknowledged_rating_survives_kill_9(ask: Ask, data_folder: DataFolder) -> None:
    attempt = ask().attempt_ids[0]
    program = (
        "import sys,os,signal\nfrom pathlib import Path\nfrom models.paths import DataFolder\n"
        "from models.history.store import open_store\nfrom models.history.ratings.records import *\n"
        "store=open_store(DataFolder(Path(sys.argv[1])))\n"
        "store.ratings.rate(NewRating(sys.argv[2],RatingVerdict.CORRECTED,right_answer='5'))\n"
        "os.kill(os.getpid(),signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(data_folder.root), attempt], check=False, timeout=60)
    assert ended.returncode == (-9 if os.name == "posix" else 1)
    with open_store(data_folder) as again:
        assert again.ratings.of_attempts([attempt])[attempt].right_answer == "5"
        assert again.check().healthy


def test_an_answer_that_went_on_is_rated_anew(store: Store, ask: Ask) -> None:
    attempt = store.attempt(ask(answer="It is").attempt_ids[0])
    first = store.ratings.rate(NewRating(attempt.id, ACCEPTED))
    assert not store.ratings.is_outdated(first)
    store.recording.finish_attempt(replace(attempt, answer="It is 4."))
    assert store.ratings.is_outdated(first)
    second = store.ratings.rate(NewRating(attempt.id, ACCEPTED))
    assert second.id != first.id and not store.ratings.is_outdated(second)
    assert [each.snapshot.answer for each in store.ratings.rated()] == ["It is 4."]


def test_a_snapshot_has_the_steps_and_leaves_out_turns_that_left_the_prompt(store: Store, ask: Ask) -> None:
    first = ask("What is 2 + 2?", "Two and two.", "It is 4.")
    second = ask("And 3 more?", "4 + 3 = 7", "Answer: 7", parent=first)
    step = Step(1, 0, 9, Verdict.NOTHING, (), ())
    attempt = replace(store.attempt(second.attempt_ids[0]), dropped_turns=1, thought_tokens=7, stop_reason="finished")
    store.recording.finish_attempt(attempt, steps=[step])
    store.ratings.rate(NewRating(attempt.id, ACCEPTED))
    snapshot = store.ratings.rated()[0].snapshot
    assert (snapshot.steps, snapshot.earlier, snapshot.thought_tokens) == ((step,), (), 7)
    assert snapshot.stop_reason == "finished"


def test_marks_and_preferences_are_put_back_as_they_were(store: Store, ask: Ask) -> None:
    first, second = ask(thought="Two and two.", attempts=2).attempt_ids
    marks = store.ratings.marks
    note = marks.note(first, 0, 3, "Why?")[0]
    preference = marks.prefer(first, second)
    marks.remove(note.id)
    marks.prefer(second, first)
    marks.put_back(first, [note.id], [preference.id])
    assert marks.of_attempt(first) == [note] and marks.preferences_of(second) == [preference]
    marks.put_back(first, [], [])
    assert marks.of_attempt(first) == [] and marks.preferences_of(first) == []


def test_deleting_for_good_leaves_nothing_of_a_judgement(store: Store, ask: Ask) -> None:
    saved = ask(thought="Two and two.", attempts=2)
    first, second = saved.attempt_ids
    store.ratings.rate(NewRating(first, REJECTED, reasons=("wrong",), comment="Secretly wrong."))
    store.ratings.clear(first)
    store.ratings.rate(NewRating(first, CORRECTED, right_answer="Secret 5"))
    store.ratings.marks.note(first, 0, 3, "Secret note")
    store.ratings.marks.prefer(first, second)
    store.trash.put(saved.conversation_id)
    store.trash.delete_for_good(saved.conversation_id)
    with store._connections.reading() as db:
        for table in ("ratings", "rating_reasons", "snapshots", "step_marks", "preferences"):
            assert db.conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    store.close()
    assert b"Secret" not in store.folder.database.read_bytes()


def test_an_answer_whose_rating_was_taken_back_can_be_discarded(store: Store, ask: Ask) -> None:
    saved = ask()
    rating = store.ratings.rate(NewRating(saved.attempt_ids[0], ACCEPTED))
    with pytest.raises(InputError, match="rated"):
        store.discarding.discard(saved.answer_id)
    store.ratings.clear(saved.attempt_ids[0])
    store.discarding.discard(saved.answer_id)
    with pytest.raises(InputError, match="no longer"):
        store.ratings.restore(rating.id)


def test_questions_of_ratings_are_read_once_and_follow_what_stands(store: Store, ask: Ask) -> None:
    one, two = ask("One?"), ask("Two?")
    for each in (one, two):
        store.ratings.rate(NewRating(each.attempt_ids[0], RatingVerdict.ACCEPTED))
    assert store.ratings.asked() == [("One?", one.conversation_id), ("Two?", two.conversation_id)]
    with store._connections.writing() as db:
        db.execute("UPDATE snapshots SET content = json_set(content, '$.question', 'Read again')")
    found = store.ratings.of_questions("Two?".__eq__)
    assert [each.rating.attempt_id for each in found] == list(two.attempt_ids)
    store.trash.put(one.conversation_id)
    assert store.ratings.asked() == [("Two?", two.conversation_id)]
    assert list(store.ratings._questions.values()) == ["Two?"], "nothing is kept of what no longer stands"


def test_half_a_character_loses_no_judgement(store: Store, ask: Ask) -> None:
    attempt = ask(thought="Two and two.").attempt_ids[0]
    rating = store.ratings.rate(NewRating(attempt, CORRECTED, "4 \ud800", "so \ud800", "see \ud800", ("why \ud800",)))
    said = (rating.right_answer, rating.right_thought, rating.comment, *rating.reasons)
    assert said == ("4 \ufffd", "so \ufffd", "see \ufffd", "why \ufffd")
    assert store.ratings.marks.note(attempt, 0, 3, "which \ud800")[0].note == "which \ufffd"
    store.review_notes.keep_draft(attempt, CorrectionText("4 \ud800", "\ud800"))
    assert store.review_notes.drafts() == {attempt: CorrectionText("4 \ufffd", "\ufffd")}
