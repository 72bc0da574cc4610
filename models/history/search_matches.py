"""The texts that match what is searched for, outside the trash: newest first, without reading the texts themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from models.history.records import SearchScope
from models.history.search_filters import SearchFilters, conditions
from models.history.search_places import Places
from models.history.search_tables import ANSWER_WORDS, QUESTION_WORDS, THOUGHT_WORDS
from models.history.sqlite import Database

_FEW = 500
"""So many places are looked up one by one; with more, each place of the word is checked against them."""

WORDS_OF = {
    SearchScope.QUESTIONS: QUESTION_WORDS,
    SearchScope.THOUGHTS: THOUGHT_WORDS,
    SearchScope.ANSWERS: ANSWER_WORDS,
}
TEXT_OF = {SearchScope.QUESTIONS: "text", SearchScope.THOUGHTS: "thought", SearchScope.ANSWERS: "answer"}


class Match(NamedTuple):
    """One text that matches; ordered by time, and of the same time the chosen attempt comes last."""

    created_at: float
    chosen: int
    position: int
    scope: SearchScope


class _Statement(NamedTuple):
    """The parts of a query that its filters and its scope decide, for `t` (turns), `c` (conversations) and `a`."""

    chosen: str
    turns: str
    """What brings in the turn for `{position}`."""
    also: str
    values: list[object]


def matches(
    db: Database, query: str, scope: SearchScope, filters: SearchFilters, places: Places, limit: int
) -> list[Match]:
    """Return the newest texts that match an FTS5 query, up to `limit` or a few more."""
    words, parts = WORDS_OF[scope], _statement(scope, filters)
    source = f"{words} w CROSS JOIN {parts.turns.format(position='w.rowid')}"
    source += f" CROSS JOIN conversations c ON c.id = t.conversation_id WHERE w.{words} MATCH ?"
    if places.positions is not None and len(places.positions) <= _FEW:
        rows = db.conn.execute(
            f"SELECT t.created_at, {parts.chosen}, w.rowid FROM json_each(?) j CROSS JOIN {source}"  # noqa: S608
            f" AND w.rowid = j.value AND c.trashed_at IS NULL{parts.also}",
            (json.dumps(places.within()), query, *parts.values),
        )
        return [Match(when, chosen, position, scope) for when, chosen, position in rows]
    select = f"SELECT t.created_at, {parts.chosen}, w.rowid FROM {source}"  # noqa: S608
    return list(_newest(db, select, ("w.rowid", "+w.rowid"), scope, places, limit, parts, query))


def all_of(db: Database, scope: SearchScope, filters: SearchFilters, places: Places, limit: int) -> list[Match]:
    """Return the newest texts of a scope that the filters let through, whatever their words."""
    parts = _statement(scope, filters)
    if scope is SearchScope.QUESTIONS:
        tables, position = "turns t", "t.position"
    else:
        tables, position = "attempts a CROSS JOIN turns t ON t.position = a.turn", "a.position"
    select = (
        f"SELECT t.created_at, {parts.chosen}, {position} FROM {tables}"  # noqa: S608
        " CROSS JOIN conversations c ON c.id = t.conversation_id"
        f" WHERE {position.partition('.')[0]}.{TEXT_OF[scope]} <> ''"
    )
    return list(_newest(db, select, (position, position), scope, places, limit, parts))


def _newest(
    db: Database, select: str, names: tuple[str, str], scope: SearchScope, places: Places, limit: int,
    parts: _Statement, *before: object,
) -> Iterator[Match]:  # fmt: skip
    """Yield up to `limit` rows of `select`, walking backwards through the ranges where they can stand.

    `names` are those of the position to walk along, and to compare with known ones: with a + before it SQLite asks the
    words' index once, and not anew for each position.
    """
    position, compared = names
    among, known = "", list[object]()
    if places.positions is not None:
        among, known = f" AND {compared} IN (SELECT value FROM json_each(?))", [json.dumps(places.positions)]  # noqa: S608
    for between in places.ranges:
        if limit <= 0:
            return
        rows = db.conn.execute(
            f"{select} AND {position} BETWEEN ? AND ?{among} AND c.trashed_at IS NULL{parts.also}"
            f" ORDER BY {position} DESC LIMIT ?",
            (*before, *between, *known, *parts.values, limit),
        )
        for when, chosen, place in rows:
            limit -= 1
            yield Match(when, chosen, place, scope)


def _statement(scope: SearchScope, filters: SearchFilters) -> _Statement:
    """Return SQL for the filters, and for leaving out what the chosen or an earlier attempt at the answer says, too."""
    also, values = conditions(filters, of_question=scope is SearchScope.QUESTIONS)
    if scope is SearchScope.QUESTIONS:
        return _Statement("1", "turns t ON t.position = {position}", also, values)
    its, of_its = conditions(filters, of_question=False, attempts="o")
    same = (
        f" AND NOT EXISTS (SELECT 1 FROM attempts o WHERE o.turn = a.turn AND o.id <> a.id AND o.searchable = 1"  # noqa: S608
        " AND (o.id = t.chosen_attempt_id OR (a.id <> t.chosen_attempt_id AND o.position < a.position))"
        f" AND o.{TEXT_OF[scope]} = a.{TEXT_OF[scope]}{its})"
    )
    turns = "attempts a ON a.position = {position} CROSS JOIN turns t ON t.position = a.turn"
    return _Statement("a.id = t.chosen_attempt_id", turns, also + same, [*values, *of_its])
