"""The words of the Learning page for numbers, stages and decisions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from models.history.learning.records import Round, RoundState, Stage

translate = QCoreApplication.translate


def stage_name(stage: Stage) -> str:
    """Return the name of a stage."""
    return {
        Stage.HARVEST: translate("Learning", "Harvest"),
        Stage.RATIONALIZE: translate("Learning", "Rationalize"),
        Stage.TRAIN: translate("Learning", "Train"),
        Stage.EVALUATE: translate("Learning", "Evaluate"),
        Stage.DECIDE: translate("Learning", "Decide"),
    }[stage]


def duration(seconds: float) -> str:
    """Return a time in words: "40 s", "24 min", "3.5 h"."""
    if seconds < 90:
        return translate("Learning", "{0} s").format(max(round(seconds), 1))
    if seconds < 5400:
        return translate("Learning", "{0} min").format(round(seconds / 60))
    return translate("Learning", "{0} h").format(QLocale().toString(seconds / 3600, "f", 1))


def ago(time: float) -> str:
    """Return how long a moment (Unix seconds) is past, in days: "today", "yesterday", "4 days ago"."""
    days = QDateTime.fromSecsSinceEpoch(int(time)).date().daysTo(QDate.currentDate())
    if days <= 0:
        return translate("Learning", "today")
    return translate("Learning", "yesterday") if days == 1 else translate("Learning", "{0} days ago").format(days)


def day(time: float) -> str:
    """Return the date of a moment as the user's country writes it, short."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(time)).date(), QLocale.FormatType.ShortFormat)


def size(count: int) -> str:
    """Return the size of a file: 19.5 MB."""
    return f"{QLocale().toString(count / 1e6, 'f', 1)} MB"


def gigabytes(count: int) -> str:
    """Return an amount of memory: 1.2 GB."""
    return f"{QLocale().toString(count / 1e9, 'f', 1)} GB"


def percent(share: float) -> str:
    """Return a share as it is written: 47.3 %."""
    return f"{QLocale().toString(100 * share, 'f', 1)} %"


def probability(p: float) -> str:
    """Return a p value as people write it: 0.82, 0.013, 6.5e-8."""
    if p >= 0.001:
        return QLocale().toString(p, "g", 2)
    mantissa, exponent = f"{p:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def outcome_name(ended: Round) -> str:
    """Return what became of a round, in a word or two."""
    return {
        RoundState.OPEN: translate("Learning", "open"),
        RoundState.ADOPTED: translate("Learning", "adopted"),
        RoundState.KEPT: translate("Learning", "not adopted"),
        RoundState.FAILED: translate("Learning", "failed"),
        RoundState.STOPPED: translate("Learning", "stopped"),
    }[ended.state]
