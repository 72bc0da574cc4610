"""Deleted words leave the search of a large history little by little."""

from __future__ import annotations

import pytest

from models.history.backups import list_backups
from models.history.records import SearchScope
from models.history.search_tables import ANSWER_WORDS, QUESTION_WORDS, THOUGHT_WORDS
from models.history.store import Store, open_store
from tests.history.conftest import Ask


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every history counts as a large one, and one step does little."""
    monkeypatch.setattr("models.history.shrinking._SMALL_INDEX_PAGES", 0)
    monkeypatch.setattr("models.history.shrinking._WORDS_A_STEP", 1)
    monkeypatch.setattr("models.history.shrinking._PAGES_A_STEP", 1)


def words_in(store: Store) -> bytes:
    """The file with its log."""
    with store._connections.plain() as db:
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return store.folder.database.read_bytes()


def fill(ask: Ask) -> str:
    """Ask much and return a conversation with a word of its own."""
    for number in range(40):
        ask(f"Question {number} of many", " ".join(f"word{number}x{each}" for each in range(200)))
    gone = ask("The zucchini question", "About zucchini")
    ask("A last one")
    return gone.conversation_id


def rewrite(store: Store) -> int:
    """Take all steps; returns how many."""
    for number in range(10_000):
        if not store.search_rewriting.step():
            return number
    raise AssertionError("it does not end")


@pytest.mark.usefixtures("large")
def test_no_deleted_word_is_left_after_the_steps(store: Store, ask: Ask) -> None:
    store.trash.delete_for_good(fill(ask))
    assert b"zucchini" in words_in(store), "the search of a large history is not rewritten at once"
    assert rewrite(store) > 10
    assert b"zucchini" not in words_in(store)
    assert store.check(repair=False).healthy and len(store.search("question", SearchScope)) == 40
    assert rewrite(store) == 0, "there is nothing more to do"


@pytest.mark.usefixtures("large")
def test_another_start_goes_on_with_what_was_left(store: Store, ask: Ask) -> None:
    store.trash.delete_for_good(fill(ask))
    for _ in range(5):
        assert store.search_rewriting.step()
    store.close()
    with open_store(store.folder) as again:
        assert rewrite(again) > 5
        assert b"zucchini" not in words_in(again)


@pytest.mark.usefixtures("large")
def test_what_is_deleted_meanwhile_is_rewritten_too(store: Store, ask: Ask) -> None:
    first, second = fill(ask), ask("About courgettes").conversation_id
    store.trash.delete_for_good(first)
    while store.search_rewriting._tables != ["answer_words"]:
        assert store.search_rewriting.step()
    store.trash.delete_for_good(second)
    rewrite(store)
    assert b"zucchini" not in words_in(store) and b"courgettes" not in words_in(store)


def test_a_small_history_is_rewritten_at_once(store: Store, ask: Ask) -> None:
    store.trash.delete_for_good(fill(ask))
    assert b"zucchini" not in words_in(store) and rewrite(store) == 0


@pytest.mark.usefixtures("large")
def test_what_is_saved_between_the_steps_ends_no_rewriting(store: Store, ask: Ask) -> None:
    gone = fill(ask)
    with store._connections.writing() as db:
        for table in (QUESTION_WORDS, THOUGHT_WORDS, ANSWER_WORDS):
            db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    store.trash.delete_for_good(gone)
    rewriting = store.search_rewriting
    while not (rewriting._begun and rewriting._tables[0] == THOUGHT_WORDS):
        assert rewriting.step()
    for number in range(2):
        ask(f"Question {number} meanwhile", f"Thought {number}", f"Answer {number}")
    rewrite(store)
    assert b"zucchini" not in words_in(store)


@pytest.mark.usefixtures("large")
def test_the_backup_that_stays_when_the_others_go_has_no_deleted_word(store: Store, ask: Ask) -> None:
    gone = ask("The zucchini question").conversation_id
    ask("A last one")
    store.backups.make(1_000_000.0)
    store.trash.delete_for_good(gone)
    store.backups.forget_older()
    (left,) = list_backups(store.folder)
    assert b"zucchini" not in left.read_bytes()
