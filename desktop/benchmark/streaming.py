"""Blocks of the main thread while a thought and an answer are streamed."""

from __future__ import annotations

import time

from desktop.benchmark.paced_engine import Script
from desktop.benchmark.passes import Figures, Passes
from desktop.benchmark.stage import memory_mb, staged
from desktop.benchmark.texts import answer_text, thought_text

CHARACTERS_PER_SECOND = 1_600.0


def streaming(
    thought: int = 100_000, answer: int = 100_000, speed: float = CHARACTERS_PER_SECOND, open_panel: bool = False
) -> Figures:
    """Stream so many characters of thought and of answer into a real window that follows the end.

    Args:
        thought, answer: Characters.
        speed: Characters in a second.
        open_panel: Whether the thought's panel is unfolded by hand, so that it stays open under the answer.
    """
    script = Script(thought_text(thought), answer_text(answer), speed)
    passes = Passes()
    with staged(script) as stage:
        before = memory_mb()
        stage.ask("How many seats are in the hall?")
        started, cpu = time.perf_counter(), time.process_time()
        passes.until(lambda: stage.answering, 5.0)
        if open_panel:
            passes.until(lambda: any(turn and turn.panel.thinking for turn in stage.transcript.turn_widgets), 5.0)
            thinking = stage.transcript.turn_widgets[-1]
            assert thinking is not None
            thinking.panel.rules.touch()
        passes.until(lambda: not stage.answering and stage.quiet, 30.0 + 2 * (thought + answer) / speed)
        wall, cpu = time.perf_counter() - started, time.process_time() - cpu
        shown = stage.transcript.turn_widgets[-1]
        assert shown is not None and shown.answer.source == script.answer
        return passes.figures() | {
            "characters_per_second": round((thought + answer) / wall, 1),
            "cpu_share": round(cpu / wall, 3),
            "memory_before_mb": before,
            "memory_mb": memory_mb(),
        }


def long_thought(thought: int = 500_000, speed: float = CHARACTERS_PER_SECOND) -> Figures:
    """Stream one very long thought."""
    return streaming(thought, 0, speed)
