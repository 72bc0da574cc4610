"""Long plain text that stays quick: appended at its end, laid out when looked at, scrolling inside itself when huge.

A paragraph of more than a thousand characters is broken at a space, because Qt lays out whole paragraphs; the break is
only in the picture, never in what is copied.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.rendering.safe_text import clean_text
from desktop.rendering.text_view import (
    cursor_to_start,
    leaves_to_transcript,
    offer_focus,
    see_through,
    text_without_breaks,
)
from desktop.theme import Theme

_BREAK_FROM = 1_000
_BREAK_AT = 1_400
_WHOLE_UP_TO = 24_000
"""Characters up to which the text is shown in its full height, so that all of it is written at once."""
_SLICE = 8_000
"""Characters of a longer text that are written at once: more than the view shows of it."""
_TALLEST = 560
"""Height, in pixels, of a longer text; it scrolls inside itself."""
_HIDDEN_BREAK = 1
_BAR = 12


class PlainTextView(QTextEdit):
    """Plain text in one format. `scrolled` is emitted when the reader scrolls inside it."""

    scrolled = Signal()

    def __init__(self, theme: Theme, *, role: str, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._role, self._color = theme, role, color
        self._hit: list[QTextEdit.ExtraSelection] = []
        self._tints: list[QTextEdit.ExtraSelection] = []
        self._pieces: list[str] = []
        self._size = 0
        self._run = 0
        self._breaks: list[int] = []
        self._written = 0
        self._waiting = ""
        self._placed = (0, 0)
        self._at_end = False
        self.fixed_height = 0
        """When not 0 the view is this high and follows its end (a thought that is being written)."""
        self.shows_caret = False
        """Whether a block is painted at the end, where the model is writing."""
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._write_slice)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.verticalScrollBar().actionTriggered.connect(self._on_scroll_action)
        self.apply_theme()

    @property
    def size_in_characters(self) -> int:
        """The length of the text."""
        return self._size

    def text(self) -> str:
        """Return the text as it was given, without control characters."""
        return clean_text(self._given())

    def _given(self) -> str:
        if len(self._pieces) > 1:
            self._pieces[:] = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def set_text(self, text: str) -> None:
        """Show another text; a long one is written in slices, so that the window stays quick."""
        self._pieces, self._size, self._run, self._breaks, self._written, self._waiting = [], 0, 0, [], 0, ""
        self._slices.stop()
        self.clear()
        self._set_formats()
        self.append_text(text)

    def append_text(self, text: str) -> None:
        """Append text at the end."""
        if not text:
            return
        self._pieces.append(text)
        text = clean_text(text)
        self._size += len(text)
        self._waiting += text
        self._placed = (0, 0)
        if not self._slices.isActive():
            self._write_slice()

    def write_all(self) -> None:
        """Write what is still waiting at once (before jumping into it)."""
        while self._waiting:
            self._write_slice()

    def apply_theme(self) -> None:
        """Take colours and fonts of the theme."""
        self.setStyleSheet("QTextEdit { background: transparent; border: 0; padding: 0; }")
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, see_through(self._theme))
        palette.setColor(QPalette.ColorRole.Text, self._theme.color(self._color))
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.color("bg.selected"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.color("text.primary"))
        self.setPalette(palette)
        self.viewport().setAutoFillBackground(False)
        if self._pieces:
            self.set_text(self._given())
        else:
            self._set_formats()

    def place(self, width: int) -> int:
        """Take this width and return the height of the text, or what is shown of it."""
        if self._placed[0] != width:
            self._placed = (width, self._height_for(width))
            self.resize(*self._placed)
        return self._placed[1]

    def invalidate(self) -> None:
        """The height is measured anew when it is placed next."""
        self._placed = (0, 0)

    def scroll_to_end(self) -> None:
        """Show the last lines."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def show_hit(self, offset: int, length: int) -> int:
        """Mark a place of the text and return its vertical position in this view (pixels)."""
        self.write_all()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._position(offset))
        cursor.setPosition(self._position(offset + length), QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        style = QTextCharFormat()
        style.setBackground(QBrush(self._theme.color("accent.soft")))
        style.setForeground(QBrush(self._theme.color("accent.text")))
        mark.format = style
        self._hit = [mark]
        self.setExtraSelections([*self._tints, *self._hit])
        start = QTextCursor(self.document())
        start.setPosition(self._position(offset))
        self.setTextCursor(start)
        self.ensureCursorVisible()
        return self.cursorRect(start).top()

    def clear_hit(self) -> None:
        """Remove the mark of `show_hit`."""
        self._hit = []
        self.setExtraSelections(self._tints)

    def tint(self, spans: Sequence[tuple[int, int, QColor]]) -> None:
        """Lay colours under parts of the text, each from a first to before a last character; none removes them."""
        if spans:
            self.write_all()
        self._tints = [self._tint(*span) for span in spans]
        self.setExtraSelections([*self._tints, *self._hit])

    def select(self, first: int, last: int) -> QRect:
        """Select a part of the text; returns where it begins on the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._position(first))
        cursor.setPosition(self._position(last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        start = QTextCursor(self.document())
        start.setPosition(cursor.selectionStart())
        return self.cursorRect(start)

    def tint_at(self, point: QPoint) -> int | None:
        """Return which of the tinted parts is under a point of the viewport."""
        position = self.cursorForPosition(point).position()
        for number, mark in enumerate(self._tints):
            if mark.cursor.selectionStart() <= position < mark.cursor.selectionEnd():
                return number
        return None

    def _tint(self, first: int, last: int, color: QColor) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(self.document())
        mark.cursor.setPosition(self._position(first))
        mark.cursor.setPosition(self._position(last), QTextCursor.MoveMode.KeepAnchor)
        mark.format.setBackground(QBrush(color))
        return mark

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy plain text without the breaks that are only in the picture."""
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def selected_text(self) -> str:
        """Return the selected text as it was given."""
        return text_without_breaks(self.textCursor(), lambda block: block.userState() == _HIDDEN_BREAK)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and where the model is writing."""
        super().paintEvent(event)
        if self.shows_caret:
            end = QTextCursor(self.document())
            end.movePosition(QTextCursor.MoveOperation.End)
            place = self.cursorRect(end)
            box = QRectF(place.left() + 2, place.bottom() - 14, 7, 14)
            QPainter(self.viewport()).fillRect(box, self._theme.color("accent.text"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll inside when there is something to scroll, otherwise leave it to the transcript."""
        bar = self.verticalScrollBar()
        up = event.angleDelta().y() > 0
        if bar.maximum() > 0 and (bar.value() > 0 if up else bar.value() < bar.maximum()):
            self.scrolled.emit()
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll inside when there is something to scroll, otherwise leave it to the transcript."""
        if leaves_to_transcript(self, event):
            event.ignore()
            return
        before = self.verticalScrollBar().value()
        super().keyPressEvent(event)
        if self.verticalScrollBar().value() != before:
            self.scrolled.emit()

    def _height_for(self, width: int) -> int:
        scrolls = bool(self.fixed_height) or self._size > _WHOLE_UP_TO
        offer_focus(self, self._theme, scrolls)
        if scrolls:
            # lines leave room for a scroll bar from the start: a long text laid out anew would block the window
            self._wrap_at(width - _BAR)
        if self.fixed_height:
            return self.fixed_height
        if self._size > _WHOLE_UP_TO:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            return _TALLEST
        self._wrap_at(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setTextWidth(width)
        return int(self.document().size().height() + 0.5)

    def _wrap_at(self, width: int) -> None:
        """Break lines at this width, or at the view's own (0); only a change lays out everything anew."""
        mode = QTextEdit.LineWrapMode.FixedPixelWidth if width else QTextEdit.LineWrapMode.WidgetWidth
        if self.lineWrapMode() is not mode:
            self.setLineWrapMode(mode)
        if width and self.lineWrapColumnOrWidth() != width:
            self.setLineWrapColumnOrWidth(width)

    def _on_scroll_action(self, _action: int) -> None:
        self.scrolled.emit()

    def _set_formats(self) -> None:
        cursor = QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(self._theme.line_height(self._role), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        style = QTextCharFormat()
        style.setFont(self._theme.font(self._role))
        style.setForeground(QBrush(self._theme.color(self._color)))
        cursor.setBlockFormat(block)
        cursor.setBlockCharFormat(style)
        cursor.setCharFormat(style)
        self._format = style

    def _write_slice(self) -> None:
        most = _WHOLE_UP_TO if self._size <= _WHOLE_UP_TO else _SLICE
        piece, self._waiting = self._waiting[:most], self._waiting[most:]
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        lines = piece.split("\n")
        for index, line in enumerate(lines):
            if index:
                cursor.insertText("\n", self._format)
                self._written, self._run = self._written + 1, 0
            self._write_line(cursor, line)
        cursor.endEditBlock()
        if not self.fixed_height:
            cursor_to_start(self)
        if self._waiting and not self._slices.isActive():
            self._slices.start()
        elif not self._waiting:
            self._slices.stop()

    def _write_line(self, cursor: QTextCursor, line: str) -> None:
        while self._run + len(line) > _BREAK_FROM:
            space = line.find(" ", max(_BREAK_FROM - self._run, 0), max(_BREAK_AT - self._run, 0))
            end = space + 1 if space >= 0 else _BREAK_AT - self._run
            if end > len(line) or (space < 0 and self._run + len(line) < _BREAK_AT):
                break
            self._insert(cursor, line[:end])
            line = line[end:]
            self._breaks.append(self._written)
            cursor.insertText("\n", self._format)
            cursor.block().setUserState(_HIDDEN_BREAK)
            self._written, self._run = self._written + 1, 0
        self._insert(cursor, line)

    def _insert(self, cursor: QTextCursor, text: str) -> None:
        if text:
            cursor.insertText(text, self._format)
            self._run += len(text)
            self._written += len(text) if text.isascii() else _units(text)

    def _position(self, offset: int) -> int:
        """Return the place in the document of a character of the text."""
        plain = _units(clean_text(self._given()[:offset]))
        count = 0
        while (found := bisect_right(self._breaks, plain + count)) != count:
            count = found
        last = QTextCursor(self.document())
        last.movePosition(QTextCursor.MoveOperation.End)
        return min(plain + count, last.position())


def _units(text: str) -> int:
    """Return the length in UTF-16 units, as Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
