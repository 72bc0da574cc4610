"""Runs a round from the stage where it stands to its end; it may be halted, killed and taken up again at any point."""

from __future__ import annotations

import time
from collections.abc import Callable

from models.history.learning.records import Round, RoundState, Stage
from models.learning.rounds.context import RoundContext
from models.learning.rounds.deciding import decide_round
from models.learning.rounds.exam import examine
from models.learning.rounds.gathering import harvest, rationalize
from models.learning.rounds.memory_wait import await_answering
from models.learning.rounds.progress import RoundProgress
from models.learning.rounds.training_stage import train
from models.paths import make_private_folder

_STAGES: tuple[tuple[Stage, Callable[[RoundContext], None]], ...] = (
    (Stage.HARVEST, harvest),
    (Stage.RATIONALIZE, rationalize),
    (Stage.TRAIN, train),
    (Stage.EVALUATE, examine),
)


def run_round(context: RoundContext) -> Round:
    """Run a round to its end; returns it as it ended.

    Raises:
        Halted: It was halted; it stays open.
        KnownError: It cannot go on; it stays open until `fail_round`.
    """
    began, worked = time.monotonic(), context.round.seconds
    make_private_folder(context.files)

    def seconds() -> float:
        return worked + time.monotonic() - began

    names = [stage for stage, _ in _STAGES]
    first = names.index(context.round.stage) if context.round.stage in names else len(names)
    for place, (stage, work) in enumerate(_STAGES[first:], first):
        context.brake.check()
        if stage is not Stage.TRAIN:
            await_answering(context, stage)
        work(context)
        following = names[place + 1] if place + 1 < len(names) else Stage.DECIDE
        context.store.rounds.move_on(context.round.id, following, seconds=seconds())
    context.tell(RoundProgress(context.round.id, context.round.number, Stage.DECIDE, 0, 1))
    return decide_round(context, seconds=seconds())


def fail_round(context: RoundContext, problem: str) -> Round:
    """End a round that cannot go on; the adapter in use is untouched."""
    context.store.rounds.end(context.round.id, RoundState.FAILED, seconds=context.round.seconds, problem=problem)
    return context.store.rounds.get(context.round.id)
