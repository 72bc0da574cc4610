"""Changes of what is said of answers, and how they are taken back; all of it off the GUI thread. No Qt here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.conversation.rating_reading import Places, UsedSince, home_of, read_state
from desktop.conversation.rating_state import RatingState
from models.errors import KnownError
from models.history.failures import NotInHistory

if TYPE_CHECKING:
    from models.history.store import Store

Change = Callable[["Store"], object]


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes a change back; `at` is when it was made (seconds since 1970)."""

    attempt_id: str
    change: Change
    at: float


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that was made: how it is undone, None where nothing changed, and how things stand."""

    undo: Undo | None
    state: RatingState
    conversation_id: str
    problem: KnownError | None = None
    """Why it is not known where the rating goes."""
    undone: bool = False
    sealed: bool = False
    """Whether it could not be undone any more, because a round of learning has started with it."""


class UndoStack:
    """What can be taken back, the last change first."""

    def __init__(self) -> None:
        self._changes: list[Undo] = []

    def __bool__(self) -> bool:
        return bool(self._changes)

    def push(self, undo: Undo) -> None:
        """Another change was made."""
        self._changes.append(undo)

    def pop(self) -> Undo:
        """Return the last change, which is about to be taken back."""
        return self._changes.pop()

    def put_back(self, undo: Undo, error: Exception) -> None:
        """It could not be taken back; it can be tried again, unless what it is about is gone."""
        if not isinstance(error, NotInHistory):
            self._changes.append(undo)
            self._changes.sort(key=lambda each: each.at)

    def clear(self) -> None:
        """Nothing can be taken back any more."""
        self._changes.clear()


def make_change(
    store: Store, attempt_id: str, change: Callable[[Store], Change | None], places: Places
) -> Saved:  # fmt: skip
    """Make a change, which returns what takes it back, and read how things stand then."""
    back = change(store)
    undo = Undo(attempt_id, back, time.time()) if back is not None else None
    return Saved(undo, *_stand(store, attempt_id, places))


def take_back(store: Store, undo: Undo, places: Places, used_since: UsedSince) -> Saved:
    """Take a change back, unless a round of learning has used it."""
    sealed = used_since(store, undo.at)
    if not sealed:
        undo.change(store)
    return Saved(None, *_stand(store, undo.attempt_id, places), undone=not sealed, sealed=sealed)


def _stand(store: Store, attempt_id: str, places: Places) -> tuple[RatingState, str, KnownError | None]:
    """Return what is saved of an attempt, its conversation, and why not all is known.

    What was saved is shown as saved although where it goes cannot be told: finding that out writes, too.
    """
    home = home_of(store, attempt_id)
    try:
        return read_state(store, attempt_id, places), home, None
    except KnownError as problem:
        return RatingState(store.ratings.of_attempts([attempt_id]).get(attempt_id)), home, problem
