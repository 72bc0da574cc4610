"""Between the review page and the history: the queue, what comes next, how far one is, and where one was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QModelIndex, QObject, Signal

from desktop.conversation.rating_keeper import RatingKeeper
from desktop.conversation.rating_state import RatingState
from desktop.review.answer_desk import AnswerDesk
from desktop.review.case import ReviewCase, read_case
from desktop.review.draft_keeper import DraftKeeper
from desktop.review.page import ReviewPage
from desktop.review.queue_panel import CHIPS
from desktop.review.queue_state import PAGE, QueueState
from desktop.review.reading import Read, count_waiting, read_page, read_queue, reviewed_today
from desktop.review.waiting_count import WaitingCount
from desktop.shell.moments import moment_words
from desktop.tasks import Tasks
from models.history.failures import NotInHistory
from models.history.review.records import ReviewFilter, ReviewItem, ReviewOrder, ReviewPlace, ReviewReason

if TYPE_CHECKING:
    from models.history.store import Store

_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of an answer after something was said of it."""

    item: ReviewItem | None
    waiting: bool
    reviewed: int
    count: str | None
    """How many answers wait; None when the queue that is shown tells it."""


class ReviewDesk(QObject):
    """Joins one window's page to the history.

    An answer that was passed over comes again after all others, in the same session.
    """

    think_on_asked = Signal(object, str)
    """A `ReviewItem`, and the thought that the model shall think on from."""
    open_asked = Signal(object)
    """A `ReviewItem` that is to be opened in its conversation."""

    def __init__(
        self, page: ReviewPage, store: Store, ratings: RatingKeeper, drafts: DraftKeeper, waiting: WaitingCount,
        tasks: Tasks, tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.page = page
        self._store, self._ratings, self._tasks, self._tell = store, ratings, tasks, tell
        self.answer = AnswerDesk(page, ratings, tasks, self)
        self.drafts, self._waiting = drafts, waiting
        self._queue, self._narrowed = QueueState(ReviewOrder()), ReviewFilter()
        self._known = self._stale = self._moving = False
        self._reviewed = self._number = 0
        self._verdict = ""
        self._skipped: set[int] = set()
        self._session: set[int] = set()
        self._held_back: list[Callable[[], object]] = []
        self.item: ReviewItem | None = None
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether an answer is being read."""
        return self._moving or self.page.stage.busy

    def show(self) -> None:
        """The page is shown: read the queue, or go on where one was."""
        if not self._known or self._stale or self.item is None:
            self.read(None if not self._known else self._narrowed)
        else:
            self.page.focus_answer()

    def read(self, narrowed: ReviewFilter | None = None) -> None:
        """Read the queue anew; without `narrowed` as it was left the last time."""
        self._stale, self._moving = False, True
        self._number += 1
        number, resume = self._number, self.item.attempt_id if self.item is not None else ""

        def take(found: Read) -> None:
            if number == self._number:
                self._take(found)

        self._tasks.run(partial(read_queue, self._store, narrowed, resume), take, self._fail, owner=self)

    def count(self, *_what: object) -> None:
        """Count anew, because an answer was written; the queue is read again when the page is opened."""
        self._stale = True
        self._waiting.count()
        if self.page.isVisible() and self.item is None and self._known and not self._moving:
            self.read(self._narrowed)

    def refresh(self, *_what: object) -> None:
        """Count anew, because answers came or went; a queue that is on the screen is read again at once."""
        self.count()
        if self.page.isVisible() and self.item is not None and not self._moving:
            self.read(self._narrowed)

    def begin_anew(self) -> None:
        """Another history is in the place of the one that was reviewed."""
        self._number += 1
        self._known, self._narrowed, self._queue = False, ReviewFilter(), QueueState(ReviewOrder())
        self._skipped.clear()
        self._session.clear()
        self.page.queue.model.show([], more=False)
        self.item, self._verdict = None, ""
        self._show_empty()
        self.count()
        if self.page.isVisible():
            self.read()

    def act(self, action: Callable[[], object]) -> None:
        """Do what a key says, once the answer that it is about is on the screen."""
        if self.page.queue.card.isVisible():
            return
        if self._moving or self.answer.going_on:
            self._held_back.append(action)
        else:
            action()

    def skip(self) -> None:
        """Leave the answer for later."""
        if self.item is not None:
            self._skipped.add(self.item.position)
            self._go_on()

    def move(self, by: int) -> None:
        """Open the answer after (1) or before (-1) the one that is open."""
        items = self.page.queue.model.items
        row = self._row() + by
        if self.item is not None and 0 <= row < len(items):
            self._leave(then=items[row])

    def next_part(self) -> None:
        """Show the next part of the queue that has answers."""
        parts = [each for each in CHIPS if each is None or self._queue.count(each)]
        place = parts.index(self._narrowed.reason) if self._narrowed.reason in parts else 0
        self.choose_reason(parts[(place + 1) % len(parts)])

    def choose_reason(self, reason: ReviewReason | None) -> None:
        """Show one part of the queue, None for all of it."""
        self.narrow(msgspec.structs.replace(self._narrowed, reason=reason))

    def narrow(self, narrowed: ReviewFilter) -> None:
        """Narrow the queue to this."""
        self._skipped.clear()
        self.read(narrowed)

    def leave(self) -> None:
        """The window closes: keep what is typed."""
        self.answer.leave()
        self.page.leave()

    def _connect(self) -> None:
        page, queue = self.page, self.page.queue
        queue.opened.connect(lambda position: self.act(partial(self._open_row, position)))
        queue.reason_chosen.connect(self.choose_reason)
        queue.card.changed.connect(self.narrow)
        queue.model.more_wanted.connect(self._read_more)
        page.empty.all_asked.connect(lambda: self.narrow(ReviewFilter()))
        page.moved.connect(self.move)
        page.skip_asked.connect(self.skip)
        page.save_asked.connect(lambda: self.act(self.answer.save))
        page.side_chosen.connect(lambda place: self.act(partial(self.answer.choose_side, place)))
        page.conversation_asked.connect(self.open_conversation)
        self._ratings.changed.connect(self._look_again)
        self.answer.rated.connect(self._on_rated)
        self.answer.done.connect(self._on_done)
        self.answer.stayed.connect(self._forget_keys)
        self.answer.reload_wanted.connect(self._reload)
        self.answer.veiled.connect(self._veil)
        self.answer.think_on_asked.connect(self._think_on)

    def open_conversation(self) -> None:
        """Open the answer in its conversation."""
        if self.item is not None:
            self.open_asked.emit(self.item)

    def _think_on(self, thought: str) -> None:
        if self.item is not None:
            self.think_on_asked.emit(self.item, thought)

    def _take(self, found: Read) -> None:
        """The queue has been read."""
        self._known, self._queue, self._narrowed, self._reviewed = True, found.state, found.narrowed, found.reviewed
        queue = self.page.queue
        items = list(found.items)
        if found.resumed is not None and all(each.position != found.resumed.position for each in items):
            items.insert(0, found.resumed)
        queue.card.offer(found.models, found.tags)
        queue.card.show_narrowed(found.narrowed)
        queue.show_narrowed(queue.card.words())
        queue.model.show(items, more=self._queue.more)
        self._show_progress()
        first = found.resumed or next((each for each in items if each.position not in self._skipped), None)
        self._open(first or next(iter(items), None))

    def _read_more(self) -> None:
        queue, model = self._queue, self.page.queue.model

        def take(found: tuple[list[ReviewItem], list[ReviewItem]]) -> None:
            if queue is self._queue:
                for each in found[1]:
                    queue.remove(each)
                model.add([each for each in found[0] if model.row_of(each.position) < 0], more=queue.more)
                self._show_progress()

        self._tasks.run(partial(read_page, self._store, queue.next_page()), take, self._tell, owner=self)

    def _open_row(self, position: int) -> None:
        row = self.page.queue.model.row_of(position)
        if self.item is not None and self.item.position == position:
            self.page.focus_answer()
        elif row >= 0:
            self._leave(then=self.page.queue.model.items[row])

    def _leave(self, then: ReviewItem | None) -> None:
        """The open answer leaves the queue if it was judged; open another."""
        item = self.item
        if item is not None and self._verdict:
            self._session.add(item.position)
            self._queue.remove(item)
            self.item = None
            self.page.queue.model.remove([item.position])
        self._show_progress()
        self._open(then)

    def _on_done(self) -> None:
        """The answer was judged; a second Enter while the next one is read is not about that one."""
        if not self._moving:
            self._go_on()

    def _forget_keys(self) -> None:
        """The answer stays: the keys that came since were about the next one."""
        self._held_back.clear()

    def _go_on(self) -> None:
        """Open the answer that comes next: below the open one, else from the top, passed-over ones last."""
        items, row = self.page.queue.model.items, self._row()
        after = [*items[row + 1 :], *items[: max(row, 0)]]
        fresh = [each for each in after if each.position not in self._skipped]
        if not fresh:
            self._skipped.clear()
        then = next(iter(fresh or after), None)
        if then is None and not self._verdict:
            then = self.item
        self._leave(then)
        if len(items) - row < PAGE // 4 and self.page.queue.model.canFetchMore(_ROOT):
            self.page.queue.model.fetchMore(_ROOT)

    def _row(self) -> int:
        return self.page.queue.model.row_of(self.item.position) if self.item is not None else -1

    def _open(self, item: ReviewItem | None) -> None:
        self.item, self._verdict = item, ""
        self._number += 1
        if item is None:
            self._show_empty()
            return
        self._moving = True
        number = self._number
        self.page.queue.mark_open(item)

        def show(case: ReviewCase) -> None:
            if number == self._number:
                self._show(case)

        self._tasks.run(partial(read_case, self._store, item), show, partial(self._gone, item), owner=self)
        place = ReviewPlace(attempt_id=item.attempt_id, narrowed=self._narrowed)
        self._tasks.run(lambda: self._store.review_notes.keep_place(place), failed=self._tell, owner=self)

    def _show(self, case: ReviewCase) -> None:
        self._moving = False
        self._show_header(case)
        self.answer.show_case(case)
        held, self._held_back = self._held_back, []
        for action in held:
            self.act(action)

    def _show_empty(self) -> None:
        self._moving = False
        self._held_back.clear()
        narrowed = self._narrowed != ReviewFilter()
        self.page.show_answer(False)
        self.page.empty.show_state(narrowed=narrowed, reviewed=self._reviewed)
        if self.page.isVisible():
            self.page.focus_answer()

    def _gone(self, item: ReviewItem, error: Exception) -> None:
        """The answer was deleted in the meantime, or cannot be read."""
        self._moving = False
        self._held_back.clear()
        if isinstance(error, NotInHistory):
            self._queue.remove(item)
            self.page.queue.model.remove([item.position])
            self.item = None
            self._go_on()
        else:
            self._tell(error)

    def _fail(self, error: Exception) -> None:
        self._moving = False
        self._held_back.clear()
        self._tell(error)

    def _reload(self) -> None:
        """Read the open answer again."""
        if self.item is not None:
            item = self.item
            self._moving = True
            self._number += 1
            number = self._number

            def show(found: tuple[ReviewItem | None, ReviewCase]) -> None:
                if number == self._number:
                    self.item = found[0] or item
                    self._show(found[1])

            def read() -> tuple[ReviewItem | None, ReviewCase]:
                return self._store.review.item_of_attempt(item.attempt_id), read_case(self._store, item)

            self._tasks.run(read, show, partial(self._gone, item), owner=self)

    def _on_rated(self, state: RatingState) -> None:
        if self.item is not None:
            self._verdict = state.verdict.value if state.verdict is not None else ""
            self.page.queue.model.mark(self.item.position, self._verdict)

    def _look_again(self, attempt_id: str) -> None:
        """Something else is said of an attempt now, here or in its conversation."""
        store, counted = self._store, self._known and self._narrowed == ReviewFilter()

        def read() -> _Told:
            item = store.review.item_of_attempt(attempt_id)
            waiting = item is not None and store.review.is_waiting(item.position)
            return _Told(item, waiting, reviewed_today(store), None if counted else count_waiting(store))

        self._tasks.run(read, self._take_told, self._tell, owner=self)

    def _take_told(self, told: _Told) -> None:
        self._reviewed = told.reviewed
        item = told.item
        if item is not None and self._known:
            if self.item is not None and item.position == self.item.position:
                self._verdict = "" if told.waiting else self._verdict or "accepted"
                self._read_marks(self.item)
            elif told.waiting and item.position in self._session:
                self._bring_back(item)
            elif not told.waiting:
                self._queue.remove(item)
                self.page.queue.model.remove([item.position])
        left = self._queue.count() - bool(self._verdict and self.item is not None)
        self._waiting.show(told.count if told.count is not None else str(left) if left else "")
        self._show_progress()

    def _bring_back(self, item: ReviewItem) -> None:
        """A rating was taken back: its answer waits again, and is shown if the page is."""
        self._session.discard(item.position)
        self._queue.restore(item)
        row = max(self._row(), 0)
        self.page.queue.model.insert(row, item)
        if self.page.isVisible():
            self._leave(then=item)

    def _read_marks(self, item: ReviewItem) -> None:
        number = self._number

        def show(case: ReviewCase) -> None:
            shown = self.answer.case
            if number != self._number or shown is None:
                return
            if case.answer.chosen_attempt_id != shown.answer.chosen_attempt_id:
                self._reload()
            else:
                self.answer.show_marks(case)

        self._tasks.run(partial(read_case, self._store, item), show, partial(self._gone, item), owner=self)

    def _veil(self, on: bool) -> None:
        if self.item is not None:
            self.page.queue.model.veil(self.item.position, on=on)

    def _show_progress(self) -> None:
        judged = bool(self._verdict and self.item is not None)
        self.page.queue.show_counts(self._queue)
        self.page.queue.show_progress(self._reviewed, self._queue.count() - judged)

    def _show_header(self, case: ReviewCase) -> None:
        words = self.tr("Question {number} of {all}")
        number = self._reviewed + max(self._row(), 0) + 1
        title = words.format(number=number, all=self._reviewed + self._queue.count())
        asked = self.tr("asked {moment}").format(moment=moment_words(case.turn.question.created_at))
        self.page.header.show_page(title, f"{asked} · {case.item.model_name}".strip(" ·"), conversation=False)
