"""The window's way to tuned copies and speed tests: told by events, one at a time, and the model is loaded again."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest

from models.answering import tuning_desk
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.speeds import Rates
from models.catalog.tuned_copies import CopyShelf, Divergence, TunedCopy
from models.engine.measuring import tuning as tuning_module
from models.engine.measuring.tuning import Tuned, Tuning, TuningProgress
from models.engine.measuring.working import Cancelled
from models.engine.protocol import PromptWasRead, RunEnded
from models.errors import InputError
from models.events import EngineState, TuningState, TuningStep
from models.paths import DataFolder
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import ended, loaded
from tests.gguf_files import write_tiny_model

RATES = Rates(prefill=100, one=50, eight=100)

MODEL_IDS: dict[Path, str] = {}
"""Of the models that tests made."""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_tiny_model(tmp_path / "tiny.gguf")


def load(desk: Desk, model: Path, *, gpu_layers: int = 0) -> str:
    """Let the assistant answer with a model; returns its id."""
    model_id = MODEL_IDS[model]
    desk.assistant.start(str(model))
    desk.engine.wait_until(lambda: len(desk.engine.loads) == 1 and desk.engine.started > 0)
    desk.engine.say(msgspec.structs.replace(loaded(), path=str(model), model_id=model_id, gpu_layers=gpu_layers))
    desk.heard.wait_until(lambda: desk.assistant.status.state is EngineState.READY)
    return model_id


def copy_of(model: Path, model_id: str) -> TunedCopy:
    return TunedCopy(
        original_id=model_id, original_name="Tiny", original_path=str(model), original_quantization="F16",
        quantization="Q8_0", size=7, divergence=Divergence(mean=0, error=0, largest=0, same_choice=1, tokens=9),
        original_rates=RATES, rates=RATES, threads=1, processor="", made_at=1.0,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def no_header_is_read_here(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test see that files are read in other processes only, but for what the test itself looks at."""
    MODEL_IDS[model] = inspect_model(model).model_id

    def refuse(*_given: object) -> None:
        raise AssertionError("a header was read in the window's process")

    monkeypatch.setattr("models.catalog.header._read", refuse)


def steps(desk: Desk) -> list[TuningStep]:
    return [each.step for each in desk.heard.events if isinstance(each, TuningState)]


def wait_for_end(desk: Desk, count: int = 1) -> TuningState:
    ends = (TuningStep.DONE, TuningStep.NOTHING_PAYS, TuningStep.CANCELLED, TuningStep.FAILED)
    found: list[TuningState] = []

    def there() -> bool:
        found[:] = [each for each in desk.heard.events if isinstance(each, TuningState) and each.step in ends]
        return len(found) >= count

    desk.heard.wait_until(there)
    return found[-1]


def wait_for_request(desk: Desk, number: int) -> None:
    desk.engine.wait_until(lambda: len(desk.engine.requests) > number)


def test_a_kept_copy_is_loaded_at_once(desk: Desk, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model_id = load(desk, model)
    assert desk.engine.loads[0].tuned_folder == str(desk.folder.tuned)

    def run(self: Tuning) -> Tuned:
        self._progress(TuningProgress("copying", "Q8_0", 0.25))
        return Tuned(copy_of(model, model_id), ())

    monkeypatch.setattr(tuning_module.Tuning, "run", run)
    desk.assistant.tuning.tune(str(model), ())
    assert wait_for_end(desk).message == ""
    assert steps(desk) == [TuningStep.COPYING, TuningStep.DONE]
    desk.engine.wait_until(lambda: len(desk.engine.loads) == 2)
    assert desk.engine.loads[1].path == str(model)


def test_where_nothing_pays_nothing_is_loaded_again(desk: Desk, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(desk, model)
    monkeypatch.setattr(tuning_module.Tuning, "run", lambda _self: Tuned(None, ()))
    desk.assistant.tuning.tune(str(model), ())
    state = wait_for_end(desk)
    assert state.step is TuningStep.NOTHING_PAYS and "used as it is" in state.message
    assert len(desk.engine.loads) == 1


def test_one_at_a_time_and_it_can_be_cancelled(desk: Desk, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cancelled = threading.Event()

    def run(self: Tuning) -> Tuned:
        self._progress(TuningProgress("copying", "Q8_0", 0.25))
        assert cancelled.wait(10)
        raise Cancelled

    monkeypatch.setattr(tuning_module.Tuning, "run", run)
    monkeypatch.setattr(tuning_module.Tuning, "cancel", lambda _self: cancelled.set())
    desk.assistant.tuning.tune(str(model), ())
    desk.heard.wait_until(lambda: TuningStep.COPYING in steps(desk))
    desk.assistant.tuning.tune(str(model), ())
    assert "already" in wait_for_end(desk).message
    desk.assistant.tuning.cancel()
    assert wait_for_end(desk, 2).step is TuningStep.CANCELLED


def test_a_model_on_the_card_and_a_missing_one_are_told(desk: Desk, model: Path, tmp_path: Path) -> None:
    load(desk, model, gpu_layers=3)
    desk.assistant.tuning.tune(str(model), ())
    assert "graphics card" in wait_for_end(desk).message
    desk.assistant.tuning.tune(str(tmp_path / "none.gguf"), ())
    assert "There is no file" in wait_for_end(desk, 2).message


def test_the_switch_loads_the_model_again(desk: Desk, model: Path) -> None:
    model_id = load(desk, model)
    desk.folder.tuned.mkdir()
    weights = desk.folder.tuned / "made"
    weights.write_bytes(b"weights")
    CopyShelf(desk.folder.tuned).keep(copy_of(model, model_id), weights)
    desk.assistant.tuning.use(model_id, on=False)
    desk.engine.wait_until(lambda: len(desk.engine.loads) == 2)
    copy = desk.assistant.tuning.copy_of(model_id)
    assert copy is not None and not copy.in_use


def test_the_switch_finds_a_model_that_was_moved_since(desk: Desk, model: Path) -> None:
    model_id = load(desk, model)
    desk.folder.tuned.mkdir()
    weights = desk.folder.tuned / "made"
    weights.write_bytes(b"weights")
    CopyShelf(desk.folder.tuned).keep(copy_of(model.with_name("before.gguf"), model_id), weights)
    desk.assistant.tuning.use(model_id, on=True)
    desk.engine.wait_until(lambda: len(desk.engine.loads) == 2)
    desk.engine.say(msgspec.structs.replace(loaded(), path=str(model), model_id=model_id))
    desk.heard.wait_until(lambda: desk.assistant.status.state is EngineState.READY)
    desk.assistant.tuning.remove(model_id)
    desk.engine.wait_until(lambda: len(desk.engine.loads) == 3)
    assert [each.path for each in desk.engine.loads] == [str(model)] * 3


def test_a_speed_test_asks_the_model_in_use(desk: Desk, model: Path, tmp_path: Path) -> None:
    model_id = load(desk, model)
    desk.assistant.tuning.test(str(model), ())
    for number, (clock, attempts, last) in enumerate(((1.0, 1, 2.0), (1.0, 8, 2.88), (0.5, 1, 1.47))):
        wait_for_request(desk, number)
        run = desk.engine.requests[number].run
        assert len(desk.engine.requests[number].attempts) == attempts
        desk.engine.say(
            PromptWasRead(run, 400, 0, 0, 2048, clock),
            *(ended(run, attempt=each + 1, answer=48, first=1.0, last=last) for each in range(attempts)),
            RunEnded(run),
        )
    assert wait_for_end(desk).step is TuningStep.DONE
    speed = desk.assistant.tuning.speed_of(model_id)
    assert speed is not None and speed.rates.prefill == pytest.approx(800)
    assert speed.rates.one == pytest.approx(47 / 0.47) and speed.rates.eight == pytest.approx(376 / 1.88)
    other = write_tiny_model(tmp_path / "other.gguf", seed=1)
    desk.assistant.tuning.test(str(other), ())
    assert "is not loaded" in wait_for_end(desk, 2).message


@pytest.mark.parametrize("late", [False, True])
def test_a_cancel_before_there_is_anything_to_end_is_not_lost(
    desk: Desk, model: Path, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    tuning = desk.assistant.tuning
    monkeypatch.setattr(tuning_module.Tuning, "run", lambda _self: Tuned(None, ()))
    if late:  # the file has been looked at, and the tuning has not begun
        inspected = tuning._inspected

        def inspect_and_cancel(path: Path) -> ModelFile:
            file = inspected(path)
            tuning.cancel()
            return file

        monkeypatch.setattr(tuning, "_inspected", inspect_and_cancel)
    else:

        def resolve_and_cancel(_reference: str, _known: object) -> Path:
            tuning.cancel()
            return model

        monkeypatch.setattr(tuning_desk, "resolve_model", resolve_and_cancel)
    tuning.tune(str(model), ())
    assert wait_for_end(desk).step is TuningStep.CANCELLED


def test_a_copy_that_the_system_holds_stays_whole(desk: Desk, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model_id = load(desk, model)
    desk.folder.tuned.mkdir()
    weights = desk.folder.tuned / "made"
    weights.write_bytes(b"weights")
    shelf = CopyShelf(desk.folder.tuned)
    shelf.keep(copy_of(model, model_id), weights)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".gguf":
            raise PermissionError(13, "it is mapped")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(InputError, match="cannot be deleted while it is in use"):
        desk.assistant.tuning.remove(model_id)
    assert shelf.of(model_id) is not None


def test_a_copy_that_cannot_be_replaced_stays_whole(
    data_folder: DataFolder, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_folder.tuned.mkdir()
    shelf, copy = CopyShelf(data_folder.tuned), copy_of(model, "some model")
    weights = data_folder.tuned / "made"
    weights.write_bytes(b"weights")
    shelf.keep(copy, weights)
    weights.write_bytes(b"other weights")

    def refuse(_path: Path, _target: Path) -> Path:
        raise PermissionError(13, "it is mapped")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(InputError, match="while it is in use"):
        shelf.keep(msgspec.structs.replace(copy, quantization="Q4_0", size=13), weights)
    assert shelf.of("some model") == copy
