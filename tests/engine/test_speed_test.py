"""The speed test with the real engine, and what the benchmark of models finds of small ones."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from models.catalog.inspection import inspect_model
from models.catalog.memory import estimate_memory
from models.engine.measuring import benchmark
from models.engine.measuring.benchmark import bench_models
from models.engine.measuring.speed_test import measure_engine, run_speed_test
from models.engine.measuring.synthetic import SHAPES, write_synthetic_model
from models.engine.measuring.worker_messages import Allocate, Allocated
from models.engine.measuring.working import Cancelled, Working
from models.engine.protocol import Generate, Load
from models.errors import EngineError
from tests.gguf_files import write_tiny_model


def test_a_model_is_measured_as_it_is_loaded(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "tiny.gguf", context=2048)
    shares: list[float] = []
    model_id, speed = run_speed_test(Load(str(path), context_size=1024, threads=1), shares.append)
    assert model_id == inspect_model(path).model_id
    assert (speed.name, speed.quantization, speed.threads, speed.gpu_layers) == ("Tiny", "F16", 1, 0)
    assert min(speed.rates.prefill, speed.rates.one, speed.rates.eight) > 0
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1.0)


def test_a_test_that_is_cancelled_stops_what_it_asked() -> None:
    class Silent:
        """Never answers."""

        def __init__(self) -> None:
            self.asked, self.cancelled = list[str](), list[str]()

        def generate(self, request: Generate) -> None:
            self.asked.append(request.run)

        def cancel(self, run: str) -> None:
            self.cancelled.append(run)

    engine = Silent()
    with pytest.raises(Cancelled):
        measure_engine(engine, queue.SimpleQueue(), 1024, cancelled=lambda: bool(engine.asked))
    assert engine.cancelled == engine.asked != []


def test_what_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="There is no file"):
        run_speed_test(Load(str(tmp_path / "none.gguf")))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_estimates_of_other_shapes_are_near_or_above(shape: object, tmp_path: Path) -> None:
    """Weights and context exactly, the working space from 0 to 10 % above, but for the 8 MB that small graphs lack."""
    assert shape in SHAPES
    path = write_synthetic_model(tmp_path / "model.gguf", next(each for each in SHAPES if each is shape))
    context = min(2048, inspect_model(path).context_length)
    found = Working().do(Allocate(str(path), context, 20, 512), lambda _share: None)
    assert isinstance(found, Allocated) and min(found.weights, found.context, found.working) > 0
    estimate = estimate_memory(inspect_model(path), context_size=context)
    assert estimate.weights == pytest.approx(found.weights, rel=0.02)
    assert estimate.context == pytest.approx(found.context, rel=0.01)
    assert found.working <= estimate.working <= 1.1 * found.working + 9_500_000


def test_switching_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    small = write_tiny_model(tmp_path / "small.gguf")
    monkeypatch.setattr(benchmark, "bundled_model", lambda: small)
    lines: list[str] = []
    found = bench_models(lines.append, parts=("switching",), switches=10)["switching"]
    assert found["switches"] == 10 == len(lines) and found["bytes_at_last"] > 0
    assert found["growth"] < 0.2
