"""What is asked for after a load has ended the engine: the same model with less, and the words that tell it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from models.engine.protocol import Load
from models.engine.tuned_loading import could_not_be_loaded

SMALL_CONTEXT, LEAST_CONTEXT = 2048, 512
"""Tokens: what is tried where it is not known which context the engine chose, and the least ever."""


def with_fewer_layers(request: Load, layers: int) -> Load:
    """Return a load with half of the `layers` that the graphics card could not hold, in the end with none."""
    fewer = layers // 2 if layers > 1 else 0
    notice = f"The graphics card could not hold {layers} layers of the model, so " + (
        f"{fewer} are on it." if fewer else "the model runs on the processor."
    )
    return msgspec.structs.replace(request, gpu_layers=fewer, notice=notice)


def with_less_context(request: Load, tried: int) -> Load:
    """Return a load that the system ended, with half of the context that was `tried` (tokens, 0 if not known)."""
    size = tried or request.context_size or 2 * SMALL_CONTEXT
    context = min(size, max(LEAST_CONTEXT, size // 2))
    notice = (
        "The system ended the engine while it loaded the model, most often because memory ran out, so the context "
        f"has {context:,} tokens."
    )
    return msgspec.structs.replace(request, context_size=context, notice=notice)


def without_copy(request: Load) -> Load:
    """Return a load of the original in the place of the tuned copy that ended the engine."""
    notice = " ".join(filter(None, (request.notice, could_not_be_loaded(Path(request.path).stem))))
    return msgspec.structs.replace(request, tuned_folder="", notice=notice)
