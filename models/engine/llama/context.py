"""The working memory of a model, and the call that computes."""

from __future__ import annotations

import ctypes
from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from models.engine.llama.abort_flag import AbortFlag
from models.engine.llama.adapter import Adapter
from models.engine.llama.batch import Batch
from models.engine.llama.failures import LlamaError
from models.engine.llama.model import Model
from models.engine.llama.shipped_libraries import shipped_library

_KV_TYPES = {"f16": llama_cpp.GGML_TYPE_F16, "q8_0": llama_cpp.GGML_TYPE_Q8_0, "q4_0": llama_cpp.GGML_TYPE_Q4_0}

_logits_address = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32)(
    ("llama_get_logits_ith", shipped_library("llama"))
)
"""`llama_get_logits_ith` giving a plain address: an array from the bindings' pointer costs more than the draw."""


class Context:
    """The working memory of a model: one store of KV cells shared by all sequences.

    Args:
        model: The model.
        size: KV cells, shared by all sequences; also the longest sequence.
        sequences: How many sequences may live at once.
        batch_tokens: The most tokens of one decode call.
        threads: Processor threads.
        abort: Stops a computation midway.
        kv_type: What the cells hold: f16, q8_0 or q4_0.
        flash_attention: None leaves it to llama.cpp.

    Raises:
        LlamaError: The memory for it could not be had.
    """

    def __init__(
        self,
        model: Model,
        *,
        size: int,
        sequences: int,
        batch_tokens: int,
        threads: int,
        abort: AbortFlag,
        kv_type: str = "f16",
        flash_attention: bool | None = None,
    ) -> None:
        parameters = _parameters(size, sequences, batch_tokens, kv_type, flash_attention)
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.abort_callback = abort.callback
        parameters.abort_callback_data = abort.argument
        pointer = llama_cpp.llama_init_from_model(model.pointer, parameters)
        if not pointer:
            raise LlamaError("llama.cpp could not make a context")
        self.pointer = pointer
        self.model = model
        self.size = llama_cpp.llama_n_ctx(pointer)
        self.sequences = sequences
        self.batch = Batch(batch_tokens)
        self._memory = llama_cpp.llama_get_memory(pointer)
        self._rows: dict[int, NDArray[np.float32]] = {}

    def decode(self) -> int:
        """Decode the batch. Returns 0 when done, 1 when there is no room, 2 when aborted, below 0 on a failure."""
        return int(llama_cpp.llama_decode(self.pointer, self.batch.native()))

    def logits(self, index: int) -> NDArray[np.float32]:
        """The logits of the batch's token `index`, shape (vocabulary,); valid until the next decode, writable."""
        address = _logits_address(self.pointer, index)
        row = self._rows.get(address)
        if row is None:
            pointer = ctypes.cast(address, ctypes.POINTER(ctypes.c_float))
            row = self._rows[address] = np.ctypeslib.as_array(pointer, shape=(self.model.vocabulary.size,))
        return row

    def use_threads(self, threads: int) -> None:
        """Compute with so many processor threads from now on."""
        llama_cpp.llama_set_n_threads(self.pointer, threads, threads)

    def cut(self, sequence: int, length: int) -> bool:
        """Forget all of a sequence after its first `length` tokens; False when this memory cannot."""
        return bool(llama_cpp.llama_memory_seq_rm(self._memory, sequence, length, -1))

    def copy(self, source: int, target: int, length: int) -> None:
        """Let `target` (empty before) share the first `length` cells of `source`."""
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, 0 if length else -1, length or -1)

    def copy_whole(self, source: int, target: int) -> None:
        """Let `target` (empty before) start where `source` is now."""
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def length(self, sequence: int) -> int:
        """How many tokens the memory holds of a sequence."""
        return int(llama_cpp.llama_memory_seq_pos_max(self._memory, sequence)) + 1

    def use_adapter(self, adapter: Adapter | None, scale: float = 1.0) -> None:
        """Compute with `adapter` from now on; what the memory holds was computed with the earlier one."""
        if adapter is None:
            llama_cpp.llama_set_adapters_lora(self.pointer, None, 0, None)
            return
        adapters = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(adapter.pointer)
        scales = (ctypes.c_float * 1)(scale)
        if llama_cpp.llama_set_adapters_lora(self.pointer, adapters, 1, scales) != 0:
            raise LlamaError("llama.cpp could not set the adapter")

    def close(self) -> None:
        """Free the context."""
        if self.pointer:
            self.batch.close()
            llama_cpp.llama_free(self.pointer)
            self.pointer = None


def _parameters(size: int, sequences: int, batch_tokens: int, kv_type: str, flash_attention: bool | None) -> Any:
    """llama.cpp's parameters of a context whose cells all sequences share."""
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx = size
    parameters.n_batch = batch_tokens
    parameters.n_ubatch = batch_tokens
    parameters.n_seq_max = sequences
    parameters.kv_unified = True
    parameters.swa_full = True
    parameters.no_perf = True
    parameters.type_k = parameters.type_v = _KV_TYPES[kv_type]
    if flash_attention is not None:
        enabled, disabled = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED, llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.flash_attn_type = enabled if flash_attention else disabled
    return parameters
