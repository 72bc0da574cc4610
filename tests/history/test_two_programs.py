from __future__ import annotations

import threading
import time
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest

from models.errors import Bug
from models.history.backups import list_backups
from models.history.connections import connect
from models.history.failures import NotInHistory, StoreBusy
from models.history.records import AttemptState, SearchScope
from models.history.store import Store, open_store
from models.paths import DataFolder
from tests.history.conftest import Ask, finished
from tests.history.migrations import newer_migrations
from tests.history.other_program import line_of, other_program, rest_of

STREAM = """
store = open_store(folder)
saved, attempt = ask(store)
say(saved.conversation_id, attempt.id)
for number in range(10_000_000):
    attempt = replace(attempt, thought=attempt.thought + f" thought{number}", answer="Partly")
    store.recording.save_progress(attempt)
    say(number)
"""


def test_what_a_killed_program_had_streamed_is_kept(data_folder: DataFolder) -> None:
    with other_program(data_folder.root, STREAM) as streaming:
        conversation_id, attempt_id = line_of(streaming).split()
        saved = [int(line_of(streaming)) for _ in range(25)][-1]
        with open_store(data_folder) as store:
            assert store.attempt(attempt_id).state is AttemptState.STREAMING, "its program lives"
        streaming.kill()
        streaming.wait()
    with open_store(data_folder) as store:
        attempt = store.attempt(attempt_id)
        assert attempt.state is AttemptState.INTERRUPTED and attempt.stop_reason == "interrupted"
        assert f" thought{saved}" in attempt.thought and attempt.answer == "Partly"
        (hit,) = store.search(f"thought{saved}", [SearchScope.THOUGHTS])
        assert hit.conversation_id == conversation_id and hit.attempt_id == attempt_id
        assert store.check(repair=False).healthy
        store.recording.save_progress(replace(attempt, state=AttemptState.STREAMING, answer="Partly, and more"))
        store.recording.finish_attempt(finished(store, attempt_id, attempt.thought, "Whole"))
        assert store.search("partly", [SearchScope.ANSWERS]) == []
        assert store.check(repair=False).healthy


def test_two_programs_stream_into_one_history(store: Store, ask: Ask) -> None:
    saved = ask()
    attempt = replace(store.attempt(saved.attempt_ids[0]), state=AttemptState.STREAMING)
    with other_program(store.folder.root, STREAM.replace("10_000_000", "100") + "store.close()") as streaming:
        conversation_id, other_id = line_of(streaming).split()
        for number in range(100):
            store.recording.save_progress(replace(attempt, thought=f"mine {number}"))
        rest_of(streaming)
    assert store.attempt(attempt.id).thought == "mine 99"
    assert store.attempt(attempt.id).state is AttemptState.STREAMING
    assert store.attempt(other_id).thought.endswith("thought99")
    assert store.attempt(other_id).state is AttemptState.INTERRUPTED, "closing leaves nothing streaming"
    assert len(store.conversations()) == 2 and conversation_id != saved.conversation_id


def test_two_programs_make_one_new_history(data_folder: DataFolder) -> None:
    script = "store = open_store(folder); ask(store); say('done'); store.close()"
    with ExitStack() as stack:
        programs = [stack.enter_context(other_program(data_folder.root, script)) for _ in range(3)]
        assert [rest_of(each) for each in programs] == [["done"]] * 3
    with open_store(data_folder) as store:
        assert len(store.conversations()) == 3 and store.check(repair=False).healthy


def test_two_programs_update_an_old_history_once(data_folder: DataFolder) -> None:
    open_store(data_folder).close()
    script = """
from tests.history.migrations import newer_migrations
with open_store(folder, migrations=newer_migrations(slow=0.3)) as store:
    ask(store)
say("done")
"""
    with ExitStack() as stack:
        programs = [stack.enter_context(other_program(data_folder.root, script)) for _ in range(3)]
        assert [rest_of(each) for each in programs] == [["done"]] * 3
    assert len(list_backups(data_folder)) == 1
    with open_store(data_folder, migrations=newer_migrations()) as store:
        assert len(store.conversations()) == 3


def test_a_locked_history_is_told_and_nothing_is_lost(store: Store, ask: Ask) -> None:
    saved = ask()
    attempt = replace(store.attempt(saved.attempt_ids[0]), thought="kept", state=AttemptState.STREAMING)
    lock = (
        "c = sqlite3.connect(folder.database); c.execute('BEGIN IMMEDIATE'); say('locked'); sys.stdin.read(); c.close()"
    )
    with other_program(store.folder.root, lock) as locking:
        assert line_of(locking) == "locked"
        with pytest.raises(StoreBusy, match="in use by another program"):
            store.recording.save_progress(attempt)
        with pytest.raises(StoreBusy, match="in use by another program"):
            open_store(store.folder, patience=0.1)
        assert store.path(saved.conversation_id)[0].question.text == "What is 2 + 2?", "reading goes on"
        rest_of(locking)
    store.recording.save_progress(attempt)
    assert store.attempt(attempt.id).thought == "kept"


def test_progress_is_not_waited_for_as_long_as_what_was_acknowledged(store: Store, ask: Ask) -> None:
    attempt = store.attempt(ask().attempt_ids[0])
    patient = open_store(store.folder, patience=60.0)
    lock = (
        "c = sqlite3.connect(folder.database); c.execute('BEGIN IMMEDIATE'); say('locked'); sys.stdin.read(); c.close()"
    )
    with patient, other_program(store.folder.root, lock) as locking:
        assert line_of(locking) == "locked"
        began = time.monotonic()
        with pytest.raises(StoreBusy):
            patient.recording.save_progress(attempt)
        assert time.monotonic() - began < 30.0
        with patient._connections.reading() as db:
            assert db.conn.execute("PRAGMA busy_timeout").fetchone()[0] == 60_000
        rest_of(locking)


def test_a_program_that_locks_everything_is_told(data_folder: DataFolder) -> None:
    open_store(data_folder).close()
    lock = """
c = sqlite3.connect(folder.database, isolation_level=None)
for each in ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN IMMEDIATE", "DELETE FROM drafts", "COMMIT"):
    c.execute(each)
say("locked"); sys.stdin.read(); c.close()
"""
    with other_program(data_folder.root, lock) as locking:
        assert line_of(locking) == "locked"
        with pytest.raises(StoreBusy, match="in use by another program"):
            open_store(data_folder, patience=0.1)
        with pytest.raises(StoreBusy):
            open_store(data_folder, patience=0.1, read_only=True)


def test_many_threads_use_one_store(store: Store, ask: Ask) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            saved = ask(f"Question of thread{number}")
            for _ in range(5):
                assert store.path(saved.conversation_id)[0].question.text.endswith(f"thread{number}")
                assert len(store.search(f"thread{number} ", [SearchScope.QUESTIONS])) == 1
        except BaseException as error:  # noqa: BLE001 - the main thread raises it
            failures.append(error)

    for _ in range(2):
        threads = [threading.Thread(target=work, args=(10 * _ + number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failures
    assert len(store._connections._open) <= 7, "ended threads give their connections back"
    store.close()
    store.close()
    with pytest.raises(Bug):
        store.conversations()


def test_closing_waits_for_what_other_threads_do(data_folder: DataFolder) -> None:
    store = open_store(data_folder)
    started, go_on = threading.Event(), threading.Event()
    seen: list[int] = []

    def read() -> None:
        with store._connections.reading() as db:
            started.set()
            go_on.wait(5)
            seen.extend(db.conn.execute("SELECT count(*) FROM turns").fetchone())

    reader = threading.Thread(target=read)
    reader.start()
    started.wait(5)
    closer = threading.Thread(target=store.close)
    closer.start()
    go_on.set()
    reader.join()
    closer.join()
    assert seen == [0]


def test_a_change_of_another_program_is_seen(store: Store, ask: Ask) -> None:
    saved = ask()
    with open_store(store.folder) as other:
        other.trash.delete_for_good(saved.conversation_id)
    with pytest.raises(NotInHistory):
        store.path(saved.conversation_id)
    with closing(connect(store.folder.database, patience=1, read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM attempts").fetchone() == (0,)
