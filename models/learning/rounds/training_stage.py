"""The stage train: a LoRA from the base model on all that was gathered, checked against the engine."""

from __future__ import annotations

from pathlib import Path

import msgspec

from models.catalog.looking.client import inspect_aside
from models.history.learning.records import Stage
from models.learning.examples import Provenance
from models.learning.failures import TrainingFailed, TrainingTrouble
from models.learning.messages import DevMeasured, Prepared, Progress, StageBegun, StepDone, Stopped, Trained
from models.learning.parity import check_parity
from models.learning.plan import TrainingPlan, default_settings
from models.learning.rounds.context import RoundContext
from models.learning.rounds.gathering import gathered_examples
from models.learning.rounds.halting import Halted
from models.learning.rounds.memory_wait import await_training
from models.learning.rounds.plan import LIKELIHOOD
from models.learning.rounds.progress import RoundProgress
from models.learning.rounds.replaying import replayed_examples
from models.learning.rounds.training_set import TrainingSet, as_example, divide, shuffled
from models.learning.training import Training

RESULT = "round:training"
CANDIDATE, CONTROL = 0, 1
"""The numbers of the two trainings; the control, on shuffled answers, belongs to the evidence by likelihood."""

NAMES = ("", "null control")

LEAST_EXAMPLES = 8
"""With fewer a LoRA learns their words by heart and nothing else."""


class TrainingResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the training, for the report; losses are the mean −log p of a token, in nats."""

    examples: int
    replay: int
    dev: int
    steps: int
    best_step: int
    base_dev_loss: float | None
    dev_loss: float | None
    tokens: int
    seconds: float
    parity_noise: float
    parity_deviation: float


def train(context: RoundContext) -> None:
    """Train the round's candidate; a training that was cut off goes on from its last checkpoint.

    Raises:
        Halted: The round is to end; the training's state is kept.
        TrainingFailed: It cannot be done.
    """
    done = context.store.rounds.work(context.round.id, RESULT)
    wanted = (CANDIDATE, CONTROL) if context.plan.evidence == LIKELIHOOD else (CANDIDATE,)
    if all(each in done for each in wanted):
        return
    training_set = _prepared(context)
    for each in wanted:
        if each not in done:
            _train_one(context, each, training_set)


def _train_one(context: RoundContext, which: int, training_set: TrainingSet) -> None:
    if which == CONTROL:
        training_set = shuffled(training_set, seed=context.plan.seed)
    plan = _plan(context, training_set, which)
    await_training(context, plan.settings, (*plan.examples, *plan.replay, *plan.dev))
    outcome = _run(context, plan, NAMES[which])
    parity = check_parity(outcome.probes, plan.adapter, context.asker.score)
    result = TrainingResult(
        examples=len(training_set.examples), replay=len(training_set.replay), dev=len(training_set.dev),
        steps=outcome.steps, best_step=outcome.best_step, base_dev_loss=outcome.base_dev_loss,
        dev_loss=outcome.dev_loss, tokens=outcome.tokens, seconds=outcome.seconds,
        parity_noise=parity.noise, parity_deviation=parity.deviation,
    )  # fmt: skip
    context.store.rounds.keep_work(context.round.id, RESULT, which, msgspec.json.encode(result).decode())


def training_result(context: RoundContext) -> TrainingResult | None:
    """Return what came of the round's training, None before it is done."""
    work = context.store.rounds.work(context.round.id, RESULT)
    return msgspec.json.decode(work[CANDIDATE], type=TrainingResult) if CANDIDATE in work else None


def _prepared(context: RoundContext) -> TrainingSet:
    """Fix what is trained on when the stage begins, so that a resumed training sees the same."""
    rounds = context.store.rounds
    learned = rounds.learned(context.round.id)
    if not learned:
        learned = [each for _, each in gathered_examples(context)]
        rounds.learn(context.round.id, learned, replayed_examples(context.store, context.round))
    everything = [each for each in map(as_example, learned) if each is not None]
    new = [each for each in everything if each.provenance is not Provenance.REHEARSAL]
    rehearsed = [each for each in everything if each.provenance is Provenance.REHEARSAL]
    if len(new) < LEAST_EXAMPLES:
        raise TrainingFailed(
            f"Only {len(new)} rationales could be learned from and {LEAST_EXAMPLES} are the least; accept more answers "
            "or add a practice set.",
            trouble=TrainingTrouble.EXAMPLES,
        )
    earlier = [each for each in map(as_example, rounds.replayed(context.round.id)) if each is not None]
    return divide(new, [*rehearsed, *earlier], seed=context.plan.seed)


def _plan(context: RoundContext, training_set: TrainingSet, which: int) -> TrainingPlan:
    model = inspect_aside(Path(context.plan.model_path))
    return TrainingPlan(
        model=context.plan.model_path,
        folder=str(context.files / ("training", "control")[which]),
        adapter=str((context.candidate, context.control)[which]),
        examples=training_set.examples,
        replay=training_set.replay,
        dev=training_set.dev,
        settings=default_settings(model, steps=context.plan.steps, seed=context.plan.seed % 2**31),
        title=f"v{context.round.number}",
    )


def _run(context: RoundContext, plan: TrainingPlan, name: str) -> Trained:
    context.brake.check()
    stage = ""

    def report(progress: Progress) -> None:
        nonlocal stage
        say = context.tell
        at = (context.round.id, context.round.number, Stage.TRAIN)
        match progress:
            case StageBegun():
                stage = f"{name}: {progress.stage}" if name else progress.stage
                say(RoundProgress(*at, 0, plan.settings.steps, None, stage))
            case StepDone():
                say(RoundProgress(*at, progress.step, progress.steps, progress.seconds_left, stage, progress.loss))
            case Prepared() | DevMeasured():
                pass

    training = Training(plan, report)

    def obey(held: bool) -> None:
        if context.brake.stopped:
            training.stop()
        elif held:
            training.suspend()
        else:
            training.resume()

    unwatch = context.brake.watch(obey)
    try:
        outcome = training.run()
    finally:
        unwatch()
    if isinstance(outcome, Stopped):
        raise Halted
    return outcome
