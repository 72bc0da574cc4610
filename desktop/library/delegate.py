"""How the rows of the list are painted, and where their buttons are."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.library.bars import paint_bar
from desktop.library.columns import PADDING, columns_of
from desktop.library.row_model import ROW_ROLE
from desktop.library.rows import Act, Button, Row, RowKind
from desktop.theme import Theme

Index = QModelIndex | QPersistentModelIndex
DEEP = 16
BAR_HEIGHT = 6
BUTTON_SIDES = 9
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RowPainter(QStyledItemDelegate):
    """Paints what is no widget of its own."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows of models are as high as drawn; widgets say themselves how high they are."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return QSize(0, 0)
        theme = self._theme
        if row.kind is RowKind.COLUMNS:
            return QSize(0, theme.line_height("meta") + 12)
        if row.kind is RowKind.NOTE:
            return QSize(0, theme.line_height("ui") + 14)
        return QSize(0, max(theme.size("model_row"), theme.line_height("ui") + theme.line_height("meta") + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        if row.kind is RowKind.COLUMNS:
            self._paint_headings(painter, option.rect, row)
        elif row.kind is RowKind.NOTE:
            place = option.rect.adjusted(PADDING, 0, -PADDING, 0)
            self._write(painter, place, row.title, "ui", row.ink, LEFT)
        elif row.kind in (RowKind.MODEL, RowKind.REPOSITORY, RowKind.FILE):
            self._paint_ground(painter, option)
            self._paint_row(painter, option.rect, row)
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """A row that is a widget takes all of its place."""
        editor.setGeometry(option.rect)

    def button_at(self, rect: QRect, row: Row, place: QPoint) -> Act | None:
        """Return what the button at a place does, None where there is none."""
        found = (button.act for button, box in self._button_places(rect, row) if box.contains(place))
        return next(found, None)

    def button_place(self, rect: QRect, row: Row, act: Act) -> QRect:
        """Return where a button is (for tests and tool tips); empty when there is none."""
        return next((box for button, box in self._button_places(rect, row) if button.act is act), QRect())

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme, box = self._theme, option.rect
        radius = theme.size("radius.tag")
        selected = option.state & QStyle.StateFlag.State_Selected
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.selected" if selected else "bg.hover"))
            painter.drawRoundedRect(QRectF(box), radius, radius)
        if not selected:
            painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.color("line.subtle"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), radius, radius)

    def _paint_headings(self, painter: QPainter, rect: QRect, row: Row) -> None:
        places = columns_of(self._theme, rect)
        named = ((places.name, row.title, LEFT), (places.size, row.size, RIGHT),
                 (places.quantization, row.quantization, RIGHT), (places.context, row.context, RIGHT),
                 (places.memory, row.words, LEFT))  # fmt: skip
        for place, words, side in named:
            if place.width():
                self._write(painter, place, words, "meta", "text.secondary", side)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("line.default"))

    def _paint_row(self, painter: QPainter, rect: QRect, row: Row) -> None:
        theme, places = self._theme, columns_of(self._theme, rect)
        upper, lower = self._lines(rect)
        name = places.name.adjusted(DEEP if row.deep else 0, 0, 0, 0)
        if not row.size and (row.quantization or not row.context):
            name.setRight((places.quantization if row.quantization else places.memory).left() - PADDING)
        self._write(painter, _in(name, upper), row.title, "ui_strong", "text.primary", LEFT, prose=True)
        self._write(painter, _in(name, lower), row.under, "meta", "text.secondary", LEFT, prose=True)
        for place, words, font in ((places.size, row.size, "ui"), (places.quantization, row.quantization, "equation"),
                                   (places.context, row.context, "ui")):  # fmt: skip
            if place.width():
                self._write(painter, place, words, font, "text.secondary", RIGHT)
        memory = places.memory
        if row.bar is not None:
            top = upper.center().y() - BAR_HEIGHT / 2
            paint_bar(painter, theme, QRectF(memory.left(), top, memory.width(), BAR_HEIGHT), row.bar)
            self._write_words(painter, _in(memory, lower), row)
        else:
            self._write_words(painter, memory, row)
        if row.mark:
            self._paint_mark(painter, places.acts, row)
        for button, box in self._button_places(rect, row):
            self._paint_button(painter, box, button)

    def _write_words(self, painter: QPainter, place: QRect, row: Row) -> None:
        if row.icon:
            side = self._theme.size("icon.s")
            icon = self._theme.icon(row.icon, row.ink).pixmap(QSize(side, side), painter.device().devicePixelRatioF())
            painter.drawPixmap(place.left(), place.center().y() - side // 2, icon)
            place = place.adjusted(side + 5, 0, 0, 0)
        self._write(painter, place, row.words, "meta", row.ink, LEFT)

    def _paint_mark(self, painter: QPainter, place: QRect, row: Row) -> None:
        """``● In use`` at the right end."""
        theme = self._theme
        role = "ok.text" if row.tick else "text.secondary"
        self._write(painter, place, row.mark, "meta", role, RIGHT)
        if row.tick:
            width = QFontMetrics(theme.font("meta")).horizontalAdvance(row.mark)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("ok.mark"))
            painter.drawEllipse(QRectF(place.right() - width - 14, place.center().y() - 3.5, 8, 8))

    def _button_places(self, rect: QRect, row: Row) -> list[tuple[Button, QRect]]:
        theme, places = self._theme, columns_of(self._theme, rect)
        metrics, height = QFontMetrics(theme.font("ui_strong")), theme.size("control_small")
        found, right = [], places.acts.right() + 1
        for button in row.buttons:
            icon = theme.size("icon.m") + 5 if button.icon else 0
            width = metrics.horizontalAdvance(button.words) + icon + 2 * BUTTON_SIDES
            width = height if button.bare else width
            found.append((button, QRect(right - width, rect.center().y() - height // 2, width, height)))
            right -= width + 6
        return found

    def _paint_button(self, painter: QPainter, box: QRect, button: Button) -> None:
        theme, radius = self._theme, self._theme.size("radius.control")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line.default"), 1))
        painter.setBrush(theme.color("bg.control"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side = theme.size("icon.m")
        sides = (box.width() - side) // 2 if button.bare else BUTTON_SIDES
        inside = box.adjusted(sides, 0, -sides, 0)
        if button.icon:
            icon = theme.icon(button.icon, "text.secondary").pixmap(
                QSize(side, side), painter.device().devicePixelRatioF()
            )
            painter.drawPixmap(inside.left(), inside.center().y() - side // 2, icon)
            inside.adjust(side + 5, 0, 0, 0)
        if not button.bare:
            self._write(painter, inside, button.words, "ui_strong", "text.primary", LEFT, cut=False)

    def _lines(self, rect: QRect) -> tuple[QRect, QRect]:
        """The two lines of a row."""
        upper, lower = self._theme.line_height("ui"), self._theme.line_height("meta")
        top = rect.top() + (rect.height() - upper - lower) // 2
        return QRect(0, top, 0, upper), QRect(0, top + upper, 0, lower)

    def _write(
        self, painter: QPainter, place: QRect, text: str, font: str, role: str, side: Qt.AlignmentFlag, *,
        cut: bool = True, prose: bool = False,
    ) -> None:  # fmt: skip
        """Write a line; `prose` gives its words narrow hyphens."""
        painter.setFont(self._theme.prose_font(font) if prose else self._theme.font(font))
        painter.setPen(self._theme.color(role))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width()) if cut else text
        painter.drawText(place, side, shown)


def _in(column: QRect, line: QRect) -> QRect:
    return QRect(column.left(), line.top(), column.width(), line.height())
