"""Writes a LoRA adapter as a GGUF file that llama.cpp loads and that says what it is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from gguf import GGUFWriter
from numpy.typing import NDArray

from models.catalog.adapters.facts import PREFIX, AdapterFacts
from models.catalog.inspection import ModelFile
from models.learning.architectures import gguf_name, permutes_rotary_rows

Weights = NDArray[np.float32]

_LAYER_PREFIX = "base_model.model."


def write_adapter_file(
    path: Path, base: ModelFile, lora: Mapping[str, Weights], *, alpha: float, facts: AdapterFacts
) -> None:
    """Write the adapter in one step: a crash leaves no file or the whole one.

    Args:
        path: The GGUF file to write; readable by its owner only.
        base: The model that the adapter was trained on.
        lora: PEFT's matrices by PEFT's names (`….self_attn.q_proj.lora_A.weight`), A of the shape (rank, inputs), B of
            the shape (outputs, rank).
        alpha: LoRA's alpha; llama.cpp scales by alpha / rank.
        facts: What the file says about itself.

    Raises:
        OSError: The disk is full or cannot be written.
    """
    tensors = {name: _as_served(name, weights, base) for name, weights in _named(lora).items()}
    descriptor, name = tempfile.mkstemp(".part", f".{path.name}.", path.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        _write(temporary, base, tensors, alpha, facts)
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _named(lora: Mapping[str, Weights]) -> dict[str, Weights]:
    """The matrices by their names in GGUF: `blk.0.attn_q.weight.lora_a`."""
    named = {}
    for name, weights in lora.items():
        layer, _, matrix = name.removeprefix(_LAYER_PREFIX).partition(".lora_")
        named[f"{gguf_name(layer + '.weight')}.lora_{matrix[0].lower()}"] = weights
    return named


def _as_served(name: str, weights: Weights, base: ModelFile) -> Weights:
    """The matrix with its rows in the order in which the model's file has them."""
    weights = np.ascontiguousarray(weights, dtype=np.float32)
    if not (name.endswith(".lora_b") and permutes_rotary_rows(base.architecture)):
        return weights
    if ".attn_q." in name:
        return permuted_rows(weights, base.shape.heads)
    return permuted_rows(weights, max(base.shape.kv_heads)) if ".attn_k." in name else weights


def permuted_rows(weights: Weights, heads: int) -> Weights:
    """Return the rows in llama.cpp's order, in which the two halves of each head's rotary pairs alternate."""
    outputs, inputs = weights.shape
    return weights.reshape(heads, 2, outputs // heads // 2, inputs).swapaxes(1, 2).reshape(outputs, inputs)


def _write(path: Path, base: ModelFile, tensors: Mapping[str, Weights], alpha: float, facts: AdapterFacts) -> None:
    writer = GGUFWriter(path, base.architecture)
    writer.add_type("adapter")
    writer.add_name(facts.title)
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(alpha))
    writer.add_string(PREFIX + "base_model_id", facts.base_model_id)
    writer.add_string(PREFIX + "base_name", facts.base_name)
    writer.add_uint32(PREFIX + "examples", facts.examples)
    writer.add_uint32(PREFIX + "steps", facts.steps)
    writer.add_int64(PREFIX + "seed", facts.seed)
    writer.add_float64(PREFIX + "created", facts.created)
    writer.add_string(PREFIX + "settings", facts.settings)
    writer.add_string(PREFIX + "fingerprint", facts.fingerprint)
    writer.add_string(PREFIX + "pre_tokenizer", facts.pre_tokenizer)
    for name in sorted(tensors):
        writer.add_tensor(name, tensors[name])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
