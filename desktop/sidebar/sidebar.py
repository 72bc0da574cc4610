"""The sidebar: new question, search, conversations by recency, the model in use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListView, QStackedWidget, QVBoxLayout, QWidget

from desktop.shell.key_button import KeyButton
from desktop.shell.parts import IconButton, TextButton, TextLabel
from desktop.sidebar.delegates import HistoryDelegate, HitDelegate
from desktop.sidebar.history_model import SUMMARY_ROLE, HistoryModel
from desktop.sidebar.hit_model import HIT_ROLE, HitModel
from desktop.sidebar.model_chip import ModelChip
from desktop.sidebar.search_box import SearchBox
from desktop.theme import Theme
from models.history.records import ConversationSummary, SearchHit, SearchScope

MARGIN = 12


class Sidebar(QWidget):
    """Only shows and asks: the conversations come from outside."""

    new_asked = Signal()
    fold_asked = Signal()
    settings_asked = Signal()
    conversation_chosen = Signal(str)
    conversation_menu_asked = Signal(object, QPoint)
    """A conversation's summary and where (global pixels)."""
    hit_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.size("sidebar"))
        self.search = SearchBox(theme)
        self.history = HistoryModel(self)
        self.hits = HitModel()
        self.model_chip = ModelChip(theme)
        self._list = self._make_list(self.tr("Conversations"))
        self._list.setModel(self.history)
        self._list.setItemDelegate(HistoryDelegate(theme, self._list))
        self._hit_list = self._make_list(self.tr("Search results"))
        self._hit_list.setModel(self.hits)
        self._hit_list.setItemDelegate(HitDelegate(theme, self._hit_list))
        self._message = TextLabel(theme, font="ui", kind="tertiary", wrap=True)
        self._other_scopes = TextButton(theme, self.tr("Search everywhere"), self._search_everywhere, kind="link")
        self._places = QStackedWidget()
        self._brand = QLabel()
        self._lay_out()
        self._connect()
        self._dress()
        self.show_history([], [], more=False)

    def show_history(
        self,
        pinned: Sequence[ConversationSummary],
        recent: Sequence[ConversationSummary],
        *,
        more: bool,
        chosen: str = "",
    ) -> None:
        """Show the conversations; the place in the list is kept."""
        place = self._list.verticalScrollBar().value()
        self.history.show(pinned, recent, more=more)
        self._list.verticalScrollBar().setValue(place)
        self.mark(chosen)
        if not self.search.field.text().strip():
            self._show_place()

    def mark(self, conversation_id: str) -> None:
        """Select the conversation that is open ("" for none)."""
        row = self.history.row_of(conversation_id)
        if row < 0:
            self._list.clearSelection()
            self._list.setCurrentIndex(QModelIndex())
        else:
            self._list.setCurrentIndex(self.history.index(row))

    def show_hits(self, query: str, hits: Sequence[SearchHit], scopes: frozenset[SearchScope]) -> None:
        """Show what a search found."""
        self.hits.show(hits)
        if hits:
            self._places.setCurrentWidget(self._hit_list)
            return
        names = {
            SearchScope.QUESTIONS: self.tr("questions"),
            SearchScope.THOUGHTS: self.tr("thoughts"),
            SearchScope.ANSWERS: self.tr("answers"),
        }
        searched = QLocale().createSeparatedList([names[scope] for scope in SearchScope if scope in scopes])
        self._message.setText(self.tr("Nothing found for “{0}” in {1}.").format(query[:80], searched))
        self._other_scopes.setVisible(len(scopes) < len(SearchScope))
        self._places.setCurrentIndex(2)

    def leave_hits(self) -> None:
        """Show the conversations again."""
        self._show_place()

    def show_message(self, text: str) -> None:
        """Show a sentence in place of the conversations."""
        self._message.setText(text)
        self._other_scopes.hide()
        self._places.setCurrentIndex(2)

    def _show_place(self) -> None:
        if self.history.rowCount():
            self._places.setCurrentWidget(self._list)
        else:
            self.show_message(self.tr("Your questions will be listed here. Pin the ones you come back to."))

    def _search_everywhere(self) -> None:
        self.search.set_scopes(frozenset(SearchScope))

    def _make_list(self, name: str) -> QListView:
        view = QListView()
        view.setAccessibleName(name)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        return view

    def _lay_out(self) -> None:
        theme = self._theme
        self.new_button = KeyButton(
            theme, "new_question", self.tr("New question"), self.tr("Ctrl N"), kind="new", push_key_right=True
        )
        self.fold_button = IconButton(theme, "toggle_sidebar", self.tr("Hide the sidebar"), shortcut=self.tr("Ctrl+B"))
        self.settings_button = IconButton(theme, "settings", self.tr("Settings"), shortcut=self.tr("Ctrl+,"))
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
        message_column.addWidget(self._other_scopes, 0, Qt.AlignmentFlag.AlignLeft)
        message_column.addStretch(1)
        for widget in (self._list, self._hit_list, message):
            self._places.addWidget(widget)
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, 8, MARGIN, 0)
        body.setSpacing(8)
        body.addLayout(top)
        body.addWidget(self.new_button)
        body.addSpacing(8)
        body.addWidget(self.search)
        body.addWidget(self._places, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.model_chip)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_asked)
        self.fold_button.clicked.connect(self.fold_asked)
        self.settings_button.clicked.connect(self.settings_asked)
        self._list.clicked.connect(self._choose)
        self._list.activated.connect(self._choose)
        self._list.customContextMenuRequested.connect(self._ask_menu)
        self._hit_list.clicked.connect(self._choose_hit)
        self._hit_list.activated.connect(self._choose_hit)
        self._theme.changed.connect(self._dress)

    def _choose(self, index: QModelIndex) -> None:
        summary = index.data(SUMMARY_ROLE)
        if isinstance(summary, ConversationSummary):
            self.conversation_chosen.emit(summary.id)

    def _choose_hit(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE)
        if isinstance(hit, SearchHit):
            self.hit_chosen.emit(hit)

    def _ask_menu(self, place: QPoint) -> None:
        summary = self._list.indexAt(place).data(SUMMARY_ROLE)
        if isinstance(summary, ConversationSummary):
            self.conversation_menu_asked.emit(summary, self._list.viewport().mapToGlobal(place))

    def _dress(self) -> None:
        side = self._theme.size("icon.m")
        self._brand.setPixmap(self._theme.icon("brand", "accent.text").pixmap(QSize(side, side)))
