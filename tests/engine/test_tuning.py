"""Tuned copies: made by a process of their own, kept only where they pay, loaded in the model's place."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import psutil
import pytest

from desktop.library.weighing import weigh
from models.catalog.fitting import MemoryDevice, margin
from models.catalog.identity import DERIVED_FROM
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.load_plan import Machine, Wishes, plan_load, plan_with_copy
from models.catalog.speeds import Rates
from models.catalog.tuned_copies import MOST_DIVERGENCE, CopyShelf, Divergence, TunedCopy
from models.engine import loading
from models.engine.llama import REQUANTIZED
from models.engine.measuring import tuning as tuning_module
from models.engine.measuring.tuning import CANDIDATES, Tuning, TuningProgress
from models.engine.measuring.worker_messages import Compare, Comparison, Copied, MakeCopy, Order
from models.engine.measuring.working import Cancelled, WorkFailed, Working
from models.engine.protocol import AdapterChoice, Beside, Load, Loaded
from models.engine.tuned_loading import tuned_load
from models.errors import InputError
from tests.engine.real_engine import EngineUser, question, running_engine
from tests.gguf_files import copy_model, write_adapter, write_tiny_model

SLOW, FAST = Rates(prefill=100, one=50, eight=100), Rates(prefill=200, one=50, eight=130)


def divergence(mean: float) -> Divergence:
    return Divergence(mean=mean, error=0.0, largest=1.0, same_choice=1.0, tokens=1000)


class PlayedWorking(Working):
    """Writes a few bytes as a copy and tells the figures that a test wants."""

    def __init__(self, figures: dict[str, tuple[float, Rates]]) -> None:
        super().__init__()
        self._figures = figures

    def do(self, order: Order, progress: Callable[[float], None]) -> Copied | Comparison:
        progress(0.5)
        if isinstance(order, MakeCopy):
            Path(order.target).write_bytes(order.quantization.encode())
            return Copied()
        assert isinstance(order, Compare)
        found = self._figures.get(Path(order.copy).stem)
        if found is None:
            raise WorkFailed("It died.", details="GGML_ASSERT")
        return Comparison(divergence(found[0]), SLOW, found[1], "AVX2")


def tuned(file: ModelFile, shelf: CopyShelf, figures: dict[str, tuple[float, Rates]]) -> tuning_module.Tuned:
    return Tuning(file, shelf, threads=1, working=PlayedWorking(figures)).run()


@pytest.fixture
def tiny(tmp_path: Path) -> ModelFile:
    return inspect_model(write_tiny_model(tmp_path / "tiny.gguf"))


@pytest.fixture
def shelf(tmp_path: Path) -> CopyShelf:
    return CopyShelf(tmp_path / "tuned")


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.name != ".lock")


def test_the_types_that_are_tried_can_be_written() -> None:
    assert set(CANDIDATES) == set(REQUANTIZED)


def test_the_fastest_that_stays_near_is_kept(tiny: ModelFile, shelf: CopyShelf) -> None:
    faster = Rates(prefill=300, one=60, eight=150)
    done = tuned(tiny, shelf, {"Q4_0": (MOST_DIVERGENCE * 1.01, faster), "Q8_0": (MOST_DIVERGENCE, FAST)})
    assert [(each.quantization, each.pays) for each in done.trials] == [("Q4_0", False), ("Q8_0", True)]
    assert done.copy is not None and (done.copy.quantization, done.copy.original_id) == ("Q8_0", tiny.model_id)
    assert names(shelf.folder) == [f"{tiny.model_id}.gguf", f"{tiny.model_id}.json"]
    assert shelf.weights(tiny.model_id).read_bytes() == b"Q8_0" and shelf.of(tiny.model_id) == done.copy
    again = tuned(tiny, shelf, {"Q4_0": (0.001, faster), "Q8_0": (0.001, FAST)})
    assert again.copy is not None and again.copy.quantization == "Q4_0"
    assert shelf.weights(tiny.model_id).read_bytes() == b"Q4_0"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are other things there")
def test_copies_are_private(tiny: ModelFile, shelf: CopyShelf) -> None:
    tuned(tiny, shelf, {"Q8_0": (0.001, FAST)})
    assert all(each.stat().st_mode & 0o077 == 0 for each in (shelf.folder, *shelf.folder.iterdir()))


@pytest.mark.parametrize(
    "figures",
    [
        {"Q8_0": (0.001, Rates(prefill=105, one=50, eight=105))},
        {"Q8_0": (0.02, FAST)},
        {},
    ],
    ids=["hardly faster", "strays", "died"],
)
def test_what_does_not_pay_leaves_nothing(
    figures: dict[str, tuple[float, Rates]], tiny: ModelFile, shelf: CopyShelf
) -> None:
    done = tuned(tiny, shelf, figures)
    assert done.copy is None and names(shelf.folder) == []
    assert "GGML_ASSERT" in done.trials[0].problem


def test_the_models_own_type_is_not_tried(tmp_path: Path, shelf: CopyShelf) -> None:
    file = msgspec.convert(inspect_model(write_tiny_model(tmp_path / "t.gguf")), ModelFile, from_attributes=True)
    done = tuned(_with_type(file, "Q8_0"), shelf, {})
    assert [each.quantization for each in done.trials] == ["Q4_0"]


def _with_type(file: ModelFile, quantization: str) -> ModelFile:
    return replace(file, quantization=quantization)


def test_a_full_disk_and_little_memory_are_told_before(
    tiny: ModelFile, shelf: CopyShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1000

    monkeypatch.setattr("models.engine.measuring.tuning.shutil.disk_usage", lambda _folder: Full)
    with pytest.raises(InputError, match="are free on the disk"):
        tuned(tiny, shelf, {"Q8_0": (0.001, FAST)})
    monkeypatch.undo()
    monkeypatch.setattr(tuning_module, "free_memory", lambda: 1000)
    with pytest.raises(InputError, match="close other programs"):
        tuned(tiny, shelf, {"Q8_0": (0.001, FAST)})
    assert names(shelf.folder) == []


def test_two_at_a_time_are_refused_and_leftovers_go(tiny: ModelFile, shelf: CopyShelf) -> None:
    (shelf.folder / ".making-dead").mkdir(parents=True)
    refusals: list[str] = []

    def second(_progress: TuningProgress) -> None:
        with pytest.raises(InputError) as caught:
            tuned(tiny, shelf, {})
        refusals.append(caught.value.message)

    Tuning(tiny, shelf, threads=1, progress=second, working=PlayedWorking({})).run()
    assert refusals and set(refusals) == {"A model is being tuned already; wait until that is done."}
    assert names(shelf.folder) == []


def test_a_real_model_is_copied_and_compared(tiny: ModelFile, shelf: CopyShelf) -> None:
    """The real processes: shares rise, figures come, and a copy of 8 bits stays near the 16-bit original."""
    told: list[TuningProgress] = []
    done = Tuning(tiny, shelf, threads=1, progress=told.append).run()
    shares = [each.share for each in told]
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1.0)
    assert {each.step for each in told} == {"copying", "comparing"}
    by_type = {each.quantization: each for each in done.trials}
    four, eight = by_type["Q4_0"].divergence, by_type["Q8_0"].divergence
    assert four is not None and eight is not None and 0 < eight.mean < four.mean
    assert eight.tokens == 2048 and by_type["Q8_0"].gain > 0


def test_cancelling_ends_the_process_and_leaves_nothing(bundled_model_path: Path, shelf: CopyShelf) -> None:
    others = set(psutil.Process().children())
    started = threading.Event()
    tuning = Tuning(
        inspect_model(bundled_model_path), shelf, threads=1,
        progress=lambda each: started.set() if each.step == "comparing" else None,
    )  # fmt: skip
    failures: list[Exception] = []

    def run() -> None:
        try:
            tuning.run()
        except Cancelled as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(60)
    began = time.monotonic()
    tuning.cancel()
    thread.join(10)
    assert failures and time.monotonic() - began < 5
    assert names(shelf.folder) == [] and set(psutil.Process().children()) <= others


def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    working = Working((sys.executable, "-c", "import sys; sys.stdin.readline(); sys.exit('assert failed')"))
    with pytest.raises(WorkFailed) as caught:
        working.do(Compare("a", "b", 1), lambda _share: None)
    assert "assert failed" in caught.value.details
    real = Working()
    with pytest.raises(WorkFailed):
        real.do(Compare(str(tmp_path / "none.gguf"), str(tmp_path / "none.gguf"), 1), lambda _share: None)


@pytest.fixture
def copied(tmp_path_factory: pytest.TempPathFactory, bundled_model_path: Path) -> CopyShelf:
    """A real copy of the bundled model, kept whatever it gains."""
    shelf = CopyShelf(tmp_path_factory.mktemp("tuned"))
    file = inspect_model(bundled_model_path)
    made = shelf.folder / "made.part"
    Working().do(MakeCopy(str(file.path), str(made), "Q8_0", file.model_id, 1), lambda _share: None)
    copy = TunedCopy(
        original_id=file.model_id, original_name=file.name, original_path=str(file.path),
        original_quantization=file.quantization, quantization="Q8_0", size=made.stat().st_size,
        divergence=divergence(0.005), original_rates=SLOW, rates=FAST, threads=1, processor="", made_at=1.0,
    )  # fmt: skip
    shelf.keep(copy, made)
    return shelf


def test_a_copy_has_its_originals_identifier(copied: CopyShelf, bundled_model_path: Path) -> None:
    original = inspect_model(bundled_model_path)
    copy = inspect_model(copied.weights(original.model_id))
    assert copy.model_id != original.model_id and copy.quantization == "Q8_0"
    served = copied.served(original)
    assert served is not None and (served.model_id, served.quantization) == (original.model_id, "Q8_0")
    assert (served.name, served.chat_template) == (original.name, original.chat_template)
    assert served.weights.total > original.weights.total
    assert copy.pre_tokenizer == original.pre_tokenizer == "smollm", "llama.cpp copies how text is split"


def test_a_copy_that_splits_text_differently_is_not_used(copied: CopyShelf, bundled_model_path: Path) -> None:
    """The user has put another file of the same weights in the model's place, with its tokenizer repaired."""
    repaired = replace(inspect_model(bundled_model_path), pre_tokenizer="llama-bpe")
    assert copied.served(repaired) is None
    left = tuned_load(str(copied.folder), repaired, Machine(10**10, 1), Wishes(), system_info="")
    assert left.file is None and "so the original is in use" in left.notice


@pytest.fixture
def own_engine(bundled_model_path: Path) -> Iterator[EngineUser]:
    """An engine that other tests do not share, since other models are loaded into it."""
    with running_engine(bundled_model_path, context_size=1024) as user:
        yield user


def test_the_copy_is_loaded_in_the_models_place(
    copied: CopyShelf, bundled_model_path: Path, own_engine: EngineUser, tmp_path: Path
) -> None:
    """Answers, adapters and identity stay the original's; off, damaged or absent, the original is loaded."""
    engine = own_engine
    load = Load(str(bundled_model_path), context_size=1024, tuned_folder=str(copied.folder))
    model_id = inspect_model(bundled_model_path).model_id
    loaded = engine.load(load)
    assert isinstance(loaded, Loaded) and (loaded.tuned, loaded.quantization) == ("Q8_0", "Q8_0")
    assert (loaded.model_id, loaded.path) == (model_id, str(bundled_model_path)) and loaded.notices == ()
    asked = question("What is two and two?", answer=8)
    plain = engine.run(asked).text("answer")
    adapter = AdapterChoice(str(write_adapter(tmp_path / "a.gguf", bundled_model_path, scale=0.3)))
    changed = engine.run(msgspec.structs.replace(asked, adapter=adapter))
    assert plain and changed.refused is None and changed.text("answer") != plain

    copied.use(model_id, on=False)
    loaded = engine.load(load)
    assert isinstance(loaded, Loaded) and (loaded.tuned, loaded.quantization) == ("", "Q4_1")
    copied.use(model_id, on=True)
    loaded = engine.load(msgspec.structs.replace(load, tuned_folder=""))
    assert isinstance(loaded, Loaded) and loaded.tuned == ""

    weights = copied.weights(model_id)
    whole = weights.read_bytes()
    weights.write_bytes(whole[:4096])
    assert copied.of(model_id) is None
    loaded = engine.load(load)
    assert isinstance(loaded, Loaded) and loaded.tuned == ""
    weights.write_bytes(b"GGUF" + b"\xff" * (len(whole) - 4))
    loaded = engine.load(load)
    assert isinstance(loaded, Loaded) and loaded.tuned == ""
    weights.write_bytes(whole)
    assert copied.remove(model_id) and not copied.remove(model_id)
    with pytest.raises(InputError, match="no tuned copy"):
        copied.use(model_id, on=True)


HERE, THERE = "CUDA : ARCHS = 500 | CPU : AVX = 1 | AVX2 = 1 | ", "CPU : NEON = 1 | "


@pytest.fixture
def large_copy(tiny: ModelFile, shelf: CopyShelf) -> CopyShelf:
    """A copy that takes much more memory than its original."""
    shelf.folder.mkdir()
    large = write_tiny_model(shelf.folder / "large.gguf", feed_forward=30_000)
    made = copy_model(shelf.folder / "made.part", large, changed={DERIVED_FROM: tiny.model_id})
    copy = TunedCopy(
        original_id=tiny.model_id, original_name=tiny.name, original_path=str(tiny.path), original_quantization="F16",
        quantization="Q8_0", size=made.stat().st_size, divergence=divergence(0.005), original_rates=SLOW, rates=FAST,
        threads=1, processor=HERE, made_at=1.0,
    )  # fmt: skip
    shelf.keep(copy, made)
    return shelf


def test_the_copy_is_weighed_where_it_is_loaded(tiny: ModelFile, large_copy: CopyShelf) -> None:
    weighed, served = large_copy.weighed(tiny), large_copy.served(tiny)
    assert served is not None and weighed.weights.total == pytest.approx(served.weights.total, rel=0.05)
    assert weighed.weights.total > 20 * tiny.weights.total and weighed.quantization == "Q8_0"
    machine = Machine(10**10, 1)
    chosen, plan = plan_with_copy(tiny, weighed, machine, Wishes())
    assert chosen is weighed and plan.estimate.weights > plan_load(tiny, machine).estimate.weights + 20_000_000
    card = Machine(10**10, 1, (MemoryDevice("A card", 10**10, 10**10),))
    assert plan_with_copy(tiny, weighed, card, Wishes())[0] is tiny
    row = weigh(tiny, machine, large_copy)
    assert row.served == weighed and row.plan.estimate.weights == plan.estimate.weights
    large_copy.use(tiny.model_id, on=False)
    assert large_copy.weighed(tiny) == tiny == weigh(tiny, machine, large_copy).served


def test_a_copy_without_room_is_told(tiny: ModelFile, large_copy: CopyShelf) -> None:
    needed, free = plan_load(tiny, Machine(10**10, 1)).estimate.total, 0
    while free - margin(free) < needed + 1_000_000:
        free += 500_000
    tight = tuned_load(str(large_copy.folder), tiny, Machine(free, 1), Wishes(), system_info=HERE)
    assert tight.file is None and tight.notice == (
        "There was no room for the tuned copy of Tiny, so the original is in use."
    )
    roomy = tuned_load(str(large_copy.folder), tiny, Machine(10**10, 1), Wishes(), system_info=HERE)
    assert roomy.file is not None and roomy.file.path == large_copy.weights(tiny.model_id) and roomy.notice == ""


def test_a_copy_from_another_processor_is_not_used_and_told(tiny: ModelFile, large_copy: CopyShelf) -> None:
    machine = Machine(10**10, 1)
    moved = tuned_load(str(large_copy.folder), tiny, machine, Wishes(), system_info=THERE)
    assert moved.file is None and "was made on another processor" in moved.notice
    assert CopyShelf(large_copy.folder, system_info=THERE).served(tiny) is None
    assert CopyShelf(large_copy.folder, system_info=THERE).weighed(tiny) == tiny
    other_card = HERE.replace("500", "900")
    assert CopyShelf(large_copy.folder, system_info=other_card).served(tiny) is not None
    large_copy.weights(tiny.model_id).write_bytes(b"\0" * large_copy.weights(tiny.model_id).stat().st_size)
    damaged = tuned_load(str(large_copy.folder), tiny, machine, Wishes(), system_info=HERE)
    assert damaged.file is None and "could not be loaded" in damaged.notice
    large_copy.use(tiny.model_id, on=False)
    assert tuned_load(str(large_copy.folder), tiny, machine, Wishes(), system_info=THERE).notice == ""


def test_a_copy_that_has_room_only_alone_is_not_loaded_beside_another_model(
    tiny: ModelFile, large_copy: CopyShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "system_info", lambda: HERE)
    needed, free = plan_load(tiny, Machine(10**10, 1)).estimate.total, 0
    while free - margin(free) < needed + 1_000_000:
        free += 500_000
    tight = Machine(free, 1)

    def fits(given_back: int, folder: str = str(large_copy.folder)) -> bool:
        request = Load(str(tiny.path), tuned_folder=folder, beside=Beside(given_back))
        return loading._fits_beside(tiny, plan_load(tiny, tight), tight, request)

    assert not fits(10**9)
    assert fits(10**9, folder=""), "without a copy nothing is lost"
    assert fits(0), "alone the copy has no room either"
