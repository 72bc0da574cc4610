"""What the gauge of the composer shows: context used, speed, or the engine's state."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication

from desktop.composer.gauge import Gauge
from desktop.conversation.live import LiveAnswer
from models.events import AttemptFinished, EngineState, EngineStatus, RunEvent, TextStreamed
from models.history.records import Turn

TOKENS_FOR_SPEED = 4
"""From how many tokens on a live speed is worth showing."""

SECONDS_BETWEEN = 0.5
"""How often the figures change while text streams; nobody reads them faster."""


class Figures:
    """Fills the gauge from the engine's state, the running answer, or the last turn."""

    def __init__(self, gauge: Gauge) -> None:
        self._gauge = gauge
        self._status = EngineStatus(EngineState.STARTING)
        self._used = 0
        self._speed: float | None = None
        self._run = ""
        self._first_token_at = 0.0
        self._tokens = 0
        self._shown_at = 0.0

    def show_status(self, status: EngineStatus) -> None:
        """The engine's state has changed."""
        self._status = status
        self._show()

    def show_turn(self, turn: Turn | None) -> None:
        """Nothing runs: show what the last answer used."""
        attempt = turn.answer.chosen if turn is not None and turn.answer is not None else None
        self._used = attempt.prompt_tokens + attempt.thought_tokens + attempt.answer_tokens if attempt else 0
        self._speed = attempt.tokens_per_second if attempt else None
        self._show()

    def follow(self, live: LiveAnswer, event: RunEvent) -> None:
        """The answer on the screen goes on."""
        if live.run != self._run:
            self._run, self._tokens, self._speed = live.run, 0, None
        if isinstance(event, TextStreamed):
            now = time.monotonic()
            if not self._tokens:
                self._first_token_at = now
            self._tokens += len(event.tokens)
            seconds = now - self._first_token_at
            if self._tokens >= TOKENS_FOR_SPEED and seconds > 0:
                self._speed = (self._tokens - 1) / seconds
        elif isinstance(event, AttemptFinished):
            self._speed = event.tokens_per_second or None
        prompt = live.prompt.prompt_tokens if live.prompt else 0
        self._used = prompt + live.thought_tokens + live.answer_tokens
        now = time.monotonic()
        if not isinstance(event, TextStreamed) or now - self._shown_at >= SECONDS_BETWEEN:
            self._shown_at = now
            self._show()

    def _show(self) -> None:
        self._gauge.set_context(self._used, self._status.context_size)
        self._gauge.set_speed(self._words())

    def _words(self) -> str:
        translate = QCoreApplication.translate
        match self._status.state:
            case EngineState.LOADING:
                return translate("Figures", "Loading {0} %").format(round(self._status.progress * 100))
            case EngineState.STARTING:
                return translate("Figures", "Starting")
            case EngineState.FAILED | EngineState.NO_MODEL:
                return translate("Figures", "No model")
        if self._speed is not None:
            return translate("Figures", "{0} tok/s").format(f"{self._speed:.1f}")
        return translate("Figures", "ready") if self._status.state is EngineState.READY else ""
