"""Reads numbers and strings from a file that may lie about its lengths; nothing is read or kept beyond fixed bounds."""

from __future__ import annotations

import struct
from typing import BinaryIO

from models.catalog.failures import BadModelFile, Fault, damaged

MAXIMUM_HEADER_BYTES = 128 * 1024 * 1024
"""Headers of real models take up to 30 MB, nearly all of it vocabulary."""

MAXIMUM_STRINGS = 4_000_000
"""Strings walked over in one header; the largest vocabularies have 0.3 million tokens and 0.6 million merges."""

_WINDOW_BYTES = 1024 * 1024
_U64 = struct.Struct("<Q")


class BoundedReader:
    """Walks through a header from `stream`'s place on; holds one window of it in memory (1 MB).

    Args:
        stream: The file.
        name: Its name, for errors.
        size: Its size in bytes.
    """

    def __init__(self, stream: BinaryIO, name: str, size: int) -> None:
        self._stream, self._name, self._size = stream, name, size
        self._limit = min(size, MAXIMUM_HEADER_BYTES)
        self.position = stream.tell()
        self._window, self._window_start = b"", self.position
        self._strings_left = MAXIMUM_STRINGS

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes.

        Raises:
            BadModelFile: The file or the header's bound ends before; nothing is read then.
        """
        end = self._end_of(count)
        start = self.position - self._window_start
        if not 0 <= start <= len(self._window) - count:
            self._refill(count)
            start = 0
        self.position = end
        return self._window[start : start + count]

    def skip(self, count: int) -> None:
        """Go over `count` bytes."""
        self.position = self._end_of(count)

    def unsigned(self) -> int:
        """Return a 64-bit number."""
        return int(_U64.unpack(self.take(8))[0])

    def string(self, longest: int) -> str:
        """Return a string with its length before it; invalid UTF-8 is replaced.

        Raises:
            BadModelFile: It has more than `longest` bytes.
        """
        length = self.unsigned()
        if length > longest:
            raise damaged(self._name, f"a string of {length} bytes where at most {longest} are allowed")
        return self.take(length).decode("utf-8", "replace")

    def skip_strings(self, count: int) -> None:
        """Go over `count` strings, each with its length before it."""
        if count > self._strings_left or count * _U64.size > self._limit - self.position:
            raise self._beyond(count * _U64.size)
        self._strings_left -= count
        position, limit, unpack = self.position, self._limit, _U64.unpack_from
        window, start = self._window, self._window_start
        last = start + len(window) - _U64.size
        for _ in range(count):
            if not start <= position <= last:
                self.position = position
                self._end_of(_U64.size)
                self._refill(_U64.size)
                window, start = self._window, self._window_start
                last = start + len(window) - _U64.size
            position += _U64.size + unpack(window, position - start)[0]
            if position > limit:
                raise self._beyond(position - self.position)
        self.position = position

    def _refill(self, count: int) -> None:
        self._stream.seek(self.position)
        self._window_start = self.position
        self._window = self._stream.read(max(count, min(_WINDOW_BYTES, self._limit - self.position)))
        if len(self._window) < count:
            raise self._cut_short()

    def _end_of(self, count: int) -> int:
        end = self.position + count
        if end > self._limit:
            raise self._beyond(count)
        return end

    def _beyond(self, count: int) -> BadModelFile:
        if self.position + count > self._size and count < MAXIMUM_HEADER_BYTES:
            return self._cut_short()
        return damaged(self._name, f"{count} bytes at {self.position} lie beyond the header's bounds")

    def _cut_short(self) -> BadModelFile:
        return BadModelFile(
            f"The file {self._name} is cut short within its header, so a download probably stopped; download it again.",
            details=f"the file ends at {self._size} bytes, within the header",
            fault=Fault.CUT_SHORT,
            size=self._size,
        )
