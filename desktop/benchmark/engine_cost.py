"""What the window costs the engine: tokens per second with the window showing the stream, and without."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

from desktop.benchmark.passes import Figures
from desktop.benchmark.stage import Stage, staged
from models.assistant import AskRequest
from models.engine.supervisor import LocalEngine
from models.events import AttemptFinished, Event, RunFailed
from models.reasoning.effort import Effort, EffortName

_QUESTION = "Tell a long story about a lighthouse keeper, with many details, and do not stop early."
_PATIENCE = 240.0
_LOOK_MILLISECONDS = 50


def engine_cost(rounds: int = 5, tokens: int = 300) -> Figures:
    """Let the real engine with the bundled model write the same text twice in each round, in changing order.

    Once the window shows it, once it goes to a listener that drops it while the window stands idle. `cost` is 1 minus
    the median over rounds of (tokens per second with) / (tokens per second without); tokens per second are the
    engine's own.
    """
    with_window, without, ratios = [], [], []
    with staged(engine=LocalEngine()) as stage:
        _written(stage, tokens, seed=99, shown=False)
        for number in range(rounds):
            speeds = {}
            for shown in (True, False) if number % 2 else (False, True):
                speeds[shown] = _written(stage, tokens, seed=number, shown=shown)
            with_window.append(speeds[True])
            without.append(speeds[False])
            ratios.append(speeds[True] / speeds[False])
    return {
        "cost": round(1 - statistics.median(ratios), 4),
        "tokens_per_second_with_window": round(statistics.median(with_window), 2),
        "tokens_per_second_without": round(statistics.median(without), 2),
        "lowest_ratio": round(min(ratios), 4),
        "highest_ratio": round(max(ratios), 4),
    }


def _wait(done: Callable[[], bool]) -> None:
    """Run the event loop as the program does: it sleeps while there is nothing to do."""
    loop, timer, end = QEventLoop(), QTimer(), time.monotonic() + _PATIENCE
    timer.timeout.connect(lambda: loop.quit() if done() or time.monotonic() > end else None)
    timer.start(_LOOK_MILLISECONDS)
    loop.exec()
    timer.stop()


def _written(stage: Stage, tokens: int, *, seed: int, shown: bool) -> float:
    """Let the engine answer; returns its tokens per second."""
    parts, finished, failed = stage.application, list[AttemptFinished](), list[RunFailed]()

    def hear(event: Event) -> None:
        if isinstance(event, AttemptFinished):
            finished.append(event)
        elif isinstance(event, RunFailed):
            failed.append(event)

    effort = Effort(EffortName.OWN, 1, tokens // 2, tokens // 2, 600.0)
    request = AskRequest(_QUESTION, effort, seed=seed, save=False)
    unsubscribe = stage.assistant.subscribe(hear)
    try:
        if shown:
            parts.window.desk.new_question()
            parts.window.desk.follow(parts.window.asking.ask(request))
        else:
            parts.bridge.detach()
            stage.assistant.ask(request)
        _wait(lambda: bool(finished or failed))
    finally:
        unsubscribe()
        if not shown:
            parts.bridge.attach(stage.assistant.subscribe)
    if not finished:
        raise RuntimeError(failed[0].message if failed else "The engine wrote nothing.")
    return finished[0].tokens_per_second
