"""The page of questions: header, the conversation or the welcome, and the composer below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.composer.composer import Composer
from desktop.conversation.transcript import TranscriptView
from desktop.focus_ring import FocusRing
from desktop.shell.find_bar import FindBar
from desktop.shell.header import Header
from desktop.shell.notices import Notices
from desktop.theme import Theme
from desktop.welcome import SIDES, WelcomePage

BELOW_COMPOSER = 14


class ConversationPage(QWidget):
    """Only puts the parts together; `desktop.shell.desk` says what they show."""

    def __init__(self, theme: Theme, notices: Notices) -> None:
        super().__init__()
        self.notices = notices
        """The window's bars, above all pages."""
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = Header(theme)
        self.find_bar = FindBar(theme)
        self.welcome = WelcomePage(theme)
        self.transcript = TranscriptView(theme)
        FocusRing(theme, self.transcript)
        self.composer = Composer(theme)
        self.composer.setMaximumWidth(theme.size("column"))
        self._places = QStackedWidget()
        self._places.addWidget(self.welcome)
        self._places.addWidget(self.transcript)
        dock = QHBoxLayout()
        dock.setContentsMargins(SIDES, 0, SIDES, BELOW_COMPOSER)
        dock.addWidget(self.composer, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.find_bar)
        column.addWidget(self._places, 1)
        column.addLayout(dock)

    def show_welcome(self) -> None:
        """Show the page of a new question."""
        self.transcript.clear()
        self._places.setCurrentWidget(self.welcome)

    def show_transcript(self) -> None:
        """Show a conversation."""
        self._places.setCurrentWidget(self.transcript)

    @property
    def shows_welcome(self) -> bool:
        """Whether no conversation is open."""
        return self._places.currentWidget() is self.welcome
