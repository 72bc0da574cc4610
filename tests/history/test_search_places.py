"""A search that begins where the filters leave something finds just what one finds that looks everywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from models.history import search_matches, search_places, searching
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import NewAttempt, SearchScope
from models.history.search_days import BLOCK_BITS
from models.history.search_filters import SearchFilters
from models.history.search_places import ANYWHERE
from models.history.store import Store
from tests.history.conftest import Ask, finished

WORDS = "fox", "hen", "owl", "fox hen", "owl fox"
FILTERS = (
    "after:2020-01-03", "before:2020-01-03", "after:2020-01-02 before:2020-01-04", "after:2021", "before:1999",
    "tag:red", "tag:r", "tag:red tag:blue", "is:archived", "model:small", "model:nothing", "rated:accepted",
    "rated:rejected", "rated:none", "tag:red after:2020-01-02", "rated:accepted before:2020-01-04 tag:blue",
)  # fmt: skip
DAY = 86_400.0
FIRST = 1_577_880_000.0
"""Noon of 2020-01-01, in UTC."""


@contextmanager
def everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(searching, "places_of", lambda *_: ANYWHERE)
        yield


def fill(store: Store, seed: int) -> None:
    """Save conversations over five days, not in the order of their times, with labels and ratings."""
    chance = random.Random(seed)
    for _ in range(60):
        saved = store.recording.add_question(
            question=chance.choice(WORDS), conversation_id=None, parent_id=None, system_prompt="", effort="off",
            attempts=[NewAttempt(seed=each, model_name=chance.choice(("Small", "Large"))) for each in range(2)],
        )  # fmt: skip
        for each in saved.attempt_ids:
            texts = chance.choice(WORDS), chance.choice(WORDS)
            store.recording.finish_attempt(finished(store, each, *texts))
        for tag in chance.sample(("red", "blue", "rust"), chance.randrange(3)):
            store.labels.add_tag(saved.conversation_id, tag)
        if chance.random() < 0.3:
            verdict = chance.choice((RatingVerdict.ACCEPTED, RatingVerdict.REJECTED))
            store.ratings.rate(NewRating(saved.attempt_ids[0], verdict))
        store.labels.archive(saved.conversation_id, chance.random() < 0.2)
        _date(store, saved.conversation_id, FIRST + chance.randrange(5) * DAY)
        if chance.random() < 0.1:
            store.trash.put(saved.conversation_id)


def _date(store: Store, conversation_id: str, when: float) -> None:
    """Let a conversation be of another time, as an import writes it: its rows are inserted with that time."""
    of = "FROM turns WHERE conversation_id = ?"
    with store._connections.writing() as db:
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute(f"CREATE TEMP TABLE moved AS SELECT * {of}", (conversation_id,))
        db.execute(f"CREATE TEMP TABLE attempts_moved AS SELECT * FROM attempts WHERE turn IN (SELECT position {of})",
                   (conversation_id,))  # fmt: skip
        db.execute("CREATE TEMP TABLE ratings_moved AS SELECT * FROM ratings WHERE attempt_id IN"
                   " (SELECT id FROM attempts_moved)")  # fmt: skip
        db.execute("UPDATE moved SET created_at = ?", (when,))
        db.execute(f"DELETE {of}", (conversation_id,))
        for table, kept in (("turns", "moved"), ("attempts", "attempts_moved"), ("ratings", "ratings_moved")):
            db.execute(f"INSERT INTO {table} SELECT * FROM {kept}")
            db.execute(f"DROP TABLE {kept}")


@pytest.mark.parametrize(("few", "most"), [(500, 8192), (0, 8192), (500, 0), (3, 20)])
def test_filters_find_the_same_wherever_the_search_begins(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int, most: int
) -> None:
    fill(store, seed=few + most)
    monkeypatch.setattr(search_matches, "_FEW", few)
    monkeypatch.setattr(search_places, "MOST_POSITIONS", most)
    found = 0
    for words in ("", "fox", "hen ", "fox owl"):
        for each in FILTERS:
            for scopes in ([SearchScope.QUESTIONS], [SearchScope.ANSWERS], list(SearchScope)):
                typed = f"{each} {words}"
                here = store.search(typed, scopes, limit=500)
                with everywhere(monkeypatch):
                    assert store.search(typed, scopes, limit=500) == here, typed
                found += len(here)
    assert found > 1000


def test_the_newest_are_kept_where_there_are_too_many(store: Store) -> None:
    fill(store, seed=1)
    typed = "fox after:2020-01-02"
    whole = store.search(typed, [SearchScope.ANSWERS], limit=500)
    assert len(whole) > 20
    newest = store.search(typed, [SearchScope.ANSWERS], limit=5)
    assert len(newest) == 5 and all(each in whole for each in newest)


def test_days_far_apart_are_looked_through_apart(store: Store) -> None:
    with store._connections.writing() as db:
        for position, day in ((1, 0), (5 << BLOCK_BITS, 0), (6 << BLOCK_BITS, 1), (9 << BLOCK_BITS, 0), (-1, 0)):
            db.execute("INSERT INTO conversations VALUES (?, '', 0, 0, 0, 0, NULL, NULL)", (f"c{position}",))
            db.execute("INSERT INTO turns (position, id, conversation_id, kind, created_at) VALUES (?, ?, ?, ?, ?)",
                       (position, str(position), f"c{position}", "question", FIRST + day * DAY))  # fmt: skip
        ranges = search_places.places_of(
            db, SearchScope.QUESTIONS, SearchFilters(before=FIRST + DAY / 4)
        ).ranges  # fmt: skip
    size = 1 << BLOCK_BITS
    assert ranges == [(9 * size, 10 * size - 1), (5 * size, 6 * size - 1), (-size, size - 1)]


def test_no_day_of_a_deleted_conversation_is_left(store: Store, ask: Ask) -> None:
    def noted() -> list[int]:
        with store._connections.reading() as db:
            counted = (f"SELECT count(*) FROM {each}" for each in ("turn_days", "attempt_days"))
            return [db.conn.execute(each).fetchone()[0] for each in counted]

    one, other = ask("fox"), ask("fox")
    store.trash.delete_for_good(one.conversation_id)
    assert noted() == [1, 1] and len(store.search("fox after:2020", [SearchScope.QUESTIONS])) == 1
    store.trash.delete_for_good(other.conversation_id)
    assert noted() == [0, 0]
