"""The scrolling middle of the review page: what is reviewed in a column, and below it the inspector if narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.conversation.canvas import Canvas
from desktop.conversation.quiet_scroll_bar import QuietScrollBar
from desktop.review.comparison import Comparison
from desktop.review.trace import Trace
from desktop.theme import Theme

TOP, SIDE = 22, 12
_BUILD_SECONDS = 0.005
_SMALLEST = 200


class Stage(QScrollArea):
    """Shows one `Trace` or `Comparison` at a time, which it then owns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._canvas = Canvas(theme)
        self.content: Trace | Comparison | None = None
        self._below: QWidget | None = None
        self._build_timer = QTimer(self)
        self._build_timer.setInterval(0)
        self._build_timer.timeout.connect(self._build)
        self.setWidget(self._canvas)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietScrollBar(theme))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(theme.line_height("answer") * 2)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Answer under review"))

    @property
    def canvas(self) -> QWidget:
        """What the content is to be made in."""
        return self._canvas

    @property
    def busy(self) -> bool:
        """Whether something is still to be rendered."""
        return self._build_timer.isActive()

    def show_content(self, content: Trace | Comparison | None) -> None:
        """Show this in the place of what was shown."""
        if self.content is not None:
            self.content.hide()
            self.content.deleteLater()
        self.content = content
        if content is not None:
            content.height_changed.connect(self.lay_out)
            if isinstance(content, Trace):
                content.walked.connect(self._show_place)
            content.show()
        self.verticalScrollBar().setValue(0)
        self.lay_out()
        if content is not None:
            self._build_timer.start()

    def show_below(self, widget: QWidget | None) -> None:
        """Let a widget stand below the content, None for none."""
        self._below = widget
        if widget is not None:
            widget.setParent(self._canvas)
            widget.show()
        self.lay_out()

    def lay_out(self) -> None:
        """Place everything at the present width."""
        width = min(self._theme.size("column"), self.width() - 2 * SIDE)
        width = max(width, _SMALLEST)
        left, y = max((self.width() - width) // 2, SIDE), TOP
        if self.content is not None:
            self.content.move(left, y)
            y += self.content.place(width)
        if self._below is not None and not self._below.isHidden():
            inner = width - self._theme.size("gutter")
            layout = self._below.layout()
            height = layout.totalHeightForWidth(inner) if layout is not None else 0
            height = max(height, self._below.sizeHint().height())
            self._below.setGeometry(left + self._theme.size("gutter"), y, inner, height)
            y += height + TOP
        self._canvas.resize(self.viewport().width(), max(y, self.viewport().height()))

    def refresh(self) -> None:
        """Take the colours of the theme."""
        if self.content is not None:
            self.content.refresh()
        self.lay_out()
        self._canvas.update()

    def stop(self) -> None:
        """Nothing is rendered after this."""
        self._build_timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right are the page's own; the others scroll."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        self.lay_out()
        self._on_scrolled()

    def _show_place(self, top: int, bottom: int) -> None:
        """Scroll as little as brings a place of the content into view."""
        if self.content is None:
            return
        bar, height, y = self.verticalScrollBar(), self.viewport().height(), self.content.y()
        if y + top - TOP < bar.value() or y + bottom + TOP > bar.value() + height:
            bar.setValue(min(max(bar.value(), y + bottom + TOP - height), y + top - TOP))

    def _on_scrolled(self) -> None:
        if self.content is not None and not self._tell_view():
            self._build_timer.start()

    def _tell_view(self) -> bool:
        assert self.content is not None
        top = self.verticalScrollBar().value() - self.content.y()
        return self.content.set_view(top, top + max(self.viewport().height(), 1))

    def _build(self) -> None:
        if self.content is None:
            self._build_timer.stop()
            return
        self._tell_view()
        done = self.content.work(_BUILD_SECONDS)
        self.lay_out()
        if done and self._tell_view():
            self._build_timer.stop()
