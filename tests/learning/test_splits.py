"""The user's questions: which are learned from and which are kept for the exam, decided once for all time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest

from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import AttemptState, NewAttempt
from models.history.store import Store, open_store
from models.learning.near_duplicates import KnownQuestions, question_key
from models.learning.splits import FIRST_HELD_OUT, GATE, ONE_IN, TRAIN, assign_splits, is_held_out, split_if_rated
from models.paths import DataFolder

Rate = Callable[[str], None]

_NAMES = (
    "ant bear cat dog eel fox goat hen ibex jay koala lion mole newt owl pig quail rat seal toad urchin viper wolf yak "
    "zebra adder bison crow deer emu frog gull hare iguana jackal kiwi lynx moose otter panda"
)
ANIMALS = _NAMES.split()


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder, patience=0.3) as opened:
        yield opened


@pytest.fixture
def rate(store: Store) -> Rate:
    def accept(question: str) -> None:
        saved = store.recording.add_question(
            question=question, conversation_id=None, parent_id=None, system_prompt="", effort="quick",
            attempts=[NewAttempt(seed=1)],
        )  # fmt: skip
        (attempt,) = saved.attempt_ids
        store.recording.finish_attempt(replace(store.attempt(attempt), answer="Yes.", state=AttemptState.FINISHED))
        store.ratings.rate(NewRating(attempt, RatingVerdict.ACCEPTED))

    return accept


def ask_about(animal: str) -> str:
    return f"Where does a {animal} sleep when nobody looks for the {animal}?"


def test_from_the_twentieth_question_on_one_in_four_is_kept_for_the_exam(store: Store, rate: Rate) -> None:
    splits: list[str] = []
    for animal, number in zip(ANIMALS, count(1), strict=False):
        rate(ask_about(animal))
        splits = list(assign_splits(store).values())
        assert splits.count(GATE) == (0 if number < FIRST_HELD_OUT else (number - FIRST_HELD_OUT) // ONE_IN + 1)
    assert splits.count(TRAIN) + splits.count(GATE) == len(ANIMALS)


def test_a_split_never_changes_whatever_else_is_rated(store: Store, rate: Rate) -> None:
    for animal in ANIMALS[:25]:
        rate(ask_about(animal))
    before = assign_splits(store)
    for animal in ANIMALS[25:]:
        rate(ask_about(animal))
    after = assign_splits(store)
    assert {key: after[key] for key in before} == before
    assert assign_splits(store) == after


def test_the_same_question_in_other_words_falls_where_the_first_one_fell(store: Store, rate: Rate) -> None:
    for animal in ANIMALS[:24]:
        rate(ask_about(animal))
    splits = assign_splits(store)
    for animal in ANIMALS[:24]:
        rate(f"where does a {animal} sleep, when nobody looks for THE {animal} ?")
        rate(f"Where does a {animal} sleep when nobody looks for that {animal}?")
    after = assign_splits(store)
    for animal in ANIMALS[:24]:
        key = question_key(ask_about(animal))
        assert after[question_key(f"Where does a {animal} sleep when nobody looks for that {animal}?")] == splits[key]
        held_out = splits[key] == GATE
        assert is_held_out(f"Where does a {animal} sleep when nobody looks for this {animal}?", after) is held_out


def test_what_practice_examines_is_all_learned_from(store: Store, rate: Rate) -> None:
    for number in range(30):
        rate(f"What is {number} + 5?")
    assert assign_splits(store) == {}
    assert not is_held_out("What is 7 + 5?", {})


def test_asking_of_one_more_question_reads_nothing_again(
    store: Store, rate: Rate, monkeypatch: pytest.MonkeyPatch
) -> None:
    for animal in ANIMALS[:22]:
        rate(ask_about(animal))
    splits = assign_splits(store)
    before = [split_if_rated(store, ask_about(animal)) for animal in ANIMALS[:23]]
    added: list[str] = []
    add = KnownQuestions.add

    def note(known: KnownQuestions, key: str) -> None:
        added.append(key)
        add(known, key)

    monkeypatch.setattr(KnownQuestions, "add", note)
    monkeypatch.setattr(type(store.ratings), "rated", lambda *_: pytest.fail("reads all that was rated"))
    assert [split_if_rated(store, ask_about(animal)) for animal in ANIMALS[:23]] == before
    assert before[:22] == [splits[question_key(ask_about(animal))] for animal in ANIMALS[:22]]
    assert set(added) == {question_key(ask_about(ANIMALS[22]))}, "those that have a split are known"


def test_a_question_that_was_deleted_decides_for_no_other_one(store: Store, rate: Rate) -> None:
    for animal in ANIMALS[:20]:
        rate(ask_about(animal))
    splits = assign_splits(store)
    (held_out,) = (each for each in store.ratings.rated() if splits[question_key(each.snapshot.question)] == GATE)
    other = f"{held_out.snapshot.question} Tell"
    assert split_if_rated(store, other) == GATE
    first = store.ratings.rated()[0]
    for each in (held_out, first):  # with one less it would be the twentieth again
        store.trash.delete_for_good(each.rating.conversation_id)
    assert [split_if_rated(store, asked) for asked in (other, other)] == [TRAIN, TRAIN]
