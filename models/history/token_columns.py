"""Sampled tokens kept in columns: an answer of 100,000 tokens is a few lists and arrays, not a million objects.

The collector looks at every tuple and dataclass that lives; strings, and numbers in arrays, cost it nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from models.events import Alternative, Channel, Token

CHANNELS = (Channel.THOUGHT, Channel.ANSWER)
"""The channels in the order of their numbers in the column."""


class TokenColumns:
    """Tokens with their channels, in the order they were sampled.

    Args:
        tokens: What it starts with.
    """

    def __init__(self, tokens: Iterable[tuple[Channel, Token]] = ()) -> None:
        self.texts: list[str] = []
        self.channels = bytearray()
        self.logprobs = array("d")
        self.rival_counts = array("H")
        self.rival_texts: list[str] = []
        self.rival_probabilities = array("d")
        self._known: dict[str, str] = {}
        for channel, token in tokens:
            self.append(channel, token)

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[tuple[Channel, Token]]:
        first = 0
        for text, channel, logprob, count in zip(
            self.texts, self.channels, self.logprobs, self.rival_counts, strict=True
        ):
            rivals = range(first, first + count)
            first += count
            alternatives = tuple(Alternative(self.rival_texts[at], self.rival_probabilities[at]) for at in rivals)
            yield CHANNELS[channel], Token(text, logprob, alternatives)

    def append(self, channel: Channel, token: Token) -> None:
        """Add a token behind the others."""
        self.texts.append(self._known.setdefault(token.text, token.text))
        self.channels.append(CHANNELS.index(channel))
        self.logprobs.append(token.logprob)
        self.rival_counts.append(len(token.alternatives))
        for rival in token.alternatives:
            self.rival_texts.append(self._known.setdefault(rival.text, rival.text))
            self.rival_probabilities.append(rival.probability)

    def extend(self, tokens: Iterable[tuple[Channel, Token]]) -> None:
        """Add tokens behind the others."""
        for channel, token in tokens:
            self.append(channel, token)

    def of(self, channel: Channel) -> int:
        """Return how many belong to a channel."""
        return self.channels.count(CHANNELS.index(channel))

    def rivals(self) -> Iterator[slice]:
        """Yield, for each token, where its rivals stand in `rival_texts` and `rival_probabilities`."""
        first = 0
        for count in self.rival_counts:
            yield slice(first, first + count)
            first += count
