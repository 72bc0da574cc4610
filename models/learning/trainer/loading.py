"""Builds a torch model from a GGUF file: its quantized tensors dequantized, so that the training sees their error.

transformers' own loading of GGUF files also makes a tokenizer, which is not wanted here and takes most of its time
(20 s for the bundled model on two cores, against 2 s), and it leaves out the rotary factors of Llama 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from gguf.constants import GGML_QUANT_SIZES
from gguf.quants import dequantize
from numpy.typing import NDArray
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

from models.catalog.header import Header
from models.catalog.header_tensors import Tensor
from models.catalog.inspection import ModelFile
from models.catalog.split_files import read_headers
from models.learning.architectures import (
    ROTARY_FACTORS,
    check_trainable,
    permutes_rotary_rows,
    transformers_name,
)
from models.learning.failures import TrainingFailed, TrainingTrouble

_CLASSES: dict[str, tuple[Any, Any]] = {
    "llama": (LlamaConfig, LlamaForCausalLM),
    "qwen2": (Qwen2Config, Qwen2ForCausalLM),
    "qwen3": (Qwen3Config, Qwen3ForCausalLM),
}


def load_for_training(file: ModelFile, *, dtype: torch.dtype) -> Any:
    """Return the model on the processor, in evaluation mode, its weights of type `dtype` and without gradients.

    Raises:
        TrainingFailed: It is of a kind that cannot be trained faithfully here.
    """
    headers = read_headers(file.path)
    check_trainable(file, headers[0])
    names = {tensor.name for header in headers for tensor in header.tensors}
    config, kind = _config(file, headers[0], names)
    with torch.device("meta"):
        model = kind(config)
    state, factors = _state(file, headers, dtype)
    missing, _ = model.load_state_dict(state, strict=False, assign=True)
    if config.tie_word_embeddings:
        model.lm_head.weight = model.model.embed_tokens.weight
        missing = [name for name in missing if name != "lm_head.weight"]
    if missing:
        raise _odd(file, f"missing: {', '.join(missing[:5])}")
    model.model.rotary_emb = type(model.model.rotary_emb)(config=config)
    if factors is not None:
        model.model.rotary_emb.inv_freq /= factors
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model.eval()


def _config(file: ModelFile, header: Header, names: set[str]) -> tuple[Any, Any]:
    config_class, model_class = _CLASSES[file.architecture]
    prefix, shape = f"{file.architecture}.", file.shape
    scaling: dict[str, object] = {"rope_type": "default"}
    if header.text(prefix + "rope.scaling.type") == "linear":
        scaling = {"rope_type": "linear", "factor": _number(header, prefix + "rope.scaling.factor", 1.0)}
    scaling["rope_theta"] = _number(header, prefix + "rope.freq_base", 10_000.0)
    options: dict[str, object] = {"attention_bias": "blk.0.attn_q.bias" in names} if "llama" in prefix else {}
    config = config_class(
        vocab_size=_vocabulary(header),
        hidden_size=shape.embedding,
        intermediate_size=shape.feed_forward,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.kv_heads[0],
        head_dim=shape.key_length,
        max_position_embeddings=shape.context_length,
        rms_norm_eps=_number(header, prefix + "attention.layer_norm_rms_epsilon", 1e-5),
        rope_parameters=scaling,
        tie_word_embeddings="output.weight" not in names,
        attn_implementation="sdpa",
        use_cache=False,
        **options,
    )
    return config, model_class


def _vocabulary(header: Header) -> int:
    return next(tensor.shape[1] for tensor in header.tensors if tensor.name == "token_embd.weight")


def _number(header: Header, key: str, default: float) -> float:
    value = header.values.get(key, default)
    return float(value) if isinstance(value, int | float) else default


def _state(
    file: ModelFile, headers: list[Header], dtype: torch.dtype
) -> tuple[dict[str, torch.Tensor], torch.Tensor | None]:
    """The weights by transformers' names, and the rotary factors where the file has them."""
    state: dict[str, torch.Tensor] = {}
    factors = None
    for tensor, values in _tensors(headers):
        if tensor.name == ROTARY_FACTORS:
            factors = torch.from_numpy(values)
            continue
        name = transformers_name(tensor.name)
        if name is None:
            raise _odd(file, f"unknown: {tensor.name}")
        ordered = _in_order_of_transformers(tensor.name, values, file)
        state[name] = torch.from_numpy(np.ascontiguousarray(ordered)).to(dtype)
    return state, factors


def _tensors(headers: list[Header]) -> Iterator[tuple[Tensor, NDArray[np.float32]]]:
    """All tensors with their values, dequantized one after the other."""
    for header in headers:
        content = np.memmap(header.path, dtype=np.uint8, mode="r")
        for tensor in header.tensors:
            block, block_bytes = GGML_QUANT_SIZES[tensor.kind]
            rows = (*reversed(tensor.shape[1:]), tensor.shape[0] // block * block_bytes)
            data = content[tensor.start : tensor.start + tensor.size].reshape(rows)
            values = np.array(dequantize(data, tensor.kind), dtype=np.float32)
            yield tensor, values.reshape(tuple(reversed(tensor.shape)))


def _in_order_of_transformers(name: str, values: NDArray[np.float32], file: ModelFile) -> NDArray[np.float32]:
    """The tensor with its rows as transformers has them."""
    if not permutes_rotary_rows(file.architecture):
        return values
    if ".attn_q." in name:
        return _rows_of_transformers(values, file.shape.heads)
    return _rows_of_transformers(values, max(file.shape.kv_heads)) if ".attn_k." in name else values


def _rows_of_transformers(values: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """The rows with the two halves of each head's rotary pairs apart, as transformers has them."""
    half = values.shape[0] // heads // 2
    return values.reshape(heads, half, 2, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)


def _odd(file: ModelFile, details: str) -> TrainingFailed:
    return TrainingFailed(
        f"{file.name} has parts that cannot be trained here; choose another file or another model to train.",
        trouble=TrainingTrouble.MODEL,
        details=details,
    )
