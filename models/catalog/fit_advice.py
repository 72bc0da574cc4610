"""Words for a model that does not fit into memory: which setting, or which smaller file, would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from models.catalog.inspection import ModelFile
from models.catalog.memory import MemoryEstimate
from models.catalog.sizes import GIGA, format_memory

BITS_PER_WEIGHT = {"Q8_0": 8.5, "Q6_K": 6.6, "Q5_K_M": 5.7, "Q4_K_M": 4.9, "Q3_K_M": 4.0, "Q2_K": 3.2}
"""What one weight takes in the usual quantizations (llama.cpp's own table for 8B models, rounded up)."""


class Plan(Protocol):
    """What is needed of a `models.catalog.fitting.Fit`."""

    @property
    def context_size(self) -> int:
        """Tokens of context."""

    @property
    def gpu_layers(self) -> int:
        """Layers on the cards."""

    @property
    def estimate(self) -> MemoryEstimate:
        """The memory that it takes."""

    @property
    def short_by(self) -> int:
        """Bytes that are missing."""


def advise(model: ModelFile, plan: Plan, fitting: Sequence[Plan], room: int) -> str:
    """Return one sentence on why `plan` does not fit and what would.

    Args:
        model: The model.
        plan: What does not fit.
        fitting: Plans that fit, the largest context first.
        room: Bytes that a model may take on this machine.
    """
    start = (
        f"{model.name} needs {format_memory(plan.estimate.total)} with a context of {plan.context_size:,} tokens, "
        f"{_amount(plan.short_by)} more than is free; "
    )
    same = next((each for each in fitting if each.context_size >= plan.context_size), None)
    if plan.gpu_layers and same:
        return start + f"{_layers(same.gpu_layers)} on the graphics card would fit."
    if fitting:
        return start + f"a context of {fitting[0].context_size:,} tokens would fit."
    return start + _smaller_file(model, plan, room)


def _amount(size: int) -> str:
    return format_memory(max(size, GIGA // 10))


def _layers(count: int) -> str:
    return "no layers" if count == 0 else "1 layer" if count == 1 else f"{count} layers"


def _smaller_file(model: ModelFile, plan: Plan, room: int) -> str:
    """Name a quantization of the same model that fits, or the size of a model that does."""
    space = room - (plan.estimate.total - plan.estimate.weights)
    for name, bits in BITS_PER_WEIGHT.items():
        size = int(model.parameters * bits / 8)
        if size <= space and size < model.weights.total:
            return f"a {name} file of it (about {format_memory(size)}) would fit."
    if space < GIGA // 10:
        return "close other programs or choose a much smaller model."
    return f"close other programs or choose a model file of at most {format_memory(space)}."
