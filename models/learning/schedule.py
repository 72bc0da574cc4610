"""Which examples each training step sees: fixed by the seed, so that a resumed run sees what it would have seen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.learning.plan import TrainingSettings


def batches(examples: int, replay: int, settings: TrainingSettings) -> list[tuple[int, ...]]:
    """Return the example numbers of each step; replay examples are numbered after the `examples`.

    Both pools are gone through in a fresh random order each time: no example comes a second time before all others of
    its pool have come once. Without replay examples the whole batch comes from the examples.

    Args:
        examples: How many examples there are (at least one).
        replay: How many replay examples there are.
        settings: The training's settings.
    """
    random = np.random.default_rng(settings.seed)
    replayed = round(settings.batch_examples * settings.replay_share) if replay else 0
    replayed = min(replayed, settings.batch_examples - 1)
    own, old = _endless(random, examples), _endless(random, replay)
    return [
        (
            *(next(own) for _ in range(settings.batch_examples - replayed)),
            *(examples + next(old) for _ in range(replayed)),
        )
        for _ in range(settings.steps)
    ]


def _endless(random: np.random.Generator, count: int) -> Iterator[int]:
    while True:
        yield from (int(each) for each in random.permutation(count))
