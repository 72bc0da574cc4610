"""Measures how far a copy of a model strays from it: the KL divergence of its next-token distribution."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models.catalog.tuned_copies import Divergence
from models.engine.llama.context import Context
from models.engine.llama.failures import LlamaError

CHUNK_TOKENS = 32
"""Distributions held at once; each takes four bytes for every token of the vocabulary, twice."""


def measure_divergence(
    original: Context, copy: Context, tokens: Sequence[int], progress: Callable[[float], None] = lambda _share: None
) -> Divergence:
    """Read the same text with both and compare what each expects next, after every token.

    Args:
        original: A context of the model, empty, with room for the text.
        copy: A context of its copy, likewise.
        tokens: The text.
        progress: Called with the share that was read.
    """
    divergences: list[float] = []
    agreed = 0
    for start, one, other in _pairs(original, copy, tokens):
        first, second = _log_probabilities(one), _log_probabilities(other)
        divergences += [max(0.0, float(each)) for each in (np.exp(first) * (first - second)).sum(axis=1)]
        agreed += int((one.argmax(axis=1) == other.argmax(axis=1)).sum())
        progress(min(1.0, (start + CHUNK_TOKENS) / len(tokens)))
    count = len(divergences)
    values = np.array(divergences)
    return Divergence(
        mean=float(values.mean()),
        error=float(values.std()) / math.sqrt(count),
        largest=float(values.max()),
        same_choice=agreed / count,
        tokens=count,
    )


def _pairs(
    original: Context, copy: Context, tokens: Sequence[int]
) -> Iterator[tuple[int, NDArray[np.float32], NDArray[np.float32]]]:
    for start in range(0, len(tokens), CHUNK_TOKENS):
        piece = tokens[start : start + CHUNK_TOKENS]
        yield start, _logits(original, piece, start), _logits(copy, piece, start)


def _logits(context: Context, tokens: Sequence[int], start: int) -> NDArray[np.float32]:
    context.batch.clear()
    for place, token in enumerate(tokens):
        context.batch.add(token, start + place, 0, logits=True)
    if code := context.decode():
        raise LlamaError(f"llama.cpp could not compute (code {code})")
    return np.stack([context.logits(index) for index in range(len(tokens))])


def _log_probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result
