"""Steps and votes are kept with their answer, leave with it and come back with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.history.failures import NotInHistory
from models.history.records import AttemptState, NewAttempt, Saved
from models.history.store import Store
from models.traces import (
    AttemptSummary,
    CheckedClaim,
    Deliberated,
    DiscardedStep,
    Ending,
    Fate,
    Step,
    Verdict,
    VoteGroup,
)

FALSE = CheckedClaim(8, 19, "36 + 6 = 41", Verdict.FALSE, "42")
STEPS = (
    Step(1, 0, 12),
    Step(2, 12, 40, Verdict.HOLDS, (replace(FALSE, text="36 + 6 = 42", verdict=Verdict.HOLDS, right_value=""),),
         (DiscardedStep("Add up: 36 + 6 = 41.", (FALSE,)),)),
)  # fmt: skip
FOUND = Deliberated(
    Ending.AGREED, 2, 5, (VoteGroup("42", (1, 2)),),
    (AttemptSummary(1, Fate.DONE, "direct", "42", 1, 2, 1), AttemptSummary(2, Fate.CUT, "backwards")), 1,
)  # fmt: skip


def asked(store: Store) -> Saved:
    return store.recording.add_question(
        question="How many seats?", conversation_id=None, parent_id=None, system_prompt="", effort="standard",
        attempts=[NewAttempt(), NewAttempt(strategy="backwards")],
    )  # fmt: skip


def test_steps_and_votes_are_read_as_they_were_written(store: Store) -> None:
    saved = asked(store)
    first = replace(store.attempt(saved.attempt_ids[0]), thought="words", state=AttemptState.FINISHED)
    store.recording.save_progress(first, STEPS[:1])
    store.recording.finish_attempt(first, (), STEPS)
    store.recording.save_deliberated(saved.answer_id, FOUND, saved.attempt_ids[1])
    assert store.steps(saved.attempt_ids[0]) == STEPS
    assert store.steps(saved.attempt_ids[1]) == ()
    answer = store.path(saved.conversation_id)[0].answer
    assert answer is not None and answer.deliberated == FOUND and answer.chosen.strategy == "backwards"


def test_what_was_found_comes_back_with_a_discarded_answer(store: Store) -> None:
    saved = asked(store)
    store.recording.save_progress(store.attempt(saved.attempt_ids[0]), STEPS)
    store.recording.save_deliberated(saved.answer_id, FOUND, saved.attempt_ids[0])
    discarded = store.discarding.discard(saved.answer_id)
    assert store.steps(saved.attempt_ids[0]) == ()
    store.discarding.put_back(discarded)
    assert store.steps(saved.attempt_ids[0]) == STEPS
    assert store.turn_of_answer(saved.answer_id).answer.deliberated == FOUND  # type: ignore[union-attr]


def test_votes_on_a_deleted_answer_have_no_place(store: Store) -> None:
    with pytest.raises(NotInHistory):
        store.recording.save_deliberated("0" * 32, FOUND, "0" * 32)


def test_text_that_is_not_unicode_costs_only_the_finding(store: Store) -> None:
    saved = asked(store)
    odd = replace(STEPS[1], discarded=(DiscardedStep("half a pair: \ud800"),))
    store.recording.save_progress(store.attempt(saved.attempt_ids[0]), (odd,))
    assert store.steps(saved.attempt_ids[0]) == (replace(odd, claims=(), discarded=()),)
