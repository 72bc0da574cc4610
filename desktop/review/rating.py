"""The rating bar of the review page: its correction is written beside the trace, not inside the bar."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation.rating_bar import RatingBar
from desktop.conversation.rating_state import CorrectionDraft, RatingState
from desktop.conversation.rating_words import CORRECTED
from desktop.theme import Theme
from models.history.ratings.records import RatingVerdict

_GAP = 10


class ReviewRatingBar(RatingBar):
    """`correction_wanted`: the user wants to write the right answer."""

    correction_wanted = Signal()
    draft_known = Signal(object)
    """What was typed of a correction before (`CorrectionDraft`)."""
    state_changed = Signal(object)
    """What is saved now (`RatingState`)."""
    save_failed = Signal()

    def __init__(self, theme: Theme, attempt_id: str, parent: QWidget | None = None) -> None:
        self._writing = False
        self._wanted_reasons: list[int] = []
        """The reasons that were chosen before the verdict was saved."""
        super().__init__(theme, attempt_id, parent)

    @property
    def writing(self) -> bool:
        """Whether a correction is being written."""
        return self._writing

    @property
    def saving(self) -> bool:
        """Whether something was asked for and is not saved yet."""
        return self._asked is not None

    def show_writing(self, writing: bool) -> None:
        """Show whether a correction is being written."""
        if writing != self._writing:
            self._writing = writing
            self._settle()

    def show_state(self, state: RatingState, *, failed: bool = False) -> None:
        """Show what is saved now."""
        super().show_state(state, failed=failed)
        wanted, self._wanted_reasons = self._wanted_reasons, []
        for number in () if failed else wanted:
            self.choose_reason(number)
        if failed:
            self.save_failed.emit()
        else:
            self.state_changed.emit(state)

    def take_draft(self, draft: CorrectionDraft) -> None:
        """Bring back what was typed of a correction and not saved."""
        self.draft_known.emit(draft)

    def open_correction(self) -> None:
        """Let a correction be written."""
        self.correction_wanted.emit()

    def press(self, verdict: RatingVerdict) -> None:
        """Set a verdict or take it back; a correction is written first, and not saved once another verdict is set."""
        if verdict is CORRECTED and (self._writing or self.state.verdict is not CORRECTED):
            self.correction_wanted.emit()
        else:
            self.show_writing(False)
            super().press(verdict)

    def save_correction(self, answer: str, thought: str) -> None:
        """Save what was written as the right answer and thought."""
        self._save_correction(answer, thought)

    def choose_reason(self, number: int) -> None:
        """Choose a reason by its place, from 1, or take it back."""
        if self._asked is not None and self._asked.verdict is not self.state.verdict:
            self._wanted_reasons.append(number)
        elif 1 <= number <= len(self.reasons.chips) and not self.reasons.chips[number - 1].isHidden():
            self.reasons.chips[number - 1].click()

    def place(self, width: int) -> int:
        """Take this width."""
        y = self.row.place(width)
        if self.state.contradiction:
            self.remark.move(0, y + 4)
            y += 4 + self.remark.place(width)
        self.reasons.move(0, y + _GAP)
        y += _GAP + self.reasons.place(width)
        self.resize(width, y)
        return y

    def _settle(self) -> None:
        self.row.show_state(self.state, asked=self._asked, correcting=self._writing, small=False, near=True)
        self.update()
