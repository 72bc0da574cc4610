"""Waits before a stage until enough memory is free for it, and says so meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from models.catalog.fitting import margin
from models.catalog.looking.client import inspect_aside
from models.catalog.sizes import MEGA
from models.history.learning.records import Stage
from models.learning.examples import TrainingExample
from models.learning.memory import TrainingMemory, estimate_training_memory
from models.learning.plan import TrainingSettings
from models.learning.rounds.progress import RoundProgress

if TYPE_CHECKING:
    from models.learning.rounds.context import RoundContext

SECONDS = 2.0
"""Between two looks."""

ANSWERING_BYTES = 64 * MEGA
"""What answering takes beside a model that is loaded already: its buffers are made with it."""

_LETTERS_OF_A_TOKEN = 3
"""Fewer than English has, more than sums have; the trainer, which counts tokens, has the last word."""


@dataclass(frozen=True, slots=True)
class MemoryReading:
    """The memory of this computer in bytes."""

    free: int
    total: int


ReadMemory = Callable[[], MemoryReading]


def read_memory() -> MemoryReading:
    """Return how it is now."""
    found = psutil.virtual_memory()
    return MemoryReading(int(found.available), int(found.total))


def await_answering(context: RoundContext, stage: Stage) -> None:
    """Wait until the engine can answer: for its buffers, and for the model itself where it is not loaded.

    Raises:
        Halted: The round is to end.
    """
    needed = ANSWERING_BYTES
    if context.asker.loaded is None:
        needed += inspect_aside(Path(context.plan.model_path)).size_bytes
    _await(context, stage, needed)


def await_training(context: RoundContext, settings: TrainingSettings, examples: Sequence[TrainingExample]) -> None:
    """Wait until a training fits; one that is larger than the whole computer is left to the trainer to refuse.

    Raises:
        Halted: The round is to end.
    """
    longest = max((_letters(each) for each in examples), default=0) // _LETTERS_OF_A_TOKEN
    estimate = estimate_training_memory(
        inspect_aside(Path(context.plan.model_path)), rank=settings.rank, row_tokens=settings.row_tokens,
        longest=min(longest, settings.longest_tokens), weight_bytes=4,
    )  # fmt: skip
    loaded = context.asker.loaded
    on_card = loaded is not None and loaded.gpu_layers > 0
    _await(context, Stage.TRAIN, _beside_the_card(estimate) if on_card else estimate.total)


def _await(context: RoundContext, stage: Stage, needed: int) -> None:
    while True:
        context.brake.check()
        now = context.memory()
        room = max(0, now.free - margin(now.free))
        if room >= needed or needed > now.total - margin(now.total):
            return
        at = (context.round.id, context.round.number, stage)
        context.tell(RoundProgress(*at, 0, 0, needed_bytes=needed, free_bytes=room))
        context.brake.sleep(SECONDS)


def _beside_the_card(estimate: TrainingMemory) -> int:
    """What a training on a graphics card takes of the computer's own memory."""
    return estimate.process + estimate.weights


def _letters(example: TrainingExample) -> int:
    return sum(len(each.content) for each in example.messages) + len(example.thought) + len(example.answer)
