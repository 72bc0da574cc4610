"""Takes a file of conversations apart, one conversation at a time, however large the file is.

Only the outline is read here: strings, brackets and commas. So nothing nested a million deep, and no file of another
kind, is ever given to a parser as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from models.errors import InputError
from models.history.exchange.documents import FORMAT, READABLE

LARGEST_CONVERSATION = 256 * 1024 * 1024
"""Bytes of one conversation; a thousand times what people and models write."""

_DEEPEST = 64
_LONGEST_HEAD = 4096
_CHUNK = 1 << 20
_HEAD_END = re.compile(rb'"conversations"\s*:\s*\[')
_MARK = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)
_BETWEEN = re.compile(rb"[\s,]*")
_BOM = b"\xef\xbb\xbf"


class _Head(msgspec.Struct):
    format: str = ""
    version: int = 0


def scan_conversations(file: Path) -> Iterator[tuple[bytes, int]]:
    """Yield (JSON of a conversation, the place in the file after it).

    Raises:
        InputError: It is no such file, of a newer version, cut off, or holds something that no conversation can be.
    """
    with reading(file) as stream, told_of(file):
        yield from _Scanner(stream).conversations()


@contextmanager
def reading(file: Path) -> Iterator[BinaryIO]:
    """Open a file.

    Raises:
        InputError: It cannot be opened.
    """
    with told_of(file):
        stream = file.open("rb")
    with stream:
        yield stream


@contextmanager
def told_of(file: Path) -> Iterator[None]:
    """Turn what the system says of a file into a plain error; the history's own are told as such."""
    try:
        yield
    except OSError as error:
        raise InputError(f"“{file}” cannot be read; check its name.", details=str(error)) from error


def _not_ours() -> InputError:
    return InputError("This file is no history that Rationale has exported as JSON; choose another file.")


def _cut_off() -> InputError:
    return InputError("The file ends in the middle; it was cut off when it was copied. Export or copy it again.")


class _Scanner:
    """A window that moves over the file; what was not taken yet begins at `_place` of `_buffer`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = b""
        self._place = 0
        self._read = 0

    def conversations(self) -> Iterator[tuple[bytes, int]]:
        """Yield the conversations, and make sure of the file's beginning and end."""
        self._take_head()
        first = True
        while self._skip_to_element(first=first):
            element = self._element()
            yield element, self._read - len(self._buffer) + self._place
            first = False
        self._take_end()

    def _more(self) -> bool:
        waiting = len(self._buffer) - self._place
        chunk = self._stream.read(max(_CHUNK, min(waiting, LARGEST_CONVERSATION + 1 - waiting)))
        self._buffer = self._buffer[self._place :] + chunk
        self._place = 0
        self._read += len(chunk)
        return bool(chunk)

    def _take_head(self) -> None:
        self._more()
        found = _HEAD_END.search(self._buffer, 0, _LONGEST_HEAD)
        if found is None:
            raise _not_ours()
        begun = self._buffer[: found.start()].removeprefix(_BOM).rstrip().rstrip(b",")
        try:
            head = msgspec.json.decode(begun + b"}", type=_Head)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise _not_ours() from error
        if head.format != FORMAT:
            raise _not_ours()
        if head.version not in READABLE:
            raise InputError("The file was made by a newer version of Rationale; update Rationale to import it.")
        self._place = found.end()

    def _skip_to_element(self, *, first: bool) -> bool:
        """Move to the next conversation; False at the end of the list."""
        while True:
            between = _BETWEEN.match(self._buffer, self._place)
            assert between is not None
            if between.end() < len(self._buffer) or not self._more():
                break
        commas = between[0].count(b",")
        self._place = between.end()
        following = self._buffer[self._place : self._place + 1]
        if not following:
            raise _cut_off()
        if following == b"]" and not commas:
            self._place += 1
            return False
        if following != b"{" or commas != (0 if first else 1):
            raise InputError("The list of conversations in the file is damaged, so nothing was imported.")
        return True

    def _element(self) -> bytes:
        """Take one object off the buffer."""
        length = depth = 0
        while True:
            for mark in _MARK.finditer(self._buffer, self._place + length):
                length, kind = mark.end() - self._place, mark[0][:1]
                if kind in b"{[":
                    depth += 1
                elif kind in b"}]":
                    depth -= 1
                if depth > _DEEPEST:
                    raise InputError("The file is nested deeper than any conversation is, so nothing was imported.")
                if depth == 0:
                    element = self._buffer[self._place : self._place + length]
                    self._place += length
                    return element
            if len(self._buffer) - self._place > LARGEST_CONVERSATION:
                raise InputError("One conversation in the file is larger than 256 MB, so nothing was imported.")
            if not self._more():
                raise _cut_off()

    def _take_end(self) -> None:
        while len(self._buffer) - self._place < _CHUNK and self._more():
            pass
        rest = self._buffer[self._place :].strip()
        if not rest:
            raise _cut_off()
        if rest != b"}":
            raise InputError("Something follows the conversations in the file, so nothing was imported.")
