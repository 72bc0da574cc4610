"""Programs that are killed at any moment, in each way of writing: the history stays whole, what was told is there."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.history.exchange.formats import ExportFormat
from models.history.opening import quick_check
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.store import Store, open_store
from models.paths import DataFolder
from tests.history.conftest import Ask

KILLS = 24
"""For each way of writing; with the 200 of test_rating_kills.py more than 400."""

PREPARE = """
import itertools, sys
from dataclasses import replace
from pathlib import Path
from models.history.exchange.formats import ExportFormat
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import AttemptState, NewAttempt
from models.history.store import open_store
from models.paths import DataFolder
store, file = open_store(DataFolder(Path(sys.argv[1]))), Path(sys.argv[2])
def ask(number):
    saved = store.recording.add_question(question=f"Question {number}", conversation_id=None, parent_id=None,
        system_prompt="", effort="quick", attempts=[NewAttempt()])
    return saved, store.attempt(saved.attempt_ids[0])
print("begun", flush=True)
"""

WAYS = {
    "streaming": """
for number in itertools.count():
    saved, attempt = ask(number)
    for step in range(5):
        attempt = replace(attempt, thought=attempt.thought + f"word {step} ")
        store.recording.save_progress(attempt)
    store.recording.finish_attempt(replace(attempt, answer="An answer", state=AttemptState.FINISHED))
    rating = store.ratings.rate(NewRating(attempt.id, RatingVerdict.ACCEPTED))
    print(rating.id, flush=True)
""",
    "importing": """
for number in itertools.count():
    store.exchange.import_file(file)
    store.exchange.index()
    for each in store.conversations(limit=1000):
        if each.title.startswith("Imported"):
            store.trash.delete_for_good(each.id)
""",
    "ordering": """
saved, attempt = ask(0)
for number in itertools.count():
    home = saved.conversation_id
    store.labels.add_tag(home, f"tag {number}")
    store.labels.archive(home, number % 2 == 0)
    store.labels.pin(home, number % 2 == 1)
    store.labels.rename(home, f"Title {number}")
    store.labels.remove_tag(home, f"tag {number}")
    store.drafts.keep(home, f"draft {number}")
""",
    "forgetting": """
for number in itertools.count():
    saved, attempt = ask(number)
    store.recording.finish_attempt(replace(attempt, thought="t", answer="An answer", state=AttemptState.FINISHED))
    store.trash.put(saved.conversation_id)
    store.trash.empty()
""",
    "discarding": """
for number in itertools.count():
    saved, attempt = ask(number)
    store.recording.finish_attempt(replace(attempt, thought="t", answer="An answer", state=AttemptState.FINISHED))
    store.discarding.put_back(store.discarding.discard(saved.answer_id))
    store.trash.delete_for_good(saved.conversation_id)
""",
    "exporting": """
for number in itertools.count():
    store.exchange.export(file.with_name(f"out {number}.json"), ExportFormat.JSON, overwrite=True)
""",
    "backing up": """
for number in itertools.count():
    ask(number)
    store.backups.make()
    store.backups.thin()
""",
    "restoring": """
backup = store.backups.make()
for number in itertools.count():
    store.restore_backup(backup)
""",
    "checking": """
for number in itertools.count():
    with store._connections.writing() as db:
        db.conn.execute("INSERT INTO thought_words (thought_words) VALUES ('delete-all')")
    store.check()
""",
}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(os.name != "posix", reason="There is no signal to kill with.")
@pytest.mark.parametrize("way", WAYS)
def test_kills_in_every_way_of_writing(
    way: str, store: Store, ask: Ask, data_folder: DataFolder, tmp_path: Path
) -> None:
    file = tmp_path / "in.json"
    imported = [ask(f"Imported {number} with some words", "thought " * 50, "answer " * 50) for number in range(40)]
    store.exchange.export(file, ExportFormat.JSON)
    for each in imported:
        store.trash.delete_for_good(each.conversation_id)
    kept = [ask(f"Kept {number}") for number in range(5)]
    told = {store.ratings.rate(NewRating(each.attempt_ids[0], RatingVerdict.ACCEPTED)).id for each in kept}
    store.close()  # one process holds one store of a history: closing any file handle drops all of its locks
    dice = random.Random(way)
    for _ in range(int(os.environ.get("RATIONALE_KILLS", KILLS))):
        told |= set(killed_at_random(way, data_folder.root, file, dice))
        with open_store(data_folder) as again:
            with again._connections.plain() as db:
                assert quick_check(db) == []
            assert again.check().healthy
            assert told <= {each.rating.id for each in again.ratings.rated()}
            come_in = sum(each.title.startswith("Imported") for each in again.conversations(limit=1000))
            assert come_in == len(imported) or way != "importing" or is_being_deleted(come_in, again)
    for out in tmp_path.glob("out *.json"):
        assert json.loads(out.read_text())["conversations"], "a file with its name is whole"


def is_being_deleted(come_in: int, store: Store) -> bool:
    """An import brings all or nothing; then one after the other is deleted, the newest first."""
    titles = {each.title for each in store.conversations(limit=1000) if each.title.startswith("Imported")}
    return titles == {f"Imported {number} with some words" for number in range(come_in)}


def killed_at_random(way: str, folder: Path, file: Path, dice: random.Random) -> list[str]:
    """Let a program write in one way until it is killed; returns the ratings that it said it had saved."""
    program = [sys.executable, "-c", PREPARE + WAYS[way], str(folder), str(file)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None and writer.stderr is not None
        assert writer.stdout.readline() == "begun\n", writer.stderr.read()
        time.sleep(dice.uniform(0, 0.15))
        assert writer.poll() is None, writer.stderr.read()
        writer.kill()
        return [line for line in writer.stdout.read().split("\n") if len(line) == 32]
