"""How many bytes of weights each place in a model takes: what is read at the input, each layer, and the output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.catalog.header_tensors import Tensor

INPUT = ("token_embd", "position_embd", "token_types", "per_layer_token_embd", "token_embd_norm")
"""Tensors that llama.cpp keeps on the processor."""


@dataclass(frozen=True, slots=True)
class WeightSizes:
    """Bytes of weights.

    `output` is what the output layer takes on a graphics card. `output_is_shared` says that it is a copy of `input`
    (the same matrix embeds tokens and predicts them), which costs nothing more while it is on the processor.
    """

    input: int
    layers: tuple[int, ...]
    output: int
    output_is_shared: bool

    @property
    def total(self) -> int:
        """All weights on the processor."""
        return self.input + sum(self.layers) + (0 if self.output_is_shared else self.output)


def weight_sizes(tensors: Sequence[Tensor], layers: int) -> WeightSizes:
    """Sort the tensors by place; those of a layer beyond `layers` (for speculative decoding) count to the last."""
    inputs, output, each_layer, embedding, has_output = 0, 0, [0] * layers, 0, False
    for tensor in tensors:
        first, *rest = tensor.name.split(".")
        if first == "blk" and rest and rest[0].isdecimal():
            each_layer[min(int(rest[0]), layers - 1)] += tensor.size
        elif first in INPUT:
            inputs += tensor.size
            embedding += tensor.size if first == "token_embd" else 0
        else:
            output += tensor.size
            has_output = has_output or first == "output"
    if has_output:
        return WeightSizes(inputs, tuple(each_layer), output, output_is_shared=False)
    return WeightSizes(inputs + output, tuple(each_layer), output + embedding, output_is_shared=True)


def scaled(weights: WeightSizes, factor: float) -> WeightSizes:
    """Return the weights as a file has them that is so many times as large."""
    layers = tuple(round(each * factor) for each in weights.layers)
    return replace(weights, input=round(weights.input * factor), layers=layers, output=round(weights.output * factor))
