"""A whole round with the bundled model: halted, its engine killed, taken up again, and ended by the gate."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from models.catalog.bundled import bundled_model
from models.engine.protocol import Load, Loaded
from models.engine.sharing import SharedEngine
from models.engine.supervisor import LocalEngine, Notice
from models.errors import InputError
from models.history.learning.records import ItemRole, Round, RoundState, Stage
from models.history.store import Store, open_store
from models.learning.rounds.collecting import practice_items
from models.learning.rounds.deciding import read_report
from models.learning.rounds.evaluating import Contender
from models.learning.rounds.held_out import held_out, held_out_items
from models.learning.rounds.job import LearningJob
from models.learning.rounds.opening import LearningModel, RoundWishes
from models.learning.rounds.overview import overview_of
from models.learning.rounds.plan import LIKELIHOOD, RoundPlan
from models.learning.rounds.progress import RoundProgress
from models.paths import DataFolder, open_data_folder
from tests.learning.scripted_rounds import rate_texts

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_data_folder(tmp_path / "data")


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    with open_store(folder) as opened:
        yield opened


@pytest.fixture
def engine() -> Iterator[SharedEngine]:
    shared = SharedEngine(LocalEngine())
    notices: queue.Queue[Notice] = queue.Queue()
    shared.load(Load(str(bundled_model()), context_size=2048))
    shared.start(notices.put)
    while not isinstance(notices.get(timeout=60), Loaded):
        pass
    yield shared
    shared.close()


@pytest.fixture
def model(engine: SharedEngine) -> LearningModel:
    loaded = engine.loaded
    assert loaded is not None
    return LearningModel(loaded.model_id, loaded.name, loaded.path)


@pytest.fixture
def begun(store: Store, model: LearningModel) -> Round:
    plan = RoundPlan(
        sources=("practice:addition-1",), seed=3, model_path=model.path, practice_items=4, gate_items=4,
        variety_items=1,
        variety_attempts=2, anchors=False, rehearsals=0, steps=2, thought_tokens=24, answer_tokens=12,
    )  # fmt: skip
    return store.rounds.begin(
        model_id=model.id, model_name=model.name, plan=plan.as_json(), adapter_before="", items=practice_items(plan)
    )


def test_a_round_that_is_halted_and_whose_engine_dies_ends_with_an_honest_refusal(
    folder: DataFolder, store: Store, engine: SharedEngine, model: LearningModel, begun: Round
) -> None:
    def halt(progress: RoundProgress) -> None:
        if progress.stage is Stage.HARVEST and progress.done == 2:
            job.brake.stop()

    job = LearningJob(folder, store, engine, halt)
    assert job.run(model, RoundWishes()) == []
    left = store.rounds.open_round()
    assert left is not None and left.id == begun.id and left.stage is Stage.HARVEST
    harvested = store.rounds.work(begun.id, "train:harvest")
    assert harvested

    killed: list[int] = []
    told: list[RoundProgress] = []

    def kill_once(progress: RoundProgress) -> None:
        told.append(progress)
        inner = engine.inner
        assert isinstance(inner, LocalEngine)
        if progress.stage is Stage.EVALUATE and not killed and inner.process_identifier:
            killed.append(inner.process_identifier)
            psutil.Process(inner.process_identifier).kill()

    done = LearningJob(folder, store, engine, kill_once).run(model, RoundWishes())
    assert killed and [each.id for each in done] == [begun.id]
    assert done[0].state is RoundState.KEPT and store.rounds.open_round() is None
    again = store.rounds.work(begun.id, "train:harvest")
    assert {number: again[number] for number in harvested} == harvested
    stages = [each.stage for each in told]
    assert stages == sorted(stages, key=list(Stage).index) and set(stages) == set(Stage)
    report = read_report(done[0])
    assert report is not None and not report.decision.adopted
    assert any("held-out questions could be compared" in each for each in report.decision.reasons)
    assert {each.value for each in (Contender.BASE, Contender.CANDIDATE, Contender.NULL)} == set(report.standings)
    assert report.training is not None and report.training.steps == 2
    assert report.training.base_dev_loss is None or report.training.base_dev_loss > 0
    assert report.provenance["seed"] == 8
    assert len(store.rounds.work(begun.id, "gate:candidate")) == 4
    assert len(store.rounds.items(begun.id, ItemRole.TRAIN)) == 4

    adapter = store.adapters.of_model(model.id)[0]
    assert adapter.round_id == begun.id and (folder.adapters / f"{adapter.id}.gguf").is_file()
    assert store.adapters.in_use(model.id) is None
    assert not (folder.rounds / begun.id).exists()
    overview = overview_of(store, model.id)
    assert overview.newest is not None and overview.newest.round.id == begun.id and overview.open_round is None


def test_where_nothing_can_be_checked_two_adapters_are_trained_and_answers_are_measured(
    folder: DataFolder, store: Store, engine: SharedEngine, model: LearningModel
) -> None:
    rate_texts(store, 100)
    plan = RoundPlan(
        sources=("accepted",), seed=3, model_path=model.path, anchors=False, rehearsals=0, steps=2, thought_tokens=16,
        answer_tokens=12, variety_attempts=2, evidence=LIKELIHOOD,
    )  # fmt: skip
    items = held_out_items(held_out(store), LIKELIHOOD, 0)
    compared = [each for each in items if each[0] is ItemRole.LIKELIHOOD]
    varied = [each for each in items if each[0] is ItemRole.VARIETY][:1]
    begun = store.rounds.begin(
        model_id=model.id, model_name=model.name, plan=plan.as_json(), adapter_before="", items=[*compared, *varied]
    )
    told: list[RoundProgress] = []
    (ended,) = LearningJob(folder, store, engine, told.append).run(model, RoundWishes())
    report = read_report(ended)
    assert report is not None and report.likelihood is not None and ended.state in (RoundState.ADOPTED, RoundState.KEPT)
    gain, null = report.likelihood.gain, report.likelihood.null
    assert gain.n == null.n == 21 and gain.mean != 0.0 != null.mean != gain.mean
    assert sorted(store.rounds.work(begun.id, "round:training")) == [0, 1]
    assert any(each.what.startswith("null control") for each in told if each.stage is Stage.TRAIN)
    assert len(store.adapters.of_model(model.id)) == 1, "the control is never kept"


def test_only_one_program_learns_and_another_model_waits(
    folder: DataFolder, store: Store, engine: SharedEngine, model: LearningModel, begun: Round
) -> None:
    other = LearningModel("another model", "Other", model.path)
    with pytest.raises(InputError, match=begun.model_name):
        LearningJob(folder, store, engine, lambda _progress: None).run(other, RoundWishes())
    job = LearningJob(folder, store, engine, lambda _progress: None)
    with job._alone(), pytest.raises(InputError, match="another program"):
        LearningJob(folder, store, engine, lambda _progress: None).run(model, RoundWishes())


def test_with_too_few_ratings_it_says_how_many_are_missing(
    folder: DataFolder, store: Store, engine: SharedEngine, model: LearningModel
) -> None:
    with pytest.raises(InputError, match="20 more accepted answers"):
        LearningJob(folder, store, engine, lambda _progress: None).run(model, RoundWishes())
    assert store.rounds.open_round() is None
