"""Brings the answers that wait for a rating before the user, one after the other, the most useful first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.conversation.reading_place import ReadingPlace
from desktop.review.wording import reason_words
from desktop.shell.conversation_page import ConversationPage
from desktop.shell.desk import Desk
from desktop.tasks import Tasks
from models.history.review.records import ReviewItem

if TYPE_CHECKING:
    from models.history.store import Store

SUBJECT = "review"


class ReviewWalk(QObject):
    """Shows each answer where it was written, so that every key of reading and rating works on it.

    An answer that was left without a rating comes again only after all others, in the same session.
    """

    count_changed = Signal(str)
    """How many answers wait, "" for none."""

    def __init__(self, page: ConversationPage, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._desk, self._tasks = page, desk, tasks
        self._store: Store | None = None
        self._seen: set[str] = set()

    def connect_store(self, store: Store | None) -> None:
        """The history is open."""
        self._store = store
        self.refresh()

    def refresh(self, *_what: object) -> None:
        """Count anew, because an answer was written or rated."""
        store = self._store
        if store is not None:
            self._tasks.run(lambda: len(_waiting(store)), self._show_count, self._desk.tell, owner=self)

    def show_next(self) -> None:
        """Open the answer whose turn it is."""
        store = self._store
        if store is not None:
            self._tasks.run(lambda: _waiting(store), self._show, self._desk.tell, owner=self)

    def end(self) -> None:
        """The user has had enough."""
        self._page.notices.end(SUBJECT)

    def _show(self, waiting: list[ReviewItem]) -> None:
        self._show_count(len(waiting))
        if not waiting:
            self._page.notices.show_notice(SUBJECT, self.tr("Nothing to review. New answers appear here."))
            return
        fresh = [each for each in waiting if each.attempt_id not in self._seen]
        if not fresh:
            self._seen.clear()
            fresh = waiting
        item = fresh[0]
        self._seen.add(item.attempt_id)
        words = self.tr("Waiting for your rating: {count}. {reason}")
        self._page.notices.show_notice(
            SUBJECT,
            words.format(count=len(waiting), reason=reason_words(item.reasons[0])),
            actions=((self.tr("Next answer"), self.show_next), (self.tr("End review"), self.end)),
        )
        self._desk.open(
            item.conversation_id,
            choose=item.answer_id,
            place=ReadingPlace(question_id=item.question_id),
            then=lambda: self._page.transcript.focus_rating(item.question_id),
        )

    def _show_count(self, count: int) -> None:
        self.count_changed.emit(str(count) if count else "")


def _waiting(store: Store) -> list[ReviewItem]:
    """Everything that waits, but for questions that are kept for the exam: who reads those trains on them."""
    from models.learning.near_duplicates import KnownQuestions, question_key  # here, off the GUI thread
    from models.learning.splits import GATE

    held_out = KnownQuestions(key for key, split in store.splits.all().items() if split == GATE)
    return [each for each in store.review.waiting() if held_out.find(question_key(each.question)) is None]
