"""Writes a reason of the user's own or a comment of a rating, and keeps what is typed until it is saved or given up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation.rating_field import RatingField
from desktop.theme import Theme
from models.history.ratings.records import NewRating, RemarkDraft, RemarkKind


class Remarking(QObject):
    """What is typed and not saved is a draft: it stands in `field` whenever there is a rating that can have it.

    Args:
        theme: The look.
        row: What the field stands in.
        words: Says what is written in the field.
    """

    said = Signal(object, str)
    """A text of this kind (`RemarkKind`) that is to be part of the rating."""
    sent = Signal(object)
    """What is typed of this kind is what `said` is about to carry."""
    typed = Signal(object)
    """What is typed now (`RemarkDraft`); an empty one was given up, or is saved already."""
    changed = Signal()
    """The field has come or gone."""

    def __init__(self, theme: Theme, row: QWidget, words: Callable[[RemarkKind], str]) -> None:
        super().__init__(row)
        self._words = words
        self._rating: NewRating | None = None
        self._kind = RemarkKind.COMMENT
        """What the field is for."""
        self._draft: RemarkDraft | None = None
        self.field = RatingField(theme, row)
        self.field.kept.connect(self._keep)
        self.field.left.connect(self._give_up)
        self.field.typed.connect(self._on_typed)

    def write(self, kind: RemarkKind) -> None:
        """Let a reason be written, or the comment be changed."""
        self._kind = kind
        comment = self._rating.comment if self._rating is not None else ""
        self.field.open(comment if kind is RemarkKind.COMMENT else "", self._words(kind))
        self.changed.emit()

    def show_rating(self, rating: NewRating | None) -> None:
        """Be about this rating; without one the draft waits."""
        self._rating = rating
        self._settle()

    def take_draft(self, draft: RemarkDraft | None) -> None:
        """Have what was typed at another time, or in another bar; None where nothing is any more."""
        other = draft is not None and draft.kind is not self._kind
        if draft == self._draft or (other and self.field.is_open):
            return
        self._draft = draft
        self._settle(gone=draft is None and not self.field.hasFocus())

    def _settle(self, *, gone: bool = False) -> None:
        """Let the draft stand in the field, unless the rating says it already."""
        rating, draft, was_open = self._rating, self._draft, self.field.is_open
        if rating is None or gone:
            self.field.put_away()
        elif draft is not None and draft.text.strip() in _said(rating, draft.kind):
            self._forget(draft.kind)
        elif draft is not None:
            self._kind = draft.kind
            self.field.bring(draft.text, self._words(draft.kind))
        if self.field.is_open is not was_open:
            self.changed.emit()

    def _on_typed(self, text: str) -> None:
        self._draft = RemarkDraft(self._kind, text)
        self.typed.emit(self._draft)

    def _give_up(self) -> None:
        self._forget(self._kind)
        self.changed.emit()

    def _forget(self, kind: RemarkKind) -> None:
        self._draft = None
        self.typed.emit(RemarkDraft(kind, ""))

    def _keep(self, text: str) -> None:
        rating, kind = self._rating, self._kind
        new = rating is not None and text not in _said(rating, kind)
        if new:
            self._draft = None
            self.sent.emit(kind)
        elif rating is not None:
            self._forget(kind)
        self.changed.emit()
        if new:
            self.said.emit(kind, text)


def _said(rating: NewRating, kind: RemarkKind) -> tuple[str, ...]:
    """What a rating says already; no reason is empty, but an empty comment takes one away."""
    return (rating.comment,) if kind is RemarkKind.COMMENT else ("", *rating.reasons)
