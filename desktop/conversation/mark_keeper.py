"""Saves what the reader says of steps and attempts, shows what is saved, and lets it be undone with the ratings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.conversation.rating_keeper import RatingKeeper
from desktop.conversation.rating_undo import Change
from desktop.conversation.step_marks import MarkAsked, NoteAsked, NoteRemoved, NoteTyped, PairAsked, PreferAsked
from desktop.conversation.transcript import TranscriptView
from models.history.ratings.records import RemarkKind

if TYPE_CHECKING:
    from models.history.ratings.marks import MarkBook
    from models.history.ratings.records import Mark, Preference
    from models.history.store import Store

Asked = MarkAsked | NoteAsked | NoteRemoved | PairAsked | PreferAsked
Said = Asked | NoteTyped


class MarkKeeper(QObject):
    """Joins a transcript to the history; `ratings` does the saving and keeps what can be undone."""

    def __init__(self, transcript: TranscriptView, ratings: RatingKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._transcript, self._ratings = transcript, ratings
        transcript.requests.judged.connect(partial(take_said, ratings))
        transcript.requests.judgement_wanted.connect(self._bring)
        ratings.changed.connect(self._bring)
        ratings.remarks.returned.connect(self._bring)

    def _bring(self, attempt_id: str) -> None:
        def read(store: Store) -> tuple[list[Mark], list[Preference]]:
            marks = store.ratings.marks
            return marks.of_attempt(attempt_id), marks.preferences_of(attempt_id)

        def show(found: tuple[list[Mark], list[Preference]]) -> None:
            typed = self._ratings.remarks.of(attempt_id, RemarkKind.NOTE)
            self._transcript.show_judgement(attempt_id, *found, typed)

        self._ratings.read(read, show)


def take_said(ratings: RatingKeeper, said: Said) -> None:
    """Save what the reader said, so that it can be undone; keep what is still being written."""
    if isinstance(said, NoteTyped):
        ratings.remarks.keep(said.attempt_id, said.draft)
        return
    if isinstance(said, NoteAsked):
        ratings.remarks.send(said.attempt_id, RemarkKind.NOTE)
    ratings.do_with_undo(said.attempt_id, partial(carry_out, said))


def carry_out(asked: Asked, store: Store) -> Change:
    """Do what is asked, off the GUI thread; returns what undoes it."""
    book = store.ratings.marks
    if isinstance(asked, PairAsked):
        pair, included = (asked.attempt_id, asked.other_attempt_id), asked.included
        book.include_preference(*pair, included)
        return lambda later: later.ratings.marks.include_preference(*pair, not included)
    marks = [each.id for each in book.of_attempt(asked.attempt_id)]
    preferences = [each.id for each in book.preferences_of(asked.attempt_id)]
    _apply(asked, book)
    return lambda later: later.ratings.marks.put_back(asked.attempt_id, marks, preferences)


def _apply(asked: MarkAsked | NoteAsked | NoteRemoved | PreferAsked, book: MarkBook) -> None:
    if isinstance(asked, MarkAsked):
        book.mark_step(asked.attempt_id, asked.number, asked.mark)
    elif isinstance(asked, NoteAsked):
        book.note(asked.attempt_id, asked.start, asked.end, asked.text)
    elif isinstance(asked, NoteRemoved):
        book.remove(asked.mark_id)
    elif asked.preference_id:
        book.forget_preference(asked.preference_id)
    else:
        book.prefer(asked.attempt_id, asked.other_attempt_id)
