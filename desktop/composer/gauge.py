"""How full the context is and how fast the model writes, in slots that never change their width."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.shell.parts import TextLabel, restyle
from desktop.theme import Theme

NEARLY_FULL = 0.9


def short_count(tokens: int) -> str:
    """Return "8k" for 8,192 and the number itself below a thousand."""
    return f"{tokens // 1000}k" if tokens >= 1000 else str(tokens)


class ContextBar(QWidget):
    """A bar of four pixels that fills with the context."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self._dress()
        theme.changed.connect(self._dress)

    def set_share(self, share: float) -> None:
        """Set how full it is (0 to 1)."""
        self._share = min(max(share, 0.0), 1.0)
        self.update()

    def _dress(self) -> None:
        self.setFixedSize(44, self._theme.size("control"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the groove and what is filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = self._theme.size("progress")
        groove = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter.setBrush(self._theme.color("line.default"))
        painter.drawRoundedRect(groove, height / 2, height / 2)
        if self._share > 0:
            role = "warn.mark" if self._share >= NEARLY_FULL else "text.tertiary"
            painter.setBrush(self._theme.color(role))
            groove.setWidth(max(groove.width() * self._share, height))
            painter.drawRoundedRect(groove, height / 2, height / 2)


class Gauge(QWidget):
    """The context bar, "1,184 / 8k", and the speed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._size, self._theme = 0, theme
        self._bar = ContextBar(theme)
        self._count = TextLabel(theme, font="meta", kind="tertiary")
        self._speed = TextLabel(theme, font="meta", kind="tertiary")
        self._speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._bar)
        row.addSpacing(8)
        row.addWidget(self._count)
        row.addWidget(self._speed)
        self.set_context(0, 0)
        self._fix_widths()
        theme.changed.connect(self._fix_widths)

    def set_context(self, used: int, size: int) -> None:
        """Show how many tokens of the context are used; `size` 0 while no model is loaded."""
        self._bar.set_share(used / size if size else 0.0)
        self._count.setText(f"{used:,} / {short_count(size)}" if size else "")
        if size != self._size:
            self._size = size
            self._fix_widths()
        words = self.tr("Context: {0} of {1} tokens used").format(f"{used:,}", f"{size:,}") if size else ""
        self._show_fullness(used / size if size else 0.0)
        tip = "\n".join(filter(None, (words, self._what_leaves(used, size))))
        self.setToolTip(tip)
        self._count.setAccessibleName(tip)

    def _show_fullness(self, share: float) -> None:
        kind = "warn" if share >= NEARLY_FULL else "tertiary"
        if self._count.property("kind") != kind:
            self._count.setProperty("kind", kind)
            restyle(self._count)

    def _what_leaves(self, used: int, size: int) -> str:
        if not size:
            return ""
        if used / size >= NEARLY_FULL:
            return self.tr("Nearly full: the oldest turns will leave the prompt next; the history keeps them.")
        return self.tr("When it is full, the oldest turns leave the prompt; the history keeps them.")

    def set_speed(self, words: str) -> None:
        """Show the speed ("43.1 tok/s") or the engine's state ("ready")."""
        self._speed.setText(words)

    def show_speed(self, shown: bool) -> None:
        """Hide the speed in a narrow window."""
        self._speed.setVisible(shown)

    def widths(self) -> tuple[int, int]:
        """Return how wide the gauge is without and with the speed, in pixels."""
        without = self._bar.width() + 8 + self._count.width()
        return without, without + self._speed.width()

    def _fix_widths(self) -> None:
        """The widest figures set the slots, so that nothing moves while they change."""
        widest = f"{self._size or 8_888:,} / {short_count(self._size or 8_888)}"
        metrics = QFontMetrics(self._theme.font("meta"))
        self._count.setFixedWidth(metrics.horizontalAdvance(widest) + 2)
        self._speed.setFixedWidth(metrics.horizontalAdvance("Loading 88 %") + 2)
