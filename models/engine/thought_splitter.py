"""Splits what a model writes into thought and answer while it streams.

Decisions depend on the text alone, never on how it was cut into pieces: what could be the beginning of a tag is held
back until it is known, and so is white space until it is known to be neither the start nor the end of a channel.
"""

from __future__ import annotations

import re
from typing import Protocol

from models.catalog.thought_formats import ThoughtFormat
from models.engine.channel_text import ChannelText, Segment
from models.engine.thought_tags import Match, Tag
from models.events import Channel

_USUAL_TAGS = ("<think>", "</think>")
"""Watched for when a format has no tags of its own: even a model without thinking may have picked them up."""

_CHANNEL = "<|channel|>"
_MESSAGE = "<|message|>"
_LONGEST_HEADER = 300
"""In characters; what is longer is text that happens to hold a channel mark."""
_UNFINISHED_HEADER = re.compile(r"(<\|start\|>\w*)?\s*(<\|channel\|>[\w .=-]*)?(<[|\w]*)?")


class ThoughtSplitter:
    """Splits the text of one attempt.

    Rules for `<think>…</think>`, `[THINK]…[/THINK]` and custom pairs (tags match in any case, with attributes too):

    * An opening tag counts where nothing but white space was answered or thought yet; it may come again (an empty
      thought before the real one). Inside a thought that has begun, and later in the answer, it is text.
    * The first closing tag ends a thought. Without a thought, the first one outside of code is removed, and the text
      before and after it is answer: nothing is lost. All later ones are text.
    * A thought that is not closed stays thought.

    gpt-oss writes channels instead: "final" is answer, all others ("analysis", "commentary") are thought.

    White space at the beginning and the end of each channel is dropped.

    To give tokens to channels: feed the piece of one token, then its channel is that of the last segment returned.
    When none is returned the piece is held: it goes with the segments of a later feed, or it was a tag or white space
    and has no text; `channel` tells on which side the text stands now.

    Args:
        format: The model's thought format.
        start: Where the text begins: THOUGHT when the prompt already opened the thought.
        continued: Whether the channel `start` already holds text (an interrupted attempt taken up again), so that white
            space at the beginning counts.
    """

    def __init__(self, format: ThoughtFormat, *, start: Channel, continued: bool = False) -> None:
        self._text = ChannelText(start, continued=continued)
        self._reader: _Reader = _HeaderReader(self._text) if writes_channels(format) else _TagReader(self._text, format)

    @property
    def channel(self) -> Channel:
        """Where the next text belongs, as far as is known."""
        return self._text.channel

    @property
    def thought_closed(self) -> bool:
        """Whether a thought was closed, by the model or by `close_thought`, and none has opened since."""
        return self._text.closed

    def feed(self, text: str) -> list[Segment]:
        """Return the segments, in order, that `text` makes certain; neighbours have different channels."""
        self._text.waiting += text
        while self._text.waiting and self._reader.step():
            pass
        return self._text.take()

    def finish(self) -> list[Segment]:
        """Return what was held back; an unfinished tag is text."""
        self._reader.flush()
        return self._text.take()

    def close_thought(self) -> list[Segment]:
        """End the thought from outside (a budget, "answer now") and return what was held back.

        Feed a closing line that belongs to the thought before, never the closing tag. From now on all is answer: of a
        model that opens another thought, the tags are removed and the text is kept.
        """
        self._reader.flush()
        self._text.enter(Channel.ANSWER)
        self._text.only_answer = self._text.closed = True
        self._reader.restart()
        return self._text.take()


def writes_channels(format: ThoughtFormat) -> bool:
    """Return whether `format` is gpt-oss's "harmony", which writes named channels instead of a pair of tags."""
    return _CHANNEL in format.opening


class _Reader(Protocol):
    """How one family of formats is read."""

    def step(self) -> bool:
        """Take something from the waiting text; return False when more must arrive first."""

    def flush(self) -> None:
        """Take all that is waiting."""

    def restart(self) -> None:
        """Forget what was begun: the text goes on in the answer."""


class _TagReader:
    """Reads formats with an opening and a closing tag."""

    def __init__(self, text: ChannelText, format: ThoughtFormat) -> None:
        self._text = text
        opening, closing = (format.opening, format.closing) if format.opening and format.closing else _USUAL_TAGS
        self._opening = Tag(opening.strip())
        self._closing = Tag(closing.strip())
        self._firsts = self._opening.firsts + self._closing.firsts
        self._lone_closing_counts = True

    def step(self) -> bool:
        text = self._text
        if text.next_place(self._firsts):
            return True
        found = text.match(self._tags_that_count())
        if found is Match.PARTIAL:
            return False
        if found is Match.NO:
            text.give(1)
            return True
        tag, length = found
        text.drop(length)
        if tag is self._opening:
            text.enter(Channel.THOUGHT)
            return True
        self._lone_closing_counts = False
        if text.channel is Channel.THOUGHT:
            text.enter(Channel.ANSWER)
        return True

    def _tags_that_count(self) -> list[Tag]:
        tags = [] if self._text.begun else [self._opening]
        in_thought = self._text.channel is Channel.THOUGHT
        if in_thought or (self._lone_closing_counts and not self._text.in_code):
            tags.append(self._closing)
        return tags

    def flush(self) -> None:
        self._text.give(len(self._text.waiting))

    def restart(self) -> None:
        self._lone_closing_counts = True


class _HeaderReader:
    """Reads gpt-oss's channels: `<|channel|>NAME<|message|>TEXT<|end|><|start|>assistant<|channel|>…`."""

    def __init__(self, text: ChannelText) -> None:
        self._text = text
        self._in_header = False
        self._header_marks = [Tag(_CHANNEL), Tag("<|start|>")]
        self._end_marks = [Tag(mark) for mark in ("<|end|>", "<|return|>", "<|call|>", _MESSAGE)]

    def step(self) -> bool:
        return self._read_header() if self._in_header else self._read_text()

    def _read_header(self) -> bool:
        text = self._text
        header, mark, _ = text.waiting[:_LONGEST_HEADER].partition(_MESSAGE)
        if mark:
            name = header.rpartition(_CHANNEL)[2].split(maxsplit=1)[:1]
            text.drop(len(header) + len(mark))
            text.enter(Channel.ANSWER if name == ["final"] else Channel.THOUGHT)
        elif len(text.waiting) < _LONGEST_HEADER:
            return False
        else:
            text.give(1)
        self._in_header = False
        return True

    def _read_text(self) -> bool:
        text = self._text
        if text.next_place("<"):
            return True
        found = Match.NO if text.in_code else text.match(self._header_marks + self._end_marks)
        if found is Match.PARTIAL:
            return False
        if found is Match.NO:
            text.give(1)
            return True
        tag, length = found
        if tag in self._header_marks:
            self._in_header = True
        else:
            text.drop(length)
        return True

    def flush(self) -> None:
        if self._in_header and _UNFINISHED_HEADER.fullmatch(self._text.waiting):
            self._text.drop(len(self._text.waiting))
        self._text.give(len(self._text.waiting))

    def restart(self) -> None:
        self._in_header = False
