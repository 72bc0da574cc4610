"""Rounds of learning in the history: nothing finished is done twice, and what is deleted leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.errors import InputError
from models.history.learning.records import ItemRole, LearnedExample, Round, RoundItem, RoundState, Stage
from models.history.learning.tables import REPLAY_OF_OLD_ROUNDS
from models.history.store import Store
from models.learning.rounds.training_set import MOST_REPLAY
from tests.history.conftest import Ask


def begin(store: Store, *items: tuple[ItemRole, RoundItem], model: str = "m1") -> Round:
    return store.rounds.begin(model_id=model, model_name="Model", plan='{"a":1}', adapter_before="", items=items)


def test_a_round_keeps_its_items_its_work_and_its_stage(store: Store) -> None:
    first = RoundItem(0, "practice:addition", "1+1?", "2", level=1)
    second = RoundItem(0, "practice:addition", "2+2?", "4", level=1)
    begun = begin(store, (ItemRole.TRAIN, first), (ItemRole.GATE, second))
    assert begun.number == 1 and begun.stage is Stage.HARVEST and begun.state is RoundState.OPEN
    assert store.rounds.items(begun.id, ItemRole.TRAIN) == [first]
    assert store.rounds.items(begun.id, ItemRole.GATE) == [second]
    store.rounds.keep_work(begun.id, "train:harvest", 0, '{"right":true}')
    store.rounds.move_on(begun.id, Stage.TRAIN, seconds=12.5)
    again = store.rounds.open_round()
    assert again is not None and again.stage is Stage.TRAIN and again.seconds == 12.5
    assert store.rounds.work(begun.id, "train:harvest") == {0: '{"right":true}'}
    assert store.rounds.work(begun.id, "gate:base") == {}


def test_only_one_round_is_open_and_each_model_counts_its_own(store: Store) -> None:
    first = begin(store)
    with pytest.raises(InputError, match="open already"):
        begin(store, model="m2")
    store.rounds.end(first.id, RoundState.KEPT, seconds=1.0, report="{}")
    assert store.rounds.open_round() is None
    assert begin(store, model="m2").number == 1
    ended = store.rounds.of_model("m1")[0]
    assert ended.state is RoundState.KEPT and ended.ended_at is not None and ended.report == "{}"


def test_what_was_learned_before_comes_newest_first(store: Store) -> None:
    for thought in ("one", "two"):
        begun = begin(store)
        store.rounds.learn(begun.id, [LearnedExample("own", "practice:x", "q", thought, "a", "{}")])
        store.rounds.learn(begun.id, [LearnedExample("own", "practice:x", "q", thought, "b", "{}")])
        store.rounds.end(begun.id, RoundState.KEPT, seconds=0.0)
    third = begin(store)
    assert [each.thought for each in store.rounds.learned_before("m1", third.number, limit=9)] == ["two", "one"]
    assert [each.answer for each in store.rounds.learned_before("m1", 2, limit=9)] == ["b"]


def test_deleting_a_conversation_for_good_forgets_what_learning_kept_of_it(store: Store, ask: Ask) -> None:
    saved = ask("What is my secret?")
    mine = RoundItem(0, "accepted", "What is my secret?", "42", conversation_id=saved.conversation_id)
    other = RoundItem(1, "practice:addition", "1+1?", "2")
    begun = begin(store, (ItemRole.TRAIN, mine), (ItemRole.TRAIN, other))
    for number in (0, 1):
        store.rounds.keep_work(begun.id, "train:harvest", number, '{"thought":"secret"}')
    store.rounds.learn(
        begun.id,
        [
            LearnedExample("own", "accepted", "secret", "t", "a", "{}", saved.conversation_id),
            LearnedExample("own", "practice:addition", "1+1?", "t", "a", "{}"),
        ],
    )
    store.trash.put(saved.conversation_id)
    store.trash.delete_for_good(saved.conversation_id)
    assert [each.number for each in store.rounds.items(begun.id, ItemRole.TRAIN)] == [1]
    assert list(store.rounds.work(begun.id, "train:harvest")) == [1]
    assert [each.source for each in store.rounds.learned(begun.id)] == ["practice:addition"]


def test_an_unknown_round_is_told(store: Store) -> None:
    with pytest.raises(InputError):
        store.rounds.get("nothing")


def test_an_update_gives_old_rounds_only_the_newest_examples_that_they_can_have_repeated(store: Store) -> None:
    first = begin(store)
    example = LearnedExample("own", "practice:x", "q", "t", "a", "{}")
    store.rounds.learn(first.id, [replace(example, question=f"q{number}") for number in range(MOST_REPLAY + 1)])
    store.rounds.end(first.id, RoundState.KEPT, seconds=0.0)
    second = begin(store)
    store.rounds.learn(second.id, [example])
    with store._connections.writing() as db:
        db.execute(REPLAY_OF_OLD_ROUNDS)
        (rounds,) = db.conn.execute("SELECT group_concat(DISTINCT round_id) FROM replayed_examples").fetchone()
        count, oldest = db.conn.execute("SELECT count(*), min(example) FROM replayed_examples").fetchone()
        (first_learned,) = db.conn.execute("SELECT min(position) FROM learned_examples").fetchone()
    assert rounds == second.id and count == MOST_REPLAY and oldest > first_learned
