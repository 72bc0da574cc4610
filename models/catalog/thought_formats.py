"""How a model parts its thought from its answer; read from its chat template."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThoughtFormat:
    """The marks around a thought; `native` when the model was trained to think between them."""

    name: str
    opening: str
    closing: str
    native: bool


IMPOSED = ThoughtFormat("imposed", "", "", native=False)
"""For models with no thinking of their own: a phase of its own holds the thought."""

THINK_TAGS = ThoughtFormat("think tags", "<think>", "</think>", native=True)
"""Qwen3, DeepSeek-R1, SmolLM3 and most others."""

MAGISTRAL = ThoughtFormat("magistral", "[THINK]", "[/THINK]", native=True)

HARMONY = ThoughtFormat("harmony", "<|channel|>analysis<|message|>", "<|end|>", native=True)
"""gpt-oss writes named channels."""

SEED = ThoughtFormat("seed", "<seed:think>", "</seed:think>", native=True)
"""Seed-OSS."""

COMMAND = ThoughtFormat("command", "<|START_THINKING|>", "<|END_THINKING|>", native=True)
"""Cohere's Command A Reasoning."""

_PAIRS = (SEED, COMMAND, MAGISTRAL, THINK_TAGS)


def custom_format(opening: str, closing: str) -> ThoughtFormat:
    """Return a format with the user's own pair of marks."""
    return ThoughtFormat("custom", opening, closing, native=True)


def detect_thought_format(chat_template: str | None, architecture: str = "") -> ThoughtFormat:
    """Return the format that a model's chat template speaks of; `IMPOSED` when it speaks of none.

    A template that only cuts old thoughts out of the history (it names the closing mark alone, as DeepSeek-R1's first
    one) counts too: the model writes the opening mark by itself.
    """
    template = chat_template or ""
    if "<|channel|>" in template or architecture == "gpt-oss":
        return HARMONY
    return next((pair for pair in _PAIRS if pair.opening in template or pair.closing in template), IMPOSED)
