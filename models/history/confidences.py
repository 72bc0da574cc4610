"""Token confidences packed small: a few bytes per token, so that keeping them does not double the history."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

from models.events import Alternative, Channel, Token
from models.history.token_columns import CHANNELS, TokenColumns

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


def pack(tokens: Iterable[tuple[Channel, Token]]) -> bytes:
    """Pack tokens in their order; log-probabilities keep 0.001 nats, the rivals' probabilities 0.001."""
    columns = tokens if isinstance(tokens, TokenColumns) else TokenColumns(tokens)
    shares = [round(probability * _STEPS_OF_PROBABILITY) for probability in columns.rival_probabilities]
    packed = _Packed(
        1,
        columns.texts,
        list(columns.channels),
        [round(max(logprob, -1e6) * _STEPS_PER_NAT) for logprob in columns.logprobs],
        [columns.rival_texts[rivals] for rivals in columns.rivals()],
        [shares[rivals] for rivals in columns.rivals()],
    )
    return zlib.compress(msgspec.msgpack.encode(packed), 6)


def unpack(packed: bytes) -> list[tuple[Channel, Token]]:
    """Return what `pack` was given."""
    columns = msgspec.msgpack.decode(zlib.decompress(packed), type=_Packed)
    return [
        (
            CHANNELS[channel],
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
