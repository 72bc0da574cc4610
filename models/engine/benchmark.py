"""Measures the engine against its rivals in one alternating run: ratios, because a machine's own speed drifts.

All contenders use the bundled model, the same threads, context, sampling and token counts, each in a process of its
own; only one works at a time. Ends of turns are forbidden, so that every run writes all its tokens. Every question
begins with words of its own, so that no cache helps.
"""

from __future__ import annotations

import json
import queue
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import Any, Protocol

from models.catalog.bundled import bundled_model
from models.engine.machine import processor_threads
from models.engine.messages import Message
from models.engine.protocol import (
    AttemptEnded,
    AttemptPlan,
    Budget,
    Generate,
    Load,
    Loaded,
    LoadFailed,
    PromptWasRead,
    RunEnded,
    Streamed,
)
from models.engine.supervisor import LocalEngine, Notice
from models.errors import EngineError

Figures = dict[str, float]
Report = Callable[[str], None]

SENTENCE = "The hall has three rows of seats and every next row has two more than the row before it. "
TURN = "Please tell me what you know about the number {} and why people like it. "


class Contender(Protocol):
    """Something that answers tasks."""

    def run(self, task: dict[str, Any]) -> Figures:
        """Answer one task; returns `tokens`, `first`, `last` and `seconds`."""


class Rival:
    """A rival in its own process (`models.engine.rivals`)."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, task: dict[str, Any]) -> Figures:
        """Answer one task."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        figures: Figures = json.loads(self._process.stdout.readline())
        return figures


class OurEngine:
    """The engine as the window uses it, in another process; `inside` are the figures by its own clocks."""

    def __init__(self, engine: LocalEngine, notices: queue.SimpleQueue[Notice]) -> None:
        self._engine, self._notices = engine, notices
        self.inside: Figures = {}
        self.cached_tokens = 0

    def run(self, task: dict[str, Any]) -> Figures:
        """Answer one task."""
        started = time.perf_counter()
        messages = task.get("messages") or (Message("user", task["question"]),)
        self._engine.generate(
            Generate(
                run=str(started),
                messages=tuple(messages),
                attempts=tuple(AttemptPlan(number=n + 1, seed=task["seed"] + n) for n in range(task["attempts"])),
                budget=Budget(thought_tokens=0, answer_tokens=task["tokens"], minimum_answer_tokens=task["tokens"]),
            )
        )
        figures = {"tokens": 0.0, "first": 0.0, "last": 0.0}
        while not isinstance(notice := self._notices.get(), RunEnded):
            now = time.perf_counter() - started
            if isinstance(notice, Streamed):
                figures["tokens"] += sum(len(piece.tokens) for piece in notice.pieces)
                figures["first"] = figures["first"] or now
                figures["last"] = now
            elif isinstance(notice, PromptWasRead):
                self.cached_tokens = notice.cached_tokens
            elif isinstance(notice, AttemptEnded):
                written = notice.thought_tokens + notice.answer_tokens
                self.inside = {
                    "tokens": written, "first": notice.first_token_clock, "last": notice.last_token_clock
                }  # fmt: skip
        return {**figures, "seconds": time.perf_counter() - started}


def bench_engine(report: Report, *, rounds: int = 5) -> dict[str, Any]:
    """Measure; `report` gets lines of progress. Returns medians and ratios (median over rounds, each within one round).

    Raises:
        EngineError: The engine does not load the bundled model.
    """
    threads = processor_threads()
    with ExitStack() as stack:
        ours = stack.enter_context(_our_engine(threads))
        rivals: dict[str, Contender] = {"high_level": stack.enter_context(_rival("high_level", threads))}
        if find_spec("xllamacpp"):
            rivals["native_server"] = stack.enter_context(_rival("native_server", threads))
        else:
            report("xllamacpp is not installed (make bench installs it), so the native server is left out.")
        results: dict[str, Any] = {"threads": threads, "rounds": rounds}
        results["one_sequence"] = _one_sequence(ours, rivals, rounds, report)
        results["eight_attempts"] = _eight_attempts(ours, rivals, rounds, report)
        results["batch"] = _batch(ours, rounds, report)
        results["second_turn"] = _second_turn(ours, rounds, report)
    return results


def _one_sequence(ours: OurEngine, rivals: dict[str, Contender], rounds: int, report: Report) -> dict[str, Any]:
    contenders: dict[str, Contender] = {"ours": ours, **rivals}
    speeds: dict[str, list[float]] = {name: [] for name in [*contenders, "ours_inside"]}
    for number in range(rounds + 1):
        for name, contender in _rotated(contenders, number):
            task = {"question": f"{number} {name}: tell me a long story.", "attempts": 1, "tokens": 128, "seed": number}
            speed = _speed(contender.run(task))
            if number == 0:
                continue
            speeds[name].append(speed)
            if contender is ours:
                speeds["ours_inside"].append(_speed(ours.inside))
        report(f"one sequence, round {number} of {rounds}: " + _newest(speeds, "tokens/s"))
    return _compared(speeds, better="more")


def _eight_attempts(ours: OurEngine, rivals: dict[str, Contender], rounds: int, report: Report) -> dict[str, Any]:
    contenders: dict[str, Contender] = {"ours": ours, **rivals}
    contenders.pop("high_level")
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(max(rounds // 2, 2)):
        for name, contender in _rotated(contenders, number):
            question = f"{number} {name}. " + SENTENCE * 19 + "How many seats are there?"
            task = {"question": question, "attempts": 8, "tokens": 128, "seed": number}
            seconds[name].append(contender.run(task)["seconds"])
        report(f"eight attempts, round {number + 1}: " + _newest(seconds, "s"))
    return _compared(seconds, better="less")


def _batch(ours: OurEngine, rounds: int, report: Report) -> dict[str, Any]:
    """Eight attempts in one batch against eight runs of their own, each of which reads its prompt (seconds)."""
    results: dict[str, Any] = {}
    for length, sentences in (("short_prompt", 0), ("long_prompt", 19)):
        together, apart = [], []
        for number in range(max(rounds // 2, 2)):
            words = " " + SENTENCE * sentences + "How many seats are there?"
            task = {"question": f"{number} together.{words}", "attempts": 8, "tokens": 128, "seed": number}
            together.append(ours.run(task)["seconds"])
            single = {"attempts": 1, "tokens": 128}
            runs = [
                ours.run({**single, "question": f"{each} alone, {number}.{words}", "seed": each})["seconds"]
                for each in range(8)
            ]
            apart.append(sum(runs))
            report(f"batch, {length}, round {number + 1}: together {together[-1]:.1f} s, apart {apart[-1]:.1f} s")
        results[f"{length}_together_s"] = statistics.median(together)
        results[f"{length}_apart_s"] = statistics.median(apart)
        results[f"{length}_ratio"] = statistics.median(a / b for a, b in zip(together, apart, strict=True))
    return results


def _second_turn(ours: OurEngine, rounds: int, report: Report) -> dict[str, Any]:
    """Time to first token of the second turn after a 1,500-token conversation, and of the same prompt from cold."""
    warm, cold = [], []
    for number in range(max(rounds // 2, 2)):
        start = [Message("user", f"{number} warm. " + TURN.format(number) * 90)]
        ours.run({"messages": start, "attempts": 1, "tokens": 32, "seed": 1})
        told = [*start, Message("assistant", "It is a fine number, and people like it well."), Message("user", "Why?")]
        warm.append(ours.run({"messages": told, "attempts": 1, "tokens": 8, "seed": 1})["first"])
        other = [Message("user", f"{number} cold. " + TURN.format(number) * 90), *told[1:]]
        cold.append(ours.run({"messages": other, "attempts": 1, "tokens": 8, "seed": 1})["first"])
        report(f"second turn, round {number + 1}: {warm[-1]:.3f} s, cold {cold[-1]:.3f} s")
    ratios = [one / other for one, other in zip(warm, cold, strict=True)]
    return {"warm_s": statistics.median(warm), "cold_s": statistics.median(cold), "ratio": statistics.median(ratios)}


def _speed(figures: Figures) -> float:
    """Tokens per second between the first and the last token."""
    return (figures["tokens"] - 1) / (figures["last"] - figures["first"])


def _rotated(contenders: dict[str, Contender], number: int) -> list[tuple[str, Contender]]:
    """The contenders in another order each round, so that none profits from its place."""
    items = list(contenders.items())
    shift = number % len(items)
    return items[shift:] + items[:shift]


def _newest(series: dict[str, list[float]], unit: str) -> str:
    return ", ".join(f"{name} {values[-1]:.1f} {unit}" for name, values in series.items() if values) or "warm-up"


def _compared(series: dict[str, list[float]], *, better: str) -> dict[str, Any]:
    ours = series["ours"]
    result: dict[str, Any] = {name: statistics.median(values) for name, values in series.items()}
    for name, values in series.items():
        if name != "ours":
            ratios = [mine / other for mine, other in zip(ours, values, strict=True)]
            result[f"ratio_to_{name}"] = statistics.median(ratios)
    return {**result, "better": better}


@contextmanager
def _our_engine(threads: int) -> Iterator[OurEngine]:
    engine, notices = LocalEngine(), queue.SimpleQueue[Notice]()
    engine.load(Load(str(bundled_model()), context_size=8192, threads=threads))
    engine.start(notices.put)
    try:
        while not isinstance(notice := notices.get(timeout=60), Loaded):
            if isinstance(notice, LoadFailed):
                raise EngineError(notice.message, reason=notice.reason, details=notice.details)
        yield OurEngine(engine, notices)
    finally:
        engine.close()


@contextmanager
def _rival(name: str, threads: int) -> Iterator[Rival]:
    command = [sys.executable, "-m", "models.engine.rivals", name, str(bundled_model()), str(threads)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdin is not None and process.stdout is not None
        if not process.stdout.readline():
            raise EngineError(f"The rival {name} did not start; install it with `make bench`.")
        yield Rival(process)
    finally:
        with process:
            if process.stdin is not None:
                process.stdin.close()
            process.wait(10)
