"""Tokens in columns come out as they went in, and are packed like a list of them."""

from __future__ import annotations

import gc

from models.events import Alternative, Channel, Token
from models.history.confidences import pack, unpack
from models.history.token_columns import TokenColumns

TOKENS = [
    (Channel.THOUGHT, Token("Two", -0.25, (Alternative("Three", 0.125), Alternative(" Two", 0.0625)))),
    (Channel.THOUGHT, Token("", -1.5)),
    (Channel.ANSWER, Token("两", -2.75, (Alternative("Two", 0.5),))),
]


def test_tokens_come_out_as_they_went_in() -> None:
    columns = TokenColumns(TOKENS)
    assert list(columns) == TOKENS
    assert len(columns) == 3
    assert columns.of(Channel.THOUGHT) == 2
    columns.extend(TokenColumns(TOKENS[:1]))
    assert list(columns) == [*TOKENS, TOKENS[0]]


def test_columns_are_packed_like_the_list_of_their_tokens() -> None:
    assert pack(TokenColumns(TOKENS)) == pack(TOKENS)
    assert [token.text for _, token in unpack(pack(TokenColumns(TOKENS)))] == ["Two", "", "两"]


def test_the_collector_has_nothing_more_to_look_at_with_more_tokens() -> None:
    columns = TokenColumns(TOKENS)
    before = len(gc.get_objects())
    for _ in range(1000):
        for channel, token in TOKENS:
            columns.append(channel, token)
    assert len(gc.get_objects()) - before < 100
