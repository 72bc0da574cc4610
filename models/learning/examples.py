"""What the model is trained on: questions with the thought and the answer that it shall learn to write."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from models.engine.messages import Message


class Provenance(StrEnum):
    """Where a rationale comes from; kept with every example."""

    OWN = "own"
    """The model wrote it and reached the accepted answer by itself."""
    HINTED = "hinted"
    """The model wrote it when it was shown the answer; the hint is not part of the example."""
    CORRECTED = "corrected"
    """The user wrote or corrected the answer."""
    SEED = "seed"
    """Shipped with a practice set."""
    REHEARSAL = "rehearsal"
    """The untrained model's own answer to a general question, where it is held to what it wrote before."""


class TrainingExample(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to learn: after `messages`, as they are served, to write `thought` and then `answer`.

    `messages` end with the user's question and hold the system message and the earlier turns. An empty `thought`
    stands for an answer at once. `instruction` is a strategy's words as in `AttemptPlan`, `source` names the attempt or
    the practice item that the example was made of.
    """

    messages: tuple[Message, ...]
    thought: str = ""
    answer: str
    instruction: str = ""
    keep_thoughts: bool = False
    provenance: Provenance = Provenance.OWN
    source: str = ""
