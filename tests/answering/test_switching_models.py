"""Another model is asked for while one answers: what is written ends first, and a failure leaves all as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.library.problems import problem_of
from models.answering.loading import load_request
from models.answering.status import StatusBoard
from models.assistant import Assistant
from models.catalog.failures import Fault, FileProblem
from models.engine.protocol import FailureReason, LoadFailed, Loading
from models.engine.supervisor import EngineStarted
from models.engine.switching import SwitchingEngine
from models.events import EngineState, RunFinished
from models.history.store import Store
from models.paths import DataFolder
from models.settings import ModelChoices, Settings
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import Listening, ScriptedEngine, loaded, question


class Engines:
    """The engines that were made, the first of them answers."""

    def __init__(self) -> None:
        self.made: list[ScriptedEngine] = []

    def __call__(self) -> ScriptedEngine:
        self.made.append(ScriptedEngine())
        return self.made[-1]


@pytest.fixture
def engines() -> Engines:
    return Engines()


@pytest.fixture
def desk(data_folder: DataFolder, store: Store, engines: Engines, other: Path) -> Iterator[Desk]:
    choices = {str(other): ModelChoices(context_size=777, kv_type="q8_0", chat_template="chatml")}
    settings = Settings(model_choices=choices)
    assistant = Assistant(data_folder, settings=settings, store=store, engine=SwitchingEngine(engines))
    try:
        desk = Desk(assistant, engines.made[0], Listening(assistant), store, data_folder)
        desk.make_ready()
        yield desk
    finally:
        assistant.close()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.gguf"
    path.write_bytes(b"GGUF")
    return path


def next_engine(engines: Engines) -> ScriptedEngine:
    """The engine of the model that was asked for."""
    engine = engines.made[-1]
    engine.wait_until(lambda: engine.started > 0)
    return engine


def test_an_answer_ends_before_the_next_model_takes_over(desk: Desk, engines: Engines, other: Path) -> None:
    run = desk.assistant.ask(question())
    desk.engine.request(run)
    desk.assistant.load_model(str(other))
    desk.heard.wait_until(lambda: len(engines.made) == 2)
    following = next_engine(engines)
    (load,) = following.loads
    assert (load.path, load.context_size, load.kv_type, load.chat_template) == (str(other), 777, "q8_0", "chatml")
    assert load.beside is not None
    following.say(EngineStarted(()), Loading(0.5, 0))
    desk.heard.wait_until(lambda: _next(desk) == (0.5, False))
    assert _state(desk) is EngineState.BUSY and desk.assistant.status.model_name == "SmolLM2 135M"
    following.say(loaded("Other"))
    desk.heard.wait_until(lambda: _next(desk) == (1.0, True))
    desk.engine.play(run, "Let me count.", "Four.")
    desk.heard.wait(RunFinished, run)
    desk.heard.wait_until(lambda: desk.assistant.status.model_name == "Other")
    assert desk.assistant.status.next_model is None and _state(desk) is EngineState.READY
    second = desk.assistant.ask(question())
    assert following.request(second).messages


def test_a_model_that_fails_is_told_beside_the_one_that_answers(desk: Desk, engines: Engines, other: Path) -> None:
    desk.assistant.load_model(str(other))
    desk.heard.wait_until(lambda: len(engines.made) == 2)
    next_engine(engines).say(LoadFailed(str(other), FailureReason.FILE, "It is damaged; choose another.", "bad tensor"))
    desk.heard.wait_until(lambda: bool(_failed(desk)))
    status = desk.assistant.status
    assert (status.state, status.model_name) == (EngineState.READY, "SmolLM2 135M")
    assert status.next_model is not None and status.next_model.details == "bad tensor"
    desk.engine.play(desk.assistant.ask(question()), "Hm.", "Four.")
    desk.heard.wait(RunFinished)


def test_what_is_wrong_with_the_file_is_told_exactly(desk: Desk, engines: Engines, other: Path) -> None:
    desk.assistant.load_model(str(other))
    desk.heard.wait_until(lambda: len(engines.made) == 2)
    words = "You may not read the file other.gguf; change its permissions or choose another."
    next_engine(engines).say(LoadFailed(str(other), FailureReason.FILE, words, fault=Fault.FORBIDDEN))
    desk.heard.wait_until(lambda: bool(_failed(desk)))
    assert problem_of(desk.assistant.status) == (str(other), FileProblem(Fault.FORBIDDEN, words))
    alone = StatusBoard(lambda _status: None)
    alone.apply(LoadFailed(str(other), FailureReason.FILE, words, fault=Fault.GONE))
    alone.set(replace(alone.status, model_path=str(other)))
    assert problem_of(alone.status) == (str(other), FileProblem(Fault.GONE, words))


def test_a_file_that_is_not_there_changes_nothing(
    desk: Desk, engines: Engines, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("a header was read in the window's process")

    monkeypatch.setattr("models.catalog.header._read", refuse)
    desk.assistant.apply_settings(Settings(known_models=(str(other),)))
    desk.assistant.load_model("/no/such/model.gguf")
    desk.heard.wait_until(lambda: "drive or folder /no" in _failed(desk))
    assert desk.assistant.status.next_model is not None and desk.assistant.status.next_model.fault == Fault.GONE
    assert desk.assistant.status.state is EngineState.READY and len(engines.made) == 1


def test_without_room_for_both_the_old_one_goes_first_and_comes_back(desk: Desk, engines: Engines, other: Path) -> None:
    desk.assistant.load_model(str(other))
    desk.heard.wait_until(lambda: len(engines.made) == 2)
    next_engine(engines).say(LoadFailed(str(other), FailureReason.CROWDED, "There is no room."))
    desk.engine.wait_until(lambda: len(desk.engine.loads) == 2)
    assert desk.engine.loads[1].path == str(other) and desk.engine.loads[1].beside is None
    desk.heard.wait_until(lambda: desk.assistant.status.state is EngineState.STARTING)
    desk.engine.say(Loading(0.3, 0), LoadFailed(str(other), FailureReason.MEMORY, "It ran out of memory.", "alloc"))
    desk.heard.wait_until(lambda: len(engines.made) == 3 and bool(engines.made[2].loads))
    again = next_engine(engines)
    assert again.loads[0].path == desk.engine.loads[0].path
    again.become_ready()
    desk.heard.wait_until(lambda: desk.assistant.status.state is EngineState.READY)
    assert desk.assistant.status.model_name == "SmolLM2 135M" and "memory" in _failed(desk)


def _state(desk: Desk) -> EngineState:
    return desk.assistant.status.state


def _next(desk: Desk) -> tuple[float, bool] | None:
    following = desk.assistant.status.next_model
    return (following.progress, following.waits) if following is not None else None


def _failed(desk: Desk) -> str:
    following = desk.assistant.status.next_model
    return following.message if following is not None else ""


def test_a_failure_of_a_model_in_whose_place_another_was_asked_for_is_not_told_of_that_one() -> None:
    board = StatusBoard(lambda _status: None)
    board.loading("first.gguf", "first")
    board.loading("second.gguf", "second")
    board.apply(LoadFailed("first.gguf", FailureReason.FILE, "The model file is damaged.", "", Fault.DAMAGED))
    assert board.status.model_path == "second.gguf" and problem_of(board.status) is None
    board.apply(LoadFailed("second.gguf", FailureReason.FILE, "The model file is damaged.", "", Fault.DAMAGED))
    assert board.status.state is EngineState.FAILED


def test_the_bundled_model_is_loaded_as_chosen_whatever_it_is_called(bundled_model_path: Path) -> None:
    settings = Settings(model_choices={"bundled": ModelChoices(context_size=2048)})
    for reference in ("bundled", "SmolLM2 135M Instruct", str(bundled_model_path)):
        assert load_request(bundled_model_path, settings, reference).context_size == 2048
