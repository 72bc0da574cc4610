"""A panel with a header that folds and unfolds what is below it: by itself as the rules say, or by hand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.conversation.fold_animation import FoldAnimation
from desktop.conversation.fold_rules import FoldRules
from desktop.conversation.panel_header import PanelHeader
from desktop.conversation.thought_body import ThoughtBody
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.history.records import PanelState


class FoldingPanel(Section):
    """The frame of a reasoning panel."""

    state_changed = Signal(object)
    """The `PanelState` to keep: the reader folded or unfolded it, or did something inside that keeps it as it is."""
    toggled = Signal()
    """The reader has folded or unfolded it."""
    folded = Signal()
    """It has folded by itself."""

    def __init__(self, theme: Theme, stored: PanelState, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rules = FoldRules(stored)
        self.foldable = False
        """Whether there is anything below the header."""
        self.dashed = False
        """Whether the frame tells that there is no thought."""
        self._header = PanelHeader(theme, self)
        self._header.clicked.connect(self.toggle)
        self._body = ThoughtBody(theme, self)
        self._body.touched.connect(self.touch)
        self._body.height_changed.connect(self.height_changed)
        self._body.fold_row.clicked.connect(self.toggle)
        self.animation = FoldAnimation(theme, self)
        self.animation.valueChanged.connect(lambda _value: self.height_changed.emit())

    @property
    def is_open(self) -> bool:
        """Whether the thoughts are in view."""
        return self.rules.open

    @property
    def animating(self) -> bool:
        """Whether it is folding by itself."""
        return self.animation.running

    @property
    def header(self) -> PanelHeader:
        """The header."""
        return self._header

    @property
    def content(self) -> ThoughtBody:
        """What is shown below the header."""
        return self._body

    def toggle(self) -> None:
        """Fold or unfold, as the reader asks."""
        if not self.foldable:
            return
        self.animation.stop()
        if not self.before_toggle():
            return
        self.rules.toggle()
        self.update_open()
        self.state_changed.emit(self.rules.state)
        self.toggled.emit()
        self.height_changed.emit()

    def touch(self) -> None:
        """The reader did something inside: it stays as it is, today and when it is shown again."""
        if not self.rules.touched:
            self.rules.touch()
            self.state_changed.emit(self.rules.state)

    def before_toggle(self) -> bool:
        """The reader is about to fold or unfold it; returns whether that may be."""
        return True

    def update_open(self) -> None:
        """Show whether it is open."""
        self._header.show_open(is_open=self.rules.open, foldable=self.foldable)
        self._header.arrange()
        self.update()

    def place(self, width: int) -> int:
        """Take this width; the height follows the fold state, or the animation between its states."""
        header = self._theme.size("panel_header")
        self._header.setGeometry(0, 0, width, header)
        self._header.arrange()
        shown = self._body.place(width) if self.rules.open else 0
        if self.animating:
            shown = self.animation.height
        self._body.setGeometry(0, header, width, shown)
        self._body.setVisible(shown > 0)
        self.resize(width, header + shown)
        return header + shown

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("line.subtle" if not self.dashed else "line.default"), 1)
        if self.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._theme.color("bg.panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
