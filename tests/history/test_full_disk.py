from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from models.history.failures import StoreFull
from models.history.records import AttemptState, SearchScope
from models.history.store import Store, open_store
from models.paths import DataFolder
from tests.history.conftest import Ask, finished
from tests.history.other_program import other_program, rest_of


def test_a_full_history_refuses_and_goes_on_when_there_is_room(store: Store, ask: Ask) -> None:
    saved = ask("Kept")
    attempt = replace(store.attempt(saved.attempt_ids[0]), state=AttemptState.STREAMING)
    with store._connections.plain() as db:
        (pages,) = db.conn.execute("PRAGMA page_count").fetchone()
        db.conn.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
    text = "thought " * 100_000
    for write in (
        lambda: store.recording.save_progress(replace(attempt, thought=text)),
        lambda: store.recording.finish_attempt(finished(store, attempt.id, text, "")),
        lambda: ask(text),
    ):
        with pytest.raises(StoreFull, match="disk is full; free some space"):
            write()
    assert store.attempt(attempt.id).thought == "Two and two.", "a write is done entirely or not at all"
    assert len(store.conversations()) == 1
    with store._connections.plain() as db:
        db.conn.execute("PRAGMA max_page_count = 1073741823").fetchall()
    store.recording.finish_attempt(finished(store, attempt.id, text, "At last"))
    assert len(store.search("last", [SearchScope.ANSWERS])) == 1
    assert store.check(repair=False).healthy


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are POSIX")
def test_a_disk_that_takes_no_more_loses_nothing_that_was_saved(data_folder: DataFolder) -> None:
    script = """
store = open_store(folder)
saved, attempt = ask(store)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, -1))
last = ""
try:
    for number in range(10_000):
        attempt = replace(attempt, thought=attempt.thought + f"thought{number} " * 50)
        store.recording.save_progress(attempt)
        last = f"thought{number} "
except KnownError as error:
    say(type(error).__name__, error.message)
say(store.attempt(attempt.id).thought.endswith(last), number > 10)
resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
store.recording.finish_attempt(replace(attempt, state=AttemptState.FINISHED))
say(attempt.id, number)
store.close()
"""
    with other_program(data_folder.root, script) as writing:
        lines = rest_of(writing)
    assert lines[:2] == [
        "StoreFull The history cannot be saved because the disk is full; free some space.",
        "True True",
    ]
    attempt_id, number = lines[2].split()
    with open_store(data_folder) as store:
        assert f"thought{number} " in store.attempt(attempt_id).thought
        assert store.check(repair=False).healthy


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are POSIX")
def test_no_room_for_a_history_at_all_is_told(data_folder: DataFolder) -> None:
    script = """
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, -1))
try:
    open_store(folder)
except KnownError as error:
    say(type(error).__name__, error.message)
resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
with open_store(folder) as store:
    say(len(store.conversations()))
"""
    with other_program(data_folder.root, script) as writing:
        assert rest_of(writing) == [
            "StoreFull The history cannot be saved because the disk is full; free some space.",
            "0",
        ]
