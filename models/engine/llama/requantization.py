"""Copies of a model in another type of numbers."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from pathlib import Path

import llama_cpp

from models.engine.llama.failures import LlamaError

REQUANTIZED = {"Q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0, "Q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0}
"""The types that `requantize` writes."""

_TEXT_VALUE = 3
"""`LLAMA_KV_OVERRIDE_TYPE_STR` in llama.h."""


def requantize(source: Path, target: Path, kind: str, *, threads: int, facts: Mapping[str, str]) -> None:
    """Write a copy of a model in another type; it may abort the process on an odd model.

    Args:
        source: The model's file (of a split model: the first part).
        target: The new file.
        kind: A key of `REQUANTIZED`.
        threads: Processor threads.
        facts: Metadata that the copy gets, each value up to 127 bytes.

    Raises:
        LlamaError: llama.cpp could not do it.
    """
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype, parameters.nthread, parameters.allow_requantize = REQUANTIZED[kind], threads, True
    overrides = (llama_cpp.llama_model_kv_override * (len(facts) + 1))()  # the last one, without a key, ends them
    for override, (key, value) in zip(overrides, facts.items(), strict=False):
        override.tag, override.key = _TEXT_VALUE, key.encode()
        override.value.val_str = value.encode()
    parameters.kv_overrides = ctypes.cast(overrides, ctypes.POINTER(llama_cpp.llama_model_kv_override))
    code = llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), ctypes.byref(parameters))
    if code:
        raise LlamaError(f"llama.cpp could not write the copy (code {code})")
