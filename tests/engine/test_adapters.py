"""Adapters at run time: no reload, no stale cache, plain words about bad files."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from models.engine.protocol import AdapterChoice, FailureReason, Generate, Sampling
from tests import gguf_files
from tests.engine.real_engine import EngineUser, question


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory, bundled_model_path: Path) -> Path:
    return gguf_files.write_adapter(tmp_path_factory.mktemp("adapter") / "random.gguf", bundled_model_path, scale=0.15)


def greedy(adapter: Path | None, scale: float = 1.0) -> Generate:
    choice = AdapterChoice(str(adapter), scale) if adapter else None
    request = question("The hall has three rows of seats. How many seats are there?", answer=8)
    budget = msgspec.structs.replace(request.budget, minimum_answer_tokens=8)
    return msgspec.structs.replace(request, sampling=Sampling(temperature=0), adapter=choice, budget=budget)


def first_logprobs(engine: EngineUser, request: Generate) -> tuple[str, float]:
    token = engine.run(request).tokens()[0]
    return token.text, token.logprob


def test_an_adapter_changes_the_model_and_its_going_restores_it(engine: EngineUser, adapter: Path) -> None:
    """The null test: none, adapter, none again. A stale cache would make the third like the second."""
    before = first_logprobs(engine, greedy(None))
    with_adapter = first_logprobs(engine, greedy(adapter))
    after = first_logprobs(engine, greedy(None))
    again = first_logprobs(engine, greedy(adapter))
    assert abs(with_adapter[1] - before[1]) > 0.3 or with_adapter[0] != before[0]
    assert after[0] == before[0] and after[1] == pytest.approx(before[1], abs=0.3)
    assert again[0] == with_adapter[0] and again[1] == pytest.approx(with_adapter[1], abs=0.3)


def test_the_first_prompt_with_an_adapter_is_read_anew(engine: EngineUser, adapter: Path, tmp_path: Path) -> None:
    engine.run(greedy(None))
    copy = tmp_path / "another name.gguf"
    copy.write_bytes(adapter.read_bytes())
    assert engine.run(greedy(copy)).read.cached_tokens == 0
    assert engine.run(greedy(copy)).read.cached_tokens > 0


def test_the_scale_is_part_of_the_adapter(engine: EngineUser, adapter: Path) -> None:
    none = first_logprobs(engine, greedy(None))
    nothing = first_logprobs(engine, greedy(adapter, scale=0.0))
    assert nothing[0] == none[0] and nothing[1] == pytest.approx(none[1], abs=0.3)


def test_a_changed_file_at_the_same_path_is_another_adapter(
    engine: EngineUser, tmp_path: Path, bundled_model_path: Path
) -> None:
    path = gguf_files.write_adapter(tmp_path / "adapter.gguf", bundled_model_path, scale=0.05, seed=1)
    first = first_logprobs(engine, greedy(path))
    path.unlink()
    gguf_files.write_adapter(path, bundled_model_path, scale=0.05, seed=2)
    second = engine.run(greedy(path))
    assert second.read.cached_tokens == 0
    assert second.tokens()[0].logprob != pytest.approx(first[1], abs=0.001)


def test_runs_with_different_adapters_do_not_mix(engine: EngineUser, adapter: Path) -> None:
    plain, changed = first_logprobs(engine, greedy(None)), first_logprobs(engine, greedy(adapter))
    first, second = engine.begin(greedy(None)), engine.begin(greedy(adapter))
    tokens = {}
    outcomes = [engine.collect(first.run), engine.collect(second.run)]
    for outcome in outcomes:
        tokens[outcome.run] = outcome.tokens()[0]
    assert tokens[first.run].logprob == pytest.approx(plain[1], abs=0.3)
    assert tokens[second.run].logprob == pytest.approx(changed[1], abs=0.3)


@pytest.mark.parametrize("kind", ["missing", "damaged", "of another model", "no adapter"])
def test_a_bad_adapter_is_told_plainly(
    engine: EngineUser, tmp_path: Path, adapter: Path, bundled_model_path: Path, kind: str
) -> None:
    path = tmp_path / "adapter.gguf"
    match kind:
        case "damaged":
            path.write_bytes(adapter.read_bytes()[:5000])
        case "of another model":
            gguf_files.write_adapter(path, gguf_files.write_tiny_model(tmp_path / "tiny.gguf"))
        case "no adapter":
            path = bundled_model_path
    refused = engine.run(greedy(path)).refused
    assert refused is not None
    assert refused.reason is FailureReason.ADAPTER
    assert refused.message.endswith("choose another.")
    assert engine.run(greedy(None)).text("answer")
