"""Writes a LoRA adapter as a GGUF file that llama.cpp loads, and reads back what it says about itself."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGUFWriter
from numpy.typing import NDArray

from models.catalog.header import read_header
from models.catalog.inspection import ModelFile
from models.learning.architectures import gguf_name, permutes_rotary_rows

Weights = NDArray[np.float32]

_PREFIX = "rationale."
_LAYER_PREFIX = "base_model.model."


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterFacts:
    """What an adapter file says about itself.

    `base_model_id` is the catalogue's identifier of the model that it was trained on, `examples` how many examples it
    learned from, `created` seconds since 1970 (UTC), `settings` the training's settings as JSON.
    """

    title: str
    base_model_id: str
    base_name: str
    examples: int
    steps: int
    seed: int
    created: float
    settings: str
    fingerprint: str


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


def read_adapter_facts(path: Path) -> AdapterFacts | None:
    """Return what an adapter file says about itself, None for one that Rationale did not train.

    Raises:
        BadModelFile: The file is missing, damaged or no GGUF file.
    """
    values = read_header(path).values

    def text(key: str) -> str:
        value = values.get(_PREFIX + key, "")
        return value if isinstance(value, str) else ""

    def number(key: str) -> float:
        value = values.get(_PREFIX + key, 0)
        return float(value) if isinstance(value, int | float) else 0.0

    if not text("fingerprint"):
        return None
    return AdapterFacts(
        title=str(values.get("general.name", "")),
        base_model_id=text("base_model_id"),
        base_name=text("base_name"),
        examples=int(number("examples")),
        steps=int(number("steps")),
        seed=int(number("seed")),
        created=number("created"),
        settings=text("settings"),
        fingerprint=text("fingerprint"),
    )


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
    writer.add_string(_PREFIX + "base_model_id", facts.base_model_id)
    writer.add_string(_PREFIX + "base_name", facts.base_name)
    writer.add_uint32(_PREFIX + "examples", facts.examples)
    writer.add_uint32(_PREFIX + "steps", facts.steps)
    writer.add_int64(_PREFIX + "seed", facts.seed)
    writer.add_float64(_PREFIX + "created", facts.created)
    writer.add_string(_PREFIX + "settings", facts.settings)
    writer.add_string(_PREFIX + "fingerprint", facts.fingerprint)
    for name in sorted(tensors):
        writer.add_tensor(name, tensors[name])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
