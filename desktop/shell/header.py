"""The line above a page: its title, when, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.keyboard.key_map import key_named
from desktop.shell.parts import IconButton, TextLabel
from desktop.shell.title_field import TitleField
from desktop.theme import Theme

_LEAST_TITLE = 80
_LEAST_META = 60
"""Pixels; in less room nothing stands beside the title."""


class Header(QWidget):
    """Title on the left, a sentence about the engine and the conversation's buttons on the right."""

    unfold_asked = Signal()
    pin_asked = Signal()
    export_asked = Signal()
    menu_asked = Signal(QPoint)
    find_asked = Signal()
    renamed = Signal(str)
    """Another title was typed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title = self._meta_words = ""
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.unfold_button = IconButton(
            theme, "toggle_sidebar", self.tr("Show the sidebar"), shortcut=key_named("sidebar").shown
        )
        self._conversation = False
        self._title_label = TextLabel(theme, font="title")
        self._title_label.installEventFilter(self)
        self.title_field = TitleField(self)
        self.title_field.ended.connect(self._end_editing)
        self._meta = TextLabel(theme, font="meta", kind="tertiary")
        self._status_icon = QLabel()
        self._status_mark = ("", "")
        """Icon and colour role."""
        self._status = TextLabel(theme, font="meta", kind="tertiary")
        self.find_button = IconButton(
            theme, "search", self.tr("Find in this conversation"), shortcut=key_named("find").shown
        )
        self.pin_button = IconButton(theme, "pin", self.tr("Pin this conversation"))
        self.export_button = IconButton(
            theme, "export", self.tr("Export this conversation"), shortcut=key_named("export").shown
        )
        self.menu_button = IconButton(theme, "more", self.tr("More"))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.unfold_button)
        row.addWidget(self._title_label)
        row.addWidget(self.title_field, 1)
        row.addSpacing(4)
        row.addWidget(self._meta)
        row.addStretch(1)
        row.addWidget(self._status_icon)
        row.addWidget(self._status)
        row.addWidget(self.find_button)
        row.addWidget(self.pin_button)
        row.addWidget(self.export_button)
        row.addWidget(self.menu_button)
        self.unfold_button.hide()
        self.unfold_button.clicked.connect(self.unfold_asked)
        self.find_button.clicked.connect(self.find_asked)
        self.pin_button.clicked.connect(self.pin_asked)
        self.export_button.clicked.connect(self.export_asked)
        self.menu_button.clicked.connect(self._ask_menu)
        self.show_page("", "", conversation=False)
        self._dress()
        theme.changed.connect(self._dress)

    def show_page(self, title: str, meta: str, *, conversation: bool, pinned: bool = False) -> None:
        """Show a title; the conversation's buttons only where there is one."""
        if not conversation or title != self._title:
            self._end_editing("")
        self._title, self._conversation = title, conversation
        self._meta_words = meta
        self.find_button.setVisible(conversation)
        self.pin_button.setVisible(conversation)
        self.export_button.setVisible(conversation)
        self.menu_button.setVisible(conversation)
        name = self.tr("Unpin this conversation") if pinned else self.tr("Pin this conversation")
        self.pin_button.set_name(name)
        self.pin_button.set_icon("pinned" if pinned else "pin", "accent.text" if pinned else "text.secondary")
        self._cut_title()

    def edit_title(self) -> None:
        """Let another title be typed in its place; Enter keeps it, Esc does not."""
        if self._conversation and self.title_field.isHidden():
            self._title_label.hide()
            self.title_field.setFont(self._theme.font("title"))
            self.title_field.edit(self._title)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on the title lets it be edited."""
        if watched is self._title_label and event.type() == QEvent.Type.MouseButtonDblClick:
            self.edit_title()
            return True
        return super().eventFilter(watched, event)

    def add(self, button: QWidget) -> None:
        """Put a page's own button at the right edge."""
        self._row.addWidget(button)
        self._cut_title()

    def show_status(self, text: str, icon: str = "", role: str = "text.tertiary") -> None:
        """Show a short sentence at the right, such as that the model is ready."""
        self._status.setText(text)
        self._status_mark = (icon, role)
        self._status_icon.setVisible(bool(icon and text))
        self._dress_status()
        self._cut_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long title is cut where the room ends."""
        super().resizeEvent(event)
        self._cut_title()

    def event(self, event: QEvent) -> bool:
        """A page's own button has come or gone: there is more or less room for the title."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._cut_title()
        return super().event(event)

    def _end_editing(self, title: str) -> None:
        self.title_field.hide()
        self._title_label.show()
        if title and title != self._title:
            self.renamed.emit(title)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.size("header"))
        self._dress_status()
        self._cut_title()

    def _dress_status(self) -> None:
        icon, role = self._status_mark
        if icon:
            side = self._theme.size("icon.s")
            self._status_icon.setPixmap(self._theme.icon(icon, role).pixmap(side, side))

    def _cut_title(self) -> None:
        """Cut the title, and what stands beside it, where the room ends."""
        words = self._meta_words
        wanted = QFontMetrics(self._theme.font("meta")).horizontalAdvance(words) + 2 if words else 0
        room = self._room()
        metrics = self._title_label.fontMetrics()
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(room - wanted, _LEAST_TITLE))
        left = room - metrics.horizontalAdvance(title)
        meta = self._meta.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(left, 0))
        self._meta.setText(meta if left >= min(wanted, _LEAST_META) else "")
        self._meta.setToolTip("" if meta == words else words)
        self._meta.setAccessibleName(words)
        self._title_label.setText(title)
        hint = self.tr("Rename: double click or {0}").format(key_named("rename").shown)
        self._title_label.setToolTip(f"{self._title}\n{hint}" if self._conversation else "")
        self._title_label.setAccessibleName(self._title)

    def _room(self) -> int:
        """Return the pixels that title and what stands beside it have together."""
        row, own = self._row, (self._title_label, self._meta, self.title_field)
        others = [item.widget() for item in map(row.itemAt, range(row.count())) if item is not None]
        shown = [each for each in others if each is not None and each not in own and not each.isHidden()]
        margins = row.contentsMargins()
        taken = sum(each.sizeHint().width() + row.spacing() for each in shown)
        return self.width() - margins.left() - margins.right() - taken - 7 * row.spacing()

    def _ask_menu(self) -> None:
        self.menu_asked.emit(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))
