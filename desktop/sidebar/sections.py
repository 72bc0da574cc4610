"""Under which heading a conversation stands: pinned, or the day of its last change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from models.history.records import ConversationSummary

DAYS_OF_LAST_WEEK = 7


def sections(
    pinned: Iterable[ConversationSummary], recent: Iterable[ConversationSummary], today: date
) -> Iterator[str | ConversationSummary]:
    """Yield headings (text) and below each its conversations; a pinned one stands only at the top."""
    kept = list(pinned)
    if kept:
        yield QCoreApplication.translate("Sidebar", "Pinned")
        yield from kept
    ids = {summary.id for summary in kept}
    heading = ""
    for summary in recent:
        if summary.id in ids:
            continue
        own = heading_of(summary.updated_at, today)
        if own != heading:
            heading = own
            yield heading
        yield summary


def heading_of(moment: float, today: date) -> str:
    """Return the heading for a moment (Unix seconds), in local time."""
    day = datetime.fromtimestamp(moment).astimezone().date()
    days = (today - day).days
    if days <= 0:
        return QCoreApplication.translate("Sidebar", "Today")
    if days == 1:
        return QCoreApplication.translate("Sidebar", "Yesterday")
    if days <= DAYS_OF_LAST_WEEK:
        return QCoreApplication.translate("Sidebar", "Last week")
    return QLocale().toString(QDate(day.year, day.month, day.day), "MMMM yyyy")
