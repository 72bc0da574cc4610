"""The queue as the window has it: how much of it has been read, what has left it since, and its counts. No Qt here.

Made off the GUI thread; what is done with it afterwards costs the same however long the queue is.
"""

from __future__ import annotations

from models.history.review.records import ReviewItem, ReviewOrder, ReviewReason

PAGE = 100
"""So many answers are read at a time."""


class QueueState:
    """One part of a queue, all of it without a `reason`."""

    def __init__(self, order: ReviewOrder, reason: ReviewReason | None = None) -> None:
        self.reason = reason
        self._counts = {each: order.count(each) for each in (None, *ReviewReason)}
        self._positions = order.positions(reason)
        self._all = frozenset(position for position, _ in order.standings)
        self._read = 0
        self._gone: set[int] = set()
        self._brought: set[int] = set()

    @property
    def more(self) -> bool:
        """Whether there are answers that have not been read."""
        return self._read < len(self._positions)

    def count(self, reason: ReviewReason | None = None) -> int:
        """Return how many answers there are, all or those with one reason."""
        return self._counts[reason]

    def holds(self, position: int) -> bool:
        """Whether an answer is in the queue."""
        return (position in self._all and position not in self._gone) or position in self._brought

    def next_page(self) -> tuple[int, ...]:
        """Return the positions that are to be read next, and count them as read."""
        start, self._read = self._read, min(self._read + PAGE, len(self._positions))
        return tuple(each for each in self._positions[start : self._read] if each not in self._gone)

    def remove(self, item: ReviewItem) -> None:
        """An answer has left the queue."""
        if self.holds(item.position):
            self._brought.discard(item.position)
            self._gone.add(item.position)
            self._add(item, -1)

    def restore(self, item: ReviewItem) -> None:
        """An answer waits again."""
        if not self.holds(item.position):
            self._brought.add(item.position)
            self._add(item, 1)

    def _add(self, item: ReviewItem, number: int) -> None:
        for each in (None, *item.reasons):
            self._counts[each] += number
