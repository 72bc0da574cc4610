"""The tables of reviewing."""

from __future__ import annotations

REVIEW_TABLES = """
CREATE TABLE correction_drafts (
    attempt_id TEXT NOT NULL PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
    answer TEXT NOT NULL,
    thought TEXT NOT NULL,
    updated_at REAL NOT NULL
) STRICT;
CREATE TABLE review_places (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    place TEXT NOT NULL CHECK (json_valid(place))
) STRICT
"""
"""What was typed of corrections, and where reviewing was left (`ReviewPlace` as JSON)."""
