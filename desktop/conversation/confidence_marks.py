"""Tints the tokens of a thought that the model doubted, and lists their rivals when one points at them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from desktop.conversation.doubts import Doubt
from desktop.rendering.plain_text import PlainTextView
from desktop.theme import Theme

_RIVALS = 3
_CLOSE = 0.8
"""A rival with at least this share of the written token's probability is a close second."""


class ConfidenceMarks(QObject):
    """The marks of one text."""

    def __init__(self, theme: Theme, body: PlainTextView) -> None:
        super().__init__(body)
        self._theme, self._body = theme, body
        self._doubts: Sequence[Doubt] = ()
        self._lead = 0
        self._at = -1
        body.viewport().installEventFilter(self)
        theme.changed.connect(self._tint)

    @property
    def shown(self) -> Sequence[Doubt]:
        """The tokens that are marked."""
        return self._doubts

    def show(self, doubts: Sequence[Doubt], *, lead: int) -> None:
        """Mark these tokens; the view leaves the first `lead` characters of the text out."""
        self._doubts, self._lead = [each for each in doubts if each.start >= lead], lead
        self._at = -1
        self._tint()

    def clear(self) -> None:
        """Remove all marks."""
        self._doubts = ()
        self._tint()

    def words(self, doubt: Doubt) -> str:
        """Return a token and its best rivals, a line each: ``41   38 %   written``."""
        lines = [self._line(doubt.token.text, doubt.probability, self.tr("written"))]
        for number, rival in enumerate(doubt.token.alternatives[:_RIVALS]):
            close = number == 0 and rival.probability >= _CLOSE * doubt.probability
            lines.append(self._line(rival.text, rival.probability, self.tr("close second") if close else ""))
        return "\n".join(lines)

    def walk(self, by: int) -> int | None:
        """Go to the mark after (1) or before (-1) the last one and list its rivals; returns its height in the view."""
        if not self._doubts:
            return None
        self._at = min(max(self._at + by, 0), len(self._doubts) - 1)
        doubt = self._doubts[self._at]
        first, last = doubt.word
        place = self._body.select(first - self._lead, last - self._lead)
        viewport = self._body.viewport()
        QToolTip.showText(viewport.mapToGlobal(place.bottomLeft()), self.words(doubt), viewport)
        self._body.setAccessibleDescription(self.words(doubt))
        return place.top()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pointing at a token, or a click on it, lists its rivals."""
        if not self._doubts:
            return False
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._list(event.pos(), event.globalPos())
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._list(event.position().toPoint(), event.globalPosition().toPoint())
        return False

    def _list(self, point: QPoint, place: QPoint) -> bool:
        number = self._body.tint_at(point)
        if number is None:
            return False
        QToolTip.showText(place, self.words(self._doubts[number]), self._body.viewport())
        return True

    def _line(self, text: str, probability: float, remark: str) -> str:
        share = self.tr("{share} %").format(share=round(100 * probability))
        return "   ".join(filter(None, (text.strip() or "␣", share, remark)))

    def _tint(self) -> None:
        spans = [(*each.word, self._color(each)) for each in self._doubts]
        self._body.tint([(first - self._lead, last - self._lead, color) for first, last, color in spans])

    def _color(self, doubt: Doubt) -> QColor:
        return self._theme.color(f"conf.{doubt.level}")
