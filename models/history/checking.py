"""Whether the history is whole, and mending what can be made anew: indexes and the search."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial

from models.history import indexing
from models.history.connections import one_state, transaction
from models.history.opening import quick_check
from models.history.records import CheckReport
from models.history.search_days import days_are_whole, note_all_days
from models.history.search_tables import ANSWER_WORDS, QUESTION_WORDS, THOUGHT_WORDS, add_words, searchable_texts
from models.history.sqlite import Database


def check(db: Database, *, repair: bool) -> CheckReport:
    """Check the file, its references and the search; with `repair`, mend what can be.

    Texts are never changed. `healthy` says whether all is well now, after the repair.
    """
    problems: list[str] = []
    repaired: list[str] = []
    if found := quick_check(db):
        problems.append(f"The file is damaged: {found[0]}")
        if repair and _mend_indexes(db):
            repaired.append("The file's indexes were made anew.")
    if any(True for _ in db.conn.execute("PRAGMA foreign_key_check")):
        problems.append("Some parts of conversations refer to parts that are missing.")
    if waiting := indexing.waiting(db):
        problems.append(f"{waiting} answers that were imported cannot be found yet.")
        if repair and _index_waiting(db):
            repaired.append(f"{waiting} imported answers were made findable.")
    for problem, made_anew, is_whole, mend in _searches(db):
        if not is_whole():
            problems.append(problem)
            if repair and mend():
                repaired.append(made_anew)
    return CheckReport(len(problems) == len(repaired), tuple(problems), tuple(repaired))


def _searches(db: Database) -> Iterator[tuple[str, str, Callable[[], bool], Callable[[], bool]]]:
    """Yield what of the search can be made anew: how it is told, before and after, what tells it, and what mends it."""
    for table in (QUESTION_WORDS, THOUGHT_WORDS, ANSWER_WORDS):
        name = table.removesuffix("_words") + "s"
        problem, made_anew = f"The search in {name} is damaged or incomplete.", f"The search in {name} was made anew."
        yield problem, made_anew, partial(search_is_whole, db, table), partial(_mend_search, db, table)
    problem, made_anew = "The search by date is damaged or incomplete.", "The search by date was made anew."
    yield problem, made_anew, partial(days_are_whole, db), partial(_mend_days, db)


def search_is_whole(db: Database, table: str) -> bool:
    """Return whether a search table is consistent in itself and holds just the rows that it should."""
    try:
        with transaction(db):
            db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608
        with one_state(db):  # what is saved between the two would look as if it were missing
            held = [row[0] for row in db.conn.execute(f"SELECT id FROM {table}_docsize ORDER BY id")]  # noqa: S608
            return held == [position for position, _ in searchable_texts(db, table)]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_READONLY,
        ):
            raise
        return False


def _index_waiting(db: Database) -> bool:
    """Make findable what an import has brought, in small steps; returns whether that worked."""
    try:
        while True:
            with transaction(db):
                if not indexing.index_some(db, 200):
                    return True
    except sqlite3.DatabaseError:
        return False


def _mend_indexes(db: Database) -> bool:
    """Make all indexes anew; returns whether the file is whole then."""
    try:
        with transaction(db):
            db.conn.execute("REINDEX")
    except sqlite3.DatabaseError:
        return False
    return not quick_check(db)


def _mend_days(db: Database) -> bool:
    """Note the days of all texts again; returns whether all are there then."""
    try:
        with transaction(db):
            note_all_days(db)
    except sqlite3.DatabaseError:
        return False
    return days_are_whole(db)


def _mend_search(db: Database, table: str) -> bool:
    """Make a search table anew from the texts; returns whether it is whole then."""
    try:
        with transaction(db, durable=True):
            db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608
            for position, text in searchable_texts(db, table):
                add_words(db, table, position, text)
    except sqlite3.DatabaseError:
        return False
    return search_is_whole(db, table)
