"""Tells what became of a rating or mark that is not on the screen, and takes the last one back by its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.conversation.rating_keeper import RatingKeeper
from desktop.keyboard.keyboard import is_text_input
from desktop.shell.notices import Notices

_MILLISECONDS = 8_000


class RatingNotices(QObject):
    """Speaks for the keeper of the ratings, in bars above the page.

    Args:
        ratings: What keeps them.
        notices: The bars.
        tells_itself: Whether the page that is shown tells of what was taken back.
        parent: Its owner.
    """

    def __init__(
        self, ratings: RatingKeeper, notices: Notices, tells_itself: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ratings, self._notices, self._tells_itself = ratings, notices, tells_itself
        ratings.undone_elsewhere.connect(self._tell_undone)
        ratings.sealed.connect(self._tell_sealed)

    def undo(self) -> None:
        """Take the last one back; in a text input, Ctrl+Z undoes what was typed."""
        if not is_text_input(QApplication.focusWidget()):
            self._ratings.undo()

    def _tell_undone(self) -> None:
        if not self._tells_itself():
            words = self.tr("The last rating or mark was taken back; its answer is in another conversation.")
            self._notices.show_notice("undone", words, milliseconds=_MILLISECONDS)

    def _tell_sealed(self) -> None:
        words = self.tr("A round of learning has started with these ratings; change one with its own buttons.")
        self._notices.show_notice("undone", words, milliseconds=_MILLISECONDS)
