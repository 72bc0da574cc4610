"""Token confidences packed small: a few bytes per token, so that keeping them does not double the history."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import msgspec

from models.events import Alternative, Channel, Token

_CHANNELS = (Channel.THOUGHT, Channel.ANSWER)
_STEPS_PER_NAT = 1000
_STEPS_OF_PROBABILITY = 1000


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """Columns instead of rows: like stands beside like, which compresses best. First the layout's number."""

    layout: int
    texts: list[str]
    channels: list[int]
    logprobs: list[int]
    rivals: list[list[str]]
    probabilities: list[list[int]]


def pack(tokens: Sequence[tuple[Channel, Token]]) -> bytes:
    """Pack tokens in their order; log-probabilities keep 0.001 nats, the rivals' probabilities 0.001."""
    packed = _Packed(
        1,
        [token.text for _, token in tokens],
        [_CHANNELS.index(channel) for channel, _ in tokens],
        [round(max(token.logprob, -1e6) * _STEPS_PER_NAT) for _, token in tokens],
        [[rival.text for rival in token.alternatives] for _, token in tokens],
        [[round(rival.probability * _STEPS_OF_PROBABILITY) for rival in token.alternatives] for _, token in tokens],
    )
    return zlib.compress(msgspec.msgpack.encode(packed), 6)


def unpack(packed: bytes) -> list[tuple[Channel, Token]]:
    """Return what `pack` was given."""
    columns = msgspec.msgpack.decode(zlib.decompress(packed), type=_Packed)
    return [
        (
            _CHANNELS[channel],
            Token(
                text,
                logprob / _STEPS_PER_NAT,
                tuple(
                    Alternative(rival, share / _STEPS_OF_PROBABILITY)
                    for rival, share in zip(rivals, shares, strict=True)
                ),
            ),
        )
        for text, channel, logprob, rivals, shares in zip(
            columns.texts, columns.channels, columns.logprobs, columns.rivals, columns.probabilities, strict=True
        )
    ]
