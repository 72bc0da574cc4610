"""A model answers until the next one is ready; one that fails costs nothing, and where it had to go it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from models.engine.protocol import FailureReason, Load, Loaded, Loading, RunEnded, RunRefused, Streamed
from models.engine.supervisor import NextFailed, NextLoading, NextReady, Notice
from models.engine.switching import SwitchingEngine
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
