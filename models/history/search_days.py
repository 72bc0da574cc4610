"""On which days what was saved: so that a search with dates looks only where texts of these days stand.

The search walks through texts by their position. `turn_days` and `attempt_days` hold for each day (of UTC, in days
since 1970) the blocks of positions in which something of that day stands; triggers keep them in the same transaction.
They may name a block too many, which costs a look and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.history.records import SearchScope
from models.history.sqlite import Database

DayBlocks = list[tuple[int, int]]

_SECONDS = 86_400
BLOCK_BITS = 10
"""A block is 1,024 positions."""

_TABLES = """
CREATE TABLE turn_days (
    day INTEGER NOT NULL, block INTEGER NOT NULL, PRIMARY KEY (day, block)
) STRICT, WITHOUT ROWID;
CREATE TABLE attempt_days (
    day INTEGER NOT NULL, block INTEGER NOT NULL, PRIMARY KEY (day, block)
) STRICT, WITHOUT ROWID;
"""

_DAY = f"CAST({{}}.created_at / {_SECONDS} AS INTEGER)"

_BLOCK = f"{{}}.position >> {BLOCK_BITS}"
_OF_TURN = f"INSERT OR IGNORE INTO turn_days VALUES ({_DAY.format('new')}, {_BLOCK.format('new')})"  # noqa: S608
_OF_ATTEMPT = (
    f"INSERT OR IGNORE INTO attempt_days SELECT {_DAY.format('t')}, {_BLOCK.format('new')}"  # noqa: S608
    " FROM turns t WHERE t.position = new.turn"
)
CREATE_DAYS = (
    *(each for each in _TABLES.split(";\n") if each.strip()),
    f"CREATE TRIGGER turn_dated AFTER INSERT ON turns BEGIN {_OF_TURN}; END",
    f"CREATE TRIGGER attempt_dated AFTER INSERT ON attempts BEGIN {_OF_ATTEMPT}; END",
)

_TURNS = f"SELECT DISTINCT {_DAY.format('t')}, {_BLOCK.format('t')} FROM turns t"  # noqa: S608
_ATTEMPTS = (
    f"SELECT DISTINCT {_DAY.format('t')}, {_BLOCK.format('a')}"  # noqa: S608
    " FROM attempts a CROSS JOIN turns t ON t.position = a.turn"
)
_ALL = _TURNS, _ATTEMPTS
_NAMES = "turn_days", "attempt_days"


def note_all_days(db: Database) -> None:
    """Fill the tables from all that there is."""
    for name, found in zip(_NAMES, _ALL, strict=True):
        db.execute(f"INSERT OR IGNORE INTO {name} {found}")


def days_are_whole(db: Database) -> bool:
    """Whether every text's day is in the tables."""
    missing = (f"{found} EXCEPT SELECT day, block FROM {name}" for name, found in zip(_NAMES, _ALL, strict=True))  # noqa: S608
    return not any(db.conn.execute(f"SELECT 1 FROM ({each}) LIMIT 1").fetchone() for each in missing)  # noqa: S608


def blocks_between(db: Database, scope: SearchScope, after: float | None, before: float | None) -> list[int]:
    """Return the blocks in which texts saved from `after` until `before` (Unix seconds) stand, in ascending order."""
    name = _NAMES[scope is not SearchScope.QUESTIONS]
    first, last = (None if each is None else int(each / _SECONDS) for each in (after, before))
    rows = db.conn.execute(
        f"SELECT DISTINCT block FROM {name} WHERE day >= coalesce(?, day) AND day <= coalesce(?, day) ORDER BY block",  # noqa: S608
        (first, last),
    )
    return [block for (block,) in rows]


def days_of(db: Database, conversation_id: str) -> list[DayBlocks]:
    """Return the days and blocks of a conversation, of its turns and of its attempts."""
    its = " WHERE t.conversation_id = ?"
    return [db.conn.execute(found + its, (conversation_id,)).fetchall() for found in _ALL]


def forget_days(db: Database, days: Sequence[DayBlocks]) -> None:
    """Take out what `days_of` returned for a conversation that is deleted, where no other text stands there."""
    for name, found, of, pairs in zip(_NAMES, _ALL, "ta", days, strict=True):
        others = f"{found} WHERE {of}.position BETWEEN ? AND ? AND {_DAY.format('t')} = ?"
        for day, block in pairs:
            first = block << BLOCK_BITS
            if db.conn.execute(f"{others} LIMIT 1", (first, first + (1 << BLOCK_BITS) - 1, day)).fetchone() is None:
                db.execute(f"DELETE FROM {name} WHERE day = ? AND block = ?", (day, block))  # noqa: S608
