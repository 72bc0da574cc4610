"""Tells the user why the engine failed: which of file, architecture, graphics memory, memory, or our own fault."""

from __future__ import annotations

import signal

from models.engine.protocol import FailureReason

_CARDS = ("cuda", "vulkan", "rocm", "sycl", "mtl", "metal")

_SIGNS: tuple[tuple[FailureReason, tuple[str, ...]], ...] = (
    (FailureReason.ARCHITECTURE, ("unknown model architecture", "unknown architecture", "unsupported model")),
    (
        FailureReason.VIDEO_MEMORY,
        ("cudamalloc failed", "cuda error: out of memory", "erroroutofdevicememory", "device memory allocation",
         "mtl_buffer", "hip error: out of memory", "callbackerroroutofmemory",
         *(f"to allocate {card}" for card in _CARDS)),
    ),
    (
        FailureReason.MEMORY,
        ("failed to allocate", "unable to allocate", "cannot allocate memory", "bad_alloc", "out of memory",
         "failed to allocate buffer", "memoryerror", "mmap failed"),
    ),
    (
        FailureReason.FILE,
        ("has invalid data", "tensors with invalid data", "invalid magic", "not within the file bounds", "tensor data",
         "corrupt", "failed to read", "gguf_init",
         "missing tensor", "wrong number of tensors", "wrong shape", "key not found", "failed to open", "unexpectedly"),
    ),
)  # fmt: skip
"""Words of llama.cpp's log that tell a cause, the most particular first."""

_SENTENCES = {
    FailureReason.ARCHITECTURE: "This version of Rationale does not know this kind of model; choose another.",
    FailureReason.VIDEO_MEMORY: "The graphics card ran out of memory; load the model with fewer layers on it.",
    FailureReason.MEMORY: "The computer ran out of memory; choose a smaller context or a smaller model.",
    FailureReason.FILE: "The model file is damaged or not complete; download it again.",
}


def reason_in(log: str) -> FailureReason | None:
    """The cause that llama.cpp's log tells, None when it tells none."""
    words = log.lower()
    return next((reason for reason, signs in _SIGNS if any(sign in words for sign in signs)), None)


def sentence_for(reason: FailureReason) -> str:
    """One plain sentence about a cause, with the next step."""
    return _SENTENCES.get(reason, "The engine stopped because of an error of its own; it starts again by itself.")


def explain_death(exit_code: int | None, last_lines: str) -> tuple[FailureReason, str, str]:
    """Return why an engine process ended: reason, one plain sentence, details.

    Args:
        exit_code: As `subprocess` gives it (negative: the signal); None when it had to be killed.
        last_lines: The end of its standard error.
    """
    details = "\n".join(filter(None, (_how(exit_code), last_lines)))
    if exit_code is None:
        return FailureReason.UNRESPONSIVE, "The engine did not react and was ended; it starts again by itself.", details
    told = reason_in(last_lines)
    if told in (FailureReason.VIDEO_MEMORY, FailureReason.MEMORY):
        return told, sentence_for(told), details
    if exit_code == -getattr(signal, "SIGKILL", 9):
        sentence = "The system or another program ended the engine, most often because memory ran out; it starts again."
        return FailureReason.KILLED, sentence, details
    return FailureReason.CRASHED, sentence_for(FailureReason.CRASHED), details


def _how(exit_code: int | None) -> str:
    if exit_code is None or exit_code >= 0:
        return "" if exit_code is None else f"exit code {exit_code}"
    try:
        return f"ended by {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"ended by signal {-exit_code}"
