"""How the words in the index go on after two typed letters, which its own list of beginnings does not hold.

A beginning of two letters would have to be gathered from every word that has it, which takes long in a large history.
The beginnings of three letters are in the index, and there are few of them after two letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from models.history.search_tables import ANSWER_WORDS, QUESTION_WORDS, THOUGHT_WORDS
from models.history.sqlite import Database

INDEXED = 3
"""Letters of the shortest beginning that the index holds."""

CREATE_TERM_LISTS = tuple(
    f"CREATE VIRTUAL TABLE temp.{table}_terms USING fts5vocab(main, {table}, instance)"
    for table in (QUESTION_WORDS, THOUGHT_WORDS, ANSWER_WORDS)
)
"""What a connection needs to read the words of the index; nothing of it is stored."""

_AFTER_ALL = "\U0010ffff"


def beginnings(db: Database, tables: Sequence[str], typed: str) -> list[str]:
    """Return the shortest beginnings in the index of the words that begin with `typed`, and such words themselves.

    Args:
        db: The history.
        tables: The full-text tables.
        typed: One or two letters, as they were typed.
    """
    start = _folded(typed)
    found: set[str] = set()
    for table in tables if start else ():
        here = start
        while True:
            row = db.conn.execute(f"SELECT term FROM temp.{table}_terms WHERE term >= ? LIMIT 1", (here,)).fetchone()  # noqa: S608
            if row is None or not row[0].startswith(start):
                break
            found.add(beginning := row[0][:INDEXED])
            here = beginning + (_AFTER_ALL if len(beginning) == INDEXED else "\x01")
    return sorted(found)


def _folded(typed: str) -> str:
    """Return letters as the index holds them: small, and without diacritics."""
    apart = unicodedata.normalize("NFD", typed.lower())
    return "".join(each for each in apart if not unicodedata.combining(each))
