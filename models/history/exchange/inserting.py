"""Inserts rows of a file that may be there already; inside one transaction."""

from __future__ import annotations

from models.errors import InputError
from models.history.sqlite import Database


def insert(db: Database, table: str, row: tuple[object, ...]) -> bool:
    """Insert a row unless one with its key is there; returns whether it was new."""
    statement = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})"  # noqa: S608
    return db.conn.execute(statement, row).rowcount > 0


def insert_own(db: Database, table: str, row: tuple[object, ...], **owner: str) -> bool:
    """Insert a row unless it is there; returns whether it was new.

    Args:
        db: The history, inside a transaction.
        table: Where to.
        row: Its columns, the id first.
        owner: The columns that say what it belongs to.

    Raises:
        InputError: A row with its id is there that belongs to something else.
    """
    if insert(db, table, row):
        return True
    same = " AND ".join(f"{column} = ?" for column in ("id", *owner))
    if not db.conn.execute(f"SELECT 1 FROM {table} WHERE {same}", (row[0], *owner.values())).fetchone():  # noqa: S608
        raise foreign(str(row[0]))
    return False


def foreign(identifier: str) -> InputError:
    """Return the error for a part of a file that is part of something else here."""
    return InputError(
        "A part of a conversation in the file is part of another conversation here, so nothing was imported.",
        details=identifier,
    )
