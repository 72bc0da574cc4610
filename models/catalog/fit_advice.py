"""Words for a model that does not fit into memory: which setting, or which smaller file, would."""

from __future__ import annotations

from typing import Protocol

from models.catalog.memory import MemoryEstimate
from models.catalog.model_file import ModelFile
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


def advise(model: ModelFile, plan: Plan, fitting: Plan | None, room: int, *, chosen_layers: bool) -> str:
    """Return one sentence on why `plan` does not fit and what would.

    Args:
        model: The model.
        plan: What does not fit.
        fitting: The nearest plan that fits, if there is one.
        room: Bytes that a model may take on this machine.
        chosen_layers: Whether the user chose the number of layers on the cards, so that a change of it is told.
    """
    start = (
        f"{model.name} needs {format_memory(plan.estimate.total)} with a context of {plan.context_size:,} tokens, "
        f"beside a reserve for other programs: {_amount(plan.short_by)} more than is free; "
    )
    if fitting is None:
        return start + _smaller_file(model, plan, room)
    changes = []
    if fitting.context_size != plan.context_size:
        changes.append(f"a context of {fitting.context_size:,} tokens")
    if chosen_layers and fitting.gpu_layers != plan.gpu_layers:
        changes.append(f"{count_layers(fitting.gpu_layers)} on the graphics card")
    return start + " with ".join(changes) + " would fit."


def _amount(size: int) -> str:
    return format_memory(max(size, GIGA // 10))


def count_layers(count: int) -> str:
    """Return "no layers", "1 layer", "2 layers" and so on."""
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
