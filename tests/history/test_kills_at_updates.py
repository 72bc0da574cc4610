"""Programs that are killed while the history is brought up to a newer version: it is whole, and the old or the new."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from models.history.backups import list_backups
from models.history.opening import quick_check
from models.history.records import SearchScope
from models.history.store import Store, open_store
from models.paths import DataFolder
from tests.history.conftest import Ask
from tests.history.migrations import newer_migrations
from tests.history.other_program import CHECKOUT

UPDATE = """
import sys
from pathlib import Path
from models.history.store import open_store
from models.paths import DataFolder
from tests.history.migrations import newer_migrations
print("begun", flush=True)
open_store(DataFolder(Path(sys.argv[1])), migrations=newer_migrations(slow=0.05)).close()
print("done", flush=True)
"""
KILLS = 24
CONVERSATIONS = 60


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(os.name != "posix", reason="There is no signal to kill with.")
def test_kills_while_the_history_is_updated(store: Store, ask: Ask, data_folder: DataFolder) -> None:
    for number in range(CONVERSATIONS):
        ask(f"Question {number}", f"thought {number} " * 200)
    store.drafts.keep(None, "An unsent question")
    store.close()
    old = data_folder.database.read_bytes()
    done, seconds = killed_while_updating(data_folder, None)
    assert done
    dice, ended = random.Random(7), {"old": 0, "new": 0}
    for _ in range(int(os.environ.get("RATIONALE_KILLS", KILLS))):
        restore_old(data_folder, old)
        done, _ = killed_while_updating(data_folder, dice.uniform(0, 1.5 * seconds))
        updated = is_updated(data_folder)
        assert updated or not done, "what was told as done is there"
        ended["new" if updated else "old"] += 1
        check_all_is_there(data_folder)
    assert all(ended.values()), f"the kills met only one side: {ended}"


def restore_old(folder: DataFolder, old: bytes) -> None:
    for companion in ("-wal", "-shm"):
        folder.database.with_name(folder.database.name + companion).unlink(missing_ok=True)
    folder.database.write_bytes(old)
    for each in list_backups(folder):
        each.unlink()


def killed_while_updating(folder: DataFolder, seconds: float | None) -> tuple[bool, float]:
    """Let a program update the history until it is killed (None: never).

    Returns whether it said that it was done, and how many seconds it had for that.
    """
    with subprocess.Popen(
        [sys.executable, "-c", UPDATE, str(folder.root)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    ) as writer:  # fmt: skip
        assert writer.stdout is not None and writer.stderr is not None
        assert writer.stdout.readline() == "begun\n", writer.stderr.read()
        begun = time.monotonic()
        if seconds is not None:
            time.sleep(seconds)
            writer.kill()
        return "done" in writer.stdout.read(), time.monotonic() - begun


def is_updated(folder: DataFolder) -> bool:
    """Whether all of the update was done; it is never done in part."""
    with closing(sqlite3.connect(folder.database)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        noted = connection.execute("SELECT 1 FROM _sqlite_migrations WHERE name = '9999_moods'").fetchall()
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'moods'").fetchall()
        assert noted == made
        if made:
            assert connection.execute("SELECT count(*) FROM moods").fetchone() == (CONVERSATIONS,)
        return bool(made)


def check_all_is_there(folder: DataFolder) -> None:
    """The next start of the newer version goes on, and finds everything."""
    for backup in list_backups(folder):
        assert backup.stat().st_size > 0, "a backup with its name is whole"
    with open_store(folder, migrations=newer_migrations()) as again:
        assert len(again.conversations(limit=1000)) == CONVERSATIONS
        assert len(again.search("thought", [SearchScope.THOUGHTS], limit=1000)) == CONVERSATIONS
        assert again.drafts.text(None) == "An unsent question"
        assert again.check(repair=False).healthy
        with again._connections.plain() as db:
            assert quick_check(db) == [] and db["moods"].count == CONVERSATIONS
