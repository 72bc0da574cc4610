"""How fast models run on this machine, as a speed test measured it; kept in a file that may be deleted at any time."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from models.paths import write_private_file

PROMPT_TOKENS, ATTEMPTS = 512, 8
"""What is read and how many sequences are written at once when speeds are measured."""


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens a second: of a prompt that is read, of one sequence, and of eight at once (all of them together)."""

    prefill: float
    one: float
    eight: float


class MeasuredSpeed(msgspec.Struct, frozen=True, kw_only=True):
    """What a speed test of one model found, and how the model was loaded meanwhile; `measured_at` in Unix seconds."""

    name: str
    rates: Rates
    device: str
    gpu_layers: int
    threads: int
    quantization: str
    """Of what was loaded: the tuned copy's, where one was in use."""
    measured_at: float


class SpeedBook:
    """The speeds of all models that were tested, by model id.

    Args:
        path: The file (`DataFolder.speeds`).
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, model_id: str) -> MeasuredSpeed | None:
        """Return what the latest test of a model found; None when it was never tested."""
        return self._read().get(model_id)

    def keep(self, model_id: str, speed: MeasuredSpeed) -> None:
        """Keep what a test found, in the place of the one before.

        Raises:
            OSError: The disk is full or cannot be written.
        """
        write_private_file(self._path, msgspec.json.encode(self._read() | {model_id: speed}))

    def _read(self) -> dict[str, MeasuredSpeed]:
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, MeasuredSpeed])
        return {}
