"""Measures how fast a context computes: reading a prompt, writing one sequence, writing eight at once."""

from __future__ import annotations

import time
from collections.abc import Sequence

from models.catalog.speeds import ATTEMPTS, PROMPT_TOKENS, Rates
from models.engine.llama.context import Context
from models.engine.llama.failures import LlamaError

STEPS = 32
"""Tokens that each sequence writes."""

CONTEXT_SIZE = 2048


def measure_rates(context: Context, tokens: Sequence[int]) -> Rates:
    """Measure once; the context's memory is emptied.

    Args:
        context: With room for `CONTEXT_SIZE` tokens, batches of `PROMPT_TOKENS` and one sequence more than `ATTEMPTS`.
        tokens: What is read and written; repeated where it is short.
    """
    text = [tokens[place % len(tokens)] for place in range(PROMPT_TOKENS + STEPS)]
    _forget(context)
    started = time.perf_counter()
    _decode(context, [(token, place, 0) for place, token in enumerate(text[:PROMPT_TOKENS])])
    prefill = PROMPT_TOKENS / (time.perf_counter() - started)
    for sequence in range(1, ATTEMPTS + 1):
        context.copy_whole(0, sequence)
    one = _written(context, text, range(ATTEMPTS, ATTEMPTS + 1))
    eight = _written(context, text, range(ATTEMPTS))
    _forget(context)
    return Rates(prefill=prefill, one=one, eight=eight)


def _written(context: Context, text: Sequence[int], sequences: range) -> float:
    started = time.perf_counter()
    for place in range(PROMPT_TOKENS, PROMPT_TOKENS + STEPS):
        _decode(context, [(text[place - sequence], place, sequence) for sequence in sequences], logits=True)
    return len(sequences) * STEPS / (time.perf_counter() - started)


def _decode(context: Context, entries: Sequence[tuple[int, int, int]], *, logits: bool = False) -> None:
    context.batch.clear()
    for number, (token, place, sequence) in enumerate(entries):
        context.batch.add(token, place, sequence, logits=logits or number == len(entries) - 1)
    if code := context.decode():
        raise LlamaError(f"llama.cpp could not compute (code {code})")


def _forget(context: Context) -> None:
    for sequence in range(context.sequences):
        context.cut(sequence, 0)
