"""llama.cpp's own samplers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from models.engine.protocol import Sampling

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class SamplerChain:
    """llama.cpp's own samplers (top-p, min-p, temperature, draw) over a short list of candidates."""

    def __init__(self, sampling: Sampling, seed: int, capacity: int) -> None:
        self.pointer = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
        for each in _samplers(sampling, seed):
            llama_cpp.llama_sampler_chain_add(self.pointer, each)
        self._candidates = np.zeros(capacity, dtype=_CANDIDATE)
        self._list = llama_cpp.llama_token_data_array()
        self._list.data = ctypes.cast(  # type: ignore[assignment]  # the bindings declare an array
            self._candidates.ctypes.data, llama_cpp.llama_token_data_p
        )

    def draw(self, tokens: NDArray[np.int32], logits: NDArray[np.float32]) -> int:
        """Draw one of `tokens`, which come with their `logits`, likeliest first."""
        count = len(tokens)
        self._candidates["id"][:count] = tokens
        self._candidates["logit"][:count] = logits
        self._candidates["p"][:count] = 0.0
        self._list.size, self._list.selected, self._list.sorted = count, -1, True
        llama_cpp.llama_sampler_apply(self.pointer, ctypes.byref(self._list))
        return int(self._candidates["id"][self._list.selected])

    def close(self) -> None:
        """Free the chain."""
        if self.pointer:
            llama_cpp.llama_sampler_free(self.pointer)
            self.pointer = None


def _samplers(sampling: Sampling, seed: int) -> Iterator[Any]:
    if sampling.top_p < 1.0:
        yield llama_cpp.llama_sampler_init_top_p(sampling.top_p, 1)
    if sampling.min_p > 0.0:
        yield llama_cpp.llama_sampler_init_min_p(sampling.min_p, 1)
    yield llama_cpp.llama_sampler_init_temp(sampling.temperature)
    yield llama_cpp.llama_sampler_init_dist(seed & 0xFFFFFFFF)
