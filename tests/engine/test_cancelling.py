"""Stopping the real engine at any moment."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from models.engine import supervisor
from models.engine.protocol import Budget, FailureReason, Generate, Loaded, RunEnded, Streamed
from models.engine.supervisor import EngineDied
from tests.engine.real_engine import EngineUser, question, running_engine


def endless(text: str) -> Generate:
    budget = Budget(thought_tokens=0, answer_tokens=1500, minimum_answer_tokens=1500)
    return msgspec.structs.replace(question(text), budget=budget)


def test_cancel_while_the_prompt_is_read(engine: EngineUser) -> None:
    """A prompt of some 1,500 tokens takes seconds to read; the cancel must not wait for it."""
    request = engine.begin(question("The hall has seats in three rows. " * 170))
    time.sleep(0.3)
    before = time.monotonic()
    engine.engine.cancel(request.run)
    outcome = engine.collect(request.run)
    assert time.monotonic() - before < 1.5
    assert outcome.ended[1].stop_reason == "stopped"
    assert outcome.text("answer") == ""
    assert engine.run(question("Are you there?")).text("answer")


def test_cancel_while_it_writes_keeps_what_was_written(engine: EngineUser) -> None:
    request = engine.begin(endless("Tell me a long story."))
    first = engine.collect(request.run, Streamed)
    engine.engine.cancel(request.run)
    rest = engine.collect(request.run)
    assert rest.ended[1].stop_reason == "stopped"
    assert first.text("answer")
    assert rest.ended[1].answer_tokens < 1500


def test_cancel_of_a_waiting_and_of_an_unknown_run(engine: EngineUser) -> None:
    engine.engine.cancel("nobody knows this run")
    first, second = engine.begin(endless("One story.")), engine.begin(endless("Another story."))
    engine.engine.cancel(second.run)
    assert engine.collect(second.run).ended[1].stop_reason == "stopped"
    engine.engine.cancel(first.run)
    engine.collect(first.run)


def test_a_hundred_quick_cancels(engine: EngineUser) -> None:
    runs = []
    for number in range(100):
        request = engine.begin(endless(f"Story number {number}."))
        engine.engine.cancel(request.run)
        runs.append(request.run)
    ended: set[str] = set()
    while len(ended) < len(runs):
        notice = engine.next(RunEnded)
        assert isinstance(notice, RunEnded)
        ended.add(notice.run)
    assert ended == set(runs)
    assert engine.run(question("Are you still there?")).text("answer")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that freezes a process")
def test_what_does_not_stop_is_killed_and_started_again(
    bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "CANCEL_SECONDS", 0.5)
    with running_engine(bundled_model_path) as own:
        request = own.begin(endless("Tell me a long story."))
        own.collect(request.run, Streamed)
        identifier = own.engine.process_identifier
        assert identifier is not None
        psutil.Process(identifier).send_signal(signal.SIGSTOP)
        own.engine.cancel(request.run)
        refused = own.collect(request.run).refused
        assert refused is not None and refused.reason is FailureReason.UNRESPONSIVE
        died = own.next(EngineDied)
        assert isinstance(died, EngineDied) and died.restarts
        assert isinstance(own.next(Loaded), Loaded)
        assert own.run(question("Are you back?")).text("answer")
