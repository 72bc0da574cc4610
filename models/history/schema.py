"""The tables of the history, as numbered migrations; each is applied in one step with the record that it was."""

from __future__ import annotations

from models.history.learning.audits import AUDIT_TABLE
from models.history.learning.tables import LEARNING_TABLES, REPLAY_OF_OLD_ROUNDS, REPLAY_TABLES
from models.history.ratings.remarks import REMARK_TABLE
from models.history.review.tables import REVIEW_TABLES
from models.history.search_days import CREATE_DAYS, note_all_days
from models.history.search_tables import CREATE_SEARCH_TABLES, make_smaller
from models.history.sqlite import Database, Migrations
from models.history.unfinished import UNFINISHED_TABLES

APPLICATION_ID = 0x5261746E
"""The file's own mark ("Ratn"), by which a backup or a stray file is recognised."""

MIGRATIONS = Migrations("rationale-history")

_CONVERSATIONS = """
CREATE TABLE conversations (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0,
    trashed_at REAL,
    active_turn_id TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_by_update ON conversations (updated_at DESC, id DESC) WHERE trashed_at IS NULL;
CREATE INDEX conversations_in_trash ON conversations (updated_at DESC, id DESC) WHERE trashed_at IS NOT NULL;
CREATE INDEX conversations_pinned ON conversations (updated_at DESC) WHERE pinned = 1;
CREATE TABLE turns (
    position INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) DEFERRABLE INITIALLY DEFERRED,
    parent INTEGER REFERENCES turns (position) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'answer')),
    created_at REAL NOT NULL,
    panel TEXT NOT NULL DEFAULT 'automatic',
    chosen_attempt_id TEXT NOT NULL DEFAULT '',
    continued_from_attempt_id TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    CHECK (kind = 'question' OR parent IS NOT NULL)
) STRICT;
CREATE INDEX turns_of_conversation ON turns (conversation_id);
CREATE INDEX first_turns ON turns (conversation_id) WHERE parent IS NULL;
CREATE INDEX turns_of_parent ON turns (parent) WHERE parent IS NOT NULL;
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE) STRICT;
CREATE TABLE conversation_tags (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (conversation_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_of_tag ON conversation_tags (tag_id);
CREATE TABLE drafts (conversation_id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL, updated_at REAL NOT NULL) STRICT;
"""

_ATTEMPTS = """
CREATE TABLE recipes (
    id INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    model_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    adapter_id TEXT NOT NULL,
    effort TEXT NOT NULL,
    thought_budget INTEGER NOT NULL,
    sampling TEXT NOT NULL,
    system_prompt TEXT NOT NULL,
    prompt_version INTEGER NOT NULL
) STRICT;
CREATE TABLE programs (
    id TEXT NOT NULL PRIMARY KEY,
    process INTEGER NOT NULL,
    process_started_at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
    position INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    turn INTEGER NOT NULL REFERENCES turns (position) ON DELETE CASCADE,
    recipe_id INTEGER NOT NULL REFERENCES recipes (id),
    number INTEGER NOT NULL,
    strategy TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT,
    searchable INTEGER NOT NULL DEFAULT 0,
    created_at REAL NOT NULL,
    thought_started_at REAL,
    thought_ended_at REAL,
    answer_started_at REAL,
    answer_ended_at REAL,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0,
    dropped_turns INTEGER NOT NULL DEFAULT 0,
    thought_tokens INTEGER NOT NULL DEFAULT 0,
    answer_tokens INTEGER NOT NULL DEFAULT 0,
    time_to_first_token REAL,
    tokens_per_second REAL,
    mean_logprob REAL,
    seed INTEGER NOT NULL,
    stop_reason TEXT NOT NULL DEFAULT '',
    thought_end TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    final_answer TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    thought TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attempts_of_turn ON attempts (turn);
CREATE INDEX attempts_of_recipe ON attempts (recipe_id);
CREATE INDEX attempts_streaming ON attempts (owner) WHERE state = 'streaming';
CREATE TABLE token_confidences (
    attempt_id TEXT NOT NULL PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    packed BLOB NOT NULL
) STRICT;
CREATE TABLE steps (
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (attempt_id, number)
) STRICT, WITHOUT ROWID;
"""

_RATINGS = """
CREATE TABLE snapshots (
    id TEXT NOT NULL PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    created_at REAL NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
CREATE INDEX snapshots_of_conversation ON snapshots (conversation_id);
CREATE TABLE ratings (
    id TEXT NOT NULL PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    snapshot_id TEXT NOT NULL REFERENCES snapshots (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'corrected')),
    right_answer TEXT NOT NULL DEFAULT '',
    right_thought TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '',
    training TEXT NOT NULL DEFAULT 'included' CHECK (training IN ('included', 'left_out')),
    created_at REAL NOT NULL,
    undone_at REAL
) STRICT;
CREATE INDEX ratings_of_attempt ON ratings (attempt_id, created_at);
CREATE INDEX ratings_of_conversation ON ratings (conversation_id, created_at);
CREATE INDEX ratings_by_time ON ratings (created_at) WHERE undone_at IS NULL;
CREATE INDEX ratings_of_snapshot ON ratings (snapshot_id);
CREATE TABLE rating_reasons (
    rating_id TEXT NOT NULL REFERENCES ratings (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (rating_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE step_marks (
    id TEXT NOT NULL PRIMARY KEY,
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    step_number INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('good', 'bad', 'first_wrong', 'note')),
    note TEXT NOT NULL DEFAULT '',
    created_at REAL NOT NULL,
    undone_at REAL
) STRICT;
CREATE INDEX step_marks_of_attempt ON step_marks (attempt_id);
CREATE TABLE preferences (
    id TEXT NOT NULL PRIMARY KEY,
    question_id TEXT NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    preferred_attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    other_attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    snapshot_id TEXT NOT NULL REFERENCES snapshots (id),
    blind INTEGER NOT NULL DEFAULT 0,
    training TEXT NOT NULL DEFAULT 'included' CHECK (training IN ('included', 'left_out')),
    created_at REAL NOT NULL,
    undone_at REAL,
    CHECK (preferred_attempt_id <> other_attempt_id)
) STRICT;
CREATE INDEX preferences_of_question ON preferences (question_id);
CREATE INDEX preferences_of_preferred ON preferences (preferred_attempt_id);
CREATE INDEX preferences_of_other ON preferences (other_attempt_id);
CREATE INDEX preferences_of_snapshot ON preferences (snapshot_id);
"""


@MIGRATIONS(name="0001_first_schema")
def first_schema(db: Database) -> None:
    """Make the conversations' tree, attempts, search, and what the user's judgement needs.

    `position` is the order of saving, which is the order that searches are answered in (newest first). Older texts that
    come later go below the lowest one. Counting in ones keeps the search small: its lists hold the steps between them.
    `recipes` holds once what most attempts share. `active_turn_id` is the leaf of the branch that is shown.
    """
    for statement in (_CONVERSATIONS + _ATTEMPTS + _RATINGS).split(";\n"):
        if statement.strip():
            db.execute(statement)
    for statement in CREATE_SEARCH_TABLES:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@MIGRATIONS(name="0002_deliberations")
def deliberations(db: Database) -> None:
    """Keep with each answer how it was found among several attempts (`models.traces.Deliberated` as JSON)."""
    db.execute("ALTER TABLE turns ADD COLUMN deliberated TEXT NOT NULL DEFAULT ''")


@MIGRATIONS(name="0003_learning")
def learning(db: Database) -> None:
    """Make what learning needs: rounds with their items and finished work, what was learned, adapters and their use."""
    for statement in LEARNING_TABLES.split(";\n"):
        db.execute(statement)


@MIGRATIONS(name="0005_waiting_for_search")
def waiting_for_search(db: Database) -> None:
    """Find quickly which attempts an import has brought that are not in the search yet."""
    db.execute(
        "CREATE INDEX attempts_not_searchable ON attempts (position) WHERE searchable = 0 AND state <> 'streaming'"
    )


@MIGRATIONS(name="0006_smaller_search")
def smaller_search(db: Database) -> None:
    """Make the search anew without what only beginnings of two letters needed."""
    make_smaller(db)


@MIGRATIONS(name="0008_review")
def review(db: Database) -> None:
    """Keep corrections that are typed and not saved, and where reviewing was left."""
    for statement in REVIEW_TABLES.split(";\n"):
        db.execute(statement)


@MIGRATIONS(name="0009_sealed_audits")
def sealed_audits(db: Database) -> None:
    """Keep every opening of the sealed audit."""
    db.execute(AUDIT_TABLE)


@MIGRATIONS(name="0010_imported_adapters")
def imported_adapters(db: Database) -> None:
    """Mark the adapters that were made elsewhere with the name of the file that they came from."""
    db.execute("ALTER TABLE adapters ADD COLUMN imported_from TEXT NOT NULL DEFAULT ''")


@MIGRATIONS(name="0011_replayed_examples")
def replayed_examples(db: Database) -> None:
    """Keep what each round repeated of earlier ones, so that its adapter is named when that is deleted."""
    for statement in REPLAY_TABLES.split(";\n"):
        db.execute(statement)
    db.execute(REPLAY_OF_OLD_ROUNDS)


@MIGRATIONS(name="0012_snapshots_of_both_preferred")
def snapshots_of_both_preferred(db: Database) -> None:
    """Keep with a preference what the other answer was, too; without it, it is read as it is now."""
    db.execute("ALTER TABLE preferences ADD COLUMN other_snapshot_id TEXT REFERENCES snapshots (id)")
    db.execute("CREATE INDEX preferences_of_other_snapshot ON preferences (other_snapshot_id)")


@MIGRATIONS(name="0013_unfinished_edits")
def unfinished_edits(db: Database) -> None:
    """Keep questions and thoughts that were changed and not sent yet."""
    for statement in UNFINISHED_TABLES.split(";\n"):
        db.execute(statement)


@MIGRATIONS(name="0014_failures")
def failures(db: Database) -> None:
    """Keep why an attempt failed and what the engine said of it, beside the sentence that the user was told."""
    db.execute("ALTER TABLE attempts ADD COLUMN error_reason TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE attempts ADD COLUMN error_details TEXT NOT NULL DEFAULT ''")


@MIGRATIONS(name="0015_remark_drafts")
def remark_drafts(db: Database) -> None:
    """Keep comments, reasons and notes that are being typed."""
    db.execute(REMARK_TABLE)


@MIGRATIONS(name="0016_days")
def days(db: Database) -> None:
    """Find quickly where the texts of some days stand, what is archived, and which models answered a question."""
    for statement in CREATE_DAYS:
        db.execute(statement)
    note_all_days(db)
    db.execute("CREATE INDEX conversations_archived ON conversations (id) WHERE archived = 1")
    db.execute("DROP INDEX attempts_of_turn")
    db.execute("CREATE INDEX attempts_of_turn ON attempts (turn, recipe_id)")
