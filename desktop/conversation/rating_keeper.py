"""Saves what the rating bars ask for, tells them what is saved, and undoes it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.conversation.rating_bar import RatingBar
from desktop.conversation.rating_reading import (
    Places,
    Touched,
    UsedSince,
    home_of,
    put_back,
    read_state,
    read_touched,
)
from desktop.conversation.rating_state import CorrectionDraft, RatingState
from desktop.conversation.remark_drafts import RemarkDrafts
from desktop.tasks import Tasks
from models.history.failures import NotInHistory
from models.history.ratings.records import NewRating, RemarkKind

if TYPE_CHECKING:
    from models.history.store import Store


Change = Callable[["Store"], object]
T = TypeVar("T")
_OF_RATINGS = (RemarkKind.COMMENT, RemarkKind.REASON)


@dataclass(frozen=True, slots=True)
class _Saved:
    """A change that was made: how it is undone, None where nothing changed, and how things stand."""

    undo: Change | None
    state: RatingState
    conversation_id: str
    undone: bool = False
    sealed: bool = False
    """Whether it could not be undone any more, because a round of learning has started with it."""


@dataclass(frozen=True, slots=True)
class _Undo:
    """What takes a change back; `at` is when it was made (seconds since 1970)."""

    attempt_id: str
    change: Change
    at: float


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
        self._undo: list[_Undo] = []
        self._under_way: Counter[str] = Counter()
        self._drafts: dict[str, CorrectionDraft] = {}
        self.remarks = RemarkDrafts(tasks, tell, self)
        """What is being typed of comments, reasons and notes."""
        self.remarks.changed.connect(self._bring_remark)

    @property
    def can_undo(self) -> bool:
        """Whether something was rated since the window was opened."""
        return bool(self._undo)

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

        def work() -> _Saved:
            return _Saved(change(store), read_state(store, attempt_id, self._places), home_of(store, attempt_id))

        failed = partial(self._on_failed, attempt_id)
        self._tasks.run(work, partial(self._on_saved, attempt_id), failed, owner=self)

    def undo(self) -> bool:
        """Take the last change back; False when there is none. What a round has started with stays as it is."""
        store = self._store
        if store is None or not self._undo:
            return False
        last = self._undo.pop()
        attempt_id = last.attempt_id
        self._under_way[attempt_id] += 1

        def work() -> _Saved:
            sealed = self._used_since(store, last.at)
            if not sealed:
                last.change(store)
            state, home = read_state(store, attempt_id, self._places), home_of(store, attempt_id)
            return _Saved(None, state, home, undone=not sealed, sealed=sealed)

        failed = partial(self._on_undo_failed, last)
        self._tasks.run(work, partial(self._on_saved, attempt_id), failed, owner=self)
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

    def _on_saved(self, attempt_id: str, saved: _Saved) -> None:
        self._under_way[attempt_id] -= 1
        if not self._under_way[attempt_id]:
            self.remarks.saved(attempt_id)
        if saved.undo is not None:
            self._undo.append(_Undo(attempt_id, saved.undo, time.time()))
        self._show(attempt_id, saved.state)
        if saved.sealed:
            self._undo.clear()
            self.sealed.emit()
            return
        self._read_touched(attempt_id)
        self.changed.emit(attempt_id)
        self.conversation_changed.emit(saved.conversation_id)
        if saved.undone and not any(each.isVisible() for each in self._bars_of(attempt_id)):
            self.undone_elsewhere.emit()

    def _on_failed(self, attempt_id: str, error: Exception) -> None:
        self._under_way[attempt_id] -= 1
        for bar in self._bars_of(attempt_id):
            bar.show_state(bar.state, failed=True)
        self.remarks.failed(attempt_id)
        self.failed.emit(attempt_id)
        self._tell(error)

    def _on_undo_failed(self, last: _Undo, error: Exception) -> None:
        """It can be tried again, unless what it is about is gone."""
        if not isinstance(error, NotInHistory):
            self._undo.append(last)
            self._undo.sort(key=lambda each: each.at)
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
