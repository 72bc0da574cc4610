"""A read-only text without scroll bars, as high as its text; selectable and accessible."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPalette, QTextBlock, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QTextBrowser, QTextEdit, QWidget

from desktop.focus_ring import FocusRing
from desktop.theme import Theme


def cursor_to_start(view: QTextEdit) -> None:
    """Keep the reader's cursor at the start while text is appended; Qt would scroll to it when the view is resized."""
    if not view.textCursor().hasSelection():
        view.setTextCursor(QTextCursor(view.document()))


def mark_found(view: QTextEdit, cursor: QTextCursor, theme: Theme) -> None:
    """Mark what a search has found."""
    mark = QTextEdit.ExtraSelection()
    style = QTextCharFormat()
    style.setBackground(QBrush(theme.color("accent.soft")))
    style.setForeground(QBrush(theme.color("accent.text")))
    mark.cursor, mark.format = cursor, style
    view.setExtraSelections([mark])


def offer_focus(view: QAbstractScrollArea, theme: Theme, offered: bool) -> None:
    """Let Tab reach a text, where there is something to do in it for the keyboard: a link, or more to scroll to."""
    policy = Qt.FocusPolicy.StrongFocus if offered else Qt.FocusPolicy.ClickFocus
    if view.focusPolicy() is not policy:
        view.setFocusPolicy(policy)
        if offered and view.findChild(FocusRing) is None:
            FocusRing(theme, view)


def leaves_to_transcript(view: QAbstractScrollArea, event: QKeyEvent) -> bool:
    """Whether a key that scrolls has nothing to scroll in this text, so that the transcript is to scroll."""
    return event.key() in _SCROLLING and not event.modifiers() and view.verticalScrollBar().maximum() == 0


def text_without_breaks(cursor: QTextCursor, hidden: Callable[[QTextBlock], bool]) -> str:
    """Return the selected text; no line feed stands before a block that was broken off only in the picture."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    block = cursor.document().findBlock(start)
    pieces: list[str] = []
    while block.isValid() and block.position() <= end and start != end:
        if pieces and not hidden(block):
            pieces.append("\n")
        probe = QTextCursor(block)
        probe.setPosition(max(start, block.position()))
        probe.setPosition(min(end, block.position() + block.length() - 1), QTextCursor.MoveMode.KeepAnchor)
        pieces.append(probe.selectedText())
        block = block.next()
    return "".join(pieces)


def see_through(theme: Theme) -> QColor:
    """Return the page's colour without any opacity: text views show what is behind them, their scroll bars do not."""
    color = QColor(theme.color("bg.canvas"))
    color.setAlpha(0)
    return color


_SCROLLING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Space,
)


class TextView(QTextBrowser):
    """The base of all text in the transcript."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._placed = (0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.apply_palette()

    def apply_palette(self) -> None:
        """Take the colours of the theme; the background shows through."""
        self.setStyleSheet("QTextEdit { background: transparent; border: 0; padding: 0; }")
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, see_through(self._theme))
        palette.setColor(QPalette.ColorRole.Text, self._theme.color("text.primary"))
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.color("bg.selected"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.color("text.primary"))
        self.setPalette(palette)

    def invalidate(self) -> None:
        """The text has changed: the height is measured anew when it is placed next."""
        self._placed = (0, 0)

    def place(self, width: int) -> int:
        """Take this width and return the height of the text."""
        if self._placed[0] != width:
            self.document().setTextWidth(width)
            self._placed = (width, self._measured())
            self.resize(*self._placed)
        return self._placed[1]

    def loadResource(self, kind: int, name: object) -> None:
        """Nothing is ever loaded, from the network or from a file."""
        return

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The transcript scrolls, not the text."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll inside, follow a link, copy; what has no use here is the transcript's."""
        if leaves_to_transcript(self, event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy as plain text."""
        data = QMimeData()
        data.setText(self.selected_text(self.textCursor()))
        return data

    def selected_text(self, cursor: QTextCursor) -> str:
        """Return what is copied for a selection."""
        return cursor.selection().toPlainText()

    def _measured(self) -> int:
        return int(self.document().size().height() + 0.5)
