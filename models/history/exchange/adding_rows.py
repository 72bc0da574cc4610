"""Puts checked documents into the tables; what is there already stays as it is. Inside one transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.errors import InputError
from models.history.exchange.documents import AttemptDocument, ConversationDocument, MarkDocument, TurnDocument
from models.history.search_tables import QUESTION_WORDS, add_words
from models.history.sqlite import Database
from models.history.writing import RECIPE, recipe_id


@dataclass(slots=True)
class Places:
    """The next free positions; imported texts that are older than all that is there go below it."""

    turn: int | None
    attempt: int | None

    def next_turn(self) -> int | None:
        """Return the position for a turn, None for the next one that SQLite gives."""
        if self.turn is None:
            return None
        self.turn += 1
        return self.turn - 1

    def next_attempt(self) -> int | None:
        """Return the position for an attempt, None for the next one that SQLite gives."""
        if self.attempt is None:
            return None
        self.attempt += 1
        return self.attempt - 1


@dataclass(slots=True)
class Added:
    """What an import has added so far."""

    conversations: int = 0
    turns: int = 0
    attempts: int = 0
    ratings: int = 0
    already_there: int = 0
    """Conversations of the file of which nothing was new."""
    earlier_ratings: int = 0
    """Ratings that came in as earlier ones, because another rating of the same answer is in force here."""
    touched: list[str] = field(default_factory=list)
    """The ids of the conversations to which something was added."""
    recipes: dict[tuple[object, ...], int] = field(default_factory=dict)
    """What was asked of `recipe_id` already."""


def add_conversation(db: Database, document: ConversationDocument, places: Places, added: Added) -> None:
    """Add what is new of a conversation.

    Raises:
        InputError: A part of it belongs to another conversation here.
    """
    before = db.conn.total_changes
    known = db.conn.execute("SELECT 1 FROM conversations WHERE id = ?", (document.id,)).fetchone() is not None
    if not known:
        _add_head(db, document)
        added.conversations += 1
    positions = _turns(db, document, Places(None, None) if known else places, added)
    if not known and document.active_turn_id is None and document.turns:
        leaf = document.turns[-1].id
        db.conn.execute("UPDATE conversations SET active_turn_id = ? WHERE id = ?", (leaf, document.id))
    _attempts(db, document, positions, Places(None, None) if known else places, added)
    _judgements(db, document, added)
    if db.conn.total_changes == before:
        added.already_there += 1
    else:
        added.touched.append(document.id)


def _add_head(db: Database, document: ConversationDocument) -> None:
    db.conn.execute(
        "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (document.id, " ".join(document.title.split())[:1000], document.created_at, document.updated_at,
         int(document.pinned), int(document.archived), document.trashed_at, document.active_turn_id),
    )  # fmt: skip
    for name in document.tags:
        db.conn.execute("INSERT OR IGNORE INTO tags (name) VALUES (?)", (name,))
        db.conn.execute(
            "INSERT OR IGNORE INTO conversation_tags SELECT ?, id FROM tags WHERE name = ?", (document.id, name)
        )
    if document.draft:
        db.conn.execute("INSERT OR IGNORE INTO drafts VALUES (?, ?, ?)", (document.id, document.draft, time.time()))


def _turns(db: Database, document: ConversationDocument, places: Places, added: Added) -> dict[str, int]:
    """Add the turns, parents first; returns the positions of all of them."""
    positions: dict[str, int] = {}
    for turn in _parents_first(document.turns):
        row = db.conn.execute("SELECT position, conversation_id, kind FROM turns WHERE id = ?", (turn.id,)).fetchone()
        if row is not None:
            if row[1] != document.id or row[2] != turn.kind:
                raise _foreign(turn.id)
            positions[turn.id] = row[0]
            continue
        cursor = db.conn.execute(
            "INSERT INTO turns (position, id, conversation_id, parent, kind, created_at, panel, chosen_attempt_id,"
            " continued_from_attempt_id, text, deliberated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (places.next_turn(), turn.id, document.id, positions[turn.parent] if turn.parent else None, turn.kind,
             turn.created_at, turn.panel, turn.chosen_attempt_id, turn.continued_from_attempt_id, turn.text,
             turn.deliberated),
        )  # fmt: skip
        positions[turn.id] = cursor.lastrowid or 0
        if turn.kind == "question":
            add_words(db, QUESTION_WORDS, positions[turn.id], turn.text)
        if turn.edit:
            _insert(db, "question_edits", (turn.id, turn.edit, time.time()))
        added.turns += 1
    return positions


def _parents_first(turns: Sequence[TurnDocument]) -> list[TurnDocument]:
    """Return the turns so that none comes before the one that it hangs on, else in their order."""
    by_id, done = {each.id: each for each in turns}, set[str]()
    ordered: list[TurnDocument] = []
    for turn in turns:
        way: list[TurnDocument] = []
        here: TurnDocument | None = turn
        while here is not None and here.id not in done:
            way.append(here)
            done.add(here.id)
            here = by_id[here.parent] if here.parent else None
        ordered += reversed(way)
    return ordered


def _attempts(
    db: Database, document: ConversationDocument, positions: dict[str, int], places: Places, added: Added
) -> None:
    for turn in document.turns:
        for attempt in turn.attempts:
            row = db.conn.execute("SELECT turn FROM attempts WHERE id = ?", (attempt.id,)).fetchone()
            if row is None:
                _add_attempt(db, attempt, positions[turn.id], places.next_attempt(), added)
                added.attempts += 1
            elif row[0] != positions[turn.id]:
                raise _foreign(attempt.id)


_COLUMNS = (
    "id", "number", "strategy", "created_at", "thought_started_at", "thought_ended_at", "answer_started_at",
    "answer_ended_at", "prompt_tokens", "cached_tokens", "dropped_turns", "thought_tokens", "answer_tokens",
    "time_to_first_token", "tokens_per_second", "mean_logprob", "seed", "stop_reason", "thought_end", "error",
    "error_reason", "error_details", "final_answer", "answer", "thought",
)  # fmt: skip
_ADD_ATTEMPT = (
    f"INSERT INTO attempts (position, turn, recipe_id, state, searchable, {', '.join(_COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join('?' * (len(_COLUMNS) + 5))})"
)


def _add_attempt(db: Database, attempt: AttemptDocument, turn: int, position: int | None, added: Added) -> None:
    """Add an attempt, findable once `models.history.indexing` was there; one that streamed counts as interrupted."""
    state = "interrupted" if attempt.state == "streaming" else attempt.state
    values = (getattr(attempt, name) for name in _COLUMNS)
    made = tuple(getattr(attempt, name) for name in RECIPE)
    if made not in added.recipes:
        added.recipes[made] = recipe_id(db, attempt)
    db.conn.execute(_ADD_ATTEMPT, (position, turn, added.recipes[made], state, 0, *values))
    if attempt.confidences:
        db.conn.execute("INSERT INTO token_confidences VALUES (?, ?)", (attempt.id, attempt.confidences))
    if attempt.edit:
        _insert(db, "thought_edits", (attempt.id, attempt.edit, time.time()))
    if attempt.correction is not None:
        drafted = (attempt.id, attempt.correction.answer, attempt.correction.thought, time.time())
        _insert(db, "correction_drafts", drafted)
    for kind, remark in attempt.remarks.items():
        _insert(db, "remark_drafts", (attempt.id, kind, remark.start, remark.end, remark.text, time.time()))
    db.conn.executemany(
        'INSERT INTO steps (attempt_id, number, start, "end", text, verdict, detail) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [
            (attempt.id, each.number, each.start, each.end, each.text, each.verdict, each.detail)
            for each in attempt.steps
        ],
    )


def _judgements(db: Database, document: ConversationDocument, added: Added) -> None:
    for snapshot in document.snapshots:
        snapshot_row = (snapshot.id, document.id, snapshot.created_at, bytes(snapshot.content).decode())
        _insert_own(db, "snapshots", snapshot_row, conversation_id=document.id)
    for rating in document.ratings:
        undone_at = rating.undone_at
        stands = db.conn.execute(
            "SELECT 1 FROM ratings WHERE attempt_id = ? AND undone_at IS NULL AND id <> ?",
            (rating.attempt_id, rating.id),
        ).fetchone()
        if undone_at is None and stands:
            undone_at = time.time()
        row = (
            rating.id, document.id, rating.attempt_id, rating.snapshot_id, rating.verdict, rating.right_answer,
            rating.right_thought, rating.comment, rating.training, rating.created_at, undone_at,
        )  # fmt: skip
        if _insert_own(db, "ratings", row, conversation_id=document.id, attempt_id=rating.attempt_id):
            added.ratings += 1
            added.earlier_ratings += undone_at is not None and rating.undone_at is None
            for number, reason in enumerate(rating.reasons):
                _insert(db, "rating_reasons", (rating.id, number, reason))
    for mark in document.marks:
        _insert_own(db, "step_marks", _mark_row(mark), attempt_id=mark.attempt_id)
    for pair in document.preferences:
        pair_row = (
            pair.id, pair.question_id, pair.preferred_attempt_id, pair.other_attempt_id, pair.snapshot_id,
            int(pair.blind), pair.training, pair.created_at, pair.undone_at, pair.other_snapshot_id,
        )  # fmt: skip
        _insert_own(db, "preferences", pair_row, question_id=pair.question_id)
    for split in document.splits:
        _insert(db, "question_splits", (split.question_key, split.split, document.id, split.assigned_at))


def _mark_row(mark: MarkDocument) -> tuple[object, ...]:
    place = (mark.step_number, mark.start, mark.end)
    return (mark.id, mark.attempt_id, *place, mark.mark, mark.note, mark.created_at, mark.undone_at)


def _insert(db: Database, table: str, row: tuple[object, ...]) -> bool:
    """Insert a row unless one with its key is there; returns whether it was new."""
    statement = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})"  # noqa: S608
    return db.conn.execute(statement, row).rowcount > 0


def _insert_own(db: Database, table: str, row: tuple[object, ...], **owner: str) -> bool:
    """Insert a row unless it is there; returns whether it was new.

    Args:
        db: The history, inside a transaction.
        table: Where to.
        row: Its columns, the id first.
        owner: The columns that say what it belongs to.

    Raises:
        InputError: A row with its id is there that belongs to something else.
    """
    if _insert(db, table, row):
        return True
    same = " AND ".join(f"{column} = ?" for column in ("id", *owner))
    if not db.conn.execute(f"SELECT 1 FROM {table} WHERE {same}", (row[0], *owner.values())).fetchone():  # noqa: S608
        raise _foreign(str(row[0]))
    return False


def _foreign(identifier: str) -> InputError:
    return InputError(
        "A part of a conversation in the file is part of another conversation here, so nothing was imported.",
        details=identifier,
    )
