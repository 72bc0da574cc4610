"""Colours for code: Pygments in small slices, so that a long listing never blocks the window."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QBrush, QFont, QTextCharFormat, QTextDocument, QTextLayout

from desktop.theme import Theme

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_SLICE_SECONDS = 0.004
LONGEST = 200_000
"""Characters of code that are coloured."""
_ROLES = {
    "Keyword": "accent.text",
    "Operator.Word": "accent.text",
    "Name.Builtin": "accent.text",
    "Name.Function": "accent.text",
    "Name.Class": "accent.text",
    "Name.Tag": "accent.text",
    "Literal.Number": "ok.text",
    "Literal.String": "warn.text",
    "Comment": "text.tertiary",
    "Generic.Deleted": "bad.text",
    "Generic.Inserted": "ok.text",
}


@lru_cache(maxsize=64)
def lexer_for(language: str) -> Lexer | None:
    """Return the lexer of a language as written after a fence, None when it is unknown or plain text."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if not language or language in ("text", "plain", "txt"):
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def language_name(language: str) -> str:
    """Return how a language is called: "Python" for ``py``; unknown ones as they were written."""
    lexer = lexer_for(language)
    return str(lexer.name) if lexer else language


class Highlighter(QObject):
    """Colours the document of a code block from its start to its end; `restart` after the code has changed."""

    def __init__(self, document: QTextDocument, theme: Theme, language: str) -> None:
        super().__init__(document)
        self._document, self._theme, self._language = document, theme, language
        self._tokens: Iterator[tuple[int, str, str]] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    def restart(self, text: str, *, at_once: bool = False) -> None:
        """Colour this text, which is what the document shows."""
        lexer = lexer_for(self._language)
        if lexer is None or len(text) > LONGEST:
            return
        self._tokens = (
            (start, str(kind).removeprefix("Token."), value)
            for start, kind, value in lexer.get_tokens_unprocessed(text)
        )
        self._block = self._document.begin()
        self._line_start = 0
        self._spans: list[QTextLayout.FormatRange] = []
        self._timer.start()
        if at_once:
            self._work()

    def stop(self) -> None:
        """Leave the rest uncoloured."""
        self._timer.stop()
        self._tokens = None

    def _work(self) -> None:
        until = time.perf_counter() + _SLICE_SECONDS
        for start, kind, value in self._tokens or ():
            self._token(start, kind, value)
            if time.perf_counter() > until:
                return
        self._end_line()
        self.stop()

    def _token(self, start: int, kind: str, value: str) -> None:
        style = self._style(kind)
        for index, line in enumerate(value.split("\n")):
            if index:
                self._end_line()
                self._block = self._block.next()
                self._line_start = start
            if style is not None and line.strip():
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = start - self._line_start, len(line), style
                self._spans.append(span)
            start += len(line) + 1

    def _end_line(self) -> None:
        if self._block.isValid() and (self._spans or self._block.layout().formats()):
            self._block.layout().setFormats(self._spans)
            self._document.markContentsDirty(self._block.position(), self._block.length())
        self._spans = []

    def _style(self, kind: str) -> QTextCharFormat | None:
        role = next((role for prefix, role in _ROLES.items() if kind.startswith(prefix)), None)
        if role is None:
            return None
        style = QTextCharFormat()
        style.setForeground(QBrush(self._theme.color(role)))
        if kind.startswith("Comment"):
            style.setFontWeight(QFont.Weight.Normal)
        return style
