"""Programs that are killed at any moment while they write what the user says: nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.history.store import Store, open_store
from models.paths import DataFolder
from models.traces import Step
from tests.history.conftest import Ask, finished

KILLS = 200

WRITER = """
import sys
from pathlib import Path
from models.history.ratings.records import NewRating, RatingVerdict, StepMark
from models.history.store import open_store
from models.paths import DataFolder
store = open_store(DataFolder(Path(sys.argv[1])))
ratings, number = store.ratings, int(sys.argv[4])
marks, (first, second) = ratings.marks, sys.argv[2:4]
def told(what, identifier):
    print(what, identifier, number, flush=True)
while True:
    number += 1
    for attempt in (first, second):
        said = NewRating(attempt, RatingVerdict.CORRECTED, f"right {number}", reasons=("a", "b"))
        told(attempt, ratings.rate(said).id)
    noted = marks.note(first, 0, 3, f"note {number}")
    told("note", next(each.id for each in noted if each.note == f"note {number}"))
    marked = marks.mark_step(first, 1, StepMark.GOOD if number % 2 else StepMark.BAD)
    told("mark", next(each.id for each in marked if each.step_number == 1))
    told("preference", marks.prefer(first, second).id)
    ratings.clear(second)
"""

Told = list[tuple[str, str, int]]
"""What a program said that it had written: an attempt that it rated or another kind, the id, its number."""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="There is no signal to kill with.")
def test_nothing_acknowledged_is_lost_by_kills_at_random_moments(
    store: Store, ask: Ask, data_folder: DataFolder
) -> None:
    first, second = ask(thought="Two and two.", attempts=2).attempt_ids
    store.recording.finish_attempt(finished(store, first, "Two and two.", "It is 4."), steps=[Step(1, 0, 12)])
    store.close()  # one process holds one store of a history: closing any file handle drops all of its locks
    dice = random.Random(5)
    number = 0
    told: Told = []
    for _ in range(int(os.environ.get("RATIONALE_KILLS", KILLS))):
        told += killed_at_random(data_folder.root, first, second, number, dice)
        with open_store(data_folder) as again:
            assert again.check().healthy
            everything_is_there(again, told)
            the_last_is_in_force(again, first, told)
            kept = again.ratings.of_attempts([first])
            number = int(kept[first].right_answer.split()[1]) if kept else 0
            snapshots = {each.rating.id: each.snapshot for each in again.ratings.rated()}
            assert all(each.thought == "Two and two." for each in snapshots.values())
    assert {what for what, _, _ in told} == {first, second, "note", "mark", "preference"}, "all were tried"


def everything_is_there(store: Store, told: Told) -> None:
    """What was taken back since is there, too, as what was said earlier."""
    tables = {"note": "step_marks", "mark": "step_marks", "preference": "preferences"}
    for table in ("ratings", "step_marks", "preferences"):
        with store._connections.reading() as db:
            rows = {row[0] for row in db.conn.execute(f"SELECT id FROM {table}")}
        assert {identifier for what, identifier, _ in told if tables.get(what, "ratings") == table} <= rows


def the_last_is_in_force(store: Store, first: str, told: Told) -> None:
    """Instead of it there may be one that was written and not told yet."""
    last = {what: (identifier, count) for what, identifier, count in told}
    known = {identifier for _, identifier, _ in told}
    marks = store.ratings.marks.of_attempt(first)
    if first in last:
        identifier, count = last[first]
        said = store.ratings.of_attempts([first])[first]
        assert said.id == identifier or said.right_answer == f"right {count + 1}"
        assert said.reasons == ("a", "b")
    assert {identifier for what, identifier, _ in told if what == "note"} <= {each.id for each in marks if each.note}
    for what, kept in (
        ("mark", [each.id for each in marks if each.step_number == 1]),
        ("preference", [each.id for each in store.ratings.marks.preferences_of(first)]),
    ):
        assert len(kept) <= 1
        if what in last:
            assert kept == [last[what][0]] or kept[0] not in known


def killed_at_random(folder: Path, first: str, second: str, number: int, dice: random.Random) -> Told:
    """Let a program write until it is killed; returns what it said that it had written."""
    program = [sys.executable, "-c", WRITER, str(folder), first, second, str(number)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        begun = writer.stdout.readline()
        time.sleep(dice.uniform(0, 0.08))
        writer.kill()
        lines = [begun, *writer.stdout.read().split("\n")]
    whole = [line.split() for line in lines if line.count(" ") == 2]
    return [(what, said, int(count)) for what, said, count in whole if len(said) == 32 and count.isdigit()]
