"""Keeps what lies on the reviewer's desk: corrections that are typed and not saved, and where reviewing was left."""

from __future__ import annotations

import time

import msgspec

from models.history.connections import Connections
from models.history.review.records import CorrectionText, ReviewPlace
from models.history.writing import clean

MOST_DRAFTS = 500
"""So many of the newest unsaved corrections are brought back."""


class ReviewNotes:
    """Written often while something is typed, so a loss of power may take the last words; a crash does not.

    Args:
        connections: The history's.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep_draft(self, attempt_id: str, draft: CorrectionText) -> None:
        """Keep what was typed of a correction; an empty one is forgotten, and so is one of an answer that is gone."""
        with self._connections.writing() as db:
            if not (draft.answer.strip() or draft.thought.strip()):
                db.conn.execute("DELETE FROM correction_drafts WHERE attempt_id = ?", (attempt_id,))
                return
            db.conn.execute(
                "INSERT INTO correction_drafts (attempt_id, answer, thought, updated_at)"
                " SELECT id, ?, ?, ? FROM attempts WHERE id = ?"
                " ON CONFLICT (attempt_id) DO UPDATE SET answer = excluded.answer, thought = excluded.thought,"
                " updated_at = excluded.updated_at",
                (clean(draft.answer), clean(draft.thought), time.time(), attempt_id),
            )

    def drafts(self) -> dict[str, CorrectionText]:
        """Return the newest corrections that are typed and not saved, by attempt."""
        with self._connections.reading() as db:
            rows = db.conn.execute(
                "SELECT attempt_id, answer, thought FROM correction_drafts ORDER BY updated_at DESC LIMIT ?",
                (MOST_DRAFTS,),
            )
            return {row[0]: CorrectionText(row[1], row[2]) for row in rows}

    def keep_place(self, place: ReviewPlace) -> None:
        """Keep where reviewing stands."""
        with self._connections.writing() as db:
            db.conn.execute(
                "INSERT INTO review_places (id, place) VALUES (1, ?)"
                " ON CONFLICT (id) DO UPDATE SET place = excluded.place",
                (msgspec.json.encode(place).decode(),),
            )

    def place(self) -> ReviewPlace:
        """Return where reviewing was left; its beginning when it never was, or when that cannot be read."""
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT place FROM review_places").fetchone()
        try:
            return msgspec.json.decode(row[0], type=ReviewPlace) if row is not None else ReviewPlace()
        except msgspec.DecodeError:
            return ReviewPlace()
