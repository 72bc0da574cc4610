"""How a conversation's row is painted, and the field in which it is renamed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from desktop.sidebar.history_model import OPEN_ROLE, SIGN_ROLE, SUMMARY_ROLE, Sign
from desktop.sidebar.row_delegate import PADDING, RowDelegate
from desktop.theme import Theme
from models.history.records import ConversationSummary

Index = QModelIndex | QPersistentModelIndex
VERDICT_ICONS = {
    Sign.ACCEPTED: ("accept", "ok.mark"),
    Sign.CORRECTED: ("correct", "ok.mark"),
    Sign.REJECTED: ("reject", "bad.mark"),
}
SIGN_ROOM = 22
_DOT = 3.5
_SMALL_DOT = 1.5


class TitleField(QLineEdit):
    """Keeps Esc for itself, which elsewhere stops an answer."""

    def event(self, event: QEvent) -> bool:
        """Say that Esc is a key of this field, not of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)


class HistoryDelegate(RowDelegate):
    """Headings, and conversations with their sign."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(theme, parent)
        self.editing = False
        """Whether a title is being typed; the rows stay where they are as long."""
        self.closeEditor.connect(self._on_editor_closed)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the design says, or as large text needs."""
        return QSize(0, max(self.theme.size("list_row"), self.theme.line_height("ui") + 4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        summary = index.data(SUMMARY_ROLE)
        if isinstance(summary, ConversationSummary):
            self._paint_conversation(painter, option, index, summary.title)
        else:
            self.write(painter, place, str(index.data()), "label", "text.tertiary")
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field in which the title is typed."""
        field = TitleField(parent)
        field.setFont(self.theme.font("ui"))
        field.setAccessibleName(self.tr("Title of the conversation"))
        self.editing = True
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start with the present title, all of it selected."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data()))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The field covers the row."""
        editor.setGeometry(option.rect)

    def _on_editor_closed(self) -> None:
        self.editing = False

    def _paint_conversation(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, title: str) -> None:
        opened, sign = bool(index.data(OPEN_ROLE)), Sign(str(index.data(SIGN_ROLE)))
        place = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        self.paint_ground(painter, option, marked=opened)
        font = "ui_strong" if opened or sign is Sign.UNREAD else "ui"
        role = "text.primary" if opened or sign is Sign.UNREAD else "text.secondary"
        room = SIGN_ROOM if sign else 0
        self.write(painter, place.adjusted(0, 0, -room, 0), title, font, role)
        if sign in VERDICT_ICONS:
            side = self.theme.size("icon.s")
            name, color = VERDICT_ICONS[sign]
            square = QRect(place.right() - side + 1, place.center().y() - side // 2, side, side)
            self.theme.icon(name, color).paint(painter, square)
        elif sign:
            self._paint_dots(painter, place, sign)

    def _paint_dots(self, painter: QPainter, place: QRect, sign: Sign) -> None:
        """Three small dots while an answer is being written, a large one when it waits to be read."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("accent.text"))
        middle = QPointF(place.right() - 6, place.center().y() + 0.5)
        if sign is Sign.UNREAD:
            painter.drawEllipse(middle, _DOT, _DOT)
            return
        for step in (-5, 0, 5):
            painter.drawEllipse(middle + QPointF(step, 0), _SMALL_DOT, _SMALL_DOT)
