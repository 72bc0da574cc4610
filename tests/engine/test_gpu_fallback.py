"""What a graphics card that is too small leads to, with a scripted card: this machine may have none."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import pytest

from models.catalog.inspection import inspect_model
from models.catalog.load_plan import Machine, plan_load
from models.engine import transport
from models.engine.llama.abort_flag import AbortFlag
from models.engine.llama.failures import LlamaError
from models.engine.llama.log import LogTail
from models.engine.loading import load_model
from models.engine.machine import graphics_cards, memory_devices
from models.engine.planned_load import PlannedLoad
from models.engine.protocol import (
    PROTOCOL_VERSION,
    Device,
    FailureReason,
    Load,
    LoadFailed,
    Loading,
    Welcome,
)
from models.engine.supervisor import EngineDied, EngineStarted, LocalEngine, Notice
from models.errors import EngineError
from tests.answering.scripted_engine import loaded

CARD = Device("CUDA0", "Scripted card", "gpu", "CUDA", 8_000_000_000, 8_000_000_000)
OUT_OF_MEMORY = "ggml_backend_cuda_buffer_type_alloc_buffer: cudaMalloc failed: out of memory"


class CardTooSmall:
    """Stands for the real load: fails while more than `room` layers go to the card."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.tried: list[int] = []
        self.notices: tuple[str, ...] = ()

    def __call__(self, layers: int, notices: tuple[str, ...]) -> object:
        self.tried.append(layers)
        self.notices = notices
        if layers > self.room:
            raise LlamaError(OUT_OF_MEMORY)
        return "loaded"


class QuietLog(LogTail):
    def __init__(self) -> None:
        self._lines, self._partial = [], ""  # type: ignore[assignment]


def load_with(room: int, model: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[CardTooSmall, Any]:
    card = CardTooSmall(room)
    monkeypatch.setattr(PlannedLoad, "load_with", card)
    outcome = load_model(Load(str(model)), (CARD,), QuietLog(), AbortFlag(), lambda *_told: True)
    return card, outcome


def test_all_layers_go_to_a_card_that_holds_them(bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card, outcome = load_with(99, bundled_model_path, monkeypatch)
    assert outcome == "loaded"
    assert card.tried == [31] and card.notices == ()


def test_fewer_layers_are_tried_and_told(bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card, outcome = load_with(8, bundled_model_path, monkeypatch)
    assert outcome == "loaded"
    assert card.tried == [31, 15, 7]
    assert card.notices == ("The graphics card could not hold 15 layers of the model, so 7 are on it.",)


def test_the_processor_is_the_last_resort(bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card, outcome = load_with(0, bundled_model_path, monkeypatch)
    assert outcome == "loaded"
    assert card.tried == [31, 15, 7, 3, 1, 0]
    assert card.notices[0].endswith("so the model runs on the processor.")


def test_what_fails_on_the_processor_too_is_told(bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, outcome = load_with(-1, bundled_model_path, monkeypatch)
    assert isinstance(outcome, LoadFailed)
    assert outcome.reason is FailureReason.VIDEO_MEMORY
    assert outcome.message.endswith(".")


def card(name: str, kind: str, free: int) -> Device:
    return Device(name, f"Scripted {name}", kind, "Vulkan", free, free)


def test_an_integrated_card_counts_only_where_there_is_no_other() -> None:
    small, large, own = card("a", "gpu", 4), card("b", "gpu", 8), card("c", "integrated_gpu", 16)
    processor = card("d", "cpu", 32)
    assert graphics_cards((own, small, processor, large)) == [small, large]
    assert [each.shares_ram for each in memory_devices((own, small))] == [False]
    assert graphics_cards((processor, own)) == [own]


def test_each_card_gets_the_share_that_was_planned(bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import llama_cpp

    given: list[tuple[list[float], int, bool]] = []

    def load(_path: bytes, parameters: Any) -> None:
        shares = parameters.tensor_split
        cards = [shares[each] for each in range(llama_cpp.llama_max_devices())] if shares else []
        given.append((cards, parameters.n_gpu_layers, parameters.check_tensors))

    monkeypatch.setattr(llama_cpp, "llama_model_load_from_file", load)
    devices = (card("a", "gpu", 12_000_000_000), card("c", "integrated_gpu", 16_000_000_000),
               card("b", "gpu", 6_000_000_000))  # fmt: skip
    failed = load_model(Load(str(bundled_model_path)), devices, QuietLog(), AbortFlag(), lambda *_told: True)
    assert isinstance(failed, LoadFailed)
    (shares, layers, check), *_ = given
    plan = plan_load(inspect_model(bundled_model_path), Machine(10**10, 1, tuple(memory_devices(devices))))
    assert layers == 31 and check
    assert shares[:2] == pytest.approx(plan.card_shares) and shares[0] > shares[1] > 0 and not any(shares[2:])
    given.clear()
    load_model(Load(str(bundled_model_path)), (), QuietLog(), AbortFlag(), lambda *_told: True)
    assert given == [([], 0, True)]


class DyingProcess:
    """An engine process that dies while it loads with layers on the card, and lives with none."""

    identifier = 0
    key = b""
    address = ""
    last_lines = OUT_OF_MEMORY

    def __init__(self, heard: list[Load]) -> None:
        ours, self.connection = Pipe()
        self.welcome = Welcome(PROTOCOL_VERSION, 0, (CARD,), "")
        self._heard = heard
        self._ours: Connection = ours

    def load(self) -> None:
        request = transport.receive_from_client(self._ours)
        assert isinstance(request, Load)
        self._heard.append(request)
        layers = 24 if request.gpu_layers is None else request.gpu_layers
        self._ours.send_bytes(transport.encode(Loading(0.1, layers)))
        if layers:
            self._ours.close()

    def wait_for_end(self, timeout: float = 5.0) -> tuple[FailureReason, str, str]:
        return FailureReason.VIDEO_MEMORY, f"The graphics card ran out of memory after {timeout} s.", self.last_lines

    def kill(self) -> None:
        self._ours.close()

    def close(self, timeout: float = 3.0) -> None:
        del timeout
        self._ours.close()


@pytest.fixture
def processes() -> list[DyingProcess]:
    return []


def test_a_death_while_loading_halves_the_layers_until_the_processor(processes: list[DyingProcess]) -> None:
    heard: list[Load] = []

    def launch() -> DyingProcess:
        processes.append(DyingProcess(heard))
        return processes[-1]

    notices: queue.Queue[Notice] = queue.Queue()
    engine = LocalEngine(launch)  # type: ignore[arg-type]
    engine.load(Load("model.gguf"))
    engine.start(notices.put)
    try:
        for _ in range(6):
            wait_for(notices, lambda notice: isinstance(notice, EngineStarted))
            processes[-1].load()
            if heard[-1].gpu_layers == 0:
                break
            died = wait_for(notices, lambda notice: isinstance(notice, EngineDied))
            assert isinstance(died, EngineDied) and died.restarts
        assert [each.gpu_layers for each in heard] == [None, 12, 6, 3, 1, 0]
        assert heard[1].notice == "The graphics card could not hold 24 layers of the model, so 12 are on it."
        assert heard[-1].notice.endswith("so the model runs on the processor.")
    finally:
        engine.close()


def wait_for(notices: queue.Queue[Notice], wanted: Callable[[Notice], bool]) -> Notice:
    while not wanted(notice := notices.get(timeout=10)):
        pass
    return notice


class PlayedProcess(DyingProcess):
    """An engine process that ends when a test wants it, after its model was loaded or before."""

    reason = FailureReason.KILLED

    def load_and_die(
        self, *, layers: int | None = 0, is_loaded: bool = False, tuned: bool = False, context: int = 0
    ) -> None:
        request = transport.receive_from_client(self._ours)
        assert isinstance(request, Load)
        self._heard.append(request)
        if layers is not None:
            self._ours.send_bytes(transport.encode(Loading(0.1, layers, tuned, context)))
        if is_loaded:
            self._ours.send_bytes(
                transport.encode(msgspec.structs.replace(loaded(path=request.path), gpu_layers=layers or 0))
            )
        self._ours.close()

    def wait_for_end(self, timeout: float = 5.0) -> tuple[FailureReason, str, str]:
        del timeout
        return self.reason, "It ended.", ""


@dataclass
class Played:
    """A local engine with scripted processes."""

    engine: LocalEngine
    made: list[PlayedProcess]
    heard: list[Load] = field(default_factory=list)
    notices: queue.Queue[Notice] = field(default_factory=queue.Queue)

    def let_die(self, reason: FailureReason, **more: Any) -> EngineDied:
        """Let the process that has been started load and die."""
        wait_for(self.notices, lambda notice: isinstance(notice, EngineStarted))
        self.made[-1].reason = reason
        self.made[-1].load_and_die(**more)
        died = wait_for(self.notices, lambda notice: isinstance(notice, EngineDied))
        assert isinstance(died, EngineDied)
        return died

    def next_load(self) -> Load:
        """What the process that follows is asked to load."""
        wait_for(self.notices, lambda notice: isinstance(notice, EngineStarted))
        request = transport.receive_from_client(self.made[-1]._ours)
        assert isinstance(request, Load)
        return request


@pytest.fixture
def played() -> Iterator[Played]:
    made: list[PlayedProcess] = []
    heard: list[Load] = []

    def launch() -> PlayedProcess:
        made.append(PlayedProcess(heard))
        return made[-1]

    engine = LocalEngine(launch)  # type: ignore[arg-type]
    played = Played(engine, made, heard)
    engine.load(Load("folder/model.gguf", tuned_folder="tuned"))
    engine.start(played.notices.put)
    yield played
    engine.close()


def test_a_card_that_is_full_while_it_computes_gets_fewer_layers(played: Played) -> None:
    for layers, fewer in ((24, 12), (12, 6), (6, 3), (3, 1)):
        assert played.let_die(FailureReason.VIDEO_MEMORY, layers=layers, is_loaded=True).restarts
        assert played.engine._wanted is not None and played.engine._wanted.gpu_layers == fewer
    request = played.next_load()
    assert request.notice == "The graphics card could not hold 3 layers of the model, so 1 are on it."
    assert request.tuned_folder == "tuned"


def test_a_load_that_the_system_ends_is_tried_once_more_with_less(played: Played) -> None:
    assert played.let_die(FailureReason.KILLED).restarts
    died = played.let_die(FailureReason.KILLED)
    assert [each.context_size for each in played.heard] == [None, 2048]
    assert "so the context has 2,048 tokens." in played.heard[1].notice
    assert not died.restarts and died.reason is FailureReason.MEMORY
    failed = wait_for(played.notices, lambda notice: isinstance(notice, LoadFailed))
    assert isinstance(failed, LoadFailed) and failed.reason is FailureReason.MEMORY
    assert failed.message.startswith("The computer ran out of memory; choose a smaller context or a smaller model.")


def test_a_model_that_is_ended_while_it_answers_is_loaded_again_as_it_was(played: Played) -> None:
    for _ in range(2):
        assert played.let_die(FailureReason.KILLED, is_loaded=True).restarts
    assert played.next_load() == Load("folder/model.gguf", tuned_folder="tuned")


def test_a_copy_that_ends_the_engine_is_left_aside_and_told(played: Played) -> None:
    assert played.let_die(FailureReason.CRASHED, tuned=True).restarts
    request = played.next_load()
    assert request.tuned_folder == ""
    assert request.notice == "The tuned copy of model could not be loaded, so the original is in use."


def test_nothing_is_told_of_a_copy_where_there_was_none(played: Played) -> None:
    assert not played.let_die(FailureReason.CRASHED).restarts


def test_deaths_before_anything_is_told_of_the_load_come_to_an_end(played: Played) -> None:
    assert played.let_die(FailureReason.VIDEO_MEMORY, layers=24).restarts
    restarts = [played.let_die(FailureReason.VIDEO_MEMORY, layers=None).restarts for _ in range(5)]
    assert [each.gpu_layers for each in played.heard] == [None, 12, 6, 3, 1, 0]
    assert restarts == [True, True, True, True, False]


def test_a_new_load_knows_nothing_of_the_layers_and_the_copy_before(played: Played) -> None:
    engine = played.engine
    engine._gpu_layers, engine._loads_copy = 24, True
    engine.load(Load("folder/other.gguf"))
    assert (engine._gpu_layers, engine._loads_copy) == (0, False)


def test_what_the_system_ends_is_tried_with_half_of_what_the_engine_chose(played: Played) -> None:
    assert played.let_die(FailureReason.KILLED, context=1024).restarts
    request = played.next_load()
    assert request.context_size == 512 and "so the context has 512 tokens." in request.notice
    assert request.tuned_folder == "tuned"


def test_a_copy_that_the_system_ends_is_left_aside_too(played: Played) -> None:
    assert played.let_die(FailureReason.KILLED, context=4096, tuned=True).restarts
    request = played.next_load()
    assert (request.context_size, request.tuned_folder) == (2048, "")
    assert "so the context has 2,048 tokens. The tuned copy of model could not" in request.notice


def test_a_load_that_is_asked_for_while_the_process_ends_is_not_lost(played: Played) -> None:
    other = Load("folder/other.gguf")
    wait_for(played.notices, lambda notice: isinstance(notice, EngineStarted))
    process = played.made[-1]
    ends = process.wait_for_end

    def end_slowly(timeout: float = 5.0) -> tuple[FailureReason, str, str]:
        played.engine.load(other)
        return ends(timeout)

    process.wait_for_end = end_slowly  # type: ignore[method-assign]
    process.load_and_die(context=4096)
    assert played.next_load() == other


def test_a_load_that_is_asked_for_when_an_engine_was_given_up_is_not_lost() -> None:
    """The owner hears of the failure on the thread that is about to end."""
    other, heard = Load("folder/other.gguf"), queue.Queue[Notice]()
    started: list[PlayedProcess] = []

    def launch() -> PlayedProcess:
        if engine._wanted is not other:
            raise EngineError("It does not start.", reason=FailureReason.START)
        started.append(PlayedProcess([]))
        return started[-1]

    def listen(notice: Notice) -> None:
        if isinstance(notice, LoadFailed):
            engine.load(other)
        heard.put(notice)

    engine = LocalEngine(launch)  # type: ignore[arg-type]
    engine.load(Load("folder/model.gguf"))
    engine.start(listen)
    try:
        wait_for(heard, lambda notice: isinstance(notice, EngineStarted))
        assert transport.receive_from_client(started[-1]._ours) == other
    finally:
        engine.close()


def test_what_was_told_before_stays_told_when_the_card_holds_less(
    bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = CardTooSmall(8)
    monkeypatch.setattr(PlannedLoad, "load_with", card)
    request = Load(str(bundled_model_path), notice="It ended before.")
    load_model(request, (CARD,), QuietLog(), AbortFlag(), lambda *_told: True)
    assert card.notices[0] == "It ended before." and "so 7 are on it" in card.notices[1]
