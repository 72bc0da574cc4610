"""A model answers until the next one is ready; one that fails costs nothing, and where it had to go it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from models.engine.protocol import FailureReason, Load, Loaded, LoadFailed, Loading, RunEnded, RunRefused, Streamed
from models.engine.supervisor import (
    Engine,
    EngineDied,
    Listener,
    LocalEngine,
    NextFailed,
    NextLoading,
    NextReady,
    Notice,
)
from models.engine.switching import SwitchingEngine
from tests.answering.scripted_engine import loaded
from tests.engine.real_engine import EngineUser, question
from tests.gguf_files import write_tiny_model


class SwitchingUser(EngineUser):
    """As `EngineUser`, with an engine that switches."""

    engine: SwitchingEngine  # type: ignore[assignment]

    def until(self, *kinds: type) -> list[Notice]:
        """All that is heard up to a notice of one of the kinds."""
        heard: list[Notice] = []
        while not heard or not isinstance(heard[-1], kinds):
            heard.append(self.notices.get(timeout=60))
        return heard


@pytest.fixture
def user(tmp_path: Path) -> Iterator[SwitchingUser]:
    first = write_tiny_model(tmp_path / "first.gguf", name="The First", context=4096)
    engine = SwitchingEngine()
    user = SwitchingUser(engine)  # type: ignore[arg-type]
    engine.load(Load(str(first), context_size=1024, sequences=4))
    engine.start(user.notices.put)
    user.next(Loaded)
    yield user
    engine.close()


def test_the_old_model_answers_until_the_new_one_takes_over(user: SwitchingUser, tmp_path: Path) -> None:
    other = write_tiny_model(tmp_path / "other.gguf", name="The Other")
    first = user.engine.process_identifier
    user.engine.load(Load(str(other), context_size=512, sequences=4))
    heard = user.until(NextReady)
    assert any(isinstance(each, NextLoading) for each in heard)
    assert not any(isinstance(each, Loading | Loaded) for each in heard)
    assert user.run(question("What is 2 + 2?")).ended and user.engine.process_identifier == first
    user.engine.switch()
    loaded = user.next(Loaded)
    assert isinstance(loaded, Loaded) and (loaded.name, loaded.context_size) == ("The Other", 512)
    assert user.run(question("What is 2 + 2?")).ended
    assert first is not None and user.engine.process_identifier not in (first, None)
    psutil.wait_procs([psutil.Process(first)] if psutil.pid_exists(first) else [], timeout=10)
    assert not psutil.pid_exists(first)


def test_a_model_that_cannot_be_loaded_changes_nothing(user: SwitchingUser, tmp_path: Path) -> None:
    broken = write_tiny_model(tmp_path / "odd.gguf", architecture="wonderland")
    long = user.begin(question("Count to a hundred.", answer=60))
    user.engine.load(Load(str(broken)))
    heard = user.until(NextFailed)
    failed = heard[-1]
    assert isinstance(failed, NextFailed) and failed.reason is FailureReason.ARCHITECTURE and not failed.returns
    # The tiny model may have ended before the other one was refused.
    if not any(isinstance(each, RunEnded) for each in heard):
        assert user.collect(long.run, RunEnded, RunRefused).refused is None
    assert user.run(question("What is 2 + 2?")).ended


def test_what_is_being_written_when_a_model_takes_over_is_told(user: SwitchingUser, tmp_path: Path) -> None:
    user.engine.load(Load(str(write_tiny_model(tmp_path / "tiny.gguf")), context_size=256))
    user.next(NextReady)
    run = user.begin(question("Count to a thousand.", answer=900)).run
    user.collect(run, Streamed)
    user.engine.switch()
    refused = user.collect(run).refused
    assert refused is not None and refused.reason is FailureReason.NO_MODEL and "continue it" in refused.message


def test_without_room_for_both_the_old_one_goes_and_comes_back_when_the_new_one_fails(
    user: SwitchingUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SwitchingEngine, "_ram_in_use", lambda _self: 10**13)
    # So much would come back that a huge context fits only once the old model is gone (as far as can be told).
    tiny = write_tiny_model(tmp_path / "tiny.gguf", layers=8, context=2**30)
    user.engine.load(Load(str(tiny), context_size=2**29))
    ready = user.next(NextReady, NextFailed)
    assert isinstance(ready, NextReady) and ready.in_place
    assert user.run(question("What is 2 + 2?")).ended
    user.engine.switch()
    heard = user.until(Loaded)
    (failed,) = (each for each in heard if isinstance(each, NextFailed))
    assert failed.returns and failed.reason is FailureReason.MEMORY
    loaded = heard[-1]
    assert isinstance(loaded, Loaded) and loaded.name == "The First"
    assert user.run(question("What is 2 + 2?")).ended


def test_another_model_that_is_asked_for_replaces_the_one_on_its_way(user: SwitchingUser, tmp_path: Path) -> None:
    one, two = (write_tiny_model(tmp_path / f"{name}.gguf", name=name) for name in ("one", "two"))
    user.engine.load(Load(str(one), context_size=256))
    user.engine.load(Load(str(two), context_size=256))
    ready = user.next(NextReady)
    assert isinstance(ready, NextReady) and ready.path == str(two)
    user.engine.switch()
    loaded = user.next(Loaded)
    assert isinstance(loaded, Loaded) and loaded.name == "two"


def test_a_load_that_another_one_replaces_is_no_failure(tmp_path: Path, bundled_model_path: Path) -> None:
    """The file that was broken off is whole, and what the second one was asked for is what there is to come back to."""
    engine = SwitchingEngine()
    user = SwitchingUser(engine)  # type: ignore[arg-type]
    other = write_tiny_model(tmp_path / "other.gguf", name="The Other")
    engine.load(Load(str(bundled_model_path), context_size=512, sequences=4))
    engine.start(user.notices.put)
    try:
        user.next(Loading)
        engine.load(Load(str(other), context_size=256, sequences=4))
        heard = user.until(Loaded)
        assert not any(isinstance(each, LoadFailed) for each in heard)
        loaded = heard[-1]
        assert isinstance(loaded, Loaded) and loaded.name == "The Other"
        assert engine._kept is not None and engine._kept.path == str(other)
        assert user.run(question("What is 2 + 2?")).ended
    finally:
        engine.close()


class PlayedEngine(LocalEngine):
    """An engine that says what a test lets it say."""

    def start(self, listener: Listener) -> None:
        self.say = listener

    def load(self, request: Load) -> None:
        self.wanted = request

    def close(self) -> None:
        pass


@dataclass
class Played:
    """A switching engine with scripted ones, the first of which answers."""

    made: list[PlayedEngine] = field(default_factory=list)
    heard: list[Notice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = SwitchingEngine(self.launch)
        self.engine.load(Load("first.gguf"))
        self.engine.start(self.heard.append)
        self.made[0].say(loaded(path="first.gguf"))

    def latest(self) -> Notice:
        """What was heard last."""
        return self.heard[-1]

    def launch(self) -> PlayedEngine:
        self.made.append(PlayedEngine())
        return self.made[-1]


def test_what_an_engine_says_after_it_was_replaced_is_not_taken_for_the_next_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played = Played()
    played.engine.load(Load("second.gguf"))
    second = played.made[1]
    hear_next = SwitchingEngine._hear_next

    def slowly(engine: SwitchingEngine, speaking: Engine, notice: Notice) -> None:
        played.engine.load(Load("third.gguf"))
        hear_next(engine, speaking, notice)

    monkeypatch.setattr(SwitchingEngine, "_hear_next", slowly)
    second.say(loaded(path="second.gguf"))
    assert not any(isinstance(each, NextReady) for each in played.heard)
    monkeypatch.undo()
    played.engine.switch()
    assert not any(isinstance(each, Loaded) and each.path != "first.gguf" for each in played.heard)
    played.made[2].say(loaded(path="third.gguf"))
    played.engine.switch()
    last = played.latest()
    assert isinstance(last, Loaded) and last.path == "third.gguf"


def test_a_next_model_that_dies_while_it_waits_takes_over_when_it_is_there_again() -> None:
    played = Played()
    played.engine.load(Load("second.gguf"))
    second = played.made[1]
    second.say(loaded(path="second.gguf"))
    second.say(EngineDied(FailureReason.KILLED, "It ended.", "", restarts=True))
    assert isinstance(played.latest(), NextLoading)
    played.engine.switch()
    assert played.made[0].wanted.path == "first.gguf" and isinstance(played.latest(), NextLoading)
    second.say(loaded(path="second.gguf"))
    assert isinstance(played.latest(), NextReady)
    played.engine.switch()
    last = played.latest()
    assert isinstance(last, Loaded) and last.path == "second.gguf"
