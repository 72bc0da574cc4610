from __future__ import annotations

import re
import signal

import pytest

from models.engine.failures import explain_death, reason_in, sentence_for
from models.engine.protocol import FailureReason

CUDA_FULL = """\
load_tensors: loading model tensors, this can take a while... (mmap = true)
ggml_backend_cuda_buffer_type_alloc_buffer: allocating 4096.00 MiB on device 0: cudaMalloc failed: out of memory
alloc_tensor_range: failed to allocate CUDA0 buffer of size 4294967296
llama_model_load: error loading model: unable to allocate CUDA0 buffer
llama_model_load_from_file_impl: failed to load model"""

LOGS = {
    "cuda": (FailureReason.VIDEO_MEMORY, CUDA_FULL),
    "cuda, the last line alone": (
        FailureReason.VIDEO_MEMORY,
        "llama_model_load: error loading model: unable to allocate CUDA0 buffer",
    ),
    "cuda while computing": (
        FailureReason.VIDEO_MEMORY,
        (
            "CUDA error: out of memory\n  current device: 0, in function alloc at ggml-cuda.cu:419\n"
            "  cuMemCreate(&handle, reserve_size, &prop, 0)\nggml-cuda.cu:84: CUDA error"
        ),
    ),
    "vulkan": (
        FailureReason.VIDEO_MEMORY,
        (
            "ggml_vulkan: Device memory allocation of size 1073741824 failed.\n"
            "ggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory\n"
            "alloc_tensor_range: failed to allocate Vulkan0 buffer of size 1073741824"
        ),
    ),
    "rocm": (
        FailureReason.VIDEO_MEMORY,
        (
            "alloc_tensor_range: failed to allocate ROCm0 buffer of size 4294967296\n"
            "llama_model_load: error loading model: unable to allocate ROCm0 buffer"
        ),
    ),
    "metal": (
        FailureReason.VIDEO_MEMORY,
        (
            "ggml_metal_graph_compute: command buffer 0 failed with status 5\n"
            "error: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)"
        ),
    ),
    "processor": (
        FailureReason.MEMORY,
        (
            "ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 68719476736\n"
            "alloc_tensor_range: failed to allocate CPU buffer of size 68719476736\n"
            "llama_init_from_model: failed to initialize the context: failed to allocate buffer for kv cache"
        ),
    ),
    "map": (
        FailureReason.MEMORY,
        "llama_model_load: error loading model: mmap failed: Cannot allocate memory",
    ),
    "c++": (FailureReason.MEMORY, "terminate called after throwing an instance of 'std::bad_alloc'"),
    "python": (FailureReason.MEMORY, "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 8.0 GiB"),
    "architecture": (
        FailureReason.ARCHITECTURE,
        (
            "llama_model_load: error loading model: error loading model architecture: unknown model architecture: "
            "'llama9'\nllama_model_load_from_file_impl: failed to load model"
        ),
    ),
    "magic": (
        FailureReason.FILE,
        (
            "gguf_init_from_file_impl: invalid magic characters: 'PK??', expected 'GGUF'\n"
            "llama_model_load: error loading model: llama_model_loader: failed to load model from /tmp/x.gguf"
        ),
    ),
    "truncated": (
        FailureReason.FILE,
        (
            "llama_model_load: error loading model: tensor 'blk.29.ffn_up.weight' data is not within the file bounds, "
            "model is corrupted or incomplete"
        ),
    ),
    "tensor missing": (
        FailureReason.FILE,
        "llama_model_load: error loading model: missing tensor 'token_embd.weight'",
    ),
    "tensors too few": (
        FailureReason.FILE,
        "llama_model_load: error loading model: done_getting_tensors: wrong number of tensors; expected 272, got 271",
    ),
    "shape": (
        FailureReason.FILE,
        (
            "llama_model_load: error loading model: check_tensor_dims: tensor 'output.weight' has wrong shape; "
            "expected 576, 49152, got 576, 49151, 1, 1"
        ),
    ),
    "key": (
        FailureReason.FILE,
        (
            "llama_model_load: error loading model: error loading model hyperparameters: key not found in model: "
            "llama.context_length"
        ),
    ),
}

HEALTHY = """\
llama_model_loader: loaded meta data with 39 key-value pairs and 272 tensors from SmolLM2.gguf (version GGUF V3)
llama_model_loader: - kv   0:                       general.architecture str              = llama
llama_model_loader: - type  f32:   61 tensors
print_info: file format = GGUF V3 (latest)
load: printing all EOG tokens:
load: special_eos_id is not in special_eog_ids - the tokenizer config may be incorrect
load_tensors: loading model tensors, this can take a while... (mmap = true)
load_tensors:   CPU_Mapped model buffer size =    83.29 MiB
llama_context: n_ctx_seq (2048) < n_ctx_train (8192) -- the full capacity of the model will not be utilized
llama_context:        CPU compute buffer size =    98.25 MiB"""


@pytest.mark.parametrize(("reason", "log"), LOGS.values(), ids=LOGS.keys())
def test_the_cause_is_read_from_llama_cpps_words(reason: FailureReason, log: str) -> None:
    assert reason_in(log) is reason
    assert reason_in(f"{HEALTHY}\n{log}") is reason


@pytest.mark.parametrize("log", ["", HEALTHY, "GGML_ASSERT(n >= 0) failed"])
def test_other_words_tell_no_cause(log: str) -> None:
    assert reason_in(log) is None


def assert_plain(sentence: str) -> None:
    """One sentence that says what happened and, after a semicolon, what to do or what follows."""
    happened, _, following = sentence.partition("; ")
    assert re.fullmatch(r"[A-Z][^.;!\n]+", happened)
    assert re.fullmatch(r"[a-z][^;!\n]+\.", following)
    assert not re.search(r"Error|errno|signal|exit code|0x|CUDA|ggml", sentence)


@pytest.mark.parametrize("reason", list(FailureReason))
def test_every_cause_has_a_plain_sentence_with_the_next_step(reason: FailureReason) -> None:
    assert_plain(sentence_for(reason))


@pytest.mark.parametrize(
    ("code", "lines", "reason"),
    [
        (-signal.SIGSEGV, HEALTHY, FailureReason.CRASHED),
        (-signal.SIGABRT, "GGML_ASSERT(n >= 0) failed", FailureReason.CRASHED),
        (1, "Traceback (most recent call last):\nKeyError: 'x'", FailureReason.CRASHED),
        (0, "", FailureReason.CRASHED),
        (3221225477, "", FailureReason.CRASHED),
        (-9, "", FailureReason.KILLED),
        (-9, CUDA_FULL, FailureReason.VIDEO_MEMORY),
        (-signal.SIGABRT, "terminate called after throwing an instance of 'std::bad_alloc'", FailureReason.MEMORY),
        (None, "the last line", FailureReason.UNRESPONSIVE),
        (-250, "", FailureReason.CRASHED),
    ],
)
def test_a_death_is_explained(code: int | None, lines: str, reason: FailureReason) -> None:
    found, sentence, details = explain_death(code, lines)
    assert found is reason
    assert_plain(sentence)
    assert lines in details
    assert details == details.strip()


def test_the_details_tell_how_the_process_ended() -> None:
    assert "SIGSEGV" in explain_death(-signal.SIGSEGV, "")[2]
    assert "250" in explain_death(-250, "")[2]
    assert "exit code 7" in explain_death(7, "")[2]


def test_only_who_starts_again_says_so() -> None:
    for code, lines in ((None, ""), (-9, ""), (1, "")):
        assert "starts again" in explain_death(code, lines)[1]
    assert "starts again" not in explain_death(-9, CUDA_FULL)[1]
