"""Keeps the state of a training so that the next process goes on from the last finished step."""

from __future__ import annotations

import io
import pickle
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from models.paths import write_private_file

State = dict[str, torch.Tensor]


@dataclass(slots=True)
class TrainingState:
    """All that a training has reached after `step` steps.

    `best` is the adapter that was best on the dev examples, `worse` the number of measurements since. `finished` says
    that no further step follows.
    """

    fingerprint: str
    step: int = 0
    adapter: State = field(default_factory=dict)
    optimizer: dict[str, Any] = field(default_factory=dict)
    scheduler: dict[str, Any] = field(default_factory=dict)
    best: State = field(default_factory=dict)
    best_step: int = 0
    best_loss: float | None = None
    base_loss: float | None = None
    worse: int = 0
    loss: float = 0.0
    tokens: int = 0
    seconds: float = 0.0
    finished: bool = False


def save_state(path: Path, state: TrainingState) -> None:
    """Replace the checkpoint in one step.

    Raises:
        OSError: The disk is full or cannot be written; the earlier checkpoint is as it was.
    """
    buffer = io.BytesIO()
    torch.save(asdict(state), buffer)
    write_private_file(path, buffer.getvalue())


def load_state(path: Path, fingerprint: str) -> TrainingState:
    """Return the kept state, or a fresh one where there is none, it is damaged, or it belongs to another plan."""
    try:
        kept = torch.load(path, weights_only=True, map_location="cpu")
        state = TrainingState(**kept)
    except (OSError, RuntimeError, EOFError, ValueError, TypeError, pickle.UnpicklingError, zipfile.BadZipFile):
        return TrainingState(fingerprint)
    return state if state.fingerprint == fingerprint else TrainingState(fingerprint)
