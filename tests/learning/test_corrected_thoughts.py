"""Which right thoughts of corrections are learned from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from models.history.ratings.records import NewRating, RatingVerdict, StepMark
from models.history.store import Store, open_store
from models.learning.rounds.accepted import teachable
from models.paths import DataFolder
from models.traces import Step
from tests.learning.scripted_rounds import rate

FIRST, SECOND = "He has four trays.", "So 16 are left"


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("right", "learned"),
    [
        (f"{FIRST}\n{SECOND}", ""),
        (f"{FIRST}\n{SECOND}\nThat is all.", ""),
        (f"{FIRST}\n{SECOND}.5 of them", f"{FIRST}\n{SECOND}.5 of them"),
        (f"{FIRST}\nSo 18 are left", f"{FIRST}\nSo 18 are left"),
    ],
)
def test_a_right_thought_that_keeps_the_first_wrong_step_is_not_learned(store: Store, right: str, learned: str) -> None:
    attempt = store.attempt(rate(store, "How many rolls has Ada?", "16"))
    thought = f"{FIRST}\n{SECOND}\n"
    ends = len(FIRST) + 1
    steps = (Step(1, 0, ends), Step(2, ends, len(thought)))
    store.recording.finish_attempt(replace(attempt, thought=thought), steps=steps)
    store.ratings.marks.mark_step(attempt.id, 2, StepMark.FIRST_WRONG)
    store.ratings.rate(NewRating(attempt.id, RatingVerdict.CORRECTED, right_answer="18", right_thought=right))
    assert [each.thought for each in teachable(store)] == [learned]
