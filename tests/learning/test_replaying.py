"""What is learned again in later rounds: only what the ratings still say; who learned it is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.history.learning.records import AdapterRecord, LearnedExample, Round, RoundState
from models.history.ratings.records import NewRating, RatingVerdict, StepMark
from models.history.records import AttemptState, NewAttempt
from models.history.store import Store, open_store
from models.learning.examples import Provenance, TrainingExample
from models.learning.near_duplicates import question_key
from models.learning.rounds.accepted import teachable
from models.learning.rounds.harvesting import served_messages
from models.learning.rounds.plan import RoundPlan
from models.learning.rounds.replaying import replayed_examples
from models.learning.rounds.training_set import as_learned
from models.learning.rounds.training_stage import train
from models.learning.splits import GATE
from models.paths import DataFolder
from models.traces import Step, Verdict
from tests.learning.scripted_rounds import ScriptedAsker, context_of, script_training

QUESTION = "Where does my cat sleep?"
THOUGHT, ANSWER = "It likes warm places.", "Answer: On the oven"
PRACTICE = LearnedExample("seed", "practice:addition", "1+1?", "t", "2", as_learned(
    TrainingExample(messages=served_messages(RoundPlan(sources=(), seed=1, model_path=""), "1+1?"), answer="2")
).content)  # fmt: skip


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        yield opened


def accept(store: Store, *, home: str | None = None, thought: str = THOUGHT) -> tuple[str, str]:
    """Ask, answer and accept; returns the conversation and the attempt."""
    saved = store.recording.add_question(
        question=QUESTION, conversation_id=home, parent_id=None, system_prompt="", effort="off", attempts=[NewAttempt()]
    )
    attempt = replace(store.attempt(saved.attempt_ids[0]), thought=thought, answer=ANSWER, state=AttemptState.FINISHED)
    store.recording.finish_attempt(attempt, steps=[Step(1, 0, len(thought), Verdict.NOTHING)])
    store.ratings.rate(NewRating(attempt.id, RatingVerdict.ACCEPTED))
    return saved.conversation_id, attempt.id


def begin(store: Store, path: str = "") -> Round:
    plan = RoundPlan(
        sources=("practice:addition-1",), seed=3, model_path=path, practice_items=4, gate_items=4, anchors=False,
        rehearsals=0, steps=2,
    )  # fmt: skip
    return store.rounds.begin(model_id="m", model_name="M", plan=plan.as_json(), adapter_before="", items=[])


def from_rating(conversation: str, thought: str = THOUGHT, provenance: Provenance = Provenance.OWN) -> LearnedExample:
    plan = RoundPlan(sources=(), seed=1, model_path="")
    example = TrainingExample(
        messages=served_messages(plan, QUESTION), thought=thought, answer=ANSWER, provenance=provenance,
        source="accepted",
    )  # fmt: skip
    return as_learned(example, gold="On the oven", conversation_id=conversation)


def learned_in_round(store: Store, *examples: LearnedExample) -> Round:
    begun = begin(store)
    store.rounds.learn(begun.id, examples)
    store.rounds.end(begun.id, RoundState.ADOPTED, seconds=1.0)
    return begun


def replayed(store: Store) -> list[str]:
    """The thoughts that a round which begins after all others repeats, newest first."""
    begun = replace(store.rounds.all(limit=1)[0], number=99)
    return [each.thought for each in replayed_examples(store, begun)]


GONE: dict[str, Callable[[Store, str, str], object]] = {
    "left out": lambda store, _conversation, attempt: store.ratings.set_included(
        store.ratings.of_attempts([attempt])[attempt].id, False
    ),
    "cleared": lambda store, _conversation, attempt: store.ratings.clear(attempt),
    "rejected": lambda store, _conversation, attempt: store.ratings.rate(NewRating(attempt, RatingVerdict.REJECTED)),
    "trashed": lambda store, conversation, _attempt: store.trash.put(conversation),
    "deleted": lambda store, conversation, _attempt: store.trash.delete_for_good(conversation),
}


@pytest.mark.parametrize("how", GONE)
def test_what_a_rating_no_longer_says_is_not_repeated(store: Store, how: str) -> None:
    conversation, attempt = accept(store)
    own, written = from_rating(conversation), from_rating(conversation, "Cats like it warm.", Provenance.HINTED)
    learned_in_round(store, PRACTICE, own, written)
    assert replayed(store) == ["Cats like it warm.", THOUGHT, "t"]
    GONE[how](store, conversation, attempt)
    assert replayed(store) == ["t"]


def test_what_is_kept_for_the_exam_is_not_repeated(store: Store) -> None:
    conversation, _ = accept(store)
    learned_in_round(store, PRACTICE, from_rating(conversation))
    store.splits.assign([(question_key(QUESTION), GATE, conversation)])
    assert replayed(store) == ["t"]


def test_a_thought_whose_step_was_marked_wrong_is_not_repeated_but_the_models_own_for_its_answer_is(
    store: Store,
) -> None:
    conversation, attempt = accept(store)
    learned_in_round(store, from_rating(conversation), from_rating(conversation, "Cats like it warm."))
    store.ratings.marks.mark_step(attempt, 1, StepMark.FIRST_WRONG)
    assert replayed(store) == ["Cats like it warm."]


def test_another_rating_with_the_same_answer_does_not_stand_for_one_that_was_left_out(store: Store) -> None:
    conversation, first = accept(store)
    _, second = accept(store, home=conversation, thought="By the smell of it.")
    learned_in_round(store, from_rating(conversation), from_rating(conversation, "By the smell of it."))
    GONE["left out"](store, conversation, first)
    assert [each.thought for each in teachable(store)] == ["By the smell of it."] == replayed(store)
    store.ratings.rate(NewRating(second, RatingVerdict.CORRECTED, right_answer="On the oven", right_thought="I know."))
    learned_in_round(store, from_rating(conversation, "I knew.", Provenance.CORRECTED))
    assert replayed(store) == [], "the user's own words are gone with the correction that had them"


def test_a_round_that_only_repeated_something_is_named_when_that_is_deleted(
    data_folder: DataFolder, store: Store, bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = script_training(monkeypatch)
    conversation, attempt = accept(store)
    first = learned_in_round(store, from_rating(conversation))
    begun = begin(store, str(bundled_model_path))
    context = context_of(data_folder, store, begun, ScriptedAsker())
    (data_folder.rounds / begun.id).mkdir(parents=True)
    train(context)
    assert [each.messages[-1].content for each in plans[0].replay] == [QUESTION]
    for number, of in enumerate((first, begun), 1):
        store.adapters.add(AdapterRecord(f"a{number}", of.id, "m", f"v{number}", number, 1, 1, 1.0), reason=None)
    assert [each.name for each in store.adapters.that_learned_from(conversation)] == ["v2", "v1"]
    store.trash.put(conversation)
    assert [each.name for each in store.adapters.that_learned_from_trash()] == ["v2", "v1"]
    store.trash.restore(conversation)

    GONE["left out"](store, conversation, attempt)
    assert [each.question for each in store.rounds.replayed(begun.id)] == [QUESTION], "what was trained on stays known"
    store.rounds.end(begun.id, RoundState.KEPT, seconds=1.0)
    third = begin(store, str(bundled_model_path))
    (data_folder.rounds / third.id).mkdir(parents=True)
    train(context_of(data_folder, store, third, ScriptedAsker()))
    assert QUESTION not in {each.messages[-1].content for each in plans[1].replay}
    store.adapters.add(AdapterRecord("a3", third.id, "m", "v3", 3.0, 1, 1, 1.0), reason=None)
    assert [each.name for each in store.adapters.that_learned_from(conversation)] == ["v2", "v1"]

    store.trash.put(conversation)
    store.trash.delete_for_good(conversation)
    assert store.rounds.replayed(begun.id) == [] == store.adapters.that_learned_from(conversation)
