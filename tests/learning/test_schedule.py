from __future__ import annotations

from collections import Counter

import msgspec

from models.learning.plan import TrainingSettings
from models.learning.schedule import batches

SETTINGS = TrainingSettings(steps=10, batch_examples=8, replay_share=0.25, seed=3)


def test_a_seed_gives_the_same_batches_and_another_seed_others() -> None:
    assert batches(20, 7, SETTINGS) == batches(20, 7, SETTINGS)
    assert batches(20, 7, SETTINGS) != batches(20, 7, msgspec.structs.replace(SETTINGS, seed=4))


def test_a_longer_run_begins_like_a_shorter_one() -> None:
    longer = msgspec.structs.replace(SETTINGS, steps=15)
    assert batches(20, 7, longer)[:10] == batches(20, 7, SETTINGS)


def test_each_batch_has_its_share_of_replay_and_all_examples_come_equally_often() -> None:
    steps = batches(20, 7, SETTINGS)
    assert all(sum(number >= 20 for number in step) == 2 and len(step) == 8 for step in steps)
    counted = Counter(number for step in steps for number in step if number < 20)
    assert set(counted.values()) == {3}


def test_without_replay_examples_the_whole_batch_is_new() -> None:
    assert all(number < 5 for step in batches(5, 0, SETTINGS) for number in step)


def test_replay_never_takes_the_whole_batch() -> None:
    settings = msgspec.structs.replace(SETTINGS, batch_examples=1, replay_share=0.9)
    assert all(number < 5 for step in batches(5, 5, settings) for number in step)
