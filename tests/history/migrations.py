"""The history's migrations as a later version may have them."""

from __future__ import annotations

import time

from sqlite_utils import Database, Migrations

from models.history.schema import MIGRATIONS


def newer_migrations(*, slow: float = 0.0, failing: bool = False) -> Migrations:
    """Return today's migrations and one more, which takes `slow` seconds and may fail at its end."""
    migrations = Migrations(MIGRATIONS.name)
    for each in MIGRATIONS.pending(Database(memory=True)):
        migrations(name=each.name)(each.fn)

    @migrations(name="9999_moods")
    def moods(db: Database) -> None:
        db.execute("CREATE TABLE moods (conversation_id TEXT PRIMARY KEY, mood TEXT)")
        db.execute("INSERT INTO moods SELECT id, 'calm' FROM conversations")
        time.sleep(slow)
        if failing:
            raise RuntimeError("a failing migration")

    return migrations
