"""Under which heading a conversation stands: pinned, or the day of its last change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from models.history.records import ConversationSummary

DAYS_OF_LAST_WEEK = 7


def sections(
    pinned: Iterable[ConversationSummary], recent: Iterable[ConversationSummary], today: date
) -> Iterator[str | ConversationSummary]:
    """Yield headings (text) and below each its conversations; a pinned one stands only at the top.

    Args:
        pinned: The conversations of the first section.
        recent: All conversations, the last changed first.
        today: The local day.
    """
    kept = list(pinned)
    if kept:
        yield QCoreApplication.translate("Sidebar", "Pinned")
        yield from kept
    ids = {summary.id for summary in kept}
    yield from under_days((summary for summary in recent if summary.id not in ids), today)


def under_days(
    recent: Iterable[ConversationSummary], today: date, begins: float = float("inf")
) -> Iterator[str | ConversationSummary]:
    """Yield headings (text) and below each its conversations; `begins` is when the time of the last heading begins."""
    for summary in recent:
        if summary.updated_at < begins:
            heading, begins = heading_of(summary.updated_at, today)
            yield heading
        yield summary


def heading_of(moment: float, today: date) -> tuple[str, float]:
    """Return the heading for a moment and when its time begins (Unix seconds both; days are local)."""
    day = datetime.fromtimestamp(moment).astimezone().date()
    days = (today - day).days
    if days <= 0:
        return QCoreApplication.translate("Sidebar", "Today"), _midnight(today)
    if days == 1:
        return QCoreApplication.translate("Sidebar", "Yesterday"), _midnight(day)
    if days <= DAYS_OF_LAST_WEEK:
        return QCoreApplication.translate("Sidebar", "Last week"), _midnight(today - timedelta(DAYS_OF_LAST_WEEK))
    form = QCoreApplication.translate("Sidebar", "MMMM yyyy", "a month and its year, in Qt's letters for dates")
    return QLocale().toString(QDate(day.year, day.month, day.day), form), _midnight(day.replace(day=1))


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day).astimezone().timestamp()
