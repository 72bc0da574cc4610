"""Reads the queue from the history; all of it off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from desktop.review.filter_card import start_of_day
from desktop.review.queue_state import QueueState
from models.history.review.records import ReviewFilter, ReviewItem, ReviewPlace

if TYPE_CHECKING:
    from models.history.store import Store

MOST_COUNTED = 1000
"""Before the page is opened answers are counted up to this."""


@dataclass(frozen=True, slots=True)
class Read:
    """The queue with its first page, and what it can be narrowed to; `resumed` is the answer that was left last."""

    state: QueueState
    narrowed: ReviewFilter
    items: list[ReviewItem]
    resumed: ReviewItem | None
    reviewed: int
    models: list[str]
    tags: list[str]


def read_queue(store: Store, narrowed: ReviewFilter | None, resume: str = "") -> Read:
    """Read the queue; without `narrowed` where it was left is taken up again."""
    place = store.review_notes.place() if narrowed is None else ReviewPlace(attempt_id=resume, narrowed=narrowed)
    wanted = place.narrowed
    state = QueueState(store.review.order(msgspec.structs.replace(wanted, reason=None)), wanted.reason)
    items, gone = read_page(store, state.next_page())
    for each in gone:
        state.remove(each)
    left = store.review.item_of_attempt(place.attempt_id) if place.attempt_id else None
    fits = left is not None and state.holds(left.position) and wanted.reason in (None, *left.reasons)
    tags = [name for name, _ in store.labels.all_tags()]
    resumed = left if fits else None
    return Read(state, wanted, items, resumed, reviewed_today(store), store.review.model_names(), tags)


def read_page(store: Store, positions: tuple[int, ...]) -> tuple[list[ReviewItem], list[ReviewItem]]:
    """Read the answers at some positions, and apart from them those to questions that are kept for the exam.

    Who reads those trains on them.
    """
    is_held_out = held_out_by(store)
    kept: list[ReviewItem] = []
    gone: list[ReviewItem] = []
    for each in store.review.items(positions):
        (gone if is_held_out(each.question) else kept).append(each)
    return kept, gone


def count_waiting(store: Store) -> str:
    """Return how many answers wait, as the sidebar shows it; "" for none."""
    count = store.review.count_up_to(MOST_COUNTED)
    if count == MOST_COUNTED:
        return f"{MOST_COUNTED - 1}+"
    is_held_out = held_out_by(store)
    if is_held_out is not _nothing:
        count = sum(not is_held_out(each.question) for each in store.review.waiting()[:MOST_COUNTED])
    return str(count) if count else ""


def reviewed_today(store: Store) -> int:
    """Return how many answers were rated since midnight."""
    return store.ratings.count(after=start_of_day())


def held_out_by(store: Store) -> Callable[[str], bool]:
    """Return what tells whether a question is kept for the exam."""
    from models.learning.near_duplicates import KnownQuestions, question_key  # here, off the GUI thread
    from models.learning.splits import GATE

    keys = [key for key, split in store.splits.all().items() if split == GATE]
    if not keys:
        return _nothing
    known = KnownQuestions(keys)
    return lambda question: known.find(question_key(question)) is not None


def is_for_exam(store: Store, question: str) -> bool:
    """Whether a question is kept for the exam, or will be once it is rated."""
    from models.learning.splits import GATE, split_if_rated  # here, off the GUI thread

    return split_if_rated(store, question) == GATE


def _nothing(_question: str) -> bool:
    return False
