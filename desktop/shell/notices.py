"""Bars above the page for what the user should know and can act on; never a dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.language.sentences import told
from desktop.shell.parts import IconButton, TextButton, TextLabel
from desktop.theme import Theme
from models.errors import KnownError

ICONS = {"info": ("info", "text.tertiary"), "warn": ("error", "warn.mark"), "bad": ("error", "bad.mark")}
DETAILS_HEIGHT = 120

Action = tuple[str, Callable[[], object]]


class Notice(QFrame):
    """One bar: a sentence, at most a few buttons, the technical words on demand."""

    def __init__(
        self, theme: Theme, text: str, kind: str, actions: Sequence[Action], details: str, close: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("kind", kind)
        self.text = text
        self._theme, self._kind = theme, kind
        self._icon = QLabel()
        words = TextLabel(theme, text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(text)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(words, 1)
        for label, act in actions:
            row.addWidget(TextButton(theme, label, act, kind="small"))
        self._details = QPlainTextEdit(details)
        if details:
            row.addWidget(TextButton(theme, self.tr("Details"), self._toggle_details, kind="small"))
        close_button = IconButton(theme, "reject", self.tr("Close this notice"))
        close_button.clicked.connect(lambda _checked=False: close())
        row.addWidget(close_button)
        self._details.setProperty("kind", "field")
        self._details.setReadOnly(True)
        self._details.setFixedHeight(DETAILS_HEIGHT)
        self._details.setAccessibleName(self.tr("Details"))
        self._details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 6, 12, 6)
        column.addLayout(row)
        column.addWidget(self._details)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        name, role = ICONS[self._kind]
        side = self._theme.size("icon.m")
        self._icon.setPixmap(self._theme.icon(name, role).pixmap(side, side))
        self._details.setFont(self._theme.font("code"))

    def _toggle_details(self) -> None:
        self._details.setVisible(self._details.isHidden())


class Notices(QWidget):
    """The bars, one for each subject; a newer one of a subject takes the place of the older."""

    told = Signal(str)
    """A sentence is shown that was not there before."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: dict[str, Notice] = {}
        self._plain: dict[str, tuple[str, str, str]] = {}
        """Sentence, kind and details of the bars that stay and have no buttons."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_notice(
        self,
        subject: str,
        text: str,
        *,
        kind: str = "info",
        actions: Sequence[Action] = (),
        details: str = "",
        milliseconds: int = 0,
    ) -> None:
        """Show a bar. `kind` is info, warn or bad; with `milliseconds` it goes by itself."""
        words, before = told(text), self.text(subject)
        self.end(subject)
        bar = Notice(self._theme, words, kind, actions, details, lambda: self.end(subject))
        self._bars[subject] = bar
        self._column.addWidget(bar)
        if not actions and not milliseconds:
            self._plain[subject] = (text, kind, details)
        if words != before:
            self.told.emit(words)
        if milliseconds:
            QTimer.singleShot(milliseconds, bar, lambda: self._end_bar(subject, bar))

    def end(self, subject: str) -> None:
        """Take the bar of a subject away, if there is one."""
        self._plain.pop(subject, None)
        bar = self._bars.pop(subject, None)
        if bar is not None:
            bar.hide()
            self._column.removeWidget(bar)
            bar.deleteLater()

    def take_over(self, others: Notices) -> None:
        """Show what another window shows; bars with buttons are for those to show again whom the buttons ask."""
        for subject, (text, kind, details) in others._plain.items():
            self.show_notice(subject, text, kind=kind, details=details)

    def text(self, subject: str) -> str:
        """Return the sentence shown about a subject, "" for none."""
        return self._bars[subject].text if subject in self._bars else ""

    def _end_bar(self, subject: str, bar: Notice) -> None:
        if self._bars.get(subject) is bar:
            self.end(subject)


def tell_on(notices: Notices, error: Exception) -> None:
    """Show a failure that the user can mend; anything else is a mistake of ours."""
    if not isinstance(error, KnownError):
        raise error
    notices.show_notice("history", error.message, kind="warn", details=error.details)
