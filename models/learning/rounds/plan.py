"""What a round shall do, kept in the history so that another process can take the round up where it was left."""

from __future__ import annotations

from typing import Literal

import msgspec

from models.engine.protocol import Budget, Sampling
from models.errors import InputError
from models.learning import practice

ACCEPTED = "accepted"
PRACTICE = "practice:"
ANCHOR = "anchor"
REHEARSAL = "rehearsal"

EvidenceKind = Literal["answers", "likelihood"]
ANSWERS: EvidenceKind = "answers"
"""Held-out questions are answered and the answers checked."""
LIKELIHOOD: EvidenceKind = "likelihood"
"""How likely held-out accepted answers are to the model: for questions whose answers nothing can check."""

FIRST_STEPS = 40
STEP_GROWTH = 1.2
"""STaR (Zelikman et al. 2022) trains 40 steps in the first round and a fifth more in each that follows."""

MOST_STEPS = 240
REHEARSALS = 64


class RoundPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One round. Everything random in it follows from `seed`."""

    sources: tuple[str, ...]
    """"accepted" and "practice:NAME"."""
    seed: int
    model_path: str
    """Where the model's file was when the round was opened."""
    system_prompt: str = ""
    practice_items: int = 240
    """Fresh practice questions to harvest from, of all practice sources together."""
    accepted_samples: int = 4
    """Rationales tried for each question of the user whose accepted answer has none that can be trained on."""
    gate_items: int = 300
    variety_items: int = 50
    variety_attempts: int = 8
    anchors: bool = True
    rehearsals: int = REHEARSALS
    """General questions whose answers by the untrained model are trained on again, in the first round."""
    steps: int = FIRST_STEPS
    thought_tokens: int = 192
    answer_tokens: int = 48
    sampling: Sampling = Sampling()
    decision: int = 1
    """How many decisions the gate will have made for this model with this one; α is spent over them."""
    rationalize: bool = True
    evidence: EvidenceKind = ANSWERS
    rated: int = -1
    """How many ratings there were when it began; -1 where that was not kept."""

    @property
    def budget(self) -> Budget:
        """What each answer of the round may take; the same for everything that is compared."""
        return Budget(thought_tokens=self.thought_tokens, answer_tokens=self.answer_tokens, thinking_seconds=3600.0)

    @property
    def practice(self) -> tuple[str, ...]:
        """The names of the practice sources."""
        return tuple(each.removeprefix(PRACTICE) for each in self.sources if each.startswith(PRACTICE))

    def as_json(self) -> str:
        """Return the plan as the history keeps it."""
        return msgspec.json.encode(self).decode()


def read_plan(written: str) -> RoundPlan:
    """Return what `RoundPlan.as_json` wrote.

    Raises:
        InputError: It was written by another version.
    """
    try:
        return msgspec.json.decode(written, type=RoundPlan)
    except msgspec.DecodeError as error:
        raise InputError(
            "The open round of learning was begun by another version of Rationale; stop it and start a new one.",
            details=str(error),
        ) from error


def steps_of_round(number: int) -> int:
    """Return the training steps of a model's round `number` (from 1)."""
    return min(round(FIRST_STEPS * STEP_GROWTH ** (number - 1)), MOST_STEPS)


def checked_sources(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sources without repetitions; accepted answers when none are named.

    Raises:
        InputError: There is no such source.
    """
    for each in sources:
        name = each.removeprefix(PRACTICE)
        if each != ACCEPTED and (name == each or practice.kind_of(name) not in practice.families()):
            known = ", ".join(f"{PRACTICE}{name}" for name in practice.families())
            raise InputError(f"There is no source “{each}”; choose {ACCEPTED} or one of: {known}.")
    return tuple(dict.fromkeys(sources)) or (ACCEPTED,)
