"""The history: one object that every part of the program asks, from any thread."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from models.errors import InputError
from models.events import Channel, Token
from models.history import branches, checking, opening, programs, reading, restoring, searching, similar, tracing
from models.history.backups import Backups
from models.history.confidences import unpack
from models.history.connections import Connections
from models.history.discarding import Discarding
from models.history.drafts import Drafts
from models.history.exchange.book import Exchange
from models.history.failures import StoreReadOnly
from models.history.labels import Labels
from models.history.learning.adapters import AdapterBook
from models.history.learning.audits import AuditBook
from models.history.learning.rounds import RoundBook
from models.history.learning.splits import SplitBook
from models.history.ratings.book import Ratings
from models.history.recording import Recording
from models.history.records import (
    Attempt,
    CheckReport,
    ConversationSummary,
    PanelState,
    SearchHit,
    SearchScope,
    Turn,
)
from models.history.review.notes import ReviewNotes
from models.history.review.queue import ReviewQueue
from models.history.schema import MIGRATIONS
from models.history.shrinking import SearchRewriting
from models.history.similar import AcceptedAnswer
from models.history.sqlite import Migrations
from models.history.trash import Trash
from models.history.unfinished import UnfinishedEdits
from models.paths import DataFolder
from models.traces import Step

_PATIENCE = 5.0
"""Seconds that a write waits for another program's."""


def open_store(
    folder: DataFolder, *, read_only: bool = False, patience: float = _PATIENCE, migrations: Migrations = MIGRATIONS
) -> Store:
    """Open the history of `folder`; it is made if missing, backed up and migrated if old.

    Attempts that a program left unfinished when it died are marked as interrupted, with what they had written.

    Args:
        folder: The data folder.
        read_only: Whether nothing at all is written; the history must exist and be of this version.
        patience: Seconds to wait for other programs' locks, here and at each write.
        migrations: What the history is brought up to.

    Raises:
        InputError: The history is damaged, of a newer version, read-only, locked, or the disk is full.
    """
    if read_only:
        opening.check_readable(folder.database, migrations, patience=patience)
    else:
        opening.prepare(folder, migrations, patience=patience)
    return Store(folder, read_only=read_only, patience=patience, migrations=migrations)


class Store:
    """The history of one data folder; made by `open_store`, safe from every thread.

    Reading conversations, branches and attempts, and searching them, are methods here; every other subject is a book.

    Every method, here and of the books, raises `models.history.failures`' errors in plain words: `StoreBusy`,
    `StoreFull` and `StoreReadOnly` where the same call may work later, `NotInHistory` where what it is about was
    deleted. A write is done entirely or not at all.
    """

    def __init__(self, folder: DataFolder, *, read_only: bool, patience: float, migrations: Migrations) -> None:
        self.folder = folder
        self.read_only = read_only
        self._patience = patience
        self._migrations = migrations
        self._program = programs.Program()
        self._connections = connections = Connections(folder.database, patience=patience, read_only=read_only)
        self.recording = Recording(connections, self._program)
        """Writes down questions, and their answers while they are written."""
        self.drafts = Drafts(connections)
        """What the composer holds and was not sent yet."""
        self.unfinished = UnfinishedEdits(connections)
        """Questions and thoughts that were changed and not sent yet."""
        self.labels = Labels(connections)
        """Titles, pins, tags and the archive."""
        self.discarding = Discarding(connections)
        """Takes unfinished answers out of conversations."""
        self.trash = Trash(connections)
        """Conversations that are put aside, or deleted for good."""
        self.search_rewriting = SearchRewriting(connections)
        """Takes deleted words out of the search of a large history, little by little."""
        self.backups = Backups(folder, connections, self.search_rewriting)
        """Copies of the history; `restore_backup` puts one back."""
        self.exchange = Exchange(connections)
        """Export and import."""
        self.ratings = Ratings(connections)
        """What the user says of answers."""
        self.review = ReviewQueue(connections)
        """Which answers wait for a judgement."""
        self.review_notes = ReviewNotes(connections)
        """Corrections that are typed and not saved, and where reviewing was left."""
        self.splits = SplitBook(connections)
        """Which of the user's questions are kept for the exam."""
        self.rounds = RoundBook(connections)
        """Rounds of learning."""
        self.adapters = AdapterBook(connections)
        """Trained adapters, and which one each model answers with."""
        self.audits = AuditBook(connections)
        """Openings of the sealed audit."""

    def conversations(
        self, *, limit: int = 100, before: tuple[float, str] | None = None, trashed: bool = False
    ) -> list[ConversationSummary]:
        """Return conversations, the last changed first; a next page is `before` the last one's (updated_at, id)."""
        with self._connections.reading() as db:
            return reading.conversations(db, limit=limit, before=before, trashed=trashed)

    def pinned(self) -> list[ConversationSummary]:
        """Return the pinned conversations, the last changed first."""
        with self._connections.reading() as db:
            return reading.pinned(db)

    def conversation(self, conversation_id: str) -> ConversationSummary | None:
        """Return one conversation, in the trash or not; None when there is none."""
        with self._connections.reading() as db:
            return reading.conversation(db, conversation_id)

    def path(self, conversation_id: str, *, leaf: str | None = None, limit: int | None = None) -> list[Turn]:
        """Return the branch that ends in `leaf` (None: the one shown), oldest first; with `limit` its newest turns."""
        with self._connections.reading() as db:
            return branches.path(db, conversation_id, leaf=leaf, limit=limit)

    def path_length(self, conversation_id: str, *, leaf: str | None = None) -> int:
        """Return the number of turns that `path` without a limit would return."""
        with self._connections.reading() as db:
            return branches.path_length(db, conversation_id, leaf=leaf)

    def turn_of_answer(self, answer_id: str) -> Turn:
        """Return an answer with its question."""
        with self._connections.reading() as db:
            return reading.turn_of_answer(db, answer_id)

    def attempt(self, attempt_id: str) -> Attempt:
        """Return one attempt."""
        with self._connections.reading() as db:
            return reading.attempt(db, attempt_id)

    def steps(self, attempt_id: str) -> tuple[Step, ...]:
        """Return the checked steps of an attempt's thought, none when none were kept."""
        with self._connections.reading() as db:
            return tracing.read_steps(db, attempt_id)

    def token_confidences(self, attempt_id: str) -> list[tuple[Channel, Token]]:
        """Return the tokens of an attempt in their order, nothing when none were kept."""
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT packed FROM token_confidences WHERE attempt_id = ?", (attempt_id,)).fetchone()
        return unpack(row[0]) if row else []

    def set_active(self, conversation_id: str, turn_id: str) -> str:
        """Show the branch through `turn_id` (question or answer) down to the newest leaf below; returns that leaf."""
        with self._connections.writing() as db:
            return branches.set_active(db, conversation_id, turn_id)

    def set_panel(self, answer_id: str, state: PanelState) -> None:
        """Keep how the user left an answer's reasoning panel."""
        with self._connections.writing() as db:
            branches.set_panel(db, answer_id, state)

    def search(self, query: str, scopes: Iterable[SearchScope], *, limit: int = 50) -> list[SearchHit]:
        """Return what contains all words typed, newest first (`models.history.search_query`); never from the trash.

        What is typed may hold filters (`models.history.search_filters`); with nothing but filters all they let through
        is returned.
        """
        with self._connections.reading() as db:
            return searching.search(db, query, scopes, limit=limit)

    def accepted_like(self, question: str, *, limit: int) -> list[AcceptedAnswer]:
        """Return accepted or corrected answers to other questions that are like this one, the most alike first."""
        with self._connections.reading() as db:
            return similar.accepted_like(db, question, limit=limit)

    def restore_backup(self, file: Path) -> Path | None:
        """Replace the history by a backup; returns where the one before is kept (`models.history.restoring`)."""
        if self.read_only:
            raise StoreReadOnly("The history was opened for reading only; open it for writing to restore a backup.")
        self._connections.close(for_good=False)
        self.search_rewriting.begin_anew()
        return restoring.restore_backup(self.folder, file, migrations=self._migrations, patience=self._patience)

    def check(self, repair: bool = True) -> CheckReport:
        """Check the whole history and, with `repair`, mend what can be made anew."""
        with self._connections.plain() as db:
            return checking.check(db, repair=repair)

    def close(self) -> None:
        """Close every connection; what this store left unfinished is marked as interrupted. May be called twice."""
        if self._connections.closed:
            return
        try:
            if not self.read_only:
                self._sign_out()
        finally:
            self._connections.close()

    def _sign_out(self) -> None:
        try:
            with self._connections.writing() as db:
                programs.interrupt_attempts(db, [self._program.id])
        except InputError:
            return  # the next start finds and marks them

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
