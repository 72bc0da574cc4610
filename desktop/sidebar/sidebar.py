"""The sidebar: new question, search, conversations by recency, the trash, the model in use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.keyboard.key_map import key_named
from desktop.shell.key_button import KeyButton
from desktop.shell.parts import IconButton, SpacedLabel, TextLabel
from desktop.sidebar.history_delegate import HistoryDelegate
from desktop.sidebar.history_model import SUMMARY_ROLE, HistoryModel
from desktop.sidebar.hit_view import HitView
from desktop.sidebar.learning_meter import LearningMeter
from desktop.sidebar.model_chip import ModelChip
from desktop.sidebar.navigation import Navigation
from desktop.sidebar.row_list import RowList
from desktop.sidebar.search_box import SearchBox
from desktop.sidebar.trash_button import TrashButton
from desktop.sidebar.trash_view import TrashView
from desktop.theme import Theme
from models.history.records import ConversationSummary, SearchHit, SearchScope

MARGIN = 12
LINE = 20
"""The height of a line at 100 % text, in pixels."""
GROWTH = 0.45
"""How much of the growth of the text the width takes part in."""


class Sidebar(QWidget):
    """Only shows and asks: the conversations come from outside."""

    new_asked = Signal()
    fold_asked = Signal()
    settings_asked = Signal()
    conversation_chosen = Signal(str)
    conversation_menu_asked = Signal(object, QPoint)
    """A conversation's summary and where (global pixels)."""
    trash_asked = Signal(object)
    """A conversation's summary that goes into the trash."""
    trash_opened = Signal()
    hit_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.size("sidebar"))
        self.navigation = Navigation(theme)
        self.search = SearchBox(theme)
        self.history = HistoryModel(self)
        self.list = RowList(self.tr("Conversations"))
        self._delegate = HistoryDelegate(theme, self.list)
        self.list.setModel(self.history)
        self.list.setItemDelegate(self._delegate)
        self.hit_view = HitView(theme)
        self.hits = self.hit_view.hits
        self.trash_view = TrashView(theme)
        self.trash_button = TrashButton(theme)
        self.model_chip = ModelChip(theme)
        self.learning_meter = LearningMeter(theme)
        self._message = SpacedLabel(theme, "", font="meta", kind="tertiary")
        self._places = QStackedWidget()
        self._brand = QLabel()
        self.setFocusProxy(self.search.field)
        self._lay_out()
        self._connect()
        self._dress()
        self.show_history([], [], more=False)

    def show_history(
        self, pinned: Sequence[ConversationSummary], recent: Sequence[ConversationSummary], *, more: bool
    ) -> None:
        """Show the conversations."""
        self.history.show(pinned, recent, more=more)
        self._show_list()

    def take_changes(self, changed: dict[str, ConversationSummary | None]) -> None:
        """Bring some conversations up to date; the list stays where it is, and so does the keyboard in it."""
        bar, summary = self.list.verticalScrollBar(), self.list.currentIndex().data(SUMMARY_ROLE)
        place, row = bar.value(), self.list.currentIndex().row()
        last = self.list.indexAt(self.list.viewport().rect().bottomLeft()).row()
        self.history.take_changes(changed, needed=max(last, row) + 1)
        self.list.scheduleDelayedItemsLayout()
        bar.setValue(place)
        if isinstance(summary, ConversationSummary):
            kept = self.history.row_of(summary.id)
            self.list.choose_row(kept if kept >= 0 else min(row, self.history.rowCount() - 1))
            bar.setValue(place)
        self._show_list()

    @property
    def renaming(self) -> bool:
        """Whether a title is being typed in the list."""
        return self._delegate.editing

    def rename(self, conversation_id: str) -> bool:
        """Let the title be typed in its row; False where that row cannot be seen."""
        row = self.history.row_of(conversation_id)
        if row < 0 or not self.isVisible():
            return False
        self._places.setCurrentWidget(self.list)
        index = self.history.index(row)
        self.list.scrollTo(index)
        self.list.setCurrentIndex(index)
        self.list.edit(index)
        return True

    def mark(self, conversation_id: str) -> None:
        """Mark the conversation that is open ("" for none)."""
        self.history.set_open(conversation_id)
        if not self.list.hasFocus():
            self.list.choose_row(self.history.row_of(conversation_id))

    def show_hits(self, query: str, hits: Sequence[SearchHit], scopes: frozenset[SearchScope]) -> None:
        """Show what a search found."""
        self.hit_view.show_hits(query, hits, scopes)
        self._places.setCurrentWidget(self.hit_view)

    def leave_hits(self) -> None:
        """Show the conversations again, where they were."""
        if self._places.currentWidget() is not self.trash_view:
            self._show_place()

    def show_trash(self) -> None:
        """Open the trash in place of the conversations."""
        self._places.setCurrentWidget(self.trash_view)
        self.trash_view.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.trash_opened.emit()

    def show_trash_count(self, number: int) -> None:
        """Show the way into the trash while something is in it and it is not open."""
        self.trash_button.show_count(number)
        self._show_trash_button()

    def leave_trash(self) -> None:
        """Return to the conversations."""
        self._show_place()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shows_trash(self) -> bool:
        """Whether the trash is open."""
        return self._places.currentWidget() is self.trash_view

    def leave_place(self) -> bool:
        """Esc: leave the search or the trash when the focus is there; returns whether it was."""
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            return False
        if self.shows_trash and self.trash_view.isAncestorOf(focus):
            self.leave_trash()
            return True
        self.search.leave()
        return True

    def show_message(self, text: str) -> None:
        """Show a sentence in place of the conversations."""
        self._message.set_words(text)
        self._places.setCurrentIndex(0)

    def changeEvent(self, event: QEvent) -> None:
        """Large text needs a wider sidebar."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_width()

    def _show_list(self) -> None:
        """Show the conversations unless a search or the trash is open."""
        if not self.search.field.text().strip() and not self.shows_trash:
            self._show_place()

    def _show_place(self) -> None:
        if self.history.rowCount():
            self._places.setCurrentWidget(self.list)
        else:
            self.show_message(self.tr("Your questions will be listed here. Pin the ones you come back to."))

    def _show_trash_button(self) -> None:
        self.trash_button.setVisible(self.trash_button.count > 0 and not self.shows_trash)

    def _search_too(self, scope: SearchScope) -> None:
        self.search.set_scopes(self.search.scopes() | {scope})
        self.search.field.setFocus()

    def _enter_list(self) -> None:
        """Down in the search field."""
        place = self._places.currentWidget()
        if place is self.hit_view:
            self.hit_view.enter()
        elif place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_first(self) -> None:
        """Enter in the search field."""
        if self._places.currentWidget() is self.hit_view:
            self.hit_view.open_first()

    def _lay_out(self) -> None:
        theme = self._theme
        self.new_button = KeyButton(
            theme,
            "new_question",
            self.tr("New question"),
            key_named("new_question").caps,
            kind="new",
            push_key_right=True,
        )
        self.fold_button = IconButton(
            theme, "toggle_sidebar", self.tr("Hide the sidebar"), shortcut=key_named("sidebar").shown
        )
        self.settings_button = IconButton(theme, "settings", self.tr("Settings"), shortcut=key_named("settings").shown)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 4, 0)
        top.setSpacing(8)
        top.addWidget(self._brand)
        top.addWidget(TextLabel(theme, "Rationale", font="card_title"), 1)
        top.addWidget(self.fold_button)
        top.addWidget(self.settings_button)
        message = QWidget()
        message_column = QVBoxLayout(message)
        message_column.setContentsMargins(8, 6, 8, 0)
        message_column.addWidget(self._message)
        message_column.addStretch(1)
        for widget in (message, self.list, self.hit_view, self.trash_view):
            self._places.addWidget(widget)
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, 8, MARGIN, 0)
        body.setSpacing(8)
        body.addLayout(top)
        body.addWidget(self.new_button)
        body.addWidget(self.navigation)
        body.addSpacing(8)
        body.addWidget(self.search)
        body.addWidget(self._places, 1)
        body.addWidget(self.trash_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.model_chip)
        column.addWidget(self.learning_meter)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_asked)
        self.fold_button.clicked.connect(self.fold_asked)
        self.settings_button.clicked.connect(self.settings_asked)
        self.list.opened.connect(self._choose)
        self.list.rename_asked.connect(self.list.edit)
        self.list.delete_asked.connect(lambda index: self.trash_asked.emit(index.data(SUMMARY_ROLE)))
        self.list.menu_asked.connect(self._ask_menu)
        self.list.left_upwards.connect(self.search.field.setFocus)
        self.search.field.down_pressed.connect(self._enter_list)
        self.search.field.returnPressed.connect(self._open_first)
        self.hit_view.chosen.connect(self.hit_chosen)
        self.hit_view.scope_wanted.connect(self._search_too)
        self.hit_view.list.left_upwards.connect(self.search.field.setFocus)
        self.trash_button.clicked.connect(self.show_trash)
        self._places.currentChanged.connect(self._show_trash_button)
        self.trash_view.left.connect(self.leave_trash)
        self._theme.changed.connect(self._dress)

    def _choose(self, index: QModelIndex) -> None:
        summary = index.data(SUMMARY_ROLE)
        if isinstance(summary, ConversationSummary):
            self.conversation_chosen.emit(summary.id)

    def _ask_menu(self, index: QModelIndex, place: QPoint) -> None:
        self.conversation_menu_asked.emit(index.data(SUMMARY_ROLE), place)

    def _fit_width(self) -> None:
        """As wide as drawn; large text widens it, at least by what the three chips need."""
        drawn, scale = self._theme.size("sidebar"), self._theme.line_height("ui") / LINE
        chips = self.search.sizeHint().width() + 2 * MARGIN + 1
        self.setFixedWidth(max(drawn, round(drawn * (1 + (scale - 1) * GROWTH)), chips))

    def _dress(self) -> None:
        side = self._theme.size("icon.m")
        self._brand.setPixmap(self._theme.icon("brand", "accent.text").pixmap(QSize(side, side)))
        self._fit_width()
        for view in (self.list, self.hit_view.list, self.trash_view.list):
            view.scheduleDelayedItemsLayout()
