"""The real engine is killed in every phase; its owner hears why, keeps what came, and gets a new engine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from models.engine.process import EngineProcess
from models.engine.protocol import (
    Budget,
    FailureReason,
    Load,
    Loaded,
    LoadFailed,
    Loading,
    PhaseChanged,
    Streamed,
)
from models.engine.supervisor import EngineDied, LocalEngine, probe_devices
from models.errors import EngineError
from tests.engine.real_engine import EngineUser, question, running_engine

ENDLESS = Budget(thought_tokens=700, minimum_thought_tokens=700, answer_tokens=700, minimum_answer_tokens=700)


def kill(engine: LocalEngine) -> None:
    identifier = engine.process_identifier
    assert identifier is not None
    psutil.Process(identifier).kill()


def comes_back(user: EngineUser) -> Loaded:
    died = user.next(EngineDied)
    assert isinstance(died, EngineDied)
    assert died.restarts and died.reason is FailureReason.KILLED
    loaded = user.next(Loaded, LoadFailed)
    assert isinstance(loaded, Loaded)
    assert user.run(question("Are you back?")).text("answer")
    return loaded


def test_killed_while_it_loads(bundled_model_path: Path) -> None:
    engine = LocalEngine()
    user = EngineUser(engine)
    engine.load(Load(str(bundled_model_path), context_size=2048))
    engine.start(user.notices.put)
    try:
        user.next(Loading)
        kill(engine)
        again = comes_back(user)
        assert again.context_size == 1024 and "1,024 tokens" in again.notices[0]
    finally:
        engine.close()


@pytest.mark.parametrize("phase", ["prompt", "thought", "answer"])
def test_killed_while_it_works(bundled_model_path: Path, phase: str) -> None:
    with running_engine(bundled_model_path) as user:
        thought = {"prompt": 8, "thought": 700, "answer": 0}[phase]
        budget = msgspec.structs.replace(ENDLESS, thought_tokens=thought, answer_tokens=500)
        text = "The hall has seats in three rows. " * 170 if phase == "prompt" else "Tell me a story."
        request = user.begin(msgspec.structs.replace(question(text), budget=budget))
        if phase == "prompt":
            time.sleep(0.2)
        else:
            assert user.collect(request.run, Streamed).text(phase)
        kill(user.engine)
        refused = user.collect(request.run).refused
        assert refused is not None
        assert refused.reason is FailureReason.KILLED
        assert "ended the engine" in refused.message
        comes_back(user)


def test_an_engine_that_dies_again_and_again_is_given_up(bundled_model_path: Path) -> None:
    with running_engine(bundled_model_path) as user:
        restarts = []
        for _ in range(3):
            kill(user.engine)
            died = user.next(EngineDied)
            assert isinstance(died, EngineDied)
            restarts.append(died.restarts)
            if died.restarts:
                user.next(Loaded)
        assert restarts == [True, True, False]
        failed = user.next(LoadFailed)
        assert isinstance(failed, LoadFailed)
        assert "Load a model" in failed.message
        refused = user.run(question("Is anybody there?")).refused
        assert refused is not None and refused.reason is FailureReason.NO_MODEL
        assert isinstance(user.load(Load(str(bundled_model_path), context_size=2048)), Loaded)
        assert user.run(question("Are you back?")).text("answer")


def test_the_engine_ends_with_its_owner(tmp_path: Path, bundled_model_path: Path) -> None:
    script = tmp_path / "owner.py"
    script.write_text(
        "import queue, sys, time\n"
        "from models.engine.protocol import Load, Loaded\n"
        "from models.engine.supervisor import LocalEngine\n"
        "engine, notices = LocalEngine(), queue.Queue()\n"
        f"engine.load(Load({str(bundled_model_path)!r}, context_size=512))\n"
        "engine.start(notices.put)\n"
        "while not isinstance(notices.get(), Loaded): pass\n"
        "print(engine.process_identifier, flush=True)\n"
        "time.sleep(60)\n"
    )
    owner = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    with owner:
        assert owner.stdout is not None
        engine = psutil.Process(int(owner.stdout.readline()))
        owner.kill()
    gone, alive = psutil.wait_procs([engine], timeout=5)
    assert not alive and gone


def test_a_program_that_is_no_engine_is_told_plainly() -> None:
    with pytest.raises(EngineError) as caught:
        EngineProcess((sys.executable, "-c", "raise SystemExit('I am no engine')"))
    assert "rationale doctor" in caught.value.message
    assert "I am no engine" in caught.value.details
    assert caught.value.exit_code == 3


def test_an_engine_that_never_answers_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.engine.process.START_SECONDS", 0.5)
    with pytest.raises(EngineError):
        EngineProcess((sys.executable, "-c", "import time; time.sleep(60)"))


def test_another_version_of_the_protocol_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.engine.process.PROTOCOL_VERSION", 999)
    with pytest.raises(EngineError) as caught:
        EngineProcess()
    assert "version" in caught.value.details


def test_the_socket_is_private_and_goes_with_the_engine() -> None:
    process = EngineProcess()
    folder = Path(process.address).parent
    try:
        if sys.platform != "win32":
            assert folder.stat().st_mode & 0o077 == 0
    finally:
        process.connection.close()
        process.close()
    assert not folder.exists()
    assert not psutil.pid_exists(process.identifier) or os.name == "nt"


def test_two_clients_share_one_engine(bundled_model_path: Path) -> None:
    """The learning job will connect beside the window; the going of one does not disturb the other."""
    from models.engine import transport
    from models.engine.protocol import PROTOCOL_VERSION, Hello, RunEnded, Welcome

    with running_engine(bundled_model_path) as owner:
        process = owner.engine._process
        assert process is not None
        second = transport.connect(process.address, process.key)
        second.send_bytes(transport.encode(Hello(PROTOCOL_VERSION)))
        assert isinstance(transport.receive_from_engine(second), Welcome)
        second.send_bytes(transport.encode(question("What is two and two?")))
        said = [transport.receive_from_engine(second)]
        while not isinstance(said[-1], RunEnded):
            said.append(transport.receive_from_engine(second))
        assert any(isinstance(each, PhaseChanged) for each in said)
        second.send_bytes(transport.encode(msgspec.structs.replace(question("A story."), budget=ENDLESS)))
        transport.receive_from_engine(second)
        second.close()
        engine = psutil.Process(process.identifier)
        wait_until_idle(engine)
        assert owner.run(question("And what is two and three?")).text("answer")


def wait_until_idle(process: psutil.Process) -> None:
    """Wait until the process has stopped computing."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        before = sum(process.cpu_times()[:2])
        time.sleep(0.4)
        if sum(process.cpu_times()[:2]) - before < 0.05:
            return
    raise AssertionError("the engine still works for a client that is gone")


def test_the_devices_can_be_asked_for() -> None:
    devices, info = probe_devices()
    assert any(device.kind == "cpu" for device in devices)
    assert info
