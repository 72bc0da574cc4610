"""An answer: the therefore sign in the gutter, the text as Markdown beside it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.conversation.find_text import clear_hit, show_hit
from desktop.rendering.block_stack import BlockStack
from desktop.rendering.context import RenderContext
from desktop.rendering.long_text import LongTextView
from desktop.rendering.plain_text import PlainTextView
from desktop.rendering.safe_text import clean_text
from desktop.rendering.section import Section
from desktop.rendering.text_views import view_of_text

_DOTS = ((8.0, 4.0), (3.4, 12.0), (12.6, 12.0))
_RADIUS = 1.9
_DRAWN = 16
"""The side of the square that the sign is drawn in."""


class AnswerView(Section):
    """One answer. `append`, then `work`, then place it."""

    link_clicked = Signal(str)

    def __init__(self, context: RenderContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._theme = context, context.theme
        self._source: list[str] = []
        self._size = 0
        self._waiting = ""
        self._ended = True
        self._stack = self._new_stack()
        self._raw: PlainTextView | LongTextView | None = None
        self.setAccessibleName(self.tr("Answer"))

    @property
    def source(self) -> str:
        """The answer as the model wrote it."""
        if len(self._source) > 1:
            self._source[:] = ["".join(self._source)]
        return self._source[0] if self._source else ""

    @property
    def stack(self) -> BlockStack:
        """The rendered blocks."""
        return self._stack

    @property
    def shows_raw(self) -> bool:
        """Whether the text is shown as it was written."""
        return self._raw is not None

    @property
    def raw(self) -> PlainTextView | LongTextView | None:
        """The text as it was written, while that is shown."""
        return self._raw

    def show_waiting(self, words: str) -> None:
        """Say what is waited for, beside a grey sign ("" for nothing)."""
        if words != self._waiting:
            self._waiting = words
            self.update()

    def show_source(self, text: str, *, ended: bool) -> None:
        """Show this text: what is already shown stays, what is new is appended."""
        if not text.startswith(self.source):
            self._restart()
        new = text[self._size :]
        if new:
            self._source.append(new)
            self._size += len(new)
            self._stack.append(new)
            if self._raw is not None:
                self._raw.append_text(new)
        self._ended = ended
        if ended:
            self._stack.end()

    def work(self, seconds: float) -> bool:
        """Render for about this time; returns whether everything is shown."""
        return self._stack.work(seconds)

    def toggle_raw(self) -> None:
        """Change between the rendered answer and its text as the model wrote it."""
        if self._raw is not None:
            self._raw.deleteLater()
            self._raw.hide()
            self._raw = None
        else:
            self._raw = view_of_text(self.source, self._theme, role="code", color="text.primary", parent=self)
            self._raw.setAccessibleName(self.tr("Answer as written"))
            self._raw.show()
        self._stack.setVisible(self._raw is None)
        self.height_changed.emit()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self._stack.refresh()
        if self._raw is not None:
            self._raw.apply_theme()
        self.update()

    def show_hit(self, offset: int, length: int) -> int | None:
        """Mark a place of the answer; returns its vertical position, None when it cannot be shown."""
        self.clear_hit()
        if self._raw is not None:
            self.place(self.width())
            start = len(clean_text(self.source[:offset])) if isinstance(self._raw, LongTextView) else offset
            return self._raw.show_hit(start, length) + self._raw.y()
        while not self.work(1.0) and self._ended:
            pass
        self.place(self.width())
        y = show_hit(self._stack, self.source, offset, length)
        return None if y is None else y + self._stack.y()

    def clear_hit(self) -> None:
        """Remove the mark."""
        clear_hit(self._stack)
        if self._raw is not None:
            self._raw.clear_hit()

    def place(self, width: int) -> int:
        """Take this width."""
        gutter = self._theme.size("gutter")
        view = self._raw if self._raw is not None else self._stack
        height = view.place(width - gutter)
        view.move(gutter, 0)
        height = max(height, self._theme.line_height("answer"))
        self.resize(width, height)
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign beside the first line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, gutter = self._theme.line_height("answer"), self._theme.size("gutter")
        empty = not self._size
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line.strong" if empty else "accent.text"))
        side = self._theme.size("icon.m")
        scale = side / _DRAWN
        left, top = (gutter - side) / 2, (line - side) / 2 + 1
        for x, y in _DOTS:
            painter.drawEllipse(QPointF(left + x * scale, top + y * scale), _RADIUS * scale, _RADIUS * scale)
        if empty and self._waiting:
            painter.setFont(self._theme.font("ui"))
            painter.setPen(self._theme.color("text.tertiary"))
            painter.drawText(
                QRectF(gutter, 1, self.width() - gutter, line), Qt.AlignmentFlag.AlignVCenter, self._waiting
            )

    def _new_stack(self) -> BlockStack:
        stack = BlockStack(self._context, self)
        stack.link_clicked.connect(self.link_clicked)
        stack.height_changed.connect(self.height_changed)
        stack.show()
        return stack

    def _restart(self) -> None:
        """Another text altogether: begin anew."""
        self._stack.hide()
        self._stack.deleteLater()
        self._source, self._size = [], 0
        self._stack = self._new_stack()
        if self._raw is not None:
            self._raw.set_text("")
