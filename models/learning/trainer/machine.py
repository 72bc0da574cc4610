"""Where a training computes, and in which precision."""

from __future__ import annotations

import time
from dataclasses import dataclass

import torch

from models.catalog.fitting import free_memory
from models.engine.machine import processor_threads
from models.learning.plan import TrainingSettings

_PAYS = 1.25
"""How much faster bfloat16 must be on the processor to be worth its rounding."""


@dataclass(frozen=True, slots=True)
class TrainingMachine:
    """The device and the type of the base model's weights; `free` is the device's free memory in bytes."""

    device: torch.device
    dtype: torch.dtype
    free: int

    @property
    def on_card(self) -> bool:
        """Whether it is a graphics card with memory of its own."""
        return self.device.type == "cuda"

    @property
    def weight_bytes(self) -> int:
        """Bytes of one weight."""
        return 2 if self.dtype is torch.bfloat16 else 4

    @property
    def precision(self) -> str:
        """The type's name."""
        return str(self.dtype).removeprefix("torch.")


def choose_machine(settings: TrainingSettings, width: int) -> TrainingMachine:
    """Return where to train: an NVIDIA card if there is one, else the processor, unless the settings say.

    Args:
        settings: The training's settings.
        width: The width of the model, at which the processor's bfloat16 is tried out.
    """
    torch.set_flush_denormal(
        True
    )  # gradients of what is learned well are denormal numbers, which cost ten times as much
    torch.set_num_threads(settings.threads or processor_threads())
    name = settings.device
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    device = torch.device(name)
    free = torch.cuda.mem_get_info()[0] if name == "cuda" else free_memory()
    return TrainingMachine(device, _dtype(settings, name, width), int(free))


def _dtype(settings: TrainingSettings, device: str, width: int) -> torch.dtype:
    if settings.precision != "auto":
        return torch.bfloat16 if settings.precision == "bfloat16" else torch.float32
    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float32
    if device == "cpu" and _seconds(torch.float32, width) > _PAYS * _seconds(torch.bfloat16, width):
        return torch.bfloat16
    return torch.float32


def _seconds(dtype: torch.dtype, width: int) -> float:
    """The best of some multiplications as a layer of this width does them."""
    left, right = torch.randn(256, width).to(dtype), torch.randn(width, 3 * width).to(dtype)
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        left @ right
        best = min(best, time.perf_counter() - started)
    return best
