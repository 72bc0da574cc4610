"""Opens and closes the fields of a correction within a rating bar, and keeps what is typed until it is saved."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.conversation.rating_correction import CorrectionFields
from desktop.conversation.rating_state import CorrectionDraft
from desktop.conversation.rating_words import CORRECTED
from desktop.theme import Theme
from models.history.ratings.records import Rating


class Correcting(QObject):
    """`fields` are there while a correction is being written."""

    saved = Signal(str, str)
    """The right answer and the right thought that are to be saved."""
    moved = Signal()
    """The fields came, went, or need another height."""
    draft_changed = Signal(object)

    def __init__(self, theme: Theme, bar: QWidget) -> None:
        super().__init__(bar)
        self._theme, self._bar = theme, bar
        self._draft = CorrectionDraft()
        self.fields: CorrectionFields | None = None

    def open(self, rating: Rating | None) -> CorrectionFields:
        """Show the fields with what was typed, else with the correction that is saved."""
        if self.fields is None:
            shown = self._draft
            if not (shown.answer or shown.thought) and rating is not None:
                shown = CorrectionDraft(rating.right_answer, rating.right_thought)
            self.fields = CorrectionFields(self._theme, shown, self._bar)
            self.fields.saved.connect(self.saved)
            self.fields.left.connect(self.leave)
            self.fields.changed.connect(self._tell_draft)
            self.fields.height_changed.connect(self.moved)
            self.fields.show()
        self._tell_draft()
        self.moved.emit()
        return self.fields

    def leave(self) -> None:
        """Close the fields; what is typed comes back with them."""
        if self.fields is not None:
            self._close(replace(self.fields.draft, opened=False))

    def keep(self, draft: CorrectionDraft) -> None:
        """Have what was typed at another time."""
        self._draft = draft

    def take_saved(self, rating: Rating | None, *, failed: bool) -> None:
        """Something was saved: the fields go when it was what they say, and stay with their text otherwise."""
        if self.fields is None:
            return
        whole = rating is not None and rating.verdict is CORRECTED and not failed
        if whole and rating is not None and rating.right_answer == self.fields.draft.answer.strip():
            self._close(CorrectionDraft())
        else:
            self.fields.allow_again()

    def _close(self, draft: CorrectionDraft) -> None:
        assert self.fields is not None
        focus = QApplication.focusWidget()
        inside = focus is not None and self.fields.isAncestorOf(focus)
        self.fields.hide()
        self.fields.deleteLater()
        self.fields = None
        self._draft = draft
        self.draft_changed.emit(draft)
        self.moved.emit()
        if inside:
            self._bar.setFocus()

    def _tell_draft(self) -> None:
        if self.fields is not None:
            self._draft = self.fields.draft
            self.draft_changed.emit(self._draft)
