"""The buttons of the rating bar: verdicts with their keys, reasons as chips; painted from the theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.conversation.rating_words import action_tip, action_words, correcting_words, verdict_words
from desktop.keyboard.key_map import key_named, with_key
from desktop.theme import Theme
from models.history.ratings.records import RatingVerdict

_KEYS = {RatingVerdict.ACCEPTED: "accept", RatingVerdict.REJECTED: "reject", RatingVerdict.CORRECTED: "correct"}
COLOURS = {RatingVerdict.ACCEPTED: "ok", RatingVerdict.REJECTED: "bad", RatingVerdict.CORRECTED: "accent"}
_PADDING, _GAP, _CAP = 11, 8, 18
_CHIP_PADDING, _CHIP_GAP = 8, 4


class VerdictButton(QAbstractButton):
    """One verdict. `show_form` says how much of it is seen, `show_standing` whether it is the one in force."""

    def __init__(self, theme: Theme, verdict: RatingVerdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.verdict = theme, verdict
        self._small = self._bare = self._quiet = self._writing = self.busy = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(with_key(action_tip(verdict), _KEYS[verdict]))
        self.show_standing(on=False)

    def nextCheckState(self) -> None:
        """Whether it is on is said by what is saved, never by the press itself."""

    def show_standing(self, *, on: bool, busy: bool = False, writing: bool = False) -> None:
        """Show whether this is the rating that is saved, or (`busy`) about to be, or (`writing`) being written."""
        self.busy, self._writing = busy, writing
        self.setChecked(on)
        done = verdict_words(self.verdict) if on else action_words(self.verdict)
        self.setText(correcting_words() if writing else done)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def show_form(self, *, small: bool, bare: bool = False, quiet: bool = False) -> None:
        """Small in a bar that shrank; `bare` shows the icon alone, `quiet` no frame."""
        self._small, self._bare, self._quiet = small, bare, quiet
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its parts."""
        height = self._theme.size("control_small" if self._small else "control")
        if self._bare:
            return QSize(height, height)
        width = 2 * _PADDING + self._theme.size("icon.m") + _GAP - 1
        words = [action_words(self.verdict), verdict_words(self.verdict)]
        words += [correcting_words()] if self.verdict is RatingVerdict.CORRECTED else []
        width += max(map(self._advance, words))  # so that nothing moves when it is on
        return QSize(width + (0 if self._small else _GAP + self._cap_width()), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, icon, words, key and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit, ink = self._tinted or self.busy, self._ink()
        frame = ink if lit else "line.default"
        framed = lit or not (self._quiet or self._bare)
        painter.setPen(QPen(theme.color(frame), 1) if framed else Qt.PenStyle.NoPen)
        ground = f"{COLOURS[self.verdict]}.soft" if self._tinted else ""
        hovered = "bg.hover" if self.underMouse() and not self._tinted else ""
        fill = ground or hovered or ("bg.control" if framed else "")
        painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        side = theme.size("icon.m") - 2
        x = (self.width() - side) / 2 if self._bare else float(_PADDING)
        icon = theme.icon(self._icon(), ink).pixmap(QSize(side, side), self.devicePixelRatioF())
        painter.drawPixmap(round(x), (self.height() - side) // 2, icon)
        if not self._bare:
            self._paint_words(painter, x + side + _GAP, ink)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _paint_words(self, painter: QPainter, x: float, ink: str) -> None:
        painter.setFont(self._font())
        painter.setPen(self._theme.color(ink))
        words = self._advance(self.text())
        painter.drawText(QRectF(x, 0, words + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._small:
            return
        painter.setFont(self._theme.font("label"))
        high = self._theme.grown(_CAP)
        left = self.width() - _PADDING - self._cap_width() + 1
        cap = QRectF(left + 0.5, (self.height() - high) / 2 + 0.5, self._cap_width() - 1, high - 1)
        painter.setPen(QPen(self._theme.color(ink if self._tinted else "line.default"), 1))
        painter.setBrush(self._theme.color("bg.control"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(self._theme.color(ink if self._tinted else "text.tertiary"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key_named(_KEYS[self.verdict]).shown)

    @property
    def _tinted(self) -> bool:
        return self.isChecked() or self._writing

    def _ink(self) -> str:
        if self._tinted:
            return f"{COLOURS[self.verdict]}.text"
        if self.busy:
            return "text.secondary"
        return "text.tertiary" if self._bare else "text.secondary" if self._quiet else "text.primary"

    def _icon(self) -> str:
        return _KEYS[self.verdict]

    def _font(self) -> QFont:
        return self._theme.font("ui_strong")

    def _advance(self, words: str) -> int:
        return self._theme.advance("ui_strong", words)

    def _cap_width(self) -> int:
        return self._theme.advance("label", key_named(_KEYS[self.verdict]).shown) + 11


class ReasonChip(QAbstractButton):
    """A reason, on or off; `colour` is "ok", "bad" or "accent". One that opens a field is `plain` and never on."""

    def __init__(
        self, theme: Theme, text: str, colour: str, *, plain: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._colour, self._plain = theme, colour, plain
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setCheckable(not plain)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """As wide as its words, and its check when it is on."""
        return chip_size(self._theme, self.text(), plain=self._plain)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, check, words and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius, on = box.height() / 2, self.isChecked()
        fill = f"{self._colour}.soft" if on else "bg.hover" if self.underMouse() else ""
        bare = on or self._plain
        painter.setPen(Qt.PenStyle.NoPen if bare else QPen(theme.color("line.default"), 1))
        painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, radius, radius)
        words = QRectF(self.rect())
        ink = f"{self._colour}.text" if on else "text.tertiary" if self._plain else "text.secondary"
        if on:
            side = theme.size("icon.xs")
            icon = theme.icon("equation_ok", ink).pixmap(QSize(side, side), self.devicePixelRatioF())
            painter.drawPixmap(_CHIP_PADDING, (self.height() - side) // 2, icon)
            words.adjust(side + _CHIP_GAP, 0, 0, 0)
        painter.setFont(self._font())
        painter.setPen(theme.color(ink))
        room = round(words.width()) - 2 * _CHIP_PADDING + 4
        shown = QFontMetrics(self._font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, shown)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def _font(self) -> QFont:
        return _bold(self._theme) if self.isChecked() else self._theme.font("meta")


def chip_size(theme: Theme, text: str, *, plain: bool = False) -> QSize:
    """Return the size of a chip with a text; the same whether it is on or off, so that nothing moves."""
    width = theme.advance("meta", text, strong=not plain) + 2 * _CHIP_PADDING
    return QSize(width + (0 if plain else theme.size("icon.xs") + _CHIP_GAP), theme.size("chip"))


def _bold(theme: Theme) -> QFont:
    font = theme.font("meta")
    font.setWeight(QFont.Weight.DemiBold)
    return font
