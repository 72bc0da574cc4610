"""The text of an attempt while it is being split: what has arrived, what is held back, and the channel it goes to."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine.thought_tags import CodeMarks, Match, Tag
from models.events import Channel

Segment = tuple[Channel, str]
"""A piece of text with the channel it belongs to."""

_BLANK = " \t\r\n"


class ChannelText:
    """Arriving text that is given to channels bit by bit; white space around a channel's text is dropped.

    Args:
        start: The channel that the text begins in.
        continued: Whether that channel already holds text.
    """

    def __init__(self, start: Channel, *, continued: bool) -> None:
        self.channel = start
        self.closed = False
        """Whether a thought was closed and none has opened since."""
        self.only_answer = False
        """Whether no thought may open any more."""
        self.waiting = ""
        """What has arrived and is not given to a channel yet."""
        self._begun = {start} if continued else set()
        self._blank = ""
        self._code = CodeMarks()
        self._segments: list[Segment] = []

    @property
    def begun(self) -> bool:
        """Whether the present channel holds text already."""
        return self.channel in self._begun

    @property
    def in_code(self) -> bool:
        """Whether the waiting text begins inside code that the answer quotes."""
        return self.channel is Channel.ANSWER and self._code.inside

    def enter(self, channel: Channel) -> None:
        """Go over to `channel`; where it already holds text, a blank line parts the new from the old."""
        if self.only_answer:
            channel = Channel.ANSWER
        if channel is not self.channel:
            self.closed = channel is Channel.ANSWER
            self.channel = channel
            self._code = CodeMarks()
        self._blank = "\n\n" if self.begun else ""

    def give(self, length: int) -> None:
        """Give the first `length` waiting characters to the present channel."""
        text, self.waiting = self.waiting[:length], self.waiting[length:]
        self._code.feed(text)
        held = self._blank + text
        if not self.begun:
            held = held.lstrip(_BLANK)
        kept = held.rstrip(_BLANK)
        self._blank = held[len(kept) :]
        if not kept:
            return
        self._begun.add(self.channel)
        if self._segments and self._segments[-1][0] is self.channel:
            kept = self._segments.pop()[1] + kept
        self._segments.append((self.channel, kept))

    def drop(self, length: int) -> None:
        """Drop the first `length` waiting characters."""
        self.waiting = self.waiting[length:]

    def take(self) -> list[Segment]:
        """Return the segments given since the last call."""
        segments, self._segments = self._segments, []
        return segments

    def next_place(self, firsts: str) -> bool:
        """Give all text before the next character of `firsts`; return whether there was any."""
        place = next((i for i, each in enumerate(self.waiting) if each in firsts), len(self.waiting))
        self.give(place)
        return place > 0

    def match(self, tags: Sequence[Tag]) -> tuple[Tag, int] | Match:
        """Return the tag that the waiting text begins with and its length, or that it is none or not known yet."""
        results = [(tag, tag.match(self.waiting, 0)) for tag in tags]
        for tag, result in results:
            if isinstance(result, int):
                return tag, result
        return Match.PARTIAL if any(result is Match.PARTIAL for _, result in results) else Match.NO
