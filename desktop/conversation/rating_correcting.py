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
        self._rating: Rating | None = None
        self._saving = False
        self.fields: CorrectionFields | None = None

    def open(self, rating: Rating | None) -> CorrectionFields:
        """Show the fields with what was typed, else with the correction that is saved."""
        self._rating = rating
        if self.fields is None:
            shown = self._draft
            if not (shown.answer or shown.thought) and rating is not None:
                shown = CorrectionDraft(rating.right_answer, rating.right_thought)
            self.fields = CorrectionFields(self._theme, shown, self._bar)
            self.fields.saved.connect(self._save)
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
            self._close(replace(self._typed(self.fields), opened=False))

    def keep(self, draft: CorrectionDraft) -> None:
        """Have what was typed at another time, or elsewhere; nothing is typed any more where that was saved there."""
        self._draft = draft
        if self.fields is None:
            return
        if draft.empty:
            self._shut(self.fields)
        else:
            self.fields.show_draft(draft)

    def take_saved(self, rating: Rating | None, *, failed: bool) -> None:
        """Something was saved: the fields go when it was what they say, and stay with their text otherwise."""
        saving, self._saving, self._rating = self._saving, False, rating
        if self.fields is None:
            return
        if saving and not failed and self._says(rating, self.fields):
            self._close(CorrectionDraft())
        else:
            self.fields.allow_again()

    def _save(self, answer: str, thought: str) -> None:
        self._saving = True
        self.saved.emit(answer, thought)

    @staticmethod
    def _says(rating: Rating | None, fields: CorrectionFields) -> bool:
        """Whether a rating is the correction that the fields hold, thought and all."""
        if rating is None or rating.verdict is not CORRECTED:
            return False
        typed = fields.draft
        return (rating.right_answer, rating.right_thought) == (typed.answer.strip(), typed.thought.strip())

    def _typed(self, fields: CorrectionFields) -> CorrectionDraft:
        """What is typed and not saved; a saved correction that is only looked at is nothing of that."""
        return CorrectionDraft() if self._says(self._rating, fields) else fields.draft

    def _close(self, draft: CorrectionDraft) -> None:
        assert self.fields is not None
        self._draft = draft
        self.draft_changed.emit(draft)
        self._shut(self.fields)

    def _shut(self, fields: CorrectionFields) -> None:
        focus = QApplication.focusWidget()
        inside = focus is not None and fields.isAncestorOf(focus)
        fields.hide()
        fields.deleteLater()
        self.fields = None
        self.moved.emit()
        if inside:
            self._bar.setFocus()

    def _tell_draft(self) -> None:
        if self.fields is not None:
            self._draft = self._typed(self.fields)
            self.draft_changed.emit(self._draft)
