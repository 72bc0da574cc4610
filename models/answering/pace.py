"""How fast this machine thinks, from the answers it has given: says beforehand how long a question will take."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import msgspec

from models.catalog.speeds import SpeedBook
from models.paths import write_private_file
from models.reasoning.effort import Effort

WEIGHT = 0.3
"""Of the newest answer, in the running means."""

LEAST_TOKENS = 32
"""Shorter thoughts say nothing about speed."""


class EffortPace(msgspec.Struct):
    """Running means of one effort: tokens that were thought (of all attempts), and tokens a second."""

    tokens: float
    speed: float


class Pace:
    """Remembers, for each model and effort, what thinking took; kept in a file that may be deleted at any time.

    May be used from any thread.

    Args:
        path: The file.
        speeds: What speed tests found, for models that have not answered yet.
    """

    def __init__(self, path: Path, speeds: SpeedBook | None = None) -> None:
        self._path = path
        self._speeds = speeds
        self._lock = threading.Lock()
        self._known: dict[str, dict[str, EffortPace]] = {}
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            self._known = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, EffortPace]])

    def learn(self, model: str, effort: str, *, tokens: int, seconds: float) -> None:
        """Take in what one answer took: thought tokens of all attempts, and seconds until the last thought ended."""
        if tokens < LEAST_TOKENS or seconds <= 0:
            return
        with self._lock:
            efforts = self._known.setdefault(model, {})
            before = efforts.get(effort)
            speed = tokens / seconds
            if before is None:
                efforts[effort] = EffortPace(tokens, speed)
            else:
                before.tokens += WEIGHT * (tokens - before.tokens)
                before.speed += WEIGHT * (speed - before.speed)
            written = msgspec.json.encode(self._known)
        with suppress(OSError):
            write_private_file(self._path, written)

    def expected_seconds(self, model: str, effort: Effort) -> float | None:
        """Return about how long an effort will think; None while nothing is known of the model.

        An effort that was never used is taken to think for half its budget, at the highest speed that was seen; where
        the model never answered, at the speed that its speed test found.
        """
        if effort.thought_tokens == 0:
            return 0.0
        with self._lock:
            efforts = dict(self._known.get(model, {}))
        known = efforts.get(effort.name.value)
        if known is not None:
            speed, tokens = known.speed, known.tokens
        else:
            speed = max((each.speed for each in efforts.values()), default=0.0) or self._tested(model, effort)
            tokens = effort.thought_tokens / 2
        return min(min(tokens, effort.thought_tokens) / speed, effort.seconds) if speed > 0 else None

    def _tested(self, model: str, effort: Effort) -> float:
        """Tokens a second by the speed test; 0 where there was none."""
        tested = self._speeds.of(model) if self._speeds is not None and model else None
        if tested is None:
            return 0.0
        return tested.rates.one if effort.width == 1 else tested.rates.eight
