"""Words for a model that does not fit into memory, or ran out of it: which setting, or smaller file, would do."""

from __future__ import annotations

from typing import Protocol

from models.catalog.fitting import AUTOMATIC_CONTEXTS
from models.catalog.memory import MemoryEstimate
from models.catalog.model_file import ModelFile
from models.catalog.sizes import GIGA, format_memory

BITS_PER_WEIGHT = {"Q8_0": 8.5, "Q6_K": 6.6, "Q5_K_M": 5.7, "Q4_K_M": 4.9, "Q3_K_M": 4.0, "Q2_K": 3.2}
"""What one weight takes in the usual quantizations (llama.cpp's own table for 8B models, rounded up)."""


class Plan(Protocol):
    """What is needed of a `models.catalog.load_plan.LoadPlan`."""

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


def suggest_after_failure(model: ModelFile, failed: Plan, *, on_card: bool) -> str:
    """Say which setting to try when memory ran out although `failed` was estimated to fit.

    Args:
        model: The model.
        failed: What was tried.
        on_card: Whether the card's memory ran out, or the computer's.
    """
    smaller = next((context for context in (*AUTOMATIC_CONTEXTS, 1024, 512) if context < failed.context_size), None)
    with_smaller = f", or with a context of {smaller:,} tokens" if smaller else ""
    if on_card and failed.gpu_layers:
        return (
            f"The graphics card ran out of memory with {count_layers(failed.gpu_layers)} of {model.name} on it; "
            f"load it with {count_layers(failed.gpu_layers // 2)} on the card{with_smaller}."
        )
    remedy = f"load it with a context of {smaller:,} tokens" if smaller else "choose a smaller model"
    return f"The computer ran out of memory while it loaded {model.name}; close other programs, or {remedy}."


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
