"""What every stage of a round works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from models.engine.protocol import AdapterChoice
from models.history.learning.records import Round
from models.history.store import Store
from models.learning.rounds.asking import BackgroundAsker, Manner
from models.learning.rounds.halting import Brake
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.memory_wait import ReadMemory, read_memory
from models.learning.rounds.plan import RoundPlan
from models.learning.rounds.progress import Tell
from models.paths import DataFolder


@dataclass(frozen=True, slots=True)
class RoundContext:
    """A round with everything that it needs.

    `folder` is the user's data folder; the round's own files are in `files`.
    """

    round: Round
    plan: RoundPlan
    store: Store
    folder: DataFolder
    asker: BackgroundAsker
    judge: RationaleJudge
    brake: Brake
    tell: Tell
    memory: ReadMemory = field(default=read_memory)

    @property
    def files(self) -> Path:
        """The folder of this round's files: checkpoints and the candidate."""
        return self.folder.rounds / self.round.id

    @property
    def candidate(self) -> Path:
        """The adapter that this round trains."""
        return self.files / "candidate.gguf"

    @property
    def control(self) -> Path:
        """The adapter trained on shuffled answers, where likelihood is the evidence."""
        return self.files / "control.gguf"

    @property
    def current(self) -> AdapterChoice | None:
        """The adapter that was in use when the round began."""
        if not self.round.adapter_before:
            return None
        adapter = self.store.adapters.get(self.round.adapter_before)
        return AdapterChoice(str(self.folder.adapters / f"{adapter.id}.gguf"), adapter.scale)

    def manner(self, adapter: AdapterChoice | None, *, keep_thoughts: bool = False) -> Manner:
        """Return how questions are asked with an adapter; the same for all that is compared."""
        return Manner(adapter, self.plan.sampling, self.plan.budget, keep_thoughts)
