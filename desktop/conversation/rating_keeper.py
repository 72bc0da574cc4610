"""Saves what the rating bars ask for, tells them what is saved, and undoes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.conversation.rating_bar import RatingBar
from desktop.conversation.rating_reading import (
    Places,
    Touched,
    UsedSince,
    put_back,
    read_state,
    read_touched,
)
from desktop.conversation.rating_state import CorrectionDraft, RatingState
from desktop.conversation.rating_undo import Change, Saved, Undo, UndoStack, make_change, take_back
from desktop.conversation.remark_drafts import RemarkDrafts
from desktop.tasks import Tasks
from models.history.ratings.records import NewRating, RemarkKind

if TYPE_CHECKING:
    from models.history.store import Store


T = TypeVar("T")
_OF_RATINGS = (RemarkKind.COMMENT, RemarkKind.REASON)


class RatingKeeper(QObject):
    """Any number of bars, in any page, `take`n once each.

    Args:
        tasks: Where the history is asked.
        tell: Tells the user of an error.
        parent: The owner.
        places: Says where ratings go.
        used_since: Says whether a round of learning has used what was rated.
    """

    changed = Signal(str)
    """What is said of this attempt is something else now."""
    failed = Signal(str)
    """What was to be said of this attempt, or taken back, could not be saved."""
    conversation_changed = Signal(str)
    """The same, for the conversation that it belongs to."""
    draft_kept = Signal(str, object)
    """What is typed of an attempt's correction is this now (`CorrectionDraft`)."""
    undone_elsewhere = Signal()
    """Something was undone at an answer that is not on the screen."""
    sealed = Signal()
    """What was to be undone stays, because a round of learning has started with it."""

    def __init__(
        self,
        tasks: Tasks,
        tell: Callable[[Exception], None],
        parent: QObject | None = None,
        *,
        places: Places,
        used_since: UsedSince,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._tell, self._places, self._used_since = tasks, tell, places, used_since
        self._store: Store | None = None
        self._bars: list[RatingBar] = []
        self._undo = UndoStack()
        self._changing = self._undo_wanted = 0
        """How many changes are being made, and how often the last one is to be taken back then."""
        self._under_way: Counter[str] = Counter()
        self._drafts: dict[str, CorrectionDraft] = {}
        self.remarks = RemarkDrafts(tasks, tell, self)
        """What is being typed of comments, reasons and notes."""
        self.remarks.changed.connect(self._bring_remark)

    @property
    def can_undo(self) -> bool:
        """Whether something was rated since the window was opened."""
        return bool(self._undo) or self._changing > 0

    def connect_store(self, store: Store | None) -> None:
        """The history is open, or another one is in its place."""
        self._store = store
        self._undo.clear()
        self._drafts.clear()
        self.remarks.connect_store(store)

    def take(self, bar: RatingBar) -> None:
        """Fill a bar and do what it asks for; without a history there is nothing to rate, so it goes."""
        if self._store is None:
            bar.hide()
            return
        self._bars = [*self._all_bars(), bar]
        bar.rate_asked.connect(self.rate)
        bar.clear_asked.connect(self.clear)
        bar.include_asked.connect(self.include)
        bar.take_draft(self._drafts.get(bar.attempt_id, CorrectionDraft()))
        bar.draft_changed.connect(self._keep_draft)
        bar.take_remark(self.remarks.of(bar.attempt_id, *_OF_RATINGS))
        bar.remark_typed.connect(self.remarks.keep)
        bar.remark_sent.connect(self.remarks.send)
        self._read(bar.attempt_id)

    def rate(self, new: NewRating) -> None:
        """Save a rating."""
        self.do(new.attempt_id, lambda store: store.ratings.rate(new))

    def clear(self, attempt_id: str) -> None:
        """Take a rating back."""
        self.do(attempt_id, lambda store: store.ratings.clear(attempt_id))

    def include(self, attempt_id: str, included: bool) -> None:
        """Let a rating be learned from, or leave it out."""

        def change(store: Store) -> None:
            rating = store.ratings.of_attempts([attempt_id]).get(attempt_id)
            if rating is not None:
                store.ratings.set_included(rating.id, included)

        self.do(attempt_id, change)

    def do(self, attempt_id: str, change: Change) -> None:
        """Make a change to an attempt's rating."""

        def with_undo(store: Store) -> Change | None:
            before = store.ratings.of_attempts([attempt_id]).get(attempt_id)
            change(store)
            same = store.ratings.of_attempts([attempt_id]).get(attempt_id) == before
            return None if same else partial(put_back, attempt_id=attempt_id, before=before)

        self.do_with_undo(attempt_id, with_undo)

    def do_with_undo(self, attempt_id: str, change: Callable[[Store], Change | None]) -> None:
        """Change what is said of an attempt; `change` runs off the GUI thread and returns what undoes it."""
        store = self._store
        if store is None:
            return
        self._under_way[attempt_id] += 1
        self._changing += 1
        work = partial(make_change, store, attempt_id, change, self._places)
        done, failed = partial(self._on_changed, attempt_id), partial(self._on_change_failed, attempt_id)
        self._tasks.run(work, done, failed, owner=self)

    def undo(self) -> bool:
        """Take the last change back; False when there is none. What a round has started with stays as it is.

        A change that is still being made is taken back when it is made.
        """
        store = self._store
        if store is not None and self._changing:
            self._undo_wanted += 1
            return True
        if store is None or not self._undo:
            return False
        last = self._undo.pop()
        self._under_way[last.attempt_id] += 1
        work = partial(take_back, store, last, self._places, self._used_since)
        done, failed = partial(self._on_saved, last.attempt_id), partial(self._on_undo_failed, last)
        self._tasks.run(work, done, failed, owner=self)
        return True

    def read(self, work: Callable[[Store], T], done: Callable[[T], None]) -> None:
        """Read something of the history off the GUI thread; nothing happens without one."""
        store = self._store
        if store is not None:
            self._tasks.run(lambda: work(store), done, self._tell, owner=self)

    def refresh(self) -> None:
        """Read again what all bars show; the learning may have moved a rating."""
        for attempt_id in {each.attempt_id for each in self._all_bars()}:
            self._read(attempt_id)

    def _read(self, attempt_id: str) -> None:
        store = self._store
        if store is not None:
            show = partial(self._show, attempt_id)
            self._tasks.run(lambda: read_state(store, attempt_id, self._places), show, self._tell, owner=self)

    def _read_touched(self, attempt_id: str) -> None:
        """Something else is said of an attempt: other bars may show another count, or another contradiction."""
        store, places = self._store, self._places
        shown = {each.attempt_id: each.state.rating for each in self._all_bars() if each.attempt_id != attempt_id}
        if store is not None and shown:
            read = partial(read_touched, store, attempt_id, shown, places)
            self._tasks.run(read, self._show_touched, self._tell, owner=self)

    def _show_touched(self, touched: Touched) -> None:
        for attempt_id, state in touched.states.items():
            self._show(attempt_id, state)
        for bar in self._all_bars():
            counted = bar.state.counted(*touched.progress)
            if counted != bar.state and not self._under_way[bar.attempt_id]:
                bar.show_state(counted)

    def _on_changed(self, attempt_id: str, saved: Saved) -> None:
        if saved.undo is not None:
            self._undo.push(saved.undo)
        self._changing -= 1
        self._on_saved(attempt_id, saved)
        wanted, self._undo_wanted = (0, self._undo_wanted) if self._changing else (self._undo_wanted, 0)
        for _ in range(wanted):
            self.undo()

    def _on_saved(self, attempt_id: str, saved: Saved) -> None:
        self._under_way[attempt_id] -= 1
        if not self._under_way[attempt_id]:
            self.remarks.saved(attempt_id)
        self._show(attempt_id, saved.state)
        if saved.problem is not None:
            self._tell(saved.problem)
        if saved.sealed:
            self._undo.clear()
            self.sealed.emit()
            return
        self._read_touched(attempt_id)
        self.changed.emit(attempt_id)
        self.conversation_changed.emit(saved.conversation_id)
        if saved.undone and not any(each.isVisible() for each in self._bars_of(attempt_id)):
            self.undone_elsewhere.emit()

    def _on_change_failed(self, attempt_id: str, error: Exception) -> None:
        """What was to take it back has nothing to take back, least of all what was said before."""
        self._changing -= 1
        self._undo_wanted = 0
        self._on_failed(attempt_id, error)

    def _on_failed(self, attempt_id: str, error: Exception) -> None:
        self._under_way[attempt_id] -= 1
        for bar in self._bars_of(attempt_id):
            bar.show_state(bar.state, failed=True)
        self.remarks.failed(attempt_id)
        self.failed.emit(attempt_id)
        self._tell(error)

    def _on_undo_failed(self, last: Undo, error: Exception) -> None:
        self._undo.put_back(last, error)
        self._on_failed(last.attempt_id, error)

    def _show(self, attempt_id: str, state: RatingState) -> None:
        if not self._under_way[attempt_id]:
            for bar in self._bars_of(attempt_id):
                bar.show_state(state)

    def _bars_of(self, attempt_id: str) -> list[RatingBar]:
        return [each for each in self._all_bars() if each.attempt_id == attempt_id]

    def _all_bars(self) -> list[RatingBar]:
        return [each for each in self._bars if isValid(each)]

    def bring_drafts(self, drafts: Mapping[str, CorrectionDraft]) -> None:
        """Have what was typed of corrections at another time, unless something else was typed since."""
        fresh = {attempt_id: draft for attempt_id, draft in drafts.items() if attempt_id not in self._drafts}
        self._drafts.update(fresh)
        for attempt_id, draft in fresh.items():
            for bar in self._bars_of(attempt_id):
                bar.take_draft(draft)

    def _bring_remark(self, attempt_id: str) -> None:
        """What is typed in one bar of an attempt is what all of them show."""
        for bar in self._bars_of(attempt_id):
            bar.take_remark(self.remarks.of(attempt_id, *_OF_RATINGS))

    def _keep_draft(self, attempt_id: str, draft: CorrectionDraft) -> None:
        self.draft_kept.emit(attempt_id, draft)
        if draft.empty:
            self._drafts.pop(attempt_id, None)
        else:
            self._drafts[attempt_id] = draft
        for bar in self._bars_of(attempt_id):
            if bar is not self.sender():
                bar.take_draft(draft)
