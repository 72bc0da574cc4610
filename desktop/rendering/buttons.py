"""The small buttons of the transcript: icon, words and key, painted from the theme, with a focus ring."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.theme import Theme

_GAP = 6
_PADDING = 9
_ICON = 14
"""Beside words; alone in a button it has the usual size."""
_KEY = 18


class TextButton(QAbstractButton):
    """A button with an optional icon, words, and an optional key in a frame.

    `framed` ones have an outline, others only show a background under the pointer, in the colour role `hover`.
    `accent` takes the colour of links.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        icon: str = "",
        key: str = "",
        framed: bool = False,
        accent: bool = False,
        hover: str = "bg.hover",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._key, self._framed, self._accent = theme, icon, key, framed, accent
        self._on, self._hover = False, hover
        self._hint: tuple[tuple[str, int], QSize] | None = None
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_on(self, on: bool) -> None:
        """Show that what the button switches is on."""
        self._accent = self._on = on
        self.setAccessibleDescription(self.tr("on") if on else "")
        self.update()

    def set_icon(self, name: str) -> None:
        """Show another icon of the theme."""
        self._icon = name
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its parts, as high as the design's small controls."""
        font = self._theme.font("meta").pixelSize()
        if self._hint is None or self._hint[0] != (self.text(), font):
            self._hint = ((self.text(), font), self._measured())
        return self._hint[1]

    def _measured(self) -> QSize:
        small = self._theme.size("control_small")
        if self._icon and not self.text() and not self._key:
            return QSize(small, small)
        width = 2 * _PADDING + self._metrics().horizontalAdvance(self.text())
        if self._icon:
            width += self._icon_side() + (_GAP if self.text() else 0)
        if self._key:
            width += _GAP + self._key_width()
        return QSize(max(width, self._theme.size("hit_target_min")), small)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint background, icon, words, key and focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_box(painter, box)
        x = float(_PADDING)
        if self._icon:
            side = self._icon_side()
            if not self.text():
                x = (self.width() - side) / 2
            pixmap = self._theme.icon(self._icon, self._role()).pixmap(QSize(side, side), self.devicePixelRatioF())
            painter.drawPixmap(round(x), (self.height() - side) // 2, pixmap)
            x += side + _GAP
        painter.setFont(self._font())
        painter.setPen(self._color())
        width = self._metrics().horizontalAdvance(self.text())
        painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            self._paint_key(painter, x + width + _GAP)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("focus.ring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew when enabled or disabled."""
        super().changeEvent(event)
        self.update()

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        fill = QColor(Qt.GlobalColor.transparent)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            fill = theme.color(self._hover)
        elif self._on:
            fill = theme.color("accent.soft")
        elif self._framed:
            fill = theme.color("bg.control")
        painter.setPen(QPen(theme.color("line.default"), 1) if self._framed else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 6, 6)

    def _paint_key(self, painter: QPainter, x: float) -> None:
        painter.setFont(self._theme.font("label"))
        high = self._theme.grown(_KEY)
        box = QRectF(x + 0.5, (self.height() - high) / 2 + 0.5, self._key_width() - 1, high - 1)
        painter.setPen(QPen(self._theme.color("line.default"), 1))
        painter.setBrush(self._theme.color("bg.control"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.color("text.tertiary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _key_width(self) -> int:
        return QFontMetrics(self._theme.font("label")).horizontalAdvance(self._key) + 10

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())

    def _font(self) -> QFont:
        """What can be pressed is a little heavier than what is only said."""
        font = self._theme.font("meta")
        font.setWeight(QFont.Weight.Medium)
        return font

    def _icon_side(self) -> int:
        return self._theme.grown(_ICON) if self.text() else self._theme.size("icon.m")

    def _role(self) -> str:
        if not self.isEnabled():
            return "text.disabled"
        return "accent.text" if self._accent else "text.primary" if self._framed else "text.secondary"

    def _color(self) -> QColor:
        return self._theme.color(self._role())


class CopyButton(TextButton):
    """Copies what `source` returns at the time of the click, and says so for a moment."""

    def __init__(self, theme: Theme, text: str, *, copied: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, icon="copy", parent=parent)
        self._words, self._copied = text, copied
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self._show_words)

    def copy(self, text: str) -> None:
        """Put text on the clipboard."""
        QApplication.clipboard().setText(text)
        self.set_icon("copied")
        if self._words:
            self.setText(self._copied)
        self.setAccessibleDescription(self._copied)
        self._back.start(self._theme.milliseconds("copied_flash"))
        self.update()

    def _show_words(self) -> None:
        self.set_icon("copy")
        self.setText(self._words)
        self.setAccessibleDescription("")
