"""An unfinished answer is taken out of its conversation and brought back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.errors import InputError
from models.events import Alternative, Channel, Token
from models.history.ratings.records import NewRating, RatingVerdict, RemarkDraft, RemarkKind
from models.history.records import AttemptState, NewAttempt, Saved, SearchScope, Turn
from models.history.review.records import CorrectionText
from models.history.store import Store

TOKENS = [(Channel.THOUGHT, Token("heron", -0.5, (Alternative("stork", 0.25),)))]


def add(store: Store, question: str, after: Saved | None = None, *, again: Saved | None = None) -> Saved:
    saved = store.recording.add_question(
        question=question, conversation_id=(after or again).conversation_id if after or again else None,  # type: ignore[union-attr]
        parent_id=after.answer_id if after else None, system_prompt="", effort="quick",
        attempts=[NewAttempt(model_name="small", seed=7)], answer_to=again.question_id if again else None,
    )  # fmt: skip
    attempt = replace(
        store.attempt(saved.attempt_ids[0]), thought="heron", answer="", state=AttemptState.STOPPED, thought_tokens=1
    )
    store.recording.finish_attempt(attempt, TOKENS)
    return saved


def last(store: Store, saved: Saved) -> Turn:
    return store.path(saved.conversation_id)[-1]


def test_the_question_stays_and_the_answer_comes_back(store: Store) -> None:
    saved = add(store, "What bird?")
    before = last(store, saved)
    discarded = store.discarding.discard(saved.answer_id)
    assert discarded.shown_instead == saved.question_id
    turn = last(store, saved)
    assert (turn.question.text, turn.answer) == ("What bird?", None)
    assert store.search("heron", [SearchScope.THOUGHTS]) == []
    assert store.check().healthy

    store.discarding.put_back(discarded)
    assert last(store, saved) == before
    assert [hit.attempt_id for hit in store.search("heron", [SearchScope.THOUGHTS])] == [saved.attempt_ids[0]]
    (kept,) = store.token_confidences(saved.attempt_ids[0])
    assert kept[1].text == "heron"
    assert store.check().healthy


def test_another_answer_is_shown_instead(store: Store) -> None:
    first = add(store, "What bird?")
    second = add(store, "", again=first)
    discarded = store.discarding.discard(second.answer_id)
    assert discarded.shown_instead == first.answer_id
    turn = last(store, first)
    assert turn.answer is not None and turn.answer.siblings == (first.answer_id,)
    store.discarding.put_back(discarded)
    turn = last(store, first)
    assert turn.answer is not None
    assert (turn.answer.id, turn.answer.siblings) == (second.answer_id, (first.answer_id, second.answer_id))


def test_it_comes_back_although_its_place_was_taken(store: Store) -> None:
    saved = add(store, "What bird?")
    before = last(store, saved)
    discarded = store.discarding.discard(saved.answer_id)
    other = add(store, "And what fish?")
    store.discarding.put_back(discarded)
    assert last(store, saved) == before
    assert last(store, other).question.text == "And what fish?"
    assert store.check().healthy


def test_its_recipe_comes_back_with_it(store: Store) -> None:
    saved = add(store, "What bird?")
    discarded = store.discarding.discard(saved.answer_id)
    other = store.recording.add_question(
        question="Other", conversation_id=None, parent_id=None, system_prompt="else", effort="deep",
        attempts=[NewAttempt()],
    )  # fmt: skip
    store.trash.delete_for_good(other.conversation_id)
    store.discarding.put_back(discarded)
    turn = last(store, saved)
    assert turn.answer is not None
    assert (turn.answer.chosen.model_name, turn.answer.chosen.effort, turn.answer.chosen.seed) == ("small", "quick", 7)


def test_what_others_build_on_stays(store: Store) -> None:
    first = add(store, "What bird?")
    add(store, "And its nest?", after=first)
    with pytest.raises(InputError, match="later question"):
        store.discarding.discard(first.answer_id)
    assert len(store.path(first.conversation_id)) == 2


def test_an_answer_whose_conversation_is_gone_stays_gone(store: Store) -> None:
    saved = add(store, "What bird?")
    discarded = store.discarding.discard(saved.answer_id)
    store.trash.delete_for_good(saved.conversation_id)
    with pytest.raises(InputError, match="no longer in the history"):
        store.discarding.put_back(discarded)
    with pytest.raises(InputError, match="no longer in the history"):
        store.discarding.discard(saved.answer_id)


def test_what_was_typed_at_it_comes_back_with_it(store: Store) -> None:
    saved = add(store, "What bird?")
    (attempt,) = saved.attempt_ids
    store.unfinished.keep_thought(attempt, "a stork")
    store.review_notes.keep_draft(attempt, CorrectionText("A stork", ""))
    store.ratings.remarks.keep(attempt, RemarkDraft(RemarkKind.COMMENT, "The white"))
    store.discarding.put_back(store.discarding.discard(saved.answer_id))
    assert store.unfinished.thoughts() == {attempt: "a stork"}
    assert store.review_notes.drafts() == {attempt: CorrectionText("A stork", "")}
    assert [each.text for each in store.ratings.remarks.drafts().values()] == ["The white"]


def test_what_is_said_of_it_keeps_it(store: Store) -> None:
    saved, again = add_judged(store)
    marks = store.ratings.marks
    note = marks.note(saved.attempt_ids[0], 0, 3, "Why?")[0]
    with pytest.raises(InputError, match="marks or notes"):
        store.discarding.discard(saved.answer_id)
    marks.remove(note.id)
    preference = marks.prefer(again.attempt_ids[0], saved.attempt_ids[0])
    for each in (saved, again):
        with pytest.raises(InputError, match="compared"):
            store.discarding.discard(each.answer_id)
    marks.forget_preference(preference.id)
    store.discarding.discard(saved.answer_id)


def test_what_was_taken_back_can_still_be_brought_back(store: Store) -> None:
    saved, again = add_judged(store)
    (attempt,), marks = saved.attempt_ids, store.ratings.marks
    rating = store.ratings.rate(NewRating(attempt, RatingVerdict.REJECTED, reasons=("no bird", "too short")))
    note = marks.note(attempt, 0, 3, "Why?")[0]
    preference = marks.prefer(again.attempt_ids[0], attempt)
    store.ratings.clear(attempt)
    marks.put_back(attempt, [], [])
    store.discarding.put_back(store.discarding.discard(saved.answer_id))
    assert store.ratings.restore(rating.id) == rating
    marks.put_back(attempt, [note.id], [preference.id])
    assert (marks.of_attempt(attempt), marks.preferences_of(attempt)) == ([note], [preference])

    marks.put_back(attempt, [], [])
    store.ratings.clear(attempt)
    both = [store.discarding.discard(each.answer_id) for each in (saved, again)]
    for each in both:
        store.discarding.put_back(each)
    assert store.ratings.restore(rating.id) == rating
    assert store.check().healthy


def add_judged(store: Store) -> tuple[Saved, Saved]:
    """Two stopped answers to one question that have something to be judged."""
    saved = add(store, "What bird?")
    again = add(store, "", again=saved)
    for each in (saved, again):
        attempt = store.attempt(each.attempt_ids[0])
        store.recording.finish_attempt(replace(attempt, answer="A heron"), TOKENS)
    return saved, again
