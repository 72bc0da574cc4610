"""llama.cpp through llama-cpp-python's low-level API: the only file that imports `llama_cpp`.

The small classes here own the C objects: each is freed once, by `close`. Nothing here is safe to call from two threads
at once, but for `AbortFlag.set`.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from models.engine.protocol import Device, Sampling

KEPT_LOG_LINES = 200

GGML_LOG_LEVEL_WARN = 3
"""`enum ggml_log_level` in ggml.h; the bindings do not name it."""


class LlamaError(Exception):
    """llama.cpp said no; the message holds its last words."""


class LogTail:
    """Keeps llama.cpp's last log lines, which say why a load failed; installed before anything else is called.

    Args:
        listen: Called with each line.
    """

    def __init__(self, listen: Callable[[str], None] = lambda _line: None) -> None:
        self._listen = listen
        self._lines: deque[str] = deque(maxlen=KEPT_LOG_LINES)
        self._partial = ""
        self._callback = llama_cpp.llama_log_callback(self._take)
        llama_cpp.llama_log_set(self._callback, ctypes.c_void_p(0))

    def _take(self, level: int, text: bytes, _data: object) -> None:
        self._partial += text.decode("utf-8", "replace")
        while "\n" in self._partial:
            line, self._partial = self._partial.split("\n", 1)
            self._lines.append(line)
            self._listen(line)
            if level >= GGML_LOG_LEVEL_WARN:
                print(line, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Forget the lines so far."""
        self._lines.clear()

    def text(self) -> str:
        """The kept lines, oldest first."""
        return "\n".join([*self._lines, self._partial]).strip()


class AbortFlag:
    """A switch that makes llama.cpp abort the computation it is in (on the CPU; a GPU finishes its batch).

    llama.cpp asks an abort callback before every node of the graph. A Python callback would take the interpreter's lock
    thousands of times for each token, so the callback is the C library's `strlen` and its argument this flag's two
    bytes: the string is empty (false) until `set` makes it one character long (true).
    """

    def __init__(self) -> None:
        self._bytes = ctypes.create_string_buffer(2)
        library = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
        self.callback = ctypes.cast(library.strlen, llama_cpp.ggml_abort_callback)
        self.argument = ctypes.cast(self._bytes, ctypes.c_void_p)

    def set(self) -> None:
        """Abort the computation that runs now, or the next one."""
        self._bytes[0] = b"\x01"

    def clear(self) -> None:
        """Let computations run again."""
        self._bytes[0] = b"\x00"

    @property
    def is_set(self) -> bool:
        """Whether computations abort."""
        return self._bytes[0] != b"\x00"


class Model:
    """A loaded model with its vocabulary.

    Args:
        path: The GGUF file (of a split model: the first part).
        gpu_layers: How many layers go to the graphics cards.
        card_shares: How much of them each card takes, in llama.cpp's order; () leaves it to llama.cpp.
        check: Looks at all weights for values that no model has; takes about half a second for each gigabyte.
        progress: Called with the loaded share (0 to 1); returns False to give up.

    Raises:
        LlamaError: llama.cpp could not load it.
    """

    def __init__(
        self,
        path: Path,
        *,
        gpu_layers: int = 0,
        card_shares: Sequence[float] = (),
        check: bool = False,
        vocabulary_only: bool = False,
        progress: Callable[[float], bool] = lambda _share: True,
    ) -> None:
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        parameters.vocab_only = vocabulary_only
        parameters.check_tensors = check
        if any(card_shares):
            self._shares = _shares(card_shares)
            parameters.tensor_split = ctypes.cast(self._shares, ctypes.POINTER(ctypes.c_float))
        self._progress = llama_cpp.llama_progress_callback(lambda share, _data: progress(share))
        parameters.progress_callback = self._progress
        pointer = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
        if not pointer:
            raise LlamaError("llama.cpp could not load the model")
        self.pointer = pointer
        self.vocabulary = llama_cpp.llama_model_get_vocab(pointer)
        self.vocabulary_size = llama_cpp.llama_vocab_n_tokens(self.vocabulary)
        self.layers = llama_cpp.llama_model_n_layer(pointer)
        self.trained_context = llama_cpp.llama_model_n_ctx_train(pointer)
        self._pieces: dict[int, bytes] = {}

    @property
    def can_rewind(self) -> bool:
        """Whether a sequence can be cut back to any earlier place (recurrent states cannot)."""
        return not (llama_cpp.llama_model_is_recurrent(self.pointer) or llama_cpp.llama_model_is_hybrid(self.pointer))

    def tokenize(self, text: str, *, add_special: bool = False, parse_special: bool = True) -> list[int]:
        """Return the token ids of `text`; `parse_special` reads control tokens such as `<|im_end|>` out of the text."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        while True:
            tokens = (llama_cpp.llama_token * room)()
            count = llama_cpp.llama_tokenize(self.vocabulary, data, len(data), tokens, room, add_special, parse_special)
            if count >= 0:
                return list(tokens[:count])
            room = -count

    def piece(self, token: int) -> bytes:
        """Return the bytes of a token; control tokens give their names."""
        known = self._pieces.get(token)
        if known is None:
            known = self._pieces[token] = self._read_piece(token)
        return known

    def _read_piece(self, token: int) -> bytes:
        room = 64
        while True:
            buffer = ctypes.create_string_buffer(room)
            count = llama_cpp.llama_token_to_piece(self.vocabulary, token, buffer, room, 0, True)
            if count >= 0:
                return buffer.raw[:count]
            room = -count

    def ends_generation(self, token: int) -> bool:
        """Whether the token ends a turn."""
        return bool(llama_cpp.llama_vocab_is_eog(self.vocabulary, token))

    @cached_property
    def ending_tokens(self) -> tuple[int, ...]:
        """All tokens that end a turn."""
        return tuple(token for token in range(self.vocabulary_size) if self.ends_generation(token))

    def is_control(self, token: int) -> bool:
        """Whether the token is a control token, never meant to be read."""
        return bool(llama_cpp.llama_vocab_is_control(self.vocabulary, token))

    @property
    def adds_bos(self) -> bool:
        """Whether the model wants its beginning-of-sequence token before the text."""
        return bool(llama_cpp.llama_vocab_get_add_bos(self.vocabulary))

    def _special_text(self, token: int) -> str:
        return "" if token < 0 else self.piece(token).decode("utf-8", "replace")

    @property
    def bos_text(self) -> str:
        """The text of the beginning-of-sequence token ("" when there is none)."""
        return self._special_text(llama_cpp.llama_vocab_bos(self.vocabulary))

    @property
    def eos_text(self) -> str:
        """The text of the end-of-sequence token ("" when there is none)."""
        return self._special_text(llama_cpp.llama_vocab_eos(self.vocabulary))

    def close(self) -> None:
        """Free the model."""
        if self.pointer:
            llama_cpp.llama_model_free(self.pointer)
            self.pointer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _shares(card_shares: Sequence[float]) -> ctypes.Array[ctypes.c_float]:
    """`tensor_split`, of which llama.cpp reads as many numbers as there can be devices."""
    room = max(len(card_shares), int(llama_cpp.llama_max_devices()))
    shares: ctypes.Array[ctypes.c_float] = (ctypes.c_float * room)(*card_shares)
    return shares


class Batch:
    """Tokens to decode in one call: each with its place, its sequence, and whether its logits are wanted."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._batch = llama_cpp.llama_batch_init(capacity, 0, 1)
        self.size = 0

    def clear(self) -> None:
        """Empty the batch."""
        self.size = 0

    def add(self, token: int, position: int, sequence: int, *, logits: bool) -> int:
        """Add a token; returns its index in the batch."""
        index = self.size
        batch = self._batch
        batch.token[index] = token
        batch.pos[index] = position
        batch.n_seq_id[index] = 1
        batch.seq_id[index][0] = sequence
        batch.logits[index] = logits
        self.size = index + 1
        return index

    @property
    def room(self) -> int:
        """How many more tokens fit."""
        return self.capacity - self.size

    def native(self) -> Any:
        """The C structure, sized to what was added."""
        self._batch.n_tokens = self.size
        return self._batch

    def close(self) -> None:
        """Free the batch."""
        llama_cpp.llama_batch_free(self._batch)


class Adapter:
    """A LoRA adapter read from a GGUF file, for one model.

    Raises:
        LlamaError: The file is missing, damaged or made for another model.
    """

    def __init__(self, model: Model, path: Path) -> None:
        pointer = llama_cpp.llama_adapter_lora_init(model.pointer, str(path).encode())
        if not pointer:
            raise LlamaError("llama.cpp could not load the adapter")
        self.pointer = pointer

    def close(self) -> None:
        """Free the adapter; the context must not use it any more."""
        if self.pointer:
            llama_cpp.llama_adapter_lora_free(self.pointer)
            self.pointer = None


_KV_TYPES = {"f16": llama_cpp.GGML_TYPE_F16, "q8_0": llama_cpp.GGML_TYPE_Q8_0, "q4_0": llama_cpp.GGML_TYPE_Q4_0}


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
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = batch_tokens
        parameters.n_ubatch = batch_tokens
        parameters.n_seq_max = sequences
        parameters.n_threads = threads
        parameters.n_threads_batch = threads
        parameters.kv_unified = True
        parameters.swa_full = True
        parameters.no_perf = True
        parameters.type_k = parameters.type_v = _KV_TYPES[kv_type]
        if flash_attention is not None:
            enabled, disabled = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED, llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
            parameters.flash_attn_type = enabled if flash_attention else disabled
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
            row = self._rows[address] = np.ctypeslib.as_array(pointer, shape=(self.model.vocabulary_size,))
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


def _shipped_library(name: str) -> ctypes.CDLL:
    """One of the libraries that llama-cpp-python brings along."""
    file = {"win32": f"{name}.dll", "darwin": f"lib{name}.dylib"}.get(sys.platform, f"lib{name}.so")
    return ctypes.CDLL(str(Path(llama_cpp.__file__).parent / "lib" / file))


_logits_address = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32)(
    ("llama_get_logits_ith", _shipped_library("llama"))
)
"""`llama_get_logits_ith` giving a plain address: an array from the bindings' pointer costs more than the draw."""


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


_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


def _samplers(sampling: Sampling, seed: int) -> Iterator[Any]:
    if sampling.top_p < 1.0:
        yield llama_cpp.llama_sampler_init_top_p(sampling.top_p, 1)
    if sampling.min_p > 0.0:
        yield llama_cpp.llama_sampler_init_min_p(sampling.min_p, 1)
    yield llama_cpp.llama_sampler_init_temp(sampling.temperature)
    yield llama_cpp.llama_sampler_init_dist(seed & 0xFFFFFFFF)


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


_DEVICE_KINDS = ("cpu", "gpu", "integrated_gpu", "accelerator")


def devices() -> tuple[Device, ...]:
    """The devices that this build of llama.cpp sees, through ggml's backend device API (bytes of memory, free now)."""
    ggml = _ggml()
    found = []
    for index in range(ggml.ggml_backend_dev_count()):
        device = ggml.ggml_backend_dev_get(index)
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        ggml.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
        kind = ggml.ggml_backend_dev_type(device)
        found.append(
            Device(
                name=ggml.ggml_backend_dev_name(device).decode("utf-8", "replace"),
                description=ggml.ggml_backend_dev_description(device).decode("utf-8", "replace"),
                kind=_DEVICE_KINDS[kind] if 0 <= kind < len(_DEVICE_KINDS) else "accelerator",
                backend=ggml.ggml_backend_reg_name(ggml.ggml_backend_dev_backend_reg(device)).decode(
                    "utf-8", "replace"
                ),
                memory_free=free.value,
                memory_total=total.value,
            )
        )
    return tuple(found)


def _ggml() -> ctypes.CDLL:
    """The shipped libggml with the argument types of the device API declared."""
    library = _shipped_library("ggml")
    pointer, text, size = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t
    declared: Sequence[tuple[str, Any, list[Any]]] = (
        ("ggml_backend_dev_count", size, []),
        ("ggml_backend_dev_get", pointer, [size]),
        ("ggml_backend_dev_name", text, [pointer]),
        ("ggml_backend_dev_description", text, [pointer]),
        ("ggml_backend_dev_type", ctypes.c_int, [pointer]),
        ("ggml_backend_dev_memory", None, [pointer, ctypes.POINTER(size), ctypes.POINTER(size)]),
        ("ggml_backend_dev_backend_reg", pointer, [pointer]),
        ("ggml_backend_reg_name", text, [pointer]),
    )
    for symbol, result, arguments in declared:
        function = getattr(library, symbol)
        function.restype, function.argtypes = result, arguments
    return library


def system_info() -> str:
    """llama.cpp's own line about the processor features it was built with."""
    return str(llama_cpp.llama_print_system_info().decode("utf-8", "replace"))


def start_backend() -> None:
    """Start llama.cpp's backends; once for each process."""
    llama_cpp.llama_backend_init()
