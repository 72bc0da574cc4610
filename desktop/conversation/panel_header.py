"""The header of a reasoning panel: caret, what happened in words, a tag, and buttons at its right end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.theme import Theme

_RIGHT, _TAG_RIGHT = 8, 12


@dataclass(frozen=True, slots=True)
class HeaderTag:
    """A word or two in a coloured box, after an icon of the theme if there is one; colours are roles."""

    words: str
    role: str = "text.secondary"
    background: str = "bg.hover"
    icon: str = ""
    folded_only: bool = False
    """Whether an open panel says it elsewhere."""


@dataclass(frozen=True, slots=True)
class HeaderText:
    """What a header says: a `title` in a colour role, the `rest` after it, and tags at the right."""

    title: str
    rest: str = ""
    role: str = "text.secondary"
    tags: tuple[HeaderTag, ...] = ()

    @property
    def spoken(self) -> str:
        """The whole text."""
        return " · ".join(each for each in (self.title, self.rest, *(tag.words for tag in self.tags)) if each)


class PanelHeader(QAbstractButton):
    """Folds and unfolds on a click; other buttons are laid over its right end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._content = HeaderText("")
        self._open = False
        self._foldable = True
        self._progress: float | None = None
        self._buttons: list[QWidget] = []
        self._spare: QWidget | None = None
        self._spare_offered = False
        self._right = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def content(self) -> HeaderText:
        """What it says."""
        return self._content

    @property
    def progress(self) -> float | None:
        """The used share of the budget (0 to 1), None when no line is shown."""
        return self._progress

    def show_text(self, content: HeaderText, *, progress: float | None) -> None:
        """Say this; painted anew only when something changed."""
        if (content, progress) != (self._content, self._progress):
            if content.title != self._content.title or not progress:
                self.setAccessibleName(content.spoken)
            self._content, self._progress = content, progress
            self.setToolTip(content.spoken if progress is None else "")
            self._update_words()

    def _update_words(self) -> None:
        """Paint anew what is not covered by the buttons: they stay as they are ten times a second."""
        thick = self._theme.size("progress_live")
        self.update(0, 0, self._right, self.height() - thick)
        self.update(0, self.height() - thick, self.width(), thick)

    def show_open(self, *, is_open: bool, foldable: bool) -> None:
        """Turn the caret; without one there is nothing to unfold."""
        self._open, self._foldable = is_open, foldable
        words = self.tr("Fold thoughts") if is_open else self.tr("Unfold thoughts")
        self.setAccessibleDescription(words if foldable else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if foldable else Qt.FocusPolicy.NoFocus)
        self.update()

    def set_buttons(self, buttons: list[QWidget], spare: QWidget) -> None:
        """Lay these over the right end, the first one outermost; `spare` goes first where the words need the room."""
        self._buttons, self._spare = buttons, spare
        self.arrange()

    def offer_spare(self, offered: bool) -> None:
        """Say whether there is anything in the part that can be spared."""
        self._spare_offered = offered
        self.arrange()

    def arrange(self) -> None:
        """Put the buttons in their places."""
        x = self.width() - _RIGHT
        for button in self._buttons:
            if not button.isHidden():
                x = self._put(button, x)
        if self._spare is not None:
            room = x - self._spare.sizeHint().width() - 12
            self._spare.setVisible(self._spare_offered and self._needed() <= room)
            if not self._spare.isHidden():
                x = self._put(self._spare, x)
        if x != self._right:
            self._right = x
            self.update()

    def _put(self, button: QWidget, right: int) -> int:
        """Put a button so that it ends at `right`; returns where the next one ends."""
        hint = button.sizeHint()
        y = (self._theme.size("panel_header") - hint.height()) // 2
        button.setGeometry(right - hint.width(), y, hint.width(), hint.height())
        return right - hint.width() - 2

    def _needed(self) -> int:
        """Return how far the words and tags reach (pixels)."""
        title, rest = QFontMetrics(self._theme.font("title")), QFontMetrics(self._theme.font("ui"))
        label = QFontMetrics(self._theme.font("label"))
        tags = (tag for tag in self._content.tags if not (tag.folded_only and self._open))
        words = title.horizontalAdvance(self._content.title) + rest.horizontalAdvance(f" · {self._content.rest}")
        return self._theme.size("gutter") + words + sum(label.horizontalAdvance(tag.words) + 35 for tag in tags)

    def sizeHint(self) -> QSize:
        """As high as the design says."""
        return QSize(self._theme.size("column"), self._theme.size("panel_header"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint caret, words, tag, progress and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, gutter = self._theme.size("panel_header"), self._theme.size("gutter")
        if self._foldable:
            name = "folded_open" if self._open else "unfold"
            side = self._theme.size("icon.m")
            icon = self._theme.icon(name, "text.secondary").pixmap(QSize(side, side), self.devicePixelRatioF())
            painter.drawPixmap((gutter - side) // 2 + 1, (height - side) // 2, icon)
        right = min(self._right - 4, self.width() - _TAG_RIGHT)
        for tag in reversed(self._content.tags):
            if not (tag.folded_only and self._open):
                right = self._paint_tag(painter, tag, right)
        self._paint_words(painter, gutter, right - 8)
        if self._progress is not None:
            self._paint_progress(painter, self._progress)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _paint_words(self, painter: QPainter, x: int, right: int) -> None:
        height = self._theme.size("panel_header")
        title_font, font = self._theme.font("title"), self._theme.font("ui")
        painter.setFont(title_font)
        painter.setPen(self._theme.color(self._content.role))
        metrics = QFontMetrics(title_font)
        title = metrics.elidedText(self._content.title, Qt.TextElideMode.ElideRight, right - x)
        painter.drawText(QRectF(x, 0, right - x, height), Qt.AlignmentFlag.AlignVCenter, title)
        x += metrics.horizontalAdvance(title)
        if self._content.rest and x < right - 20:
            painter.setFont(font)
            painter.setPen(self._theme.color("text.tertiary"))
            rest = QFontMetrics(font).elidedText(f" · {self._content.rest}", Qt.TextElideMode.ElideRight, right - x)
            painter.drawText(QRectF(x, 0, right - x, height), Qt.AlignmentFlag.AlignVCenter, rest)

    def _paint_tag(self, painter: QPainter, tag: HeaderTag, right: int) -> int:
        """Paint a tag that ends at `right`; returns where the next one ends."""
        font = self._theme.font("label")
        painter.setFont(font)
        size = self._theme.size("tag")
        side = self._theme.size("icon.xs")
        icon = side + 4 if tag.icon else 0
        width = QFontMetrics(font).horizontalAdvance(tag.words) + 14 + icon
        box = QRectF(right - width, (self._theme.size("panel_header") - size) / 2, width, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(tag.background))
        painter.drawRoundedRect(box, 4, 4)
        if tag.icon:
            pixmap = self._theme.icon(tag.icon, tag.role, "xs").pixmap(QSize(side, side), self.devicePixelRatioF())
            painter.drawPixmap(round(box.left() + 7), round(box.top() + (size - side) / 2), pixmap)
        painter.setPen(self._theme.color(tag.role))
        painter.drawText(box.adjusted(7 + icon, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, tag.words)
        return int(box.left()) - 6

    def _paint_progress(self, painter: QPainter, share: float) -> None:
        thick = self._theme.size("progress_live")
        line = QRectF(1, self.height() - thick, self.width() - 2, thick)
        if not self._open:
            painter.setClipPath(self._rounded())  # the line is the lower edge of the panel then
        painter.fillRect(line, self._theme.color("line.subtle"))
        line.setWidth(line.width() * min(share, 1.0))
        painter.fillRect(line, self._theme.color("accent.text" if self._theme.dark else "accent.fill"))
        painter.setClipping(False)

    def _rounded(self) -> QPainterPath:
        path, radius = QPainterPath(), self._theme.size("radius.panel")
        path.addRoundedRect(QRectF(self.rect()), radius, radius)
        return path
