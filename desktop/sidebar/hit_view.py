"""What a search found, or which other places it could look in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.shell.parts import TextButton, TextLabel
from desktop.sidebar.hit_delegate import HitDelegate
from desktop.sidebar.hit_model import HIT_ROLE, HitModel
from desktop.sidebar.row_list import RowList
from desktop.theme import Theme
from models.history.records import SearchHit, SearchScope

MOST_HITS = 100
"""How many places one search shows, the newest ones; more are found by more words or a filter."""
MOST_LETTERS_TOLD = 60


class HitView(QStackedWidget):
    """The hits with their number, or a sentence about an empty result."""

    chosen = Signal(object)
    """A `SearchHit`."""
    scope_wanted = Signal(object)
    """Another `SearchScope` that should be searched, too."""
    told = Signal(str)
    """How much was found."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.hits = HitModel()
        self.list = RowList(self.tr("Search results"))
        self.list.setModel(self.hits)
        self.list.setItemDelegate(HitDelegate(theme, self.list))
        self.list.opened.connect(self._choose)
        self._count = TextLabel(theme, font="label", kind="tertiary")
        self._message = TextLabel(theme, font="ui", kind="tertiary", wrap=True)
        self._offers = {scope: self._offer(theme, scope) for scope in SearchScope}
        self.addWidget(self._found_page())
        self.addWidget(self._empty_page())

    def show_hits(self, query: str, hits: Sequence[SearchHit], scopes: frozenset[SearchScope]) -> None:
        """Show what a search for `query` in `scopes` found."""
        self.hits.show(hits)
        self.setCurrentIndex(0 if hits else 1)
        if hits:
            self._count.setText(self._count_words(len(hits)))
            self.told.emit(self._count.text())
            self.list.scrollToTop()
            self.list.setCurrentIndex(QModelIndex())
            return
        searched = QLocale().createSeparatedList([self._name(scope) for scope in SearchScope if scope in scopes])
        told = query if len(query) <= MOST_LETTERS_TOLD else query[:MOST_LETTERS_TOLD] + "…"
        self._message.setText(self.tr("Nothing found for “{0}” in {1}.").format(told, searched))
        self.told.emit(self._message.text())
        for scope, button in self._offers.items():
            button.setVisible(scope not in scopes)

    def open_first(self) -> None:
        """Open the newest hit, if there is one."""
        if self.hits.rowCount():
            self._choose(self.hits.index(0))

    def enter(self) -> None:
        """Put the keyboard on the first hit, or on the first offer."""
        if self.hits.rowCount():
            self.list.choose_row(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            offers = [button for button in self._offers.values() if button.isVisible()]
            for button in offers[:1]:
                button.setFocus(Qt.FocusReason.TabFocusReason)

    def _count_words(self, number: int) -> str:
        if number == 1:
            return self.tr("One place")
        words = self.tr("The newest {0} places") if number >= MOST_HITS else self.tr("{0} places, newest first")
        return words.format(QLocale().toString(number))

    def _name(self, scope: SearchScope) -> str:
        names = {
            SearchScope.QUESTIONS: self.tr("questions"),
            SearchScope.THOUGHTS: self.tr("thoughts"),
            SearchScope.ANSWERS: self.tr("answers"),
        }
        return names[scope]

    def _offer(self, theme: Theme, scope: SearchScope) -> TextButton:
        words = {
            SearchScope.QUESTIONS: self.tr("Search questions, too"),
            SearchScope.THOUGHTS: self.tr("Search thoughts, too"),
            SearchScope.ANSWERS: self.tr("Search answers, too"),
        }
        return TextButton(theme, words[scope], lambda: self.scope_wanted.emit(scope), kind="small")

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE)
        if isinstance(hit, SearchHit):
            self.chosen.emit(hit)

    def _found_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._count.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._count)
        column.addWidget(self.list, 1)
        return page

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 6, 8, 0)
        column.setSpacing(8)
        column.addWidget(self._message)
        for button in self._offers.values():
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page
