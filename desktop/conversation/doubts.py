"""The tokens of a text that the model was not sure of, with what it could have written instead."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.events import Channel, Token

SURE = 0.80
"""Tokens that were at least as probable are not marked."""

MOST_MARKED = 3000


@dataclass(frozen=True, slots=True)
class Doubt:
    """A token at `start` of the text (characters); `probability` from 0 to `SURE`."""

    start: int
    token: Token
    probability: float

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.token.text)

    @property
    def word(self) -> tuple[int, int]:
        """Where it begins and ends without the spaces around it."""
        text = self.token.text
        return self.start + len(text) - len(text.lstrip()), self.end - (len(text) - len(text.rstrip()))

    @property
    def level(self) -> int:
        """How strongly it is marked: 1 (nearly sure) to 4 (very unsure, or torn between two tokens)."""
        rival = max((each.probability for each in self.token.alternatives if each.text != self.token.text), default=0)
        if self.probability < 0.25 or (self.probability < 0.50 and abs(rival - self.probability) <= 0.05):
            return 4
        return 3 if self.probability < 0.40 else 2 if self.probability < 0.60 else 1


def drawn_text(tokens: Sequence[tuple[Channel, Token]], channel: Channel) -> str:
    """Return what the tokens of a channel say together."""
    return "".join(token.text for place, token in tokens if place is channel)


def doubts_in(text: str, tokens: Sequence[tuple[Channel, Token]], channel: Channel) -> list[Doubt]:
    """Return the doubtful tokens of a text, at most `MOST_MARKED`.

    A text may begin with words that no token stands for (a thought that the user changed). Where text and tokens do not
    fit together nothing is marked.
    """
    drawn = [token for place, token in tokens if place is channel]
    whole = drawn_text(tokens, channel)
    if not whole or not text.endswith(whole):
        return []
    return list(_doubtful(drawn, len(text) - len(whole)))[:MOST_MARKED]


def _doubtful(drawn: Sequence[Token], start: int) -> Iterator[Doubt]:
    for token in drawn:
        probability = math.exp(token.logprob)
        if probability < SURE and token.text.strip():
            yield Doubt(start, token, probability)
        start += len(token.text)
