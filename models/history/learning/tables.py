"""The tables of learning, as migration 0003 makes them.

The kind of a finished unit of work begins with the role of its item ("gate:candidate"), so that what is forgotten with
a conversation takes the work on its questions along.
"""

from __future__ import annotations

LEARNING_TABLES = """
CREATE TABLE rounds (
    position INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    model_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    number INTEGER NOT NULL,
    stage TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'adopted', 'kept', 'failed', 'stopped')),
    plan TEXT NOT NULL CHECK (json_valid(plan)),
    adapter_before TEXT NOT NULL DEFAULT '',
    created_at REAL NOT NULL,
    ended_at REAL,
    seconds REAL NOT NULL DEFAULT 0,
    report TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '',
    UNIQUE (model_id, number)
) STRICT;
CREATE UNIQUE INDEX one_open_round ON rounds (state) WHERE state = 'open';
CREATE TABLE round_items (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('train', 'gate', 'anchor', 'variety', 'likelihood')),
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    question TEXT NOT NULL,
    gold TEXT NOT NULL,
    level INTEGER NOT NULL DEFAULT 0,
    conversation_id TEXT REFERENCES conversations (id) ON DELETE CASCADE,
    PRIMARY KEY (round_id, role, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX round_items_of_conversation ON round_items (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE TABLE round_work (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    PRIMARY KEY (round_id, kind, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER forget_work_of_items AFTER DELETE ON round_items BEGIN
    DELETE FROM round_work WHERE round_id = old.round_id AND number = old.number AND kind LIKE old.role || ':%'; END;
CREATE TABLE learned_examples (
    position INTEGER NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    provenance TEXT NOT NULL,
    source TEXT NOT NULL,
    question TEXT NOT NULL,
    thought TEXT NOT NULL,
    answer TEXT NOT NULL,
    content TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(content)),
    conversation_id TEXT REFERENCES conversations (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX learned_examples_of_round ON learned_examples (round_id);
CREATE INDEX learned_examples_of_conversation ON learned_examples (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE TABLE adapters (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT REFERENCES rounds (id),
    model_id TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at REAL NOT NULL,
    examples INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    scale REAL NOT NULL DEFAULT 1,
    deleted_at REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX adapters_of_model ON adapters (model_id);
CREATE TABLE adapter_choices (
    position INTEGER NOT NULL PRIMARY KEY,
    model_id TEXT NOT NULL,
    adapter_id TEXT REFERENCES adapters (id),
    reason TEXT NOT NULL CHECK (reason IN ('adopted', 'chosen', 'rolled_back', 'deleted', 'none')),
    chosen_at REAL NOT NULL
) STRICT;
CREATE INDEX adapter_choices_of_model ON adapter_choices (model_id, position);
CREATE TABLE question_splits (
    question_key TEXT NOT NULL PRIMARY KEY,
    split TEXT NOT NULL CHECK (split IN ('train', 'gate')),
    conversation_id TEXT REFERENCES conversations (id) ON DELETE CASCADE,
    assigned_at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX question_splits_of_conversation ON question_splits (conversation_id) WHERE conversation_id IS NOT NULL
"""

REPLAY_TABLES = """
CREATE TABLE replayed_examples (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    example INTEGER NOT NULL REFERENCES learned_examples (position) ON DELETE CASCADE,
    PRIMARY KEY (round_id, example)
) STRICT, WITHOUT ROWID;
CREATE INDEX replays_of_example ON replayed_examples (example)
"""
"""Which examples of earlier rounds a round has trained on again, as migration 0011 makes it."""

REPLAY_OF_OLD_ROUNDS = """
INSERT INTO replayed_examples (round_id, example)
SELECT round_id, example FROM (
    SELECT later.id AS round_id, e.position AS example,
        row_number() OVER (PARTITION BY later.id ORDER BY e.position DESC) AS place
    FROM rounds later
        JOIN rounds earlier ON earlier.model_id = later.model_id AND earlier.number < later.number
        JOIN learned_examples e ON e.round_id = earlier.id
    WHERE EXISTS (SELECT 1 FROM learned_examples WHERE round_id = later.id)
) WHERE place <= 4000
"""
"""Rounds that did not keep what they replayed were given the newest 4,000 that had been learned before."""
