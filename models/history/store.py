"""The history: one object that every part of the program asks, from any thread."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from models.errors import InputError
from models.events import Channel, Token
from models.history import (
    backups,
    branches,
    checking,
    discarding,
    opening,
    organising,
    programs,
    reading,
    restoring,
    searching,
    shrinking,
    similar,
    tracing,
    writing,
)
from models.history.confidences import unpack
from models.history.connections import Connections
from models.history.discarding import Discarded
from models.history.exchange.book import Exchange
from models.history.failures import StoreReadOnly, conversation_missing, told_plainly
from models.history.labels import Labels
from models.history.learning.adapters import AdapterBook
from models.history.learning.audits import AuditBook
from models.history.learning.rounds import RoundBook
from models.history.learning.splits import SplitBook
from models.history.ratings.book import Ratings
from models.history.records import (
    Attempt,
    CheckReport,
    ConversationSummary,
    NewAttempt,
    PanelState,
    Saved,
    SearchHit,
    SearchScope,
    Turn,
)
from models.history.review.notes import ReviewNotes
from models.history.review.queue import ReviewQueue
from models.history.schema import MIGRATIONS
from models.history.similar import AcceptedAnswer
from models.history.sqlite import Migrations
from models.history.token_columns import TokenColumns
from models.history.unfinished import UnfinishedEdits
from models.paths import DataFolder
from models.traces import Deliberated, Step

_BACKUP_SECONDS = 86_400.0

_DELETED_AT_ONCE = 50
"""How many conversations of the trash go in one transaction, so that other writers wait only shortly."""

_PATIENCE = 5.0
"""Seconds that a write waits for another program's."""

_SHORT_PATIENCE = 0.1
"""The same, for what is tried again within a second."""


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
    """Conversations, attempts, search, drafts, trash and backups; made by `open_store`, safe from every thread.

    Every method raises `models.history.failures`' errors in plain words: `StoreBusy`, `StoreFull` and `StoreReadOnly`
    where the same call may work later, `NotInHistory` where what it is about was deleted. A write is done entirely or
    not at all.
    """

    def __init__(self, folder: DataFolder, *, read_only: bool, patience: float, migrations: Migrations) -> None:
        self.folder = folder
        self.read_only = read_only
        self._patience = patience
        self._migrations = migrations
        self._program = programs.Program()
        self._connections = Connections(folder.database, patience=patience, read_only=read_only)
        self.ratings = Ratings(self._connections)
        """What the user says of answers."""
        self.exchange = Exchange(self._connections)
        """Export and import."""
        self.labels = Labels(self._connections)
        """Tags and the archive."""
        self.rounds = RoundBook(self._connections)
        """Rounds of learning."""
        self.splits = SplitBook(self._connections)
        """Which of the user's questions are kept for the exam."""
        self.review = ReviewQueue(self._connections)
        """Which answers wait for a judgement."""
        self.review_notes = ReviewNotes(self._connections)
        """Corrections that are typed and not saved, and where reviewing was left."""
        self.unfinished = UnfinishedEdits(self._connections)
        """Questions and thoughts that were changed and not sent yet."""
        self.adapters = AdapterBook(self._connections)
        """Trained adapters, and which one each model answers with."""
        self.audits = AuditBook(self._connections)
        """Openings of the sealed audit."""
        self.search_rewriting = shrinking.SearchRewriting(self._connections)
        """Takes deleted words out of the search of a large history, little by little."""

    def add_question(
        self,
        *,
        question: str,
        conversation_id: str | None,
        parent_id: str | None,
        system_prompt: str,
        effort: str,
        attempts: Sequence[NewAttempt],
        answer_to: str | None = None,
        continued_from_attempt_id: str = "",
    ) -> Saved:
        """Save a question with its empty answer and show it as the conversation's active branch.

        Args:
            question: The question's text; not looked at when `answer_to` is given.
            conversation_id: Where it belongs; None starts a conversation.
            parent_id: The answer that it follows; None starts at the root.
            system_prompt: The system prompt of all its attempts.
            effort: The effort's name.
            attempts: What is about to run, at least one.
            answer_to: A question that gets another answer, instead of a new question.
            continued_from_attempt_id: The attempt whose edited thought the answer continues.
        """
        now = time.time()
        begun = writing.new_attempts(attempts, system_prompt, effort)
        if answer_to is None and not question.strip():
            raise InputError("The question is empty; type at least one character.")
        with self._connections.writing() as db:
            self._program.sign_in(db)
            home = conversation_id or (None if answer_to else writing.add_conversation(db, question, now))
            if answer_to is None:
                assert home is not None
                asked = writing.add_question(db, home, parent_id, question, now)
            else:
                asked = answer_to
            saved = writing.add_answer(db, asked, begun, continued_from_attempt_id, self._program.id, now)
            if home is not None and saved.conversation_id != home:
                raise conversation_missing()
            return replace(saved, new_conversation=conversation_id is None and answer_to is None)

    def save_progress(self, attempt: Attempt, steps: Sequence[Step] = ()) -> None:
        """Save what an attempt has written so far, with its steps if there are any; cheap enough for once a second.

        Another program's lock is waited for only shortly, since the caller comes again soon.
        """
        with self._connections.writing(patience=_SHORT_PATIENCE) as db:
            self._program.sign_in(db)
            writing.write_attempt(db, attempt, self._program.id)
            if steps:
                tracing.write_steps(db, attempt.id, steps)

    def finish_attempt(
        self, attempt: Attempt, tokens: TokenColumns | Sequence[tuple[Channel, Token]] = (), steps: Sequence[Step] = ()
    ) -> None:
        """Save an attempt's final state, make it findable and keep its tokens' confidences and its steps."""
        with self._connections.writing() as db:
            self._program.sign_in(db)
            writing.write_attempt(db, attempt, self._program.id)
            if tokens:
                writing.write_confidences(db, attempt.id, tokens)
            if steps:
                tracing.write_steps(db, attempt.id, steps)

    def steps(self, attempt_id: str) -> tuple[Step, ...]:
        """Return the checked steps of an attempt's thought, none when none were kept."""
        with self._connections.reading() as db:
            return tracing.read_steps(db, attempt_id)

    def save_deliberated(self, answer_id: str, deliberated: Deliberated, chosen_attempt_id: str) -> None:
        """Keep how an answer was found, and make `chosen_attempt_id` the one whose answer counts."""
        with self._connections.writing() as db:
            tracing.write_deliberated(db, answer_id, deliberated)
            organising.choose_attempt(db, answer_id, chosen_attempt_id)

    def token_confidences(self, attempt_id: str) -> list[tuple[Channel, Token]]:
        """Return the tokens of an attempt in their order, nothing when none were kept."""
        with self._connections.reading() as db:
            row = db.conn.execute("SELECT packed FROM token_confidences WHERE attempt_id = ?", (attempt_id,)).fetchone()
        return unpack(row[0]) if row else []

    def choose_attempt(self, answer_id: str, attempt_id: str) -> None:
        """Make an attempt the one whose answer counts."""
        with self._connections.writing() as db:
            organising.choose_attempt(db, answer_id, attempt_id)

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

    def set_active(self, conversation_id: str, turn_id: str) -> str:
        """Show the branch through `turn_id` (question or answer) down to the newest leaf below; returns that leaf."""
        with self._connections.writing() as db:
            return branches.set_active(db, conversation_id, turn_id)

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

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""
        with self._connections.writing() as db:
            organising.rename(db, conversation_id, title)

    def pin(self, conversation_id: str, pinned: bool) -> None:
        """Pin or unpin a conversation."""
        with self._connections.writing() as db:
            organising.pin(db, conversation_id, pinned)

    def trash(self, conversation_id: str) -> None:
        """Put a conversation into the trash."""
        with self._connections.writing() as db:
            organising.trash(db, conversation_id, time.time())

    def restore(self, conversation_id: str) -> None:
        """Take a conversation out of the trash."""
        with self._connections.writing() as db:
            organising.trash(db, conversation_id, None)

    def discard_answer(self, answer_id: str) -> Discarded:
        """Take an answer out of its conversation; `put_back` undoes it as long as the returned value lives.

        Raises:
            InputError: A later question follows it, or it has been rated.
        """
        with self._connections.writing() as db:
            return discarding.discard(db, answer_id)

    def put_back(self, discarded: Discarded) -> None:
        """Bring a discarded answer back as it was, and show it."""
        with self._connections.writing() as db:
            discarding.put_back(db, discarded)

    def trash_count(self, *, before: float = float("inf")) -> int:
        """Return how many conversations are in the trash that were put there `before` a time."""
        with self._connections.reading() as db:
            return reading.trash_count(db, before)

    def delete_for_good(self, conversation_id: str) -> None:
        """Delete a conversation with everything that hangs on it; its place in the file is overwritten."""
        with self._overwriting(), self._connections.writing(durable=True) as db:
            organising.forget(db, conversation_id)

    def empty_trash(self, *, before: float = float("inf")) -> int:
        """Delete what went into the trash `before` a time, as `delete_for_good` does; returns how many that were.

        Others can write in between; what was deleted before a failure stays deleted.
        """
        with self._connections.reading() as db:
            if not organising.is_in_trash(db, before):
                return 0
        deleted = 0
        with self._overwriting():
            while True:
                with self._connections.writing(durable=True) as db:
                    found = organising.forget_trash(db, _DELETED_AT_ONCE, before)
                deleted += found
                if found < _DELETED_AT_ONCE:
                    return deleted

    @contextmanager
    def _overwriting(self) -> Iterator[None]:
        """What is deleted inside is overwritten in the file, and its room given back at the end."""
        with shrinking.overwriting(self._connections):
            yield
            with self._connections.plain() as db:
                shrinking.shrink(db)

    def set_panel(self, answer_id: str, state: PanelState) -> None:
        """Keep how the user left an answer's reasoning panel."""
        with self._connections.writing() as db:
            organising.set_panel(db, answer_id, state)

    def save_draft(self, conversation_id: str | None, text: str) -> None:
        """Keep the composer's unsent text of a conversation (None: of the next new one); "" drops it."""
        with self._connections.writing() as db:
            organising.save_draft(db, conversation_id, text, time.time())

    def draft(self, conversation_id: str | None) -> str:
        """Return the composer's unsent text, "" when there is none."""
        with self._connections.reading() as db:
            return organising.draft(db, conversation_id)

    def backup(self, now: float | None = None) -> Path:
        """Copy the history into the folder of backups (named by `now`, Unix seconds); returns the copy's path."""
        with self._connections.plain() as db:
            return backups.back_up(self.folder, db, now=now)

    def back_up_if_due(self, now: float | None = None) -> Path | None:
        """Make a backup unless one of the last day exists, and thin the others; returns the new one, if any."""
        now = time.time() if now is None else now
        newest = next(iter(backups.list_backups(self.folder)), None)
        if newest is not None and 0 <= now - backups.time_of(newest) < _BACKUP_SECONDS:
            return None
        made = self.backup(now)
        self.thin_backups(now)
        return made

    def thin_backups(self, now: float | None = None) -> list[Path]:
        """Delete old backups but the newest of each day, week and month; returns what was deleted."""
        with told_plainly():
            return backups.thin(self.folder, time.time() if now is None else now)

    def forget_older_backups(self) -> list[Path]:
        """Rewrite the search, make a backup without deleted words, and only then delete all others; returns those.

        Raises:
            StoreFull: There is no room for the new one; the others are kept.
        """
        while self.search_rewriting.step():
            pass
        with told_plainly():
            return backups.keep_only(self.folder, self.backup())

    def restore_backup(self, file: Path) -> Path | None:
        """Replace the history by a backup; returns where the one before is kept (`models.history.restoring`)."""
        if self.read_only:
            raise StoreReadOnly("The history was opened for reading only; open it for writing to restore a backup.")
        self._connections.close(for_good=False)
        self.search_rewriting = shrinking.SearchRewriting(self._connections)
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
