"""Where a rating is said to go is where training takes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop.learning.rating_places import LearningPlaces
from models.history.learning.records import ItemRole
from models.history.ratings.places import Destination, TrainingPlace
from models.history.ratings.records import NewRating, RatingVerdict, StepMark
from models.history.store import Store, open_store
from models.learning.rounds.accepted import accepted_examples, accepted_items
from models.learning.rounds.places import place_of
from models.learning.rounds.plan import RoundPlan
from models.paths import DataFolder
from models.traces import Step, Verdict
from tests.learning.scripted_rounds import ScriptedAsker, context_of, rate, rate_texts


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        yield opened


def thought_about(
    store: Store, question: str, thought: str, answer: str, *, step: Verdict = Verdict.NOTHING,
    verdict: RatingVerdict = RatingVerdict.ACCEPTED, right: str = "", right_thought: str = "",
) -> str:  # fmt: skip
    """Rate an answer with a thought of one step; returns the attempt's id."""
    attempt_id = rate(store, question, answer)
    attempt = replace(store.attempt(attempt_id), thought=thought)
    store.recording.finish_attempt(attempt, steps=[Step(1, 0, len(thought), step)])
    store.ratings.rate(NewRating(attempt_id, verdict, right, right_thought))
    return attempt_id


def place(store: Store, attempt_id: str, *, learn_after: int = 0) -> TrainingPlace:
    return place_of(store, store.ratings.of_attempts([attempt_id])[attempt_id], learn_after=learn_after)


def test_a_rating_will_train_exactly_if_a_round_takes_it(data_folder: DataFolder, store: Store) -> None:
    rate_texts(store, 25)
    marked = thought_about(store, "Who lives next door?", "It is Ann or Ben.", "It is Ann.")
    answered = thought_about(store, "What number has the house next door?", "It is 3 or 4.", "Answer: 4")
    for each in (marked, answered):
        store.ratings.marks.mark_step(each, 1, StepMark.FIRST_WRONG)
    contradicted = rate(store, "Where is my key?", "Answer: Here"), rate(store, "where is my key", "Answer: There")
    said = {
        marked: Destination.FALSE_STEP,
        answered: Destination.TRAINING,
        contradicted[0]: Destination.CONTRADICTED,
        contradicted[1]: Destination.CONTRADICTED,
        thought_about(store, "How old is my aunt?", "40 + 2 = 43", "Answer: 43"): Destination.FALSE_STEP,
        thought_about(store, "How old is my uncle?", "40 + 2 = 42", "Answer: 42"): Destination.TRAINING,
        thought_about(store, "Expand (x + 1)(x - 1).", "It is x^2 + 1.", "Answer: x^2 + 1", step=Verdict.FALSE):
            Destination.FALSE_STEP,
        thought_about(store, "How old is my son?", "4 + 2 = 7", "Answer: 7", verdict=RatingVerdict.CORRECTED, right="6",
                      right_thought="4 + 2 = 6", step=Verdict.FALSE): Destination.TRAINING,
        thought_about(store, "How old is my dog?", "4 + 2 = 6", "Answer: 6", verdict=RatingVerdict.CORRECTED, right="7",
                      right_thought="4 + 2 = 7"): Destination.FALSE_STEP,
        rate(store, "How old is Tom?", "Answer: 7", verdict=RatingVerdict.CORRECTED, right="6"): Destination.TRAINING,
        rate(store, "Who is my boss?", "It is Eve.", verdict=RatingVerdict.REJECTED): Destination.PREFERENCE,
    }  # fmt: skip
    trashed = rate(store, "What is my friend called?", "Mia.")
    trash = store.ratings.of_attempts([trashed])[trashed]
    store.trash.put(trash.conversation_id)
    assert place_of(store, trash) == TrainingPlace(Destination.TRASH)

    plan = RoundPlan(sources=("accepted",), seed=1, model_path="")
    begun = store.rounds.begin(model_id="m", model_name="M", plan=plan.as_json(), adapter_before="", items=[])
    context = context_of(data_folder, store, begun, ScriptedAsker())
    taken = {example.messages[-1].content for example, _ in accepted_examples(context)}
    taken |= {item.question for role, item in accepted_items(store, 0) if role is ItemRole.TRAIN}
    for rated in store.ratings.rated():
        found = place_of(store, rated.rating).destination
        wanted = said.get(rated.rating.attempt_id, Destination.TRAINING)
        assert found in (wanted, Destination.EXAM), rated.snapshot.question
        assert (found is Destination.TRAINING) is (rated.snapshot.question in taken), rated.snapshot.question
    assert {place(store, each).destination for each in said} >= {*said.values()}, "not all of them became exams"


def test_how_many_ratings_begin_a_round_is_the_users_choice_and_counts_from_the_last_one(store: Store) -> None:
    one, two = (rate(store, f"What is the name of fish {number}?", "Mia.") for number in range(2))
    assert place(store, two, learn_after=7) == TrainingPlace(Destination.TRAINING, 2, 7)
    assert place(store, two, learn_after=2) == TrainingPlace(Destination.TRAINING, 2, 2)
    for never_or_due in (0, 1):
        assert place(store, two, learn_after=never_or_due) == TrainingPlace(Destination.TRAINING)
    plan = RoundPlan(sources=("accepted",), seed=1, model_path="", rated=2)
    store.rounds.begin(model_id="m", model_name="M", plan=plan.as_json(), adapter_before="", items=[])
    assert place(store, one, learn_after=7) == TrainingPlace(Destination.TRAINING)
    third = rate(store, "What is the name of my horse?", "Zoe.")
    assert place(store, third, learn_after=7) == TrainingPlace(Destination.TRAINING, 1, 7)


def test_a_place_is_that_of_what_was_rated_whatever_the_answer_is_now(store: Store) -> None:
    attempt_id = rate(store, "What is 24 + 13?", "Answer: 37")
    store.recording.finish_attempt(replace(store.attempt(attempt_id), answer="Answer: 37. No, Answer: 38"))
    assert place(store, attempt_id).destination is Destination.TRAINING


def test_what_is_rated_while_a_round_is_open_waits_for_the_next_one(data_folder: DataFolder, store: Store) -> None:
    rate_texts(store, 24)
    plan = RoundPlan(sources=("accepted",), seed=1, model_path="")
    begun = store.rounds.begin(model_id="m", model_name="M", plan=plan.as_json(), adapter_before="", items=[])
    for animal in ("horse", "cat"):
        rate(store, f"What is the name of my {animal}?", "Zoe.")
    taken = accepted_examples(context_of(data_folder, store, begun, ScriptedAsker()))
    assert taken and not {"horse", "cat"} & {*" ".join(str(each) for each, _ in taken).replace("?", " ").split()}


def test_contradictions_that_were_looked_for_already_are_not_looked_for_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt_id = rate(store, "What is the name of my horse?", "Zoe.")
    rating = store.ratings.of_attempts([attempt_id])[attempt_id]
    monkeypatch.setattr("models.learning.rounds.places.contradicting", lambda *_: pytest.fail("looked for again"))
    assert place_of(store, rating, contradictions=[]).destination is Destination.TRAINING
    assert place_of(store, rating, contradictions=[rating]).destination is Destination.CONTRADICTED


def test_false_algebra_keeps_a_rating_out_where_it_is_checked_as_a_round_checks_it(store: Store) -> None:
    attempt_id = thought_about(store, "Expand my square.", "Expanding: (x + 1)^2 = x^2 + 1", "Answer: x^2 + 1")
    true = thought_about(
        store, "Expand my other square.", "Expanding: (x + 1)^2 = x^2 + 2x + 1", "Answer: x^2 + 2x + 1"
    )
    places = LearningPlaces(lambda: 0)
    ratings = store.ratings.of_attempts([attempt_id, true])
    try:
        assert places(store, ratings[attempt_id], None).destination is Destination.FALSE_STEP
        assert places(store, ratings[true], None).destination is Destination.TRAINING
        assert places._verifier is not None and places._verifier.process_identifier is not None
    finally:
        places.close()
    assert places.identical("y", "z") is None, "nothing starts after the end"
    assert places(store, ratings[attempt_id], None).destination is Destination.FALSE_STEP, "it is remembered"
