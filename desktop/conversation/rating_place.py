"""The button that says whether a rating is in the training set, and why; pressing it leaves the rating out or in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.conversation.rating_words import place_reason, place_verdict
from desktop.theme import Theme
from models.history.ratings.places import Destination, TrainingPlace

_PADDING, _GAP = 6, 6
_RIGHT = 2
"""Less than at the left, so that the words end where the column does."""
_LOOKS = {
    Destination.TRAINING: ("in_training_set", "ok.text"),
    Destination.EXAM: ("in_training_set", "text.secondary"),
    Destination.PREFERENCE: ("in_training_set", "text.secondary"),
    Destination.LEFT_OUT: ("left_out", "text.secondary"),
    Destination.DISAGREES: ("left_out", "bad.text"),
    Destination.CONTRADICTED: ("left_out", "bad.text"),
    Destination.FALSE_STEP: ("left_out", "bad.text"),
    Destination.TRASH: ("left_out", "text.secondary"),
}


class PlaceButton(QAbstractButton):
    """``In training set: yes · will train · 31 of 40``, or as much of it as there is room for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = TrainingPlace(Destination.LEFT_OUT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.hide()

    def show_place(self, place: TrainingPlace | None) -> None:
        """Say where the rating goes; None for one that is not there."""
        self.setVisible(place is not None)
        if place is None:
            return
        self._place = place
        out = place.destination is Destination.LEFT_OUT
        does = self.tr("Press to take it in again") if out else self.tr("Press to leave it out")
        self.setText(f"{self._title()} {place_verdict(place)}")
        self.setAccessibleName(f"{self.text()}: {place_reason(place)}")
        self.setToolTip(f"{place_reason(place)}. {does}")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as all of its words."""
        width = _PADDING + _RIGHT + self._theme.size("icon.m") + _GAP + self._advance(self._title() + " ")
        width += self._advance(place_verdict(self._place), strong=True) + self._advance(self._reason())
        return QSize(width, self._theme.size("control_small"))

    def minimumSizeHint(self) -> QSize:
        """Without the reason; the same for every place, so that its row stays as it is when the place changes."""
        longest = max(self._advance(place_verdict(TrainingPlace(each)), strong=True) for each in Destination)
        width = _PADDING + _RIGHT + self._theme.size("icon.m") + _GAP + self._advance(self._title() + " ") + longest
        return QSize(width, self._theme.size("control_small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, sign, words and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, (icon, ink) = self._theme, _LOOKS[self._place.destination]
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        side = theme.size("icon.m")
        pixmap = theme.icon(icon, ink).pixmap(QSize(side, side), self.devicePixelRatioF())
        painter.drawPixmap(_PADDING, (self.height() - side) // 2, pixmap)
        x = _PADDING + side + _GAP
        for words, role, strong in self._pieces(ink):
            x = self._paint(painter, x, words, role, strong=strong)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _pieces(self, ink: str) -> list[tuple[str, str, bool]]:
        """What is said in the room there is: all of it, else the reason alone, else whether it is in the set."""
        title = [(f"{self._title()} ", "text.secondary", False), (place_verdict(self._place), ink, True)]
        if self.width() >= self.sizeHint().width():
            return [*title, (self._reason(), "text.tertiary", False)]
        reason = place_reason(self._place)
        room = self.width() - _PADDING + _RIGHT - self._theme.size("icon.m") - _GAP
        return [(reason, "text.secondary", False)] if self._advance(reason) <= room else title

    def _paint(self, painter: QPainter, x: int, words: str, role: str, *, strong: bool) -> int:
        painter.setFont(self._font(strong))
        painter.setPen(self._theme.color(role))
        width = self._advance(words, strong=strong)
        painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return x + width

    def _title(self) -> str:
        return self.tr("In training set:")

    def _reason(self) -> str:
        return f" · {place_reason(self._place)}"

    def _advance(self, words: str, *, strong: bool = False) -> int:
        return self._theme.advance("meta", words, strong=strong)

    def _font(self, strong: bool) -> QFont:
        font = self._theme.font("meta")
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font
