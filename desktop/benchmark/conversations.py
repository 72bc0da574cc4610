"""Opening a long conversation, scrolling, resizing, and unfolding a long thought, all with the real history."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QScrollBar

from desktop.benchmark.passes import Figures, Passes, milliseconds
from desktop.benchmark.stage import SIZE, Stage, fill, memory_mb, staged
from desktop.benchmark.texts import answer_text, thought_text
from models.history.store import Store

_PATIENCE = 20.0


def opening(messages: int = 1_000) -> Figures:
    """Open a conversation, page through it and resize the window.

    `first_paint_ms` is the time from choosing it in the sidebar until the pass of the event loop that painted its end
    (reading the database included). `memory_mb` is taken when all of it has been looked through.
    """
    identifiers: list[str] = []
    turns = [
        (f"Question {number}: how many seats is that?", thought_text(600), answer_text(1_200))
        for number in range(messages // 2)
    ]
    with staged(seed=lambda store: identifiers.append(fill(store, turns))) as stage:
        figures = {"first_paint_ms": _opened(stage, identifiers[0])}
        passes = Passes()
        passes.until(lambda: stage.quiet, _PATIENCE)
        figures |= _named("after_opening", passes) | {"memory_opened_mb": memory_mb()}
        figures |= _named("scroll", _scrolled(stage))
        figures["turns_shown"] = float(stage.transcript.turn_count)
        figures["memory_mb"] = memory_mb()
        figures |= _named("resize", _resized(stage))
        return figures | {"memory_after_resizing_mb": memory_mb()}


def unfolding(thought: int = 100_000) -> Figures:
    """Unfold a long thought; `unfold_ms` is the pass of the event loop from the key to the painted panel."""
    identifiers: list[str] = []

    def seed(store: Store) -> None:
        identifiers.append(fill(store, [("How many?", thought_text(thought), "**42** seats.")]))

    with staged(seed=seed) as stage:
        _opened(stage, identifiers[0])
        Passes().until(lambda: stage.quiet, _PATIENCE)
        passes = Passes()
        first = passes.one(lambda: _painted(stage, stage.transcript.current_turn.toggle_panel))
        passes.until(lambda: stage.quiet, _PATIENCE)
        passes.spin(0.5)
        return {"unfold_ms": milliseconds(first)} | _named("after_unfolding", passes) | {"memory_mb": memory_mb()}


def _opened(stage: Stage, conversation: str) -> float:
    """Open a conversation; returns the milliseconds until it is painted."""
    started = time.perf_counter()
    stage.application.window.desk.open(conversation)
    passes = Passes()
    passes.until(lambda: stage.transcript.turn_count > 0, _PATIENCE)
    _painted(stage, lambda: None)
    return milliseconds(time.perf_counter() - started)


def _painted(stage: Stage, act: Callable[[], None]) -> None:
    """Do something and paint what it changed at once."""
    act()
    stage.application.window.repaint()


def _scrolled(stage: Stage) -> Passes:
    """Page up to the first turn and come back in large steps."""
    passes, bar = Passes(), stage.transcript.verticalScrollBar()
    count = -1
    while count != stage.transcript.turn_count:
        count = stage.transcript.turn_count
        passes.one(lambda: bar.setValue(0))
        passes.until(lambda: stage.quiet, _PATIENCE)
    for share in range(0, 101, 4):
        passes.one(partial(_scroll_to, bar, share))
        passes.spin(0.05)
    passes.until(lambda: stage.quiet, _PATIENCE)
    return passes


def _scroll_to(bar: QScrollBar, share: int) -> None:
    """Go to a place in per cent; how long the page is changes on the way."""
    bar.setValue(bar.maximum() * share // 100)


def _resized(stage: Stage) -> Passes:
    """Drag the window narrower and wider."""
    passes, window = Passes(), stage.application.window
    widths = [*range(SIZE[0], 960, -24), *range(960, SIZE[0] + 1, 24)]
    for width in widths:
        passes.one(partial(window.resize, width, SIZE[1]))
        passes.spin(0.02)
    passes.until(lambda: stage.quiet, _PATIENCE)
    return passes


def _named(prefix: str, passes: Passes) -> Figures:
    return {f"{prefix}_{name}": value for name, value in passes.figures().items()}
