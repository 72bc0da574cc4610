"""Puts checked documents into the tables; what is there already stays as it is. Inside one transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.history.exchange.adding_judgements import Judged, add_judgements
from models.history.exchange.documents import AttemptDocument, ConversationDocument, TurnDocument
from models.history.exchange.inserting import foreign, insert
from models.history.labels import tidy_tag
from models.history.search_tables import QUESTION_WORDS, add_words
from models.history.sqlite import Database
from models.history.writing import RECIPE, recipe_id

LONGEST_TITLE = 32_767
"""Characters: as many as can be typed in the window."""


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
    earlier: int = 0
    """Ratings, marks and preferences that came in as taken back, because another one of the same is in force here."""
    touched: list[str] = field(default_factory=list)
    """The ids of the conversations to which something was added."""
    recipes: dict[tuple[object, ...], int] = field(default_factory=dict)
    """What was asked of `recipe_id` already."""

    def take(self, judged: Judged) -> None:
        """Count what was added of a conversation's judgements."""
        self.ratings += judged.ratings
        self.earlier += judged.earlier


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
    added.take(add_judgements(db, document))
    if db.conn.total_changes == before:
        added.already_there += 1
    else:
        added.touched.append(document.id)


def _add_head(db: Database, document: ConversationDocument) -> None:
    db.conn.execute(
        "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (document.id, " ".join(document.title.split())[:LONGEST_TITLE], document.created_at, document.updated_at,
         int(document.pinned), int(document.archived), document.trashed_at, document.active_turn_id),
    )  # fmt: skip
    for name in filter(None, map(tidy_tag, document.tags)):
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
                raise foreign(turn.id)
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
            insert(db, "question_edits", (turn.id, turn.edit, time.time()))
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
                raise foreign(attempt.id)


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
        insert(db, "thought_edits", (attempt.id, attempt.edit, time.time()))
    if attempt.correction is not None:
        drafted = (attempt.id, attempt.correction.answer, attempt.correction.thought, time.time())
        insert(db, "correction_drafts", drafted)
    for kind, remark in attempt.remarks.items():
        insert(db, "remark_drafts", (attempt.id, kind, remark.start, remark.end, remark.text, time.time()))
    db.conn.executemany(
        'INSERT INTO steps (attempt_id, number, start, "end", text, verdict, detail) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [
            (attempt.id, each.number, each.start, each.end, each.text, each.verdict, each.detail)
            for each in attempt.steps
        ],
    )
