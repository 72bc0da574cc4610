"""Tells a screen reader which step is walked to, and which one was found to be false while it was written."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from desktop.conversation.announcing import announce
from desktop.conversation.row_words import failure
from desktop.conversation.step_rows import StepRow


class StepAnnouncing:
    """Speaks for one view of steps."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._failed: set[str] = set()
        """The texts of the false steps that were told of, or need not be."""

    def say(self, words: str) -> None:
        """Say this of the row that was walked to; it stays as the description of the view while that one is current."""
        self._view.setAccessibleDescription(words)
        announce(self._view, words)

    def say_failures(self, rows: Iterable[StepRow], *, silent: bool) -> None:
        """Tell once of each step that was found to be false; with `silent` those of another thought count as told."""
        told = set() if silent else self._failed
        failed = {row.raw: words for row in rows if (words := failure(row))}
        for raw, words in failed.items():
            if raw not in told and not silent:
                announce(self._view, words)
        self._failed = told | failed.keys()
