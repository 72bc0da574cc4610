from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.errors import InputError
from models.history import backups
from models.history.failures import StoreDamaged, StoreFull, StoreTooNew
from models.history.records import SearchScope
from models.history.restoring import restore_backup
from models.history.store import Store, open_store
from models.paths import DataFolder
from tests.history.conftest import Ask
from tests.history.migrations import newer_migrations

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def test_a_backup_is_whole_and_private(store: Store, ask: Ask) -> None:
    ask()
    path = store.backups.make(NOW.timestamp())
    assert path == store.folder.backups / "history-20260315T120000Z.db"
    assert backups.time_of(path) == NOW.timestamp()
    again = store.backups.make(NOW.timestamp())
    assert backups.list_backups(store.folder) == [path, again] or backups.list_backups(store.folder) == [again, path]
    assert sorted(each.name for each in store.folder.backups.iterdir()) == sorted((path.name, again.name))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT answer FROM attempts").fetchall() == [("It is 4.",)]


def test_a_backup_needs_room(store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10}))
    with pytest.raises(StoreFull, match="no room for a backup"):
        store.backups.make()
    assert list(store.folder.backups.iterdir()) == []


def test_thinning_keeps_days_weeks_and_months() -> None:
    taken = [NOW - timedelta(hours=hours) for hours in range(0, 24 * 500, 6)]
    going = backups.to_thin((each.timestamp() for each in taken), NOW.timestamp())
    kept = [each for each in taken if each.timestamp() not in going]
    last_day = [each for each in kept if NOW - each <= timedelta(days=1)]
    assert len(last_day) == 5, "all of the last day"
    last_week = {each.date() for each in kept if NOW - each <= timedelta(days=7)}
    assert len(last_week) == 8, "every day of the last week"
    last_month = {each.isocalendar()[:2] for each in kept if NOW - each <= timedelta(weeks=5)}
    assert len(last_month) == 6, "every week of the last five"
    months = {(each.year, each.month) for each in kept}
    assert len(months) == 13, "every month of the last year"
    assert len(kept) < 40
    repeated = backups.to_thin((each.timestamp() for each in kept), NOW.timestamp())
    assert not repeated, "thinning twice drops nothing more"


def test_thinning_over_time_never_drops_the_last_of_a_period() -> None:
    """A backup a day for two years, thinned each day, still leaves one of every month of the last year."""
    kept: set[float] = set()
    for day in range(730):
        now = (NOW + timedelta(days=day)).timestamp()
        kept.add(now)
        kept -= backups.to_thin(kept, now)
    months = {datetime.fromtimestamp(each, UTC).strftime("%Y-%m") for each in kept}
    assert len(months) >= 12 and len(kept) < 30


def test_thinning_deletes_only_backups(store: Store) -> None:
    for hours in (0, 30, 31, 24 * 400):
        store.backups.make((NOW - timedelta(hours=hours)).timestamp())
    own = store.folder.backups / "my copy.db"
    own.write_bytes(b"")
    gone = store.backups.thin(NOW.timestamp())
    assert {backups.time_of(each) for each in gone} == {
        (NOW - timedelta(hours=hours)).timestamp() for hours in (31, 24 * 400)
    }
    assert own.exists() and len(backups.list_backups(store.folder)) == 2


def test_a_backup_a_day_is_enough(store: Store) -> None:
    day = 86_400.0
    now = NOW.timestamp()
    assert store.backups.make_if_due(now) is not None
    assert store.backups.make_if_due(now + day - 1) is None
    assert store.backups.make_if_due(now + day) is not None
    for number in range(2, 40):
        store.backups.make_if_due(now + number * day)
    assert 8 <= len(backups.list_backups(store.folder)) <= 16
    assert store.backups.make_if_due(now - 400 * day) is not None, "a clock that was set back does not stop backups"


def test_restoring_goes_back_and_keeps_what_was_there(store: Store, ask: Ask) -> None:
    first = ask("The first question")
    backup = store.backups.make()
    ask("The second question")
    with open_store(store.folder) as other:
        kept = store.restore_backup(backup)
        assert [each.id for each in store.conversations()] == [first.conversation_id]
        assert [each.id for each in other.conversations()] == [first.conversation_id], "other programs see it, too"
        assert other.search("second", SearchScope) == []
    assert kept is not None and kept.name.endswith("-before-restore.db")
    store.restore_backup(kept)
    assert len(store.conversations()) == 2 and len(store.search("second", SearchScope)) == 1
    ask("A third question")
    assert store.check(repair=False).healthy
    assert not [each for each in store.folder.root.iterdir() if "restoring" in each.name]


def test_restoring_over_a_damaged_history_sets_it_aside(store: Store, ask: Ask) -> None:
    ask()
    backup = store.backups.make()
    store.close()
    store.folder.database.write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreDamaged, match="rationale history restore"):
        open_store(store.folder)
    aside = restore_backup(store.folder, backup)
    assert aside is not None and (aside / "history.db").read_bytes() == b"damaged" * 1000
    with open_store(store.folder) as restored:
        assert len(restored.conversations()) == 1 and restored.check(repair=False).healthy


def test_restoring_a_half_damaged_history_sets_it_aside(store: Store, ask: Ask) -> None:
    for number in range(50):
        ask(f"Question {number}", "thought " * 500)
    backup = store.backups.make()
    store.close()
    whole = store.folder.database.read_bytes()
    damaged = whole[: len(whole) // 2] + b"\xff" * 100_000 + whole[len(whole) // 2 + 100_000 :]
    store.folder.database.write_bytes(damaged)
    aside = restore_backup(store.folder, backup)
    assert aside is not None and (aside / "history.db").read_bytes() == damaged
    with open_store(store.folder) as restored:
        assert len(restored.conversations()) == 50 and restored.check(repair=False).healthy


def test_an_old_backup_is_updated(store: Store, ask: Ask) -> None:
    saved = ask()
    backup = store.backups.make()
    store.close()
    with open_store(store.folder, migrations=newer_migrations()) as newer:
        newer.restore_backup(backup)
        with newer._connections.reading() as db:
            assert list(db.query("SELECT conversation_id FROM moods")) == [{"conversation_id": saved.conversation_id}]


def test_a_history_that_is_missing_is_restored(store: Store, ask: Ask, tmp_path: Path) -> None:
    ask()
    backup = store.backups.make()
    empty = DataFolder(tmp_path / "empty")
    empty.root.mkdir()
    assert restore_backup(empty, backup) is None
    with open_store(empty) as restored:
        assert len(restored.conversations()) == 1
    assert empty.database.stat().st_mode & 0o077 == 0


def test_what_is_no_backup_changes_nothing(store: Store, ask: Ask, tmp_path: Path) -> None:
    saved = ask()
    backup = store.backups.make()
    noise, empty, newer = tmp_path / "noise.db", tmp_path / "empty.db", DataFolder(tmp_path / "newer")
    noise.write_bytes(b"noise" * 1000)
    empty.touch()
    newer.root.mkdir()
    cut = tmp_path / "cut.db"
    cut.write_bytes(backup.read_bytes()[:-20_000])
    open_store(newer, migrations=newer_migrations()).close()
    for file, error in (
        (noise, StoreDamaged),
        (cut, StoreDamaged),
        (empty, InputError),
        (newer.database, StoreTooNew),
        (tmp_path / "missing.db", InputError),
        (tmp_path, InputError),
    ):
        with pytest.raises(error):
            store.restore_backup(file)
        assert [each.id for each in store.conversations()] == [saved.conversation_id]
    assert backups.list_backups(store.folder) == [backup]
    assert not [each for each in store.folder.root.iterdir() if "restoring" in each.name]


def test_older_backups_are_deleted_only_once_there_is_a_new_one(
    store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    old = store.backups.make(NOW.timestamp())
    own = store.folder.backups / "my copy.db"
    own.write_bytes(b"")
    with monkeypatch.context() as patched:
        patched.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10}))
        with pytest.raises(StoreFull):
            store.backups.forget_older()
    assert backups.list_backups(store.folder) == [old]
    assert store.backups.forget_older() == [old]
    assert len(backups.list_backups(store.folder)) == 1 and own.exists()


def test_what_a_killed_program_left_of_a_copy_is_deleted_too(
    store: Store, ask: Ask, data_folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that was never finished holds what is deleted for good as well."""

    def killed(*_: object) -> None:
        raise StoreFull("killed here")

    saved = ask("Where is the heron?")
    alive = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        with monkeypatch.context() as patched:
            patched.setattr(Path, "unlink", lambda *_args, **_known: None)
            patched.setattr(Path, "replace", killed)
            for process in (2**22 + 1, alive.pid):
                patched.setattr(os, "getpid", lambda process=process: process)
                with pytest.raises(StoreFull):
                    store.backups.make(NOW.timestamp())
        (data_folder.backups / "history-20260101T000000Z.part").write_bytes(b"heron")
        (data_folder.root / ".restoring-1.db").write_bytes(b"heron")
        assert len(list(data_folder.backups.glob("*.part"))) == 3
        store.trash.delete_for_good(saved.conversation_id)
        store.backups.forget_older()
        (left,) = data_folder.backups.glob("*.part")
        assert str(alive.pid) in left.name, "another program is still making that one"
    finally:
        alive.communicate(b"\n")
    store.backups.thin()
    with open_store(data_folder):
        assert sorted(each.suffix for each in data_folder.backups.iterdir()) == [".db"]
        assert not list(data_folder.root.glob(".restoring-*"))
