"""Adapters in the history: which one a model answers with, and the way back."""

from __future__ import annotations

import pytest

from models.errors import InputError
from models.history.learning.records import AdapterRecord, ChoiceReason, ItemRole, LearnedExample, RoundItem, RoundState
from models.history.store import Store, open_store
from tests.history.conftest import Ask


def adopted(store: Store, number: int, *, model: str = "m1", round_id: str | None = None) -> AdapterRecord:
    made = AdapterRecord(f"a{number}", round_id, model, f"v{number}", float(number), 10, 1000, 1.0)
    store.adapters.add(made, reason=ChoiceReason.ADOPTED)
    return made


def names(store: Store) -> list[str]:
    return [each.name for each in store.adapters.of_model("m1")]


def test_the_adopted_adapter_is_in_use_and_rolling_back_returns_to_the_one_before(store: Store) -> None:
    assert store.adapters.in_use("m1") is None
    first, second = adopted(store, 1), adopted(store, 2)
    assert store.adapters.in_use("m1") == second and names(store) == ["v2", "v1"]
    assert store.adapters.roll_back("m1") == first
    assert store.adapters.in_use("m1") == first
    assert store.adapters.roll_back("m1") is None
    with pytest.raises(InputError, match="nothing to roll back"):
        store.adapters.roll_back("m1")
    reasons = [each.reason for each in store.adapters.choices("m1")]
    assert reasons == [ChoiceReason.ROLLED_BACK, ChoiceReason.ROLLED_BACK, ChoiceReason.ADOPTED, ChoiceReason.ADOPTED]


def test_rolling_back_is_undone_by_choosing(store: Store) -> None:
    adopted(store, 1)
    second = adopted(store, 2)
    store.adapters.roll_back("m1")
    store.adapters.choose("m1", "a2")
    assert store.adapters.in_use("m1") == second


def test_an_adapter_serves_its_own_model_only(store: Store) -> None:
    adopted(store, 1)
    assert store.adapters.in_use("m2") is None
    with pytest.raises(InputError, match="another model"):
        store.adapters.choose("m2", "a1")


def test_a_deleted_adapter_makes_room_for_the_one_before(store: Store) -> None:
    first = adopted(store, 1)
    adopted(store, 2)
    store.adapters.delete("a2")
    assert store.adapters.in_use("m1") == first and names(store) == ["v1"]
    store.adapters.delete("a1")
    assert store.adapters.in_use("m1") is None
    with pytest.raises(InputError):
        store.adapters.choose("m1", "a2")


def test_the_model_as_it_is_can_be_chosen(store: Store) -> None:
    adopted(store, 1)
    store.adapters.choose("m1", None)
    assert store.adapters.in_use("m1") is None
    assert store.adapters.choices("m1")[0].reason is ChoiceReason.NONE


def test_the_scale_is_kept_within_bounds(store: Store) -> None:
    adopted(store, 1)
    store.adapters.set_scale("a1", 0.5)
    assert store.adapters.get("a1").scale == 0.5
    with pytest.raises(InputError):
        store.adapters.set_scale("a1", 3.0)


def test_the_adapters_that_learned_from_a_conversation_are_named(store: Store, ask: Ask) -> None:
    saved = ask("What is 2 + 2?")
    item = RoundItem(0, "accepted", "What is 2 + 2?", "4", conversation_id=saved.conversation_id)
    begun = store.rounds.begin(
        model_id="m1", model_name="Model", plan="{}", adapter_before="", items=[(ItemRole.TRAIN, item)]
    )
    store.rounds.learn(begun.id, [LearnedExample("own", "accepted", "q", "t", "a", "{}", saved.conversation_id)])
    store.rounds.end(begun.id, RoundState.ADOPTED, seconds=1.0)
    made = adopted(store, 1, round_id=begun.id)
    assert store.adapters.that_learned_from(saved.conversation_id) == [made]
    assert store.adapters.that_learned_from("another") == []


def test_adapters_of_rounds_that_did_not_keep_what_they_repeated_are_named_for_all_that_was_learned_before(
    store: Store, ask: Ask
) -> None:
    saved = ask("What is 2 + 2?")
    made = []
    for number, model in enumerate(("m1", "m1", "m2"), 1):
        begun = store.rounds.begin(model_id=model, model_name="Model", plan="{}", adapter_before="", items=[])
        home = saved.conversation_id if number == 1 else None
        store.rounds.learn(begun.id, [LearnedExample("own", "accepted", "q", "t", "a", "{}", home)])
        store.rounds.end(begun.id, RoundState.ADOPTED, seconds=1.0)
        made.append(adopted(store, number, model=model, round_id=begun.id))
    assert store.adapters.that_learned_from(saved.conversation_id) == made[:1]
    with store._connections.writing() as db:
        db.conn.execute("DROP TABLE replayed_examples")
        db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = '0011_replayed_examples'")
    store.close()
    with open_store(store.folder) as updated:
        assert updated.adapters.that_learned_from(saved.conversation_id) == [made[1], made[0]]
