"""Which models can be trained here, and how their tensors are called in a GGUF file and in transformers."""

from __future__ import annotations

import re

from models.catalog.header import Header
from models.catalog.inspection import ModelFile
from models.learning.failures import TrainingFailed, TrainingTrouble

TRAINABLE = ("llama", "qwen2", "qwen3")
"""Architectures whose training was checked against llama.cpp's own results."""

_BLOCK = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
_WHOLE = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}

ROTARY_FACTORS = "rope_freqs.weight"
"""A tensor that stretches the rotary frequencies, in files of Llama 3.1 and later."""

_NAME = re.compile(r"model\.layers\.(\d+)\.(.+)\.(weight|bias)")
_GGUF_BLOCK = re.compile(r"blk\.(\d+)\.(.+)\.(weight|bias)")


def gguf_name(name: str) -> str:
    """Return the GGUF name of a tensor in transformers: `blk.3.attn_q.weight` of `model.layers.3.self_attn.q_proj…`.

    Raises:
        KeyError: There is none.
    """
    if match := _NAME.fullmatch(name):
        return f"blk.{match[1]}.{_BLOCK[match[2]]}.{match[3]}"
    layer, _, end = name.rpartition(".")
    return f"{_WHOLE[layer]}.{end}"


def transformers_name(name: str) -> str | None:
    """Return the name in transformers of a tensor in a GGUF file, None when it has no place there."""
    if match := _GGUF_BLOCK.fullmatch(name):
        return next((f"model.layers.{match[1]}.{layer}.{match[3]}" for layer, short in _BLOCK.items()
                     if short == match[2]), None)  # fmt: skip
    short, _, end = name.rpartition(".")
    return next((f"{layer}.{end}" for layer, known in _WHOLE.items() if known == short), None)


def permutes_rotary_rows(architecture: str) -> bool:
    """Whether the file has the rows of q and k in llama.cpp's order (pairs side by side) instead of transformers'."""
    return architecture == "llama"


def check_trainable(file: ModelFile, header: Header) -> None:
    """Refuse a model that cannot be trained faithfully here.

    Args:
        file: The model.
        header: The header of its (first) file.

    Raises:
        TrainingFailed: One sentence that says why, and what can be done.
    """
    advice = "choose a Llama, Qwen 2.5 or Qwen 3 model to train; this one still answers as before."
    if file.architecture not in TRAINABLE:
        raise _refused(f"{file.name} is of the kind “{file.architecture}”, which cannot be trained here; {advice}")
    if header.whole(f"{file.architecture}.expert_count"):
        raise _refused(f"{file.name} is a mixture of experts, which cannot be trained here; {advice}")
    scaling = header.text(f"{file.architecture}.rope.scaling.type")
    if scaling not in ("", "none", "linear"):
        raise _refused(
            f"{file.name} stretches its context (“{scaling}”), so it cannot be trained here; {advice}",
            f"{file.architecture}.rope.scaling.type is {scaling}",
        )
    rotary = header.whole(f"{file.architecture}.rope.dimension_count")
    if rotary is not None and rotary != file.shape.key_length:
        raise _refused(f"{file.name} turns only a part of each attention head, so it cannot be trained here; {advice}")
    if len(set(file.shape.kv_heads)) > 1 or file.shape.key_length != file.shape.value_length:
        raise _refused(f"{file.name} has layers that differ in shape, so it cannot be trained here; {advice}")


def _refused(message: str, details: str = "") -> TrainingFailed:
    return TrainingFailed(message, trouble=TrainingTrouble.MODEL, details=details)
