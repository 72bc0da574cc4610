"""The page of the answers that wait for a rating, in the window, with its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.conversation.rating_keeper import RatingKeeper
from desktop.keyboard.keyboard import Keyboard
from desktop.review.desk import ReviewDesk
from desktop.review.draft_keeper import DraftKeeper
from desktop.review.keys import bind_review
from desktop.review.page import ReviewPage
from desktop.review.waiting_count import WaitingCount
from desktop.shell.header import Header
from desktop.shell.notices import Notices, tell_on
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.events import EngineStatus

if TYPE_CHECKING:
    from models.history.store import Store


class ReviewPlace(QObject):
    """What the window opens with Ctrl+2."""

    name = "review"

    def __init__(
        self, theme: Theme, store: Store, ratings: RatingKeeper, drafts: DraftKeeper, waiting: WaitingCount,
        tasks: Tasks, notices: Notices, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = ReviewPage(theme, notices)
        self.desk = ReviewDesk(self.page, store, ratings, drafts, waiting, tasks, partial(tell_on, notices), self)

    @property
    def header(self) -> Header:
        """Of the page."""
        return self.page.queue.header

    def bind_keys(self, keyboard: Keyboard) -> None:
        """Bind the keys of the page."""
        bind_review(keyboard, self.desk)

    def enter(self) -> None:
        """Go on where the review was left."""
        self.desk.show()

    def leave(self) -> None:
        """What was typed is kept as it is typed."""

    def show_status(self, status: EngineStatus) -> None:
        """Ratings need no engine."""

    def end(self, *, closing: bool) -> None:
        """Keep where the review stands."""
        self.desk.leave()
