"""What a training run shall do, complete enough to be taken up again by another process after a crash."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import msgspec

from models.catalog.inspection import ModelFile
from models.learning.examples import TrainingExample

DeviceName = Literal["auto", "cpu", "cuda", "mps"]
Precision = Literal["auto", "float32", "bfloat16"]

_SMALL_MODEL = 500_000_000
"""Weights; models up to this size take and need larger steps."""


class TrainingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How to train.

    The defaults are those for 135 million weights: a LoRA on all seven linear layers of each block. `replay_share` is
    how much of each batch comes from the plan's replay examples, if it has any. The learning rate rises over
    `warmup_steps` and then falls in a line to a tenth.
    """

    rank: int = 16
    alpha: int = 32
    learning_rate: float = 1e-3
    batch_examples: int = 16
    steps: int = 40
    warmup_steps: int = 3
    replay_share: float = 0.4
    dev_every: int = 5
    """Steps between two measurements on the dev examples."""
    patience: int = 3
    """So many measurements without a better one end the training; the best state is kept."""
    seed: int = 0
    row_tokens: int = 512
    """The most tokens that are computed at once, unless one example alone has more."""
    longest_tokens: int = 2048
    """Longer examples are left out, and counted."""
    threads: int = 0
    """Processor threads; 0 takes as many as there are cores."""
    device: DeviceName = "auto"
    precision: Precision = "auto"
    checkpoint_seconds: float = 60.0
    """The most work that a crash can cost."""


class TrainingPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One training run: from the base model `model` (a GGUF file) to the adapter file `adapter`.

    `folder` is the run's own, for its plan and its checkpoints; running the same plan in it again goes on where it
    stopped. `dev` examples are never trained on; they decide when to stop.
    """

    model: str
    folder: str
    adapter: str
    examples: tuple[TrainingExample, ...]
    replay: tuple[TrainingExample, ...] = ()
    dev: tuple[TrainingExample, ...] = ()
    settings: TrainingSettings = TrainingSettings()
    title: str = ""
    """The adapter's name for people."""

    @property
    def checkpoint(self) -> Path:
        """Where the state of the training is kept."""
        return Path(self.folder) / "checkpoint.bin"

    @property
    def lock(self) -> Path:
        """Held by the process that trains in the folder."""
        return Path(self.folder) / "trainer.lock"

    @property
    def process_record(self) -> Path:
        """Names the process that trains in the folder, so that one left behind can be ended."""
        return Path(self.folder) / "trainer.json"

    def fingerprint(self, model_id: str) -> str:
        """Return what a checkpoint must agree with: the base model, all examples, and the settings that matter.

        Threads and the rhythm of checkpoints may differ from one part of a run to the next.
        """
        settings = msgspec.structs.replace(self.settings, threads=0, checkpoint_seconds=0.0)
        parts = (model_id, self.examples, self.replay, self.dev, settings)
        return hashlib.sha256(msgspec.msgpack.encode(parts)).hexdigest()


def default_settings(model: ModelFile, *, steps: int, seed: int = 0) -> TrainingSettings:
    """Return settings for a model of this size.

    Up to half a billion weights the learning rate is 1e-3, up to two billion 2e-4, above 1e-4.
    """
    rates = ((_SMALL_MODEL, 1e-3), (4 * _SMALL_MODEL, 2e-4))
    rate = next((rate for most, rate in rates if model.parameters <= most), 1e-4)
    return TrainingSettings(learning_rate=rate, steps=steps, seed=seed, warmup_steps=max(1, steps // 12))
