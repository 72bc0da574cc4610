"""`rationale bench models`: how right the estimates of memory are, what a tuned copy gains, what switching costs."""

from __future__ import annotations

import queue
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import psutil

from models.catalog.bundled import bundled_model
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.memory import estimate_memory
from models.catalog.speeds import Rates
from models.catalog.tuned_copies import CopyShelf
from models.engine.machine import processor_threads
from models.engine.measuring.synthetic import SHAPES, write_synthetic_model
from models.engine.measuring.tuning import Trial, Tuning
from models.engine.measuring.worker_messages import Allocate, Allocated
from models.engine.measuring.working import Working
from models.engine.messages import Message
from models.engine.protocol import Budget, Generate, Load, Loaded, LoadFailed, RunEnded, RunRefused
from models.engine.supervisor import LocalEngine, Notice
from models.errors import EngineError

Say = Callable[[str], None]
CONTEXTS = (2048, 8192)
SEQUENCES = 20
"""As the engine loads them."""

PARTS = ("estimates", "tuned", "switching")
_SETTLED = 4
"""Loads after which memory is compared: the allocator keeps some for itself first."""


def bench_models(say: Say, *, parts: tuple[str, ...] = PARTS, switches: int = 50) -> dict[str, Any]:
    """Measure; `say` gets lines of progress.

    Raises:
        EngineError: A model cannot be loaded or measured.
    """
    with tempfile.TemporaryDirectory(prefix="rationale-bench-") as name:
        folder = Path(name)
        work: dict[str, Callable[[], dict[str, Any]]] = {
            "estimates": lambda: _estimates(folder, say),
            "tuned": lambda: _tuned(folder, say),
            "switching": lambda: _switching(folder, say, switches),
        }
        return {part: work[part]() for part in parts}


def _estimates(folder: Path, say: Say) -> dict[str, Any]:
    """Estimated against allocated bytes; the error is how far the estimate is above, in parts of what was allocated."""
    files = [
        ("bundled", inspect_model(bundled_model())),
        *((each.name, inspect_model(write_synthetic_model(folder / f"{each.name}.gguf", each))) for each in SHAPES),
    ]
    rows: dict[str, Any] = {}
    for name, file in files:
        for context in sorted({min(size, file.context_length) for size in CONTEXTS}):
            rows[f"{name}, {context}"] = row = _estimate_row(file, context)
            say(f"{name}, context {context}: " + ", ".join(f"{key} {row[key]['error']:+.1%}" for key in _KINDS))
    errors = [row["total"]["error"] for row in rows.values()]
    return {"least_total_error": min(errors), "largest_total_error": max(errors), "models": rows}


_KINDS = ("weights", "context", "working", "total")


def _estimate_row(file: ModelFile, context: int) -> dict[str, Any]:
    batch = min(512, context)
    found = Working().do(Allocate(str(file.path), context, SEQUENCES, batch), lambda _share: None)
    assert isinstance(found, Allocated)
    estimate = estimate_memory(file, context_size=context, sequences=SEQUENCES, batch_tokens=batch)
    pairs = {
        "weights": (estimate.weights, found.weights),
        "context": (estimate.context, found.context),
        "working": (estimate.working, found.working),
        "total": (estimate.total, found.weights + found.context + found.working),
    }
    return {
        kind: {"estimated": estimated, "allocated": allocated, "error": estimated / max(allocated, 1) - 1}
        for kind, (estimated, allocated) in pairs.items()
    }


def _tuned(folder: Path, say: Say) -> dict[str, Any]:
    """The bundled model against its copies, in turn within one process."""
    file = inspect_model(bundled_model())
    started = time.monotonic()
    done = Tuning(file, CopyShelf(folder / "tuned"), threads=processor_threads()).run()
    result: dict[str, Any] = {
        "seconds": time.monotonic() - started,
        "kept": done.copy.quantization if done.copy else "",
    }
    for trial in done.trials:
        result[trial.quantization] = facts = _trial_facts(trial)
        say(f"{trial.quantization}: " + ", ".join(f"{key} {value:.3f}" for key, value in facts.items()))
    return result


def _trial_facts(trial: Trial) -> dict[str, float]:
    if trial.divergence is None or trial.rates is None or trial.original_rates is None:
        return {}
    speeds = {
        f"{kind}_{which}": getattr(rates, kind)
        for kind in Rates.__struct_fields__
        for which, rates in (("original", trial.original_rates), ("copy", trial.rates))
    }
    ratios = {
        f"{kind}_ratio": getattr(trial.rates, kind) / getattr(trial.original_rates, kind)
        for kind in Rates.__struct_fields__
    }
    strays = {
        f"kl_{key}": value for key, value in msgspec.to_builtins(trial.divergence).items() if key in ("mean", "error")
    }
    return {**ratios, **speeds, **strays}


def _switching(folder: Path, say: Say, switches: int) -> dict[str, Any]:
    """Load two models in turn, ask each something, and see what the engine's process holds."""
    paths = [bundled_model(), write_synthetic_model(folder / "other.gguf", SHAPES[0])]
    held: dict[int, list[int]] = {0: [], 1: []}
    with _engine(Load(str(paths[0]), context_size=2048)) as (engine, notices):
        process = psutil.Process(engine.process_identifier)
        for number in range(switches):
            which = (number + 1) % 2
            engine.load(Load(str(paths[which]), context_size=2048))
            _await_loaded(notices)
            _ask(engine, notices, str(number))
            held[which].append(process.memory_full_info().uss)
            say(f"switch {number + 1}: {held[which][-1] / 1e6:.1f} MB")
    growths = [series[-1] / series[min(_SETTLED, len(series)) - 1] - 1 for series in held.values() if series]
    first, last = ([series[place] for series in held.values() if series] for place in (0, -1))
    return {
        "switches": switches,
        "bytes_at_first": max(first),
        "bytes_at_last": max(last),
        "growth": max(growths),
        "growth_from_first": max(end / start - 1 for start, end in zip(first, last, strict=True)),
    }


@contextmanager
def _engine(load: Load) -> Iterator[tuple[LocalEngine, queue.SimpleQueue[Notice]]]:
    engine, notices = LocalEngine(), queue.SimpleQueue[Notice]()
    engine.load(load)
    engine.start(notices.put)
    try:
        _await_loaded(notices)
        yield engine, notices
    finally:
        engine.close()


def _await_loaded(notices: queue.SimpleQueue[Notice]) -> None:
    while not isinstance(notice := notices.get(timeout=120), Loaded):
        if isinstance(notice, LoadFailed):
            raise EngineError(notice.message, reason=notice.reason, details=notice.details)


def _ask(engine: LocalEngine, notices: queue.SimpleQueue[Notice], run: str) -> None:
    budget = Budget(thought_tokens=0, answer_tokens=4, minimum_answer_tokens=4)
    engine.generate(Generate(run=run, messages=(Message("user", "What is two and two?"),), budget=budget))
    while not isinstance(notice := notices.get(timeout=120), RunEnded):
        if isinstance(notice, RunRefused):
            raise EngineError(notice.message, reason=notice.reason, details=notice.details)
