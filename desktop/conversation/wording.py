"""How times and counts are written in the transcript."""

from __future__ import annotations


def seconds(value: float) -> str:
    """Return ``6.4 s``, or ``2 min 5 s`` from one minute on."""
    if value < 59.95:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest} s"


def count(value: int) -> str:
    """Return a number with its thousands parted: ``1,024``."""
    return f"{value:,}"
