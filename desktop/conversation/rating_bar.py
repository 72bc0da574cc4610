"""The bar under an answer: accept, reject, correct, with reasons, and where the rating goes.

It shows what is saved. A press asks; `show_state` says what the history holds then.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.conversation.announcing import announce
from desktop.conversation.rating_buttons import VerdictButton
from desktop.conversation.rating_correcting import Correcting
from desktop.conversation.rating_correction import CorrectionFields
from desktop.conversation.rating_place import PlaceButton
from desktop.conversation.rating_reasons import RatingReasons
from desktop.conversation.rating_remark import RatingRemark
from desktop.conversation.rating_row import RatingRow
from desktop.conversation.rating_state import CorrectionDraft, RatingState, as_new
from desktop.conversation.rating_words import CORRECTED, verdict_words
from desktop.rendering.buttons import TextButton
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.history.ratings.records import NewRating, RatingVerdict, RemarkDraft

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

    remark_typed = Signal(str, object)
    """An attempt, and what is typed of a reason or a comment (`RemarkDraft`)."""
    remark_sent = Signal(str, object)
    """An attempt, and the kind of remark that the next rating has."""

    def __init__(self, theme: Theme, attempt_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.attempt_id = theme, attempt_id
        self.state = RatingState()
        self._asked: NewRating | None = None
        self._known = False
        """Whether it has been shown what is saved."""
        self.small = self._pointed_at = False
        self.correcting = Correcting(theme, self)
        self.correcting.saved.connect(self._save_correction)
        self.correcting.draft_changed.connect(lambda draft: self.draft_changed.emit(self.attempt_id, draft))
        self.correcting.moved.connect(self._on_moved)
        self.row = RatingRow(theme, self)
        self.row.pressed.connect(self.press)
        self.row.near_changed.connect(self._settle)
        self.row.place_button.clicked.connect(self._toggle_included)
        self.row.more_button.clicked.connect(self.expand)
        self.row.right_button.clicked.connect(self.open_correction)
        self.remark = RatingRemark(theme, self)
        self.reasons = RatingReasons(theme, self)
        self.reasons.chosen.connect(lambda reasons: self._change(reasons=reasons))
        self.reasons.commented.connect(lambda comment: self._change(comment=comment))
        self.reasons.remarking.typed.connect(lambda draft: self.remark_typed.emit(self.attempt_id, draft))
        self.reasons.remarking.sent.connect(lambda kind: self.remark_sent.emit(self.attempt_id, kind))
        self.reasons.writing_changed.connect(self._on_moved)
        self.reasons.height_changed.connect(self.height_changed)
        self.resize(theme.size("column"), 0)
        self.show_state(self.state)
        self._known = False
        self.setFocusProxy(self.buttons[CORRECTED])

    @property
    def fields(self) -> CorrectionFields | None:
        """The fields of the correction that is being written."""
        return self.correcting.fields

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
        changed = state.verdict is not self.state.verdict and self._known
        self.state, self._asked, self._known = state, None, True
        rating = state.rating
        self.correcting.take_saved(rating, failed=failed)
        self.reasons.show_rating(as_new(rating) if rating is not None else None, self._hint())
        name = verdict_words(rating.verdict) if rating is not None else self.tr("not rated")
        self.setAccessibleName(self.tr("Your rating: {verdict}").format(verdict=name))
        self.setAccessibleDescription(state.contradiction)
        self.remark.show_text(state.contradiction)
        if changed:
            self._tell()
        self._settle()
        before = self.height()
        if self.place(self.width()) != before:
            self.height_changed.emit()

    def take_draft(self, draft: CorrectionDraft) -> None:
        """Bring back what was typed of a correction and not saved."""
        self.correcting.keep(draft)
        if draft.opened:
            self.correcting.open(self.state.rating)

    def take_remark(self, draft: RemarkDraft | None) -> None:
        """Bring back what was typed of a reason or a comment and not saved; None where nothing is."""
        self.reasons.remarking.take_draft(draft)

    def open_correction(self) -> None:
        """Let a correction be written."""
        self.correcting.open(self.state.rating).setFocus()

    def press(self, verdict: RatingVerdict) -> None:
        """Set a verdict, or take it back when it is the one in force; `Correct…` asks for the right answer first."""
        if self._asked is not None and self._asked.verdict is verdict:
            return
        if verdict is CORRECTED and self.fields is not None:
            self.correcting.leave()
        elif self.state.verdict is verdict and self._asked is None:
            self.clear_asked.emit(self.attempt_id)
        elif verdict is CORRECTED:
            self.open_correction()
        else:
            now = self._now()
            self._ask(NewRating(self.attempt_id, verdict, comment=now.comment if now is not None else ""))

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
            self.remark.move(0, y + 4)
            y += 4 + self.remark.place(width)
        if not self.small or self.reasons.writing:
            y += _GAP
            self.reasons.move(0, y)
            y += self.reasons.place(width)
        if self.fields is not None:
            y += _GAP
            self.fields.move(0, y)
            y += self.fields.place(width)
        self.resize(width, y)
        return y

    def enterEvent(self, event: QEnterEvent) -> None:
        """The other buttons come back in their row."""
        super().enterEvent(event)
        self._pointed_at = True
        self._settle()

    def leaveEvent(self, event: QEvent) -> None:
        """Only the verdict is shown again."""
        super().leaveEvent(event)
        self._pointed_at = False
        self._settle()

    def _on_moved(self) -> None:
        self._settle()
        self.height_changed.emit()

    def _tell(self) -> None:
        """A screen reader says once what is saved now."""
        announce(self, self.accessibleName())

    def _ask(self, new: NewRating) -> None:
        self._asked = new
        self._settle()
        self.rate_asked.emit(new)

    def _change(self, **changes: object) -> None:
        """Another reason or comment of the rating that is saved, or is about to be."""
        now = self._now()
        if now is not None:
            new = replace(now, **changes)  # type: ignore[arg-type]  # a mapping loses types
            self.reasons.show_rating(new, self._hint())
            self._ask(new)

    def _toggle_included(self) -> None:
        if self.state.rating is not None:
            self.include_asked.emit(self.attempt_id, not self.state.rating.included)

    def _save_correction(self, answer: str, thought: str) -> None:
        now = self._now()
        reasons = now.reasons if now is not None and now.verdict is CORRECTED else ()
        comment = now.comment if now is not None else ""
        self._ask(NewRating(self.attempt_id, CORRECTED, answer, thought, comment, reasons))

    def _now(self) -> NewRating | None:
        """The rating that is about to be saved, else the one that is."""
        return self._asked or (as_new(self.state.rating) if self.state.rating is not None else None)

    def _hint(self) -> str:
        return "" if self.state.rating is not None else self.tr("Rated answers are what the model learns from")

    def _settle(self) -> None:
        """Show what belongs to the present form; nothing here changes the height."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        near = inside or self._pointed_at
        self.row.show_state(
            self.state, asked=self._asked, correcting=self.fields is not None, small=self.small, near=near
        )
        self.reasons.setVisible(not self.small or self.reasons.writing)
        self.update()
