from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.history import checking
from models.history.records import NewAttempt, SearchScope
from models.history.search_tables import searchable_texts
from models.history.sqlite import Database
from models.history.store import Store, open_store
from models.paths import DataFolder
from tests.history.conftest import Ask


def test_a_whole_history_is_healthy(store: Store, ask: Ask) -> None:
    ask("Question", "", "")
    ask("Question 二", "thought", "answer")
    assert store.check() == store.check(repair=False)
    assert store.check().healthy and not store.check().problems


def test_a_search_that_lost_words_is_mended(store: Store, ask: Ask) -> None:
    ask("apple", "banana 香蕉", "cherry")
    ask("apple again", "banana again", "cherry again")
    with store._connections.writing() as db:
        db.execute("INSERT INTO thought_words (thought_words) VALUES ('delete-all')")
        db.execute("DELETE FROM answer_words_data WHERE id > 10")
    report = store.check(repair=False)
    assert not report.healthy and len(report.problems) == 2 and not report.repaired
    report = store.check()
    assert report.healthy and len(report.repaired) == 2
    assert len(store.search("banana", SearchScope)) == 2 and len(store.search("香蕉", SearchScope)) == 1
    assert len(store.search("cherry", SearchScope)) == 2
    assert store.check().problems == ()


def test_days_that_were_lost_are_noted_again(store: Store, ask: Ask) -> None:
    saved = ask("apple")
    with store._connections.writing() as db:
        db.execute("DELETE FROM attempt_days")
    assert store.search("it after:2020", [SearchScope.ANSWERS]) == []
    assert store.check(repair=False).problems == ("The search by date is damaged or incomplete.",)
    assert store.check().repaired == ("The search by date was made anew.",)
    assert [each.answer_id for each in store.search("it after:2020", [SearchScope.ANSWERS])] == [saved.answer_id]


def test_what_is_saved_during_a_check_is_no_damage(
    store: Store, ask: Ask, data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("apple", "banana", "cherry")

    def after_a_question(db: Database, table: str) -> Iterator[tuple[int, str]]:
        with open_store(data_folder) as other:
            attempt = [NewAttempt()]
            other.recording.add_question(
                question="melon", conversation_id=None, parent_id=None, system_prompt="", effort="", attempts=attempt
            )
        yield from searchable_texts(db, table)

    monkeypatch.setattr(checking, "searchable_texts", after_a_question)
    assert store.check(repair=False).problems == ()


def test_parts_without_a_whole_are_told(store: Store, ask: Ask) -> None:
    saved = ask()
    with store._connections.plain() as db:
        db.conn.execute("PRAGMA foreign_keys = OFF")
        db.conn.execute("DELETE FROM conversations WHERE id = ?", (saved.conversation_id,))
        db.conn.execute("PRAGMA foreign_keys = ON")
    report = store.check()
    assert not report.healthy and "missing" in report.problems[0]
