"""Estimates the memory that a model takes: weights, context (KV cache) and working space, on processor and cards.

The formulas follow llama.cpp with flash attention, a unified KV cache and `swa_full`; where it depends on the graph,
they stay on the safe side. For the bundled model with 8,192 tokens of context llama.cpp takes 98.3 MiB of working
space; the estimate says 105.9 MiB.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from models.catalog.model_file import ModelFile
from models.catalog.shape import ModelShape
from models.catalog.sizes import MEGA

KV_BYTES = {"f32": 4.0, "f16": 2.0, "bf16": 2.0, "q8_0": 34 / 32, "q5_1": 24 / 32, "q5_0": 22 / 32, "q4_1": 20 / 32,
            "q4_0": 18 / 32}  # fmt: skip
"""Bytes of one number in the KV cache, by its type."""

FLASH_LENGTHS = frozenset({64, 72, 80, 96, 112, 128, 256, 512, 576})
"""Lengths of attention heads for which graphics cards have flash attention; others keep all scores."""

_CELLS_STEP = 256
"""llama.cpp rounds the context up to this many cells."""
_MASK_ROWS = 32
"""Rows of the attention mask beyond the batch."""
_GRAPH_BYTES = 8 * MEGA
"""For small inputs and gaps between tensors."""


@dataclass(frozen=True, slots=True)
class Place:
    """Bytes that a model takes in one place, by what they are for."""

    weights: int = 0
    context: int = 0
    working: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.context + self.working


@dataclass(frozen=True, slots=True)
class MemoryEstimate:
    """Bytes that a model takes: on the processor's side (RAM) and on each graphics card."""

    processor: Place
    cards: tuple[Place, ...] = ()

    @property
    def weights(self) -> int:
        """Weights, everywhere."""
        return self.processor.weights + sum(card.weights for card in self.cards)

    @property
    def context(self) -> int:
        """KV cache, everywhere."""
        return self.processor.context + sum(card.context for card in self.cards)

    @property
    def working(self) -> int:
        """Working space, everywhere."""
        return self.processor.working + sum(card.working for card in self.cards)

    @property
    def total(self) -> int:
        """All memory, everywhere."""
        return self.weights + self.context + self.working


def estimate_memory(
    model: ModelFile,
    *,
    context_size: int,
    gpu_layers: int = 0,
    sequences: int = 20,
    batch_tokens: int = 512,
    kv_type: str = "f16",
    card_shares: Sequence[float] = (1.0,),
    flash_attention: bool = True,
) -> MemoryEstimate:
    """Estimate the memory of a loaded model.

    Args:
        model: The model.
        context_size: Tokens of context, shared by all sequences.
        gpu_layers: Layers on graphics cards as llama.cpp counts them: the output layer is the first to go there, then
            the last layer and so on; `model.layers + 1` is all.
        sequences: How many sequences may live at once.
        batch_tokens: The most tokens of one computation.
        kv_type: A key of `KV_BYTES`.
        card_shares: How much of the offloaded layers each card takes, in the order of the cards.
        flash_attention: Whether scores are computed piece by piece; without it all of them are kept.
    """
    layers = len(model.weights.layers)
    offloaded = max(0, min(gpu_layers, layers + 1))
    first = layers + 1 - offloaded
    context = _context_of_layers(model.shape, context_size, sequences, kv_type)
    working = working_space(
        model.shape, context_size, batch_tokens, has_layers=first > 0, has_output=not offloaded,
        flash_attention=flash_attention,
    )  # fmt: skip
    processor = Place(
        model.weights.total
        - sum(model.weights.layers[first:])
        - (model.weights.output if offloaded and not model.weights.output_is_shared else 0),
        sum(context[:first]),
        working,
    )
    if not offloaded:
        return MemoryEstimate(processor)
    working = working_space(model.shape, context_size, batch_tokens, on_card=True, flash_attention=flash_attention)
    weights = (*model.weights.layers, model.weights.output)
    cards = [Place() for _ in card_shares]
    for layer in range(first, layers + 1):
        card = _card_of((layer - first) / offloaded, card_shares)
        held = cards[card]
        cards[card] = Place(held.weights + weights[layer], held.context + (*context, 0)[layer], working)
    return MemoryEstimate(processor, tuple(cards))


def working_space(
    shape: ModelShape,
    context_size: int,
    batch_tokens: int = 512,
    *,
    has_layers: bool = True,
    has_output: bool = True,
    on_card: bool = False,
    flash_attention: bool = True,
) -> int:
    """Bytes of llama.cpp's compute buffer on one device: the largest step of the graph for a full batch.

    A layer's step holds the feed-forward part's three inner vectors, the residual stream and the attention mask
    (float16; without flash attention float32, and the scores of all heads too); the output's step holds a float32 for
    each token of the batch and of the vocabulary.
    """
    batch = min(batch_tokens, context_size)
    has_scores = not flash_attention or (on_card and not {shape.key_length, shape.value_length} <= FLASH_LENGTHS)
    mask = (4 if has_scores else 2) * (batch + _MASK_ROWS) * _cells(context_size)
    inner = 3 * shape.feed_forward + (4 + 2 * shape.experts_used) * shape.embedding
    scores = 4 * batch * _cells(context_size) * shape.heads if has_scores else 0
    layer = 4 * batch * inner + mask + scores if has_layers else 4 * batch * shape.embedding + mask
    output = 4 * batch * (shape.vocabulary + 2 * shape.embedding) if has_output else 0
    return max(layer, output) + _GRAPH_BYTES


def _context_of_layers(shape: ModelShape, context_size: int, sequences: int, kv_type: str) -> list[int]:
    """Bytes of the KV cache and the recurrent states of each layer."""
    row = (shape.key_length + shape.value_length) * KV_BYTES[kv_type]
    cells = _cells(context_size)
    return [int(heads * row * cells) + shape.recurrent_state * sequences for heads in shape.kv_heads]


def _cells(context_size: int) -> int:
    return -(-context_size // _CELLS_STEP) * _CELLS_STEP


def _card_of(place: float, shares: Sequence[float]) -> int:
    """The card of a layer at `place` (0 to 1) among the offloaded ones, as llama.cpp splits them."""
    total = sum(shares) or 1.0
    ends = [end / total for end in accumulate(shares)]
    return next((card for card, end in enumerate(ends) if end > place), len(ends) - 1)
