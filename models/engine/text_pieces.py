"""Turns the byte pieces of tokens into text that can be shown and stored."""

from __future__ import annotations

import codecs

_UNWANTED = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
"""Control characters; a carriage return leaves too, so that lines end the same way everywhere."""


def without_control_characters(text: str) -> str:
    """Return `text` without NUL and other control characters (terminals obey some); line feeds and tabs stay."""
    return text.translate(_UNWANTED)


class Utf8Pieces:
    """Decodes byte pieces one after the other.

    A character may be spread over several tokens: its bytes are held until it is complete. Bytes that can be no
    character become U+FFFD. Nothing ever raises, whatever a model writes. The text is free of control characters
    (`without_control_characters`), because the history cannot hold NUL.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def feed(self, piece: bytes) -> str:
        """Return the text that `piece` completes, "" while a character is incomplete."""
        return without_control_characters(self._decoder.decode(piece))

    def finish(self) -> str:
        """Return what is left at the end (U+FFFD for an incomplete character, else "") and start afresh."""
        rest = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        return without_control_characters(rest)
