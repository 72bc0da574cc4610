from __future__ import annotations

from models.engine.protocol import EngineMessage, PhaseChanged, Piece, RunEnded, SampledToken, Streamed
from models.engine.stream_buffer import GATHERING_SECONDS, StreamBuffer


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def streamed(text: str, *, attempt: int = 1, channel: str = "thought", clock: float = 0.0) -> Streamed:
    return Streamed("run", (Piece(attempt, channel, text, (SampledToken(text, -0.5),)),), clock)


def gathering() -> tuple[StreamBuffer, list[EngineMessage], Clock]:
    sent: list[EngineMessage] = []
    clock = Clock()
    return StreamBuffer(sent.append, clock), sent, clock


def test_the_first_token_goes_at_once_and_quick_ones_are_joined() -> None:
    buffer, sent, clock = gathering()
    buffer(streamed("a", clock=0.1))
    assert sent == [streamed("a", clock=0.1)]
    clock.now += GATHERING_SECONDS / 4
    buffer(streamed("b"))
    buffer(streamed("c"))
    assert len(sent) == 1
    clock.now += GATHERING_SECONDS * 1.5
    buffer(streamed("d", clock=0.5))
    assert len(sent) == 2
    joined = sent[1]
    assert isinstance(joined, Streamed) and joined.clock == 0.5
    [piece] = joined.pieces
    assert piece.text == "bcd" and [token.text for token in piece.tokens] == ["b", "c", "d"]


def test_slow_tokens_are_never_held_back() -> None:
    buffer, sent, clock = gathering()
    for letter in "abc":
        buffer(streamed(letter))
        clock.now += GATHERING_SECONDS * 1.5
    assert len(sent) == 3


def test_attempts_and_channels_stay_apart_and_any_other_message_takes_all_along() -> None:
    buffer, sent, _ = gathering()
    buffer(streamed("a"))
    buffer(streamed("b"))
    buffer(streamed("x", attempt=2))
    phase = PhaseChanged("run", 1, "answer", "model", 10, 0.7)
    buffer(phase)
    buffer(streamed("c", channel="answer"))
    buffer(RunEnded("run"))
    told = [
        (piece.attempt, piece.channel, piece.text)
        for each in sent
        if isinstance(each, Streamed)
        for piece in each.pieces
    ]
    assert told == [(1, "thought", "a"), (1, "thought", "b"), (2, "thought", "x"), (1, "answer", "c")]
    assert sent.index(phase) == 2 and sent[-1] == RunEnded("run")
