"""Estimates the memory that a training takes, and refuses one that does not fit before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from models.catalog.fitting import margin
from models.catalog.inspection import ModelFile
from models.catalog.sizes import format_memory
from models.learning.failures import TrainingFailed, TrainingTrouble

_PROCESS_BYTES = 700_000_000
"""Python with torch, transformers, peft and trl imported."""

_ADAPTER_COPIES = 5
"""Weights, gradients, the optimizer's two, and the best state so far; all float32."""

_LOGIT_COPIES = 4
"""Logits, their softmax, their gradients, and those of the untrained model where it is held; all float32."""


@dataclass(frozen=True, slots=True)
class TrainingMemory:
    """Bytes that a training takes, by what they are for."""

    process: int
    weights: int
    adapter: int
    activations: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.process + self.weights + self.adapter + self.activations


def adapter_parameters(model: ModelFile, rank: int) -> int:
    """Return how many numbers a LoRA on all seven linear layers of each block has."""
    shape = model.shape
    query, value = shape.heads * shape.key_length, max(shape.kv_heads) * shape.value_length
    sides = (
        (shape.embedding, query),
        (shape.embedding, value),
        (shape.embedding, value),
        (query, shape.embedding),
        *[(shape.embedding, shape.feed_forward)] * 3,
    )
    return shape.layers * rank * sum(inputs + outputs for inputs, outputs in sides)


def estimate_training_memory(
    model: ModelFile, *, rank: int, row_tokens: int, longest: int, weight_bytes: int
) -> TrainingMemory:
    """Estimate the memory of a training.

    For each token and block the backward pass keeps the inputs and results of the linear layers, of the norms and of
    the attention, some of them twice for LoRA in float32; and the attention's mask.

    Args:
        model: The model.
        rank: LoRA's rank.
        row_tokens: The most tokens computed at once.
        longest: The tokens of the longest example.
        weight_bytes: Bytes of one weight in memory: 4, or 2 with bfloat16.
    """
    shape = model.shape
    tokens = max(row_tokens, longest)
    query, value = shape.heads * shape.key_length, max(shape.kv_heads) * shape.value_length
    numbers = 10 * shape.embedding + 6 * query + 6 * value + 7 * shape.feed_forward + 14 * rank
    block = tokens * numbers * 4 + tokens * tokens * 4
    logits = tokens * shape.vocabulary * 4 * _LOGIT_COPIES
    return TrainingMemory(
        process=_PROCESS_BYTES,
        weights=model.parameters * weight_bytes,
        adapter=adapter_parameters(model, rank) * 4 * _ADAPTER_COPIES,
        activations=shape.layers * block + logits,
    )


def check_memory(model: ModelFile, memory: TrainingMemory, *, free: int, on_card: bool) -> None:
    """Refuse a training that does not fit.

    Args:
        model: The model.
        memory: The estimate.
        free: Free bytes, of the graphics card where the training runs on one.
        on_card: Whether it runs on a graphics card.

    Raises:
        TrainingFailed: One sentence that says what is missing and what can be done.
    """
    room = free - margin(free)
    if memory.total <= room:
        return
    place = "of the graphics card" if on_card else "of this computer"
    remedy = "close other programs or train a smaller model"
    if on_card:
        remedy = "train on the processor, on a larger card or on another computer, or train a smaller model"
    raise TrainingFailed(
        f"Training {model.name} takes about {format_memory(memory.total)} of memory and only "
        f"{format_memory(max(0, room))} {place} are free; {remedy}.",
        trouble=TrainingTrouble.MEMORY,
        details=f"weights {memory.weights}, adapter {memory.adapter}, activations {memory.activations}",
    )
