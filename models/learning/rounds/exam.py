"""The stage evaluate: all that the gate looks at, of one kind of evidence or the other."""

from __future__ import annotations

from models.history.learning.records import Stage
from models.learning.rounds.context import RoundContext
from models.learning.rounds.evaluating import sit_all, units
from models.learning.rounds.likelihood import measure
from models.learning.rounds.likelihood import units as likelihood_units
from models.learning.rounds.plan import LIKELIHOOD
from models.learning.rounds.progress import StageClock


def examine(context: RoundContext) -> None:
    """Examine every contender; each finished unit is kept, so that nothing is asked twice.

    Raises:
        Halted: The round is to end.
        EngineError: The engine failed again and again.
    """
    by_likelihood = context.plan.evidence == LIKELIHOOD
    counts = [units(context), *([likelihood_units(context)] if by_likelihood else [])]
    total, done = (sum(each) for each in zip(*counts, strict=True))
    clock = StageClock(context.tell, context.round, Stage.EVALUATE, total, done)
    if by_likelihood:
        measure(context, clock)
    sit_all(context, clock)
