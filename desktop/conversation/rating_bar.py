"""The bar under an answer: accept, reject, correct, with reasons, and where the rating goes.

It shows what is saved. A press asks; `show_state` says what the history holds then.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.conversation.rating_buttons import VerdictButton
from desktop.conversation.rating_correction import CorrectionFields
from desktop.conversation.rating_place import PlaceButton
from desktop.conversation.rating_reasons import RatingReasons
from desktop.conversation.rating_row import RatingRow
from desktop.conversation.rating_state import CorrectionDraft, RatingState, as_new
from desktop.conversation.rating_words import CORRECTED, verdict_words
from desktop.rendering.buttons import TextButton
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.history.ratings.records import NewRating, RatingVerdict

_GAP = 8


class RatingBar(Section):
    """The bar of one attempt; it grows only when the user opens something in it."""

    rate_asked = Signal(object)
    """A `NewRating` that is to be saved."""
    clear_asked = Signal(str)
    """The attempt whose rating is to be taken back."""
    include_asked = Signal(str, bool)
    """An attempt, and whether its rating may be learned from."""
    draft_changed = Signal(str, object)
    """An attempt, and what is typed of its correction (`CorrectionDraft`)."""

    def __init__(self, theme: Theme, attempt_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.attempt_id = theme, attempt_id
        self.state = RatingState()
        self._asked: NewRating | None = None
        self._draft = CorrectionDraft()
        self.small = False
        self.fields: CorrectionFields | None = None
        self.row = RatingRow(theme, self)
        self.row.pressed.connect(self.press)
        self.row.near_changed.connect(self._settle)
        self.row.place_button.clicked.connect(self._toggle_included)
        self.row.more_button.clicked.connect(self.expand)
        self.row.right_button.clicked.connect(self.open_correction)
        self.reasons = RatingReasons(theme, self)
        self.reasons.chosen.connect(lambda reasons: self._change(reasons=reasons))
        self.reasons.commented.connect(lambda comment: self._change(comment=comment))
        self.reasons.height_changed.connect(self.height_changed)
        self.resize(theme.size("column"), 0)
        self.show_state(self.state)

    @property
    def buttons(self) -> dict[RatingVerdict, VerdictButton]:
        """The three buttons."""
        return self.row.buttons

    @property
    def place_button(self) -> PlaceButton:
        """The button of the training set."""
        return self.row.place_button

    @property
    def more_button(self) -> TextButton:
        """What brings the reasons back in a bar that shrank."""
        return self.row.more_button

    def show_state(self, state: RatingState, *, failed: bool = False) -> None:
        """Show what is saved now; `failed` when what was asked for could not be saved."""
        self.state, self._asked = state, None
        rating = state.rating
        if self.fields is not None:
            saved = rating is not None and rating.verdict is CORRECTED and not failed
            if saved and rating is not None and rating.right_answer == self.fields.draft.answer.strip():
                self._close_fields(CorrectionDraft())
            else:
                self.fields.allow_again()
        self.reasons.show_rating(as_new(rating) if rating is not None else None, self._hint())
        if failed:
            self.reasons.reopen()
        name = verdict_words(rating.verdict) if rating is not None else self.tr("not rated")
        self.setAccessibleName(self.tr("Your rating: {verdict}").format(verdict=name))
        self.setAccessibleDescription(state.contradiction)
        self._settle()
        before = self.height()
        if self.place(self.width()) != before:
            self.height_changed.emit()

    def take_draft(self, draft: CorrectionDraft) -> None:
        """Bring back what was typed of a correction and not saved."""
        self._draft = draft
        if draft.opened and self.fields is None:
            self.open_correction(focus=False)

    def press(self, verdict: RatingVerdict) -> None:
        """Set a verdict, or take it back when it is the one in force; `Correct…` asks for the right answer first."""
        if self._asked is not None and self._asked.verdict is verdict:
            return
        if self.state.verdict is verdict and self._asked is None:
            self.clear_asked.emit(self.attempt_id)
        elif verdict is CORRECTED:
            (self.open_correction if self.fields is None else self.leave_correction)()
        else:
            comment = self.state.rating.comment if self.state.rating is not None else ""
            self._ask(NewRating(self.attempt_id, verdict, comment=comment))

    def open_correction(self, *, focus: bool = True) -> None:
        """Show the fields of a correction."""
        rating = self.state.rating
        draft = self._draft
        if not (draft.answer or draft.thought) and rating is not None:
            draft = CorrectionDraft(rating.right_answer, rating.right_thought)
        if self.fields is None:
            self.fields = CorrectionFields(self._theme, draft, self)
            self.fields.saved.connect(self._save_correction)
            self.fields.left.connect(self.leave_correction)
            self.fields.changed.connect(self._tell_draft)
            self.fields.height_changed.connect(self.height_changed)
            self.fields.show()
        self._tell_draft()
        self._settle()
        self.height_changed.emit()
        if focus:
            self.fields.setFocus()

    def leave_correction(self) -> None:
        """Close the fields; what is typed comes back with them."""
        if self.fields is not None:
            focus = QApplication.focusWidget()
            inside = focus is not None and self.fields.isAncestorOf(focus)
            self._close_fields(replace(self.fields.draft, opened=False))
            self._settle()
            if inside:
                self.buttons[CORRECTED].setFocus()
            self.height_changed.emit()

    def set_small(self, small: bool) -> None:
        """Shrink to one row, because a later question was sent, or be whole again."""
        if small != self.small:
            self.small = small
            self._settle()

    def expand(self) -> None:
        """The user wants the reasons back."""
        self.set_small(False)
        self.height_changed.emit()
        if self.reasons.chips:
            self.reasons.chips[0].setFocus()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self.update()

    def place(self, width: int) -> int:
        """Take this width."""
        y = self.row.place(width)
        if self.state.contradiction:
            y += 4 + self._theme.line_height("meta")
        if not self.small:
            y += _GAP
            self.reasons.move(0, y)
            y += self.reasons.place(width)
        if self.fields is not None:
            y += _GAP
            self.fields.move(0, y)
            y += self.fields.place(width)
        self.resize(width, y)
        return y

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line about contradicting ratings."""
        if not self.state.contradiction:
            return
        painter = QPainter(self)
        gutter, line = self._theme.size("gutter"), self._theme.line_height("meta")
        y = self.row.height() + 4
        side = self._theme.size("icon.s")
        icon = self._theme.icon("error", "warn.mark").pixmap(QSize(side, side), self.devicePixelRatioF())
        painter.drawPixmap((gutter - side) // 2 + 1, y + (line - side) // 2, icon)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("warn.text"))
        room = self.width() - gutter
        words = painter.fontMetrics().elidedText(self.state.contradiction, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(gutter, y, room, line), Qt.AlignmentFlag.AlignVCenter, words)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The other buttons come back in their row."""
        super().enterEvent(event)
        self._settle()

    def leaveEvent(self, event: QEvent) -> None:
        """Only the verdict is shown again."""
        super().leaveEvent(event)
        self._settle(left=True)

    def _ask(self, new: NewRating) -> None:
        self._asked = new
        self._settle()
        self.rate_asked.emit(new)

    def _change(self, **changes: object) -> None:
        """Another reason or comment of the rating that is saved, or is about to be."""
        now = self._asked or (as_new(self.state.rating) if self.state.rating is not None else None)
        if now is not None:
            new = replace(now, **changes)  # type: ignore[arg-type]
            self.reasons.show_rating(new, self._hint())
            self._ask(new)

    def _toggle_included(self) -> None:
        if self.state.rating is not None:
            self.include_asked.emit(self.attempt_id, not self.state.rating.included)

    def _save_correction(self, answer: str, thought: str) -> None:
        rating = self.state.rating
        reasons = rating.reasons if rating is not None and rating.verdict is CORRECTED else ()
        comment = rating.comment if rating is not None else ""
        self._ask(NewRating(self.attempt_id, CORRECTED, answer, thought, comment, reasons))

    def _close_fields(self, draft: CorrectionDraft) -> None:
        assert self.fields is not None
        self.fields.hide()
        self.fields.deleteLater()
        self.fields = None
        self._draft = draft
        self.draft_changed.emit(self.attempt_id, draft)

    def _tell_draft(self) -> None:
        if self.fields is not None:
            self._draft = self.fields.draft
            self.draft_changed.emit(self.attempt_id, self._draft)

    def _hint(self) -> str:
        return "" if self.state.rating is not None else self.tr("Rated answers are what the model learns from")

    def _settle(self, *, left: bool = False) -> None:
        """Show what belongs to the present form; nothing here changes the height."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        near = inside or (self.underMouse() and not left)
        self.row.show_state(
            self.state, asked=self._asked, correcting=self.fields is not None, small=self.small, near=near
        )
        self.reasons.setVisible(not self.small)
        self.update()
