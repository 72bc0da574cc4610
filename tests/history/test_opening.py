from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import InputError
from models.history.backups import list_backups
from models.history.failures import StoreDamaged, StoreReadOnly, StoreTooNew, StoreUnreachable
from models.history.records import SearchScope
from models.history.schema import MIGRATIONS
from models.history.store import Store, open_store
from models.paths import DataFolder
from tests.history.conftest import Ask
from tests.history.migrations import newer_migrations
from tests.history.other_program import other_program, rest_of

VERSION_1 = Path(__file__).with_name("version_1.sql")


def load(folder: DataFolder, script: str) -> None:
    with closing(sqlite3.connect(folder.database)) as connection:
        connection.executescript(script)


def schema_of(folder: DataFolder) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder.database)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()


def test_a_fresh_history_has_the_schema_of_the_stored_version_1_brought_up_to_date(tmp_path: Path) -> None:
    fresh, stored = DataFolder(tmp_path / "fresh"), DataFolder(tmp_path / "stored")
    for folder in (fresh, stored):
        folder.root.mkdir()
    load(stored, VERSION_1.read_text())
    with open_store(fresh) as store, store._connections.reading() as db:
        assert [each.name for each in MIGRATIONS.applied(db)] == [
            "0001_first_schema",
            "0002_deliberations",
            "0003_learning",
            "0005_waiting_for_search",
            "0006_smaller_search",
            "0008_review",
            "0009_sealed_audits",
            "0010_imported_adapters",
            "0011_replayed_examples",
            "0012_snapshots_of_both_preferred",
            "0013_unfinished_edits",
            "0014_failures",
            "0015_remark_drafts",
            "0016_days",
        ]
        settings = [
            db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "auto_vacuum", "foreign_keys")
        ]
        assert settings == ["wal", 2, 1]
    open_store(stored).close()
    assert schema_of(fresh) == schema_of(stored), "a released migration is never edited; add one"


def test_a_history_of_version_1_is_read_as_it_was_written(data_folder: DataFolder) -> None:
    load(data_folder, VERSION_1.read_text())
    with open_store(data_folder) as store:
        summaries = store.conversations()
        assert [each.title for each in summaries] == ["你好，北京在哪里？", "What is 2 + 2?"]
        path = store.path(summaries[1].id)
        assert [turn.question.text for turn in path] == ["What is 2 + 2?", "And 3 + 3?"]
        answer = path[1].answer
        assert answer is not None and answer.chosen.thought == "Three and three make six." and len(answer.attempts) == 2
        assert answer.chosen.system_prompt == "Be brief." and answer.chosen.model_name == "SmolLM2"
        assert len(store.search("北京", SearchScope)) == 3
        assert len(store.token_confidences(answer.attempts[0].id)) == 2
        assert store.drafts.text(None) == "An unsent question"
        assert store.check(repair=False).healthy


def test_an_old_history_is_backed_up_and_updated(store: Store, ask: Ask) -> None:
    saved = ask()
    store.close()
    with pytest.raises(RuntimeError, match="failing migration"):
        open_store(store.folder, migrations=newer_migrations(failing=True))
    with open_store(store.folder, migrations=newer_migrations()) as updated, updated._connections.reading() as db:
        assert list(db.query("SELECT * FROM moods")) == [{"conversation_id": saved.conversation_id, "mood": "calm"}]
    for backup in list_backups(store.folder):
        assert backup.name.endswith(("-before-update.db", "-before-update-2.db"))
        with closing(sqlite3.connect(backup)) as connection:
            assert connection.execute("SELECT count(*) FROM attempts").fetchone() == (1,)
            assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'moods'").fetchall()
    assert len(list_backups(store.folder)) == 2


def test_a_newer_history_is_refused_untouched(data_folder: DataFolder) -> None:
    open_store(data_folder, migrations=newer_migrations()).close()
    before = data_folder.database.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreTooNew, match="newer version of Rationale; update") as told:
            open_store(data_folder, read_only=read_only)
        assert told.value.details == "9999_moods"
    assert data_folder.database.read_bytes() == before
    assert not list_backups(data_folder)


def test_damaged_and_foreign_files_are_refused_untouched(store: Store, ask: Ask, data_folder: DataFolder) -> None:
    for number in range(60):
        ask(f"Question {number}", "thought " * 200)
    store.close()
    path = data_folder.database
    whole = path.read_bytes()
    half = len(whole) // 2
    noise = os.urandom(4096)
    foreign = data_folder.root / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    for content in (
        b"This is no database at all. " * 1000,
        b"x",
        whole[:half],
        whole[: half + 100],
        noise + whole[4096:],
        whole[:16384] + noise * 40 + whole[16384 + len(noise) * 40 :],
        foreign.read_bytes(),
    ):
        path.write_bytes(content)
        for read_only in (False, True):
            if read_only and content == whole[:16384] + noise * 40 + whole[16384 + len(noise) * 40 :]:
                continue  # reading what is whole stays possible
            with pytest.raises(StoreDamaged) as told:
                open_store(data_folder, read_only=read_only)
            assert "restore" in told.value.message or "move it away" in told.value.message
        assert path.read_bytes() == content
        assert not list_backups(data_folder)


def test_an_empty_file_becomes_a_history(data_folder: DataFolder) -> None:
    data_folder.database.touch()
    with open_store(data_folder) as store:
        assert store.conversations() == []


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_files_are_private(data_folder: DataFolder) -> None:
    os.umask(before := os.umask(0))
    os.umask(0)
    try:
        data_folder.database.touch(0o666)
        with open_store(data_folder) as store:
            store.drafts.keep(None, "x")
            backup = store.backups.make()
            files = [each for each in data_folder.root.rglob("*") if each.is_file()]
            assert {each.name for each in files} >= {"history.db", "history.db-wal", "history.db-shm", backup.name}
            assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
            assert stat.S_IMODE(data_folder.backups.stat().st_mode) == 0o700
    finally:
        os.umask(before)


def test_a_folder_in_the_place_of_the_history_is_told(data_folder: DataFolder) -> None:
    data_folder.database.mkdir()
    with pytest.raises(StoreUnreachable, match="cannot be opened; check"):
        open_store(data_folder)


def test_odd_names_of_folders_are_no_trouble(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "what? 100% #1 & ü;x")
    folder.root.mkdir()
    with open_store(folder) as store:
        store.drafts.keep(None, "x")
    with open_store(folder, read_only=True) as store:
        assert store.drafts.text(None) == "x"


def test_reading_only_writes_nothing(store: Store, ask: Ask) -> None:
    saved = ask()
    folder = store.folder
    with open_store(folder, read_only=True) as reader:
        assert reader.path(saved.conversation_id)[0].question.text == "What is 2 + 2?"
        assert len(reader.search("two", SearchScope)) == 1
        with pytest.raises(StoreReadOnly, match="read-only"):
            reader.trash.put(saved.conversation_id)
        with pytest.raises(StoreReadOnly, match="read-only"):
            reader.drafts.keep(None, "x")
        with pytest.raises(StoreReadOnly, match="reading only"):
            reader.restore_backup(Path("x"))
    assert store.conversation(saved.conversation_id)
    with pytest.raises(InputError, match="no history yet"):
        open_store(DataFolder(folder.root / "elsewhere"), read_only=True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root to become another user")
def test_a_history_of_another_user_is_told(store: Store, ask: Ask) -> None:
    ask()
    store.close()
    root = store.folder.root
    for each in (root, *root.parents):
        if each.stat().st_uid == 0 and each != Path("/") and each.is_relative_to("/tmp"):
            each.chmod(0o755)
    for each in root.iterdir():
        each.chmod(0o644)
    script = """
os.setgid(65534); os.setuid(65534)
for read_only in (False, True):
    try:
        with open_store(folder, read_only=read_only) as store:
            say("read", len(store.conversations()))
    except KnownError as error:
        say(type(error).__name__, error.message)
"""
    with other_program(root, script) as stranger:
        lines = rest_of(stranger)
    assert lines[0].startswith("StoreReadOnly The history is read-only; make the data folder writable")
    assert lines[1:] == ["read 1"]


def test_a_search_with_more_beginnings_is_made_anew(tmp_path: Path) -> None:
    """As histories were made before: everything is found in the smaller one."""
    folder = DataFolder(tmp_path / "stored")
    folder.root.mkdir()
    load(folder, VERSION_1.read_text())
    with open_store(folder) as store:
        with store._connections.reading() as db:
            made = [row[0] for row in db.conn.execute("SELECT sql FROM sqlite_master WHERE name LIKE '%_words'")]
        assert len(made) == 3
        assert not any("'2 3'" in each for each in made)
        assert store.check(repair=False).healthy
