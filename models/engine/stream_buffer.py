"""Gathers what is written within a few milliseconds into one message.

Every message costs the engine's and the receiver's process some 0.1 ms of a core that llama.cpp is computing on, and
on such a machine the window paints less often anyway.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from models.engine.protocol import EngineMessage, Piece, Streamed

GATHERING_SECONDS = 0.05


class StreamBuffer:
    """Passes messages on in their order; `Streamed` ones of a run are joined while they come quickly.

    The first one goes at once, so that the first token is never late, and any other message takes along what is
    gathered.
    """

    def __init__(self, send: Callable[[EngineMessage], None], now: Callable[[], float] = time.monotonic) -> None:
        self._send = send
        self._now = now
        self._pieces: list[Piece] = []
        self._sent = float("-inf")

    def __call__(self, message: EngineMessage) -> None:
        """Take a message of the run."""
        if not isinstance(message, Streamed):
            self._flush(message)
            self._send(message)
            return
        for piece in message.pieces:
            self._add(piece)
        if self._now() - self._sent >= GATHERING_SECONDS:
            self._send(Streamed(message.run, tuple(self._pieces), message.clock))
            self._pieces, self._sent = [], self._now()

    def _add(self, piece: Piece) -> None:
        for place, other in enumerate(self._pieces):
            if (other.attempt, other.channel) == (piece.attempt, piece.channel):
                joined = Piece(piece.attempt, piece.channel, other.text + piece.text, other.tokens + piece.tokens)
                self._pieces[place] = joined
                return
        self._pieces.append(piece)

    def _flush(self, before: EngineMessage) -> None:
        if self._pieces:
            run, clock = getattr(before, "run", ""), getattr(before, "clock", 0.0)
            self._send(Streamed(run, tuple(self._pieces), clock))
            self._pieces = []
