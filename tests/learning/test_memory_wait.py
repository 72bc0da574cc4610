"""A stage waits for memory, says so, can be paused and stopped meanwhile, and goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.commands.improve import ProgressPrinter
from models.history.learning.records import Round, Stage
from models.history.store import Store, open_store
from models.learning.rounds import memory_wait
from models.learning.rounds.context import RoundContext
from models.learning.rounds.halting import Halted
from models.learning.rounds.memory_wait import MemoryReading
from models.learning.rounds.opening import LearningModel, RoundWishes, open_round
from models.learning.rounds.progress import RoundProgress
from models.learning.rounds.runner import run_round
from models.paths import DataFolder
from tests.learning.scripted_rounds import PLENTY, ScriptedAsker, context_of, rate_texts, script_training

LITTLE = MemoryReading(800_000_000, 128_000_000_000)


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        yield opened


@pytest.fixture
def begun(store: Store, bundled_model_path: Path) -> Round:
    rate_texts(store, 100)
    return open_round(store, LearningModel("m", "SmolLM2 135M", str(bundled_model_path)), RoundWishes(seed=1))


class Memory:
    """Gives readings one after the other, the last one for ever."""

    def __init__(self, *readings: MemoryReading) -> None:
        self.readings = list(readings)
        self.looks = 0

    def __call__(self) -> MemoryReading:
        self.looks += 1
        return self.readings.pop(0) if len(self.readings) > 1 else self.readings[0]


def waiting_context(
    folder: DataFolder, store: Store, begun: Round, memory: Memory, told: list[RoundProgress]
) -> RoundContext:
    return replace(context_of(folder, store, begun, ScriptedAsker()), memory=memory, tell=told.append)


def test_training_waits_until_enough_is_free_and_says_how_much(
    data_folder: DataFolder, store: Store, begun: Round, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    plans = script_training(monkeypatch)
    monkeypatch.setattr(memory_wait, "SECONDS", 0.0)
    told: list[RoundProgress] = []
    enough = MemoryReading(400_000_000, 8_000_000_000)
    run_round(waiting_context(data_folder, store, begun, Memory(enough, LITTLE, LITTLE, LITTLE, PLENTY), told))
    waits = [each for each in told if each.needed_bytes]
    assert waits and plans
    training = [each for each in waits if each.stage is Stage.TRAIN]
    assert training and all(each.needed_bytes > 1_000_000_000 > each.free_bytes == 550_000_000 for each in training)
    assert [each.stage for each in told][-1] is Stage.DECIDE
    ProgressPrinter().tell(training[0])
    said = capsys.readouterr().err
    assert "train waits for memory: " in said and " GB needed, 0.6 GB free" in said


@pytest.mark.parametrize("stage", [Stage.HARVEST, Stage.EVALUATE])
def test_answering_waits_as_well_and_a_stopped_round_waits_no_more(
    data_folder: DataFolder, store: Store, begun: Round, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_training(monkeypatch)
    store.rounds.move_on(begun.id, stage, seconds=0.0)
    told: list[RoundProgress] = []
    memory = Memory(MemoryReading(200_000_000, 8_000_000_000))
    context = waiting_context(data_folder, store, begun, memory, told)
    asker = context.asker

    def stop(progress: RoundProgress) -> None:
        told.append(progress)
        context.brake.stop()

    with pytest.raises(Halted):
        run_round(replace(context, tell=stop))
    assert told[0].stage is stage and told[0].needed_bytes > told[0].free_bytes == 0
    assert isinstance(asker, ScriptedAsker) and not asker.asked
    left = store.rounds.open_round()
    assert left is not None and left.stage is stage, "the round goes on from here another time"


def test_a_training_larger_than_the_computer_is_left_to_the_trainer_to_refuse(
    data_folder: DataFolder, store: Store, begun: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = script_training(monkeypatch)
    told: list[RoundProgress] = []
    memory = Memory(MemoryReading(600_000_000, 1_000_000_000))
    run_round(waiting_context(data_folder, store, begun, memory, told))
    assert plans and not any(each.needed_bytes for each in told)
