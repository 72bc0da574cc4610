"""Filters in the search, tags and the archive."""

from __future__ import annotations

from datetime import datetime

import pytest

from models.errors import InputError
from models.history.failures import NotInHistory
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import NewAttempt, SearchScope
from models.history.search_filters import SearchFilters, split_filters
from models.history.store import Store
from tests.history.conftest import Ask, finished

EVERYWHERE = list(SearchScope)


def found(store: Store, typed: str, scopes: list[SearchScope] | None = None) -> set[str]:
    return {each.conversation_id for each in store.search(typed, scopes or EVERYWHERE)}


@pytest.mark.parametrize(
    ("typed", "words", "filters"),
    [
        ("fox", "fox", SearchFilters()),
        ("model:qwen fox", " fox", SearchFilters(models=("qwen",))),
        ('fox tag:"my tag" hen', "fox  hen", SearchFilters(tags=("my tag",))),
        ("tag:“my tag”", "", SearchFilters(tags=("my tag",))),
        ("rated:ACC", "", SearchFilters(verdicts=("accepted",))),
        ("rated:perhaps", "rated:perhaps", SearchFilters()),
        ("before:yesterday", "before:yesterday", SearchFilters()),
        ("before:2026-13", "before:2026-13", SearchFilters()),
        ("before:0000", "before:0000", SearchFilters()),
        ("after:99999999999999", "after:99999999999999", SearchFilters()),
        ("tag:", "tag:", SearchFilters()),
        ("subtag:x", "subtag:x", SearchFilters()),
        ("is:archived", "", SearchFilters(archived=True)),
        ("标签 tag：物理", "标签 ", SearchFilters(tags=("物理",))),
    ],
)
def test_what_is_a_filter_and_what_is_searched(typed: str, words: str, filters: SearchFilters) -> None:
    assert split_filters(typed) == (words, filters)


def test_a_day_ends_before_and_begins_after() -> None:
    _, filters = split_filters("after:2026-11-02 before:2026-11")
    assert filters.after == datetime(2026, 11, 2).astimezone().timestamp()
    assert filters.before == datetime(2026, 11, 1).astimezone().timestamp()


def test_rated(store: Store, ask: Ask) -> None:
    good, bad, none = ask("fox one"), ask("fox two"), ask("fox three")
    store.ratings.rate(NewRating(good.attempt_ids[0], RatingVerdict.ACCEPTED))
    store.ratings.rate(NewRating(bad.attempt_ids[0], RatingVerdict.REJECTED))
    taken_back = ask("fox four")
    store.ratings.rate(NewRating(taken_back.attempt_ids[0], RatingVerdict.REJECTED))
    store.ratings.clear(taken_back.attempt_ids[0])
    assert found(store, "fox rated:accepted") == {good.conversation_id}
    assert found(store, "rated:rejected four", [SearchScope.ANSWERS]) == set()
    assert found(store, "rated:rejected", [SearchScope.ANSWERS]) == {bad.conversation_id}
    assert found(store, "rated:none fox") == {none.conversation_id, taken_back.conversation_id}


def test_model(store: Store, ask: Ask) -> None:
    ask("fox of another model")
    saved = store.recording.add_question(
        question="fox", conversation_id=None, parent_id=None, system_prompt="", effort="quick",
        attempts=[NewAttempt(model_name="Qwen3 100%")],
    )  # fmt: skip
    store.recording.finish_attempt(finished(store, saved.attempt_ids[0], "thought", "a fox"))
    assert found(store, "fox model:qwen") == {saved.conversation_id}
    assert found(store, 'model:"qwen3 100%"', [SearchScope.THOUGHTS]) == {saved.conversation_id}
    assert found(store, "model:q_en") == set(), "no wildcard"


def test_dates(store: Store, ask: Ask) -> None:
    saved = ask("fox")
    assert found(store, "fox after:2000 before:2999") == {saved.conversation_id}
    assert found(store, "fox before:2000") == found(store, "after:2999") == set()


def test_tags(store: Store, ask: Ask) -> None:
    one, two = ask("fox one"), ask("fox two")
    assert store.labels.add_tag(one.conversation_id, " Physics  today ") == "Physics today"
    assert store.labels.add_tag(two.conversation_id, "physics TODAY") == "Physics today"
    store.labels.add_tag(two.conversation_id, "hen")
    assert store.labels.all_tags() == [("hen", 1), ("Physics today", 2)]
    assert found(store, "tag:hen") == found(store, "tag:he fox") == {two.conversation_id}
    assert found(store, "tag:hen tag:phys one") == set()
    store.labels.remove_tag(two.conversation_id, "HEN")
    assert store.labels.tags(two.conversation_id) == ["Physics today"]
    assert [name for name, _ in store.labels.all_tags()] == ["Physics today"]
    with pytest.raises(InputError, match="1 to 60"):
        store.labels.add_tag(one.conversation_id, " ")
    with pytest.raises(NotInHistory):
        store.labels.add_tag("0" * 32, "hen")


def test_tags_are_changed_together_or_not_at_all(store: Store, ask: Ask) -> None:
    one, two = ask(), ask()
    store.labels.set_tags(one.conversation_id, ["Physics", "hen"])
    with pytest.raises(InputError, match="1 to 60 characters"):
        store.labels.set_tags(one.conversation_id, ["owl", "x" * 61])
    with pytest.raises(NotInHistory):
        store.labels.set_tags("0" * 32, ["owl"])
    assert store.labels.tags(one.conversation_id) == ["hen", "Physics"]
    store.labels.set_tags(one.conversation_id, ["physics", "physics", "hen"])
    store.labels.set_tags(two.conversation_id, ["HEN"])
    assert store.labels.all_tags() == [("hen", 2), ("physics", 1)]
    store.labels.set_tags(one.conversation_id, [])
    assert store.labels.all_tags() == [("hen", 1)]


def test_the_archive_is_not_listed_but_found(store: Store, ask: Ask) -> None:
    saved, other = ask("fox"), ask("hen")
    store.labels.pin(saved.conversation_id, True)
    store.labels.archive(saved.conversation_id, True)
    assert [each.id for each in store.conversations()] == [other.conversation_id]
    assert store.pinned() == []
    assert found(store, "fox") == found(store, "is:archived") == {saved.conversation_id}
    assert found(store, "hen is:archived") == set()
    store.trash.put(saved.conversation_id)
    assert [each.id for each in store.conversations(trashed=True)] == [saved.conversation_id]
    store.trash.restore(saved.conversation_id)
    store.labels.archive(saved.conversation_id, False)
    assert len(store.conversations()) == 2


@pytest.mark.parametrize(
    "typed", ["AND OR", 'tag:"', "NEAR(", "^fox tag:", "a:b", "rated:* -", "model:' OR 1=1 --", "(((", "is:\0"]
)
def test_anything_can_be_typed(typed: str, store: Store, ask: Ask) -> None:
    ask("fox")
    store.search(typed, EVERYWHERE)


def test_only_what_was_long_in_the_trash_is_deleted(store: Store, ask: Ask) -> None:
    saved = ask("fox")
    store.trash.put(saved.conversation_id)
    trashed_at = store.conversations(trashed=True)[0].trashed_at
    assert trashed_at is not None
    assert store.trash.empty(before=trashed_at) == 0
    assert store.trash.count() == 1
    assert store.trash.empty(before=trashed_at + 1) == 1
    assert store.trash.count() == 0
