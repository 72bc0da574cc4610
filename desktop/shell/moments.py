"""How a moment is written: "Today, 14:07", or as the reader's country writes it."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

DAY = 86_400.0
"""Seconds."""


def moment_words(moment: float, today: date | None = None) -> str:
    """Return a moment (Unix seconds) as local day and time."""
    then = datetime.fromtimestamp(moment).astimezone()
    days = ((today or datetime.now().astimezone().date()) - then.date()).days
    clock = QLocale().toString(QTime(then.hour, then.minute), QLocale.FormatType.ShortFormat)
    if days == 0:
        return QCoreApplication.translate("Moments", "Today, {0}").format(clock)
    if days == 1:
        return QCoreApplication.translate("Moments", "Yesterday, {0}").format(clock)
    day = QLocale().toString(QDate(then.year, then.month, then.day), QLocale.FormatType.LongFormat)
    return f"{day}, {clock}"
