"""An engine that writes given texts at a given speed: what the window gets while measuring."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from models.engine.protocol import (
    AttemptEnded,
    Generate,
    Load,
    Loaded,
    PhaseChanged,
    Piece,
    PromptWasRead,
    RunEnded,
    SampledToken,
    Score,
    Streamed,
)
from models.engine.supervisor import EngineStarted, Listener, Notice

_TOKEN = 4
"""Characters of a token."""
_STEP = 0.01
"""Seconds between two messages: a quick engine lets tokens share one."""
_RIVALS = ((" and", 0.11), (" so", 0.07), (" the", 0.02))


@dataclass(frozen=True, slots=True)
class Script:
    """What is written, and how fast (characters in a second)."""

    thought: str
    answer: str
    speed: float = 1_600.0


class PacedEngine:
    """Stands in for `LocalEngine`; every question gets the script."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listener: Listener = lambda _notice: None
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, listener: Listener) -> None:
        """The model is ready at once."""
        self._listener = listener
        self._say(EngineStarted(()))
        self._say(Loaded("/model.gguf", "Paced", "Q4_1", "llama", 262_144, 2, 0, 30, "CPU", 0.1, True, True, "paced"))

    def load(self, request: Load) -> None:
        """There is only one model."""

    def generate(self, request: Generate) -> None:
        """Write the script."""
        thread = threading.Thread(target=self._write, args=(request.run,), name="paced engine", daemon=True)
        self._threads.append(thread)
        thread.start()

    def score(self, request: Score) -> None:
        """Nothing is scored while measuring."""

    def cancel(self, run: str) -> None:
        """Stop writing."""
        self._stopped.set()

    def answer_now(self, run: str) -> None:
        """The script is written as it is."""

    def close(self) -> None:
        """Stop writing and wait for the threads."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(5)

    def _say(self, notice: Notice) -> None:
        self._listener(notice)

    def _write(self, run: str) -> None:
        script, started = self._script, time.perf_counter()
        self._say(PromptWasRead(run, 40, 0, 0, 262_144, 0.1))
        if script.thought:
            self._say(PhaseChanged(run, 1, "thought", "", len(script.thought) // _TOKEN, 0.1))
            self._stream(run, "thought", script.thought, started)
        if script.answer:
            self._say(PhaseChanged(run, 1, "answer", "model" if script.thought else "", 0, self._clock(started)))
            self._stream(run, "answer", script.answer, time.perf_counter())
        thought, answer = len(script.thought) // _TOKEN, len(script.answer) // _TOKEN
        clock = self._clock(started)
        reason = "stopped" if self._stopped.is_set() else "finished"
        self._say(AttemptEnded(run, 1, reason, thought, answer, 0.2, clock, clock, -0.1, clock))
        self._say(RunEnded(run))

    def _stream(self, run: str, channel: str, text: str, started: float) -> None:
        """Write what the clock says should be there by now, so that a late wake-up does not slow the stream."""
        written = 0
        while written < len(text) and not self._stopped.wait(_STEP):
            due = min(int((time.perf_counter() - started) * self._script.speed) + _TOKEN, len(text))
            piece, written = text[written:due], max(due, written)
            if piece:
                tokens = tuple(
                    SampledToken(piece[at : at + _TOKEN], -0.1, _RIVALS) for at in range(0, len(piece), _TOKEN)
                )
                self._say(Streamed(run, (Piece(1, channel, piece, tokens),), self._clock(started)))

    def _clock(self, started: float) -> float:
        return time.perf_counter() - started
