"""Training in its process: the same result whatever interrupts it, plain words when it cannot be done."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import msgspec
import numpy as np
import psutil
import pytest
from gguf import GGUFReader

from models.catalog.adapters.facts import facts_in
from models.catalog.header import read_header
from models.engine.messages import Message
from models.engine.protocol import Score, Scored
from models.learning.examples import Provenance, TrainingExample
from models.learning.failures import TrainingFailed, TrainingTrouble
from models.learning.messages import DevMeasured, Prepared, Probe, Progress, StageBegun, StepDone, Stopped, Trained
from models.learning.parity import check_parity, measure_parity
from models.learning.plan import TrainingPlan
from models.learning.training import Training, train
from tests import gguf_files
from tests.engine.real_engine import EngineUser, running_engine


def tensors(path: str) -> dict[str, np.ndarray]:
    return {each.name: np.array(each.data) for each in GGUFReader(path).tensors}


def asked(engine: EngineUser, request: Score) -> tuple[float, ...]:
    engine.engine.score(request)
    last = engine.collect(request.run).notices[-1]
    assert isinstance(last, Scored), last
    return last.logprobs


def trained(plan: TrainingPlan, told: list[Progress] | None = None) -> Trained:
    outcome = train(plan, (told if told is not None else []).append)
    assert isinstance(outcome, Trained)
    return outcome


def test_what_was_trained_is_what_the_engine_computes(tiny_plan: TrainingPlan, tiny_model: Path) -> None:
    """Without the permutation of q's and k's rows the same file loads, and is found out."""
    told: list[Progress] = []
    outcome = trained(tiny_plan, told)
    assert [each.stage for each in told if isinstance(each, StageBegun)] == [
        "reading", "loading", "training", "exporting",
    ]  # fmt: skip
    assert [each.step for each in told if isinstance(each, StepDone)] == [1, 2, 3, 4, 5, 6]
    assert [each.step for each in told if isinstance(each, DevMeasured)] == [0, 3, 6]
    assert outcome.base_dev_loss is not None and outcome.dev_loss is not None
    assert outcome.dev_loss < outcome.base_dev_loss - 0.5
    facts = facts_in(read_header(Path(tiny_plan.adapter)))
    assert facts is not None and facts.examples == 9 and facts.fingerprint == outcome.fingerprint
    assert Path(tiny_plan.adapter).stat().st_mode & 0o077 == 0
    wrong = Path(tiny_plan.adapter).with_name("wrong.gguf")
    gguf_files.copy_model(wrong, Path(tiny_plan.adapter), change_tensor=_unpermuted)
    with running_engine(tiny_model, context_size=1024) as engine:
        parity = check_parity(outcome.probes, tiny_plan.adapter, lambda request: asked(engine, request))
        assert parity.noise < 0.01 and parity.with_adapter < 0.02
        assert parity.change > 0.3 and parity.deviation < 0.01 * parity.change
        with pytest.raises(TrainingFailed) as caught:
            check_parity(outcome.probes, str(wrong), lambda request: asked(engine, request))
        assert caught.value.trouble is TrainingTrouble.PARITY


def _unpermuted(name: str, data: np.ndarray) -> np.ndarray:
    if not name.endswith(("attn_q.weight.lora_b", "attn_k.weight.lora_b")):
        return data
    heads = 4 if ".attn_q." in name else 2
    outputs, rank = data.shape
    return data.reshape(heads, outputs // heads // 2, 2, rank).swapaxes(1, 2).reshape(outputs, rank)


def test_what_is_rehearsed_is_held_where_it_was(tiny_plan: TrainingPlan) -> None:
    """The same texts are learned when they are examples; how far they move is measured as the loss of dev examples."""
    general = [
        TrainingExample(messages=(Message("user", f"Name {name}."),), answer=f"It is called {name}.")
        for name in ("lake", "river", "sea")
    ]
    moved = {}
    for provenance in (Provenance.OWN, Provenance.REHEARSAL):
        plan = msgspec.structs.replace(
            tiny_plan, dev=tuple(general), folder=f"{tiny_plan.folder}-{provenance.value}",
            replay=tuple(msgspec.structs.replace(each, provenance=provenance) for each in general),
            settings=msgspec.structs.replace(
                tiny_plan.settings, replay_share=0.5, dev_every=30, steps=30, warmup_steps=0
            ),
        )  # fmt: skip
        outcome = trained(plan)
        assert outcome.base_dev_loss is not None and outcome.dev_loss is not None
        moved[provenance] = outcome.base_dev_loss - outcome.dev_loss
    assert moved[Provenance.OWN] > 1.0 and abs(moved[Provenance.REHEARSAL]) < 0.25 * moved[Provenance.OWN]


def test_a_killed_training_goes_on_and_ends_as_if_nothing_had_been(tiny_plan: TrainingPlan, tmp_path: Path) -> None:
    whole = trained(tiny_plan)
    other = msgspec.structs.replace(
        tiny_plan, folder=str(tmp_path / "killed"), adapter=str(tmp_path / "adapters" / "second.gguf")
    )

    def kill(progress: Progress) -> None:
        if isinstance(progress, StepDone) and progress.step == 4:
            assert training.process_identifier is not None
            psutil.Process(training.process_identifier).kill()

    training = Training(other, kill)
    with pytest.raises(TrainingFailed) as caught:
        training.run()
    assert caught.value.trouble is TrainingTrouble.KILLED
    assert not Path(other.adapter).exists()
    told: list[Progress] = []
    resumed = trained(other, told)
    prepared = next(each for each in told if isinstance(each, Prepared))
    assert prepared.resumed_step >= 1
    assert resumed.fingerprint == whole.fingerprint
    first, second = tensors(tiny_plan.adapter), tensors(other.adapter)
    assert first.keys() == second.keys()
    for name, values in first.items():
        np.testing.assert_allclose(values, second[name], atol=1e-5)


def test_a_stopped_training_keeps_its_state_and_other_examples_start_afresh(tiny_plan: TrainingPlan) -> None:
    def stop(progress: Progress) -> None:
        if isinstance(progress, StepDone) and progress.step == 1:
            training.stop()

    training = Training(tiny_plan, stop)
    outcome = training.run()
    assert isinstance(outcome, Stopped) and 1 <= outcome.step < 6
    changed = msgspec.structs.replace(tiny_plan, examples=tiny_plan.examples[:-1])
    told: list[Progress] = []
    trained(changed, told)
    assert next(each for each in told if isinstance(each, Prepared)).resumed_step == 0


def stands_still(process: psutil.Process) -> bool:
    """Whether the process is stopped; on a busy machine its threads hear of it a moment later."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if process.status() in (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP):
            return True
        time.sleep(0.01)
    return False


def test_a_suspended_training_stands_still_and_goes_on(tiny_plan: TrainingPlan) -> None:
    steps: list[int] = []
    first = threading.Event()

    def note(progress: Progress) -> None:
        if isinstance(progress, StepDone):
            steps.append(progress.step)
            if progress.step == 1:
                training.suspend()
                assert training.process_identifier is not None
                if stands_still(psutil.Process(training.process_identifier)):
                    first.set()

    training = Training(tiny_plan, note)
    thread = threading.Thread(target=training.run)
    thread.start()
    assert first.wait(60)
    training.resume()
    thread.join(60)
    assert steps == [1, 2, 3, 4, 5, 6]


def test_what_cannot_be_trained_is_told_before_torch_is_loaded(tiny_plan: TrainingPlan, tmp_path: Path) -> None:
    other = gguf_files.copy_model(
        tmp_path / "other.gguf", Path(tiny_plan.model), changed={"llama.rope.scaling.type": "yarn"}
    )
    with pytest.raises(TrainingFailed) as caught:
        train(msgspec.structs.replace(tiny_plan, model=str(other)))
    assert caught.value.trouble is TrainingTrouble.MODEL and "yarn" in caught.value.message


def test_nothing_to_learn_from_is_told(tiny_plan: TrainingPlan) -> None:
    settings = msgspec.structs.replace(tiny_plan.settings, longest_tokens=10)
    with pytest.raises(TrainingFailed) as caught:
        train(msgspec.structs.replace(tiny_plan, settings=settings))
    assert caught.value.trouble is TrainingTrouble.EXAMPLES


def test_probes_that_the_engine_reads_otherwise_are_refused(tiny_plan: TrainingPlan) -> None:
    probe = Probe(tiny_plan.examples[0].messages, "two", True, (-1.0, -2.0), (-1.0, -2.0))
    with pytest.raises(TrainingFailed):
        measure_parity([probe], tiny_plan.adapter, lambda _request: (-1.0,))
