"""What is asked: a question with everything that shapes its answer. The window imports this, so it imports little."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.errors import InputError

if TYPE_CHECKING:
    from models.reasoning.effort import Effort
    from models.settings import SamplingSettings

NO_ADAPTER = "none"
"""Asks for the model as it is."""

LARGEST_QUESTION = 400_000
"""Characters; what is longer fits into no context and would only keep the machine busy."""


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question with everything that shapes its answer; None takes the user's setting."""

    question: str
    effort: Effort
    conversation_id: str | None = None
    parent_id: str | None = None
    """The answer that the question follows; None starts at the root."""
    system_prompt: str | None = None
    sampling: SamplingSettings | None = None
    seed: int | None = None
    adapter: str | None = None
    """The path of a GGUF adapter; None for the one in use, `NO_ADAPTER` for the model as it is."""
    save: bool = True
    keep_thoughts: bool | None = None


def checked_question(text: str) -> str:
    """Return the question without white space around it.

    Raises:
        InputError: It is empty or too long for any context.
    """
    question = text.strip()
    if not question:
        raise InputError("The question is empty; write what you want to know.")
    if len(question) > LARGEST_QUESTION:
        raise InputError(
            f"The question has {len(question):,} characters and {LARGEST_QUESTION:,} are the most; shorten it."
        )
    return question


def checked_seed(seed: int | None) -> int:
    """Return the seed of a first attempt, a fresh one for None.

    Raises:
        InputError: It does not fit into the 32 bits that llama.cpp takes.
    """
    if seed is None:
        return fresh_seed()
    if not 0 <= seed < 2**32:
        raise InputError(f"The seed {seed} cannot be used; choose a whole number from 0 to {2**32 - 1:,}.")
    return seed


def fresh_seed() -> int:
    """Return a seed that no earlier run used on purpose."""
    return random.SystemRandom().getrandbits(31)
