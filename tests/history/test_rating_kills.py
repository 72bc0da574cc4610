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
from tests.history.conftest import Ask

KILLS = 200

WRITER = """
import sys
from pathlib import Path
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.store import open_store
from models.paths import DataFolder
store = open_store(DataFolder(Path(sys.argv[1])))
ratings, number = store.ratings, int(sys.argv[4])
while True:
    number += 1
    for attempt in sys.argv[2:4]:
        said = NewRating(attempt, RatingVerdict.CORRECTED, f"right {number}", reasons=("a", "b"))
        print(attempt, ratings.rate(said).id, number, flush=True)
    ratings.marks.note(sys.argv[2], 0, 3, f"note {number}")
    ratings.marks.prefer(*sys.argv[2:4])
    ratings.clear(sys.argv[3])
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="There is no signal to kill with.")
def test_no_acknowledged_rating_is_lost_by_kills_at_random_moments(
    store: Store, ask: Ask, data_folder: DataFolder
) -> None:
    first, second = ask(thought="Two and two.", attempts=2).attempt_ids
    store.close()  # one process holds one store of a history: closing any file handle drops all of its locks
    dice = random.Random(5)
    number = 0
    for _ in range(int(os.environ.get("RATIONALE_KILLS", KILLS))):
        told = killed_at_random(data_folder.root, first, second, number, dice)
        with open_store(data_folder) as again:
            assert again.check().healthy
            lasting = {attempt: (rating, int(count)) for attempt, rating, count in told if attempt == first}
            kept = again.ratings.of_attempts([first])
            if lasting:
                rating, count = lasting[first]
                said = kept[first]
                assert said.id == rating or said.right_answer == f"right {count + 1}"  # written, not yet told
                assert said.reasons == ("a", "b")
            number = int(kept[first].right_answer.split()[1]) if kept else 0
            snapshots = {each.rating.id: each.snapshot for each in again.ratings.rated()}
            assert all(each.thought == "Two and two." for each in snapshots.values())
    assert number > 0


def killed_at_random(
    folder: Path, first: str, second: str, number: int, dice: random.Random
) -> list[tuple[str, str, str]]:
    """Let a program write until it is killed; returns what it said that it had written."""
    program = [sys.executable, "-c", WRITER, str(folder), first, second, str(number)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        begun = writer.stdout.readline()
        time.sleep(dice.uniform(0, 0.08))
        writer.kill()
        lines = [begun, *writer.stdout.read().split("\n")]
    whole = [line.split() for line in lines if line.count(" ") == 2]
    return [(attempt, rating, count) for attempt, rating, count in whole if len(rating) == 32 and count.isdigit()]
