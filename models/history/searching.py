"""Full-text search, newest first, with the place of each match in the original text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from typing import Any, NamedTuple

from models.history.records import SearchHit, SearchScope
from models.history.search_beginnings import beginnings
from models.history.search_filters import SearchFilters, conditions, split_filters
from models.history.search_query import full_text_queries
from models.history.search_tables import (
    ANSWER_WORDS,
    QUESTION_WORDS,
    THOUGHT_WORDS,
    TOKENIZER,
    place_in_original,
    spaced_apart,
)
from models.history.sqlite import Database

_SNIPPET_BEFORE, _SNIPPET = 24, 80
_MARKS = "\ufdd0", "\ufdd1"
"""Code points that Unicode keeps for a program's own use."""

_TABLES = {
    SearchScope.QUESTIONS: QUESTION_WORDS,
    SearchScope.THOUGHTS: THOUGHT_WORDS,
    SearchScope.ANSWERS: ANSWER_WORDS,
}
_COLUMNS = {SearchScope.THOUGHTS: "thought", SearchScope.ANSWERS: "answer"}
_CHOSEN = {
    SearchScope.QUESTIONS: "1",
    SearchScope.THOUGHTS: "a.id = t.chosen_attempt_id",
    SearchScope.ANSWERS: "a.id = t.chosen_attempt_id",
}


class _Found(NamedTuple):
    created_at: float
    chosen: int
    position: int
    scope: SearchScope


def search(db: Database, typed: str, scopes: Iterable[SearchScope], *, limit: int) -> list[SearchHit]:
    """Return up to `limit` hits outside the trash, newest first, at most one per question, thought and answer.

    Attempts at one answer that say the same are told once, and of several the chosen one comes first.
    """
    wanted = sorted(set(scopes))
    words, filters = split_filters(typed)
    found: list[_Found] = []
    query = ""
    if filters and not words:
        found = _all_of(db, next((each for each in _LISTED if each in wanted), None), filters, limit)
    tables = [_TABLES[each] for each in wanted]
    for query in full_text_queries(words, partial(beginnings, db, tables)) if limit > 0 else ():
        if found := [each for scope in wanted for each in _matches(db, query, scope, filters, limit)]:
            break
    if not found:
        return []
    newest = sorted(found, reverse=True)[:limit]
    texts = {scope: _texts(db, scope, [each.position for each in newest if each.scope is scope]) for scope in wanted}
    rows = [(each, texts[each.scope][each.position]) for each in newest]
    places = match_places(query, [row["text"] for _, row in rows]) if query else [(0, 0)] * len(rows)
    return [_hit(each.scope, row, *place) for (each, row), place in zip(rows, places, strict=True)]


_LISTED = SearchScope.QUESTIONS, SearchScope.ANSWERS, SearchScope.THOUGHTS
"""Where filters without words look: the first of these that is wanted, so that no answer stands there twice."""


def _matches(db: Database, query: str, scope: SearchScope, filters: SearchFilters, limit: int) -> list[_Found]:
    """Return the newest matches; the join stays outside the text, which is only read for what is shown."""
    table = _TABLES[scope]
    if scope is SearchScope.QUESTIONS:
        turns = "turns t ON t.position = w.rowid"
    else:
        turns = "attempts a ON a.position = w.rowid CROSS JOIN turns t ON t.position = a.turn"
    also, values = _conditions(scope, filters)
    rows = db.conn.execute(
        f"SELECT t.created_at, {_CHOSEN[scope]}, w.rowid FROM {table} w CROSS JOIN {turns}"  # noqa: S608
        " CROSS JOIN conversations c ON c.id = t.conversation_id"
        f" WHERE w.{table} MATCH ? AND c.trashed_at IS NULL{also} ORDER BY w.rowid DESC LIMIT ?",
        (query, *values, limit),
    )
    return [_Found(created_at, chosen, position, scope) for created_at, chosen, position in rows]


def _all_of(db: Database, scope: SearchScope | None, filters: SearchFilters, limit: int) -> list[_Found]:
    """Return the newest texts of a scope that the filters let through, whatever their words."""
    if scope is None or limit <= 0:
        return []
    also, values = _conditions(scope, filters)
    if scope is SearchScope.QUESTIONS:
        tables, position, text = "turns t", "t.position", "t.text"
    else:
        tables, position = "attempts a JOIN turns t ON t.position = a.turn", "a.position"
        text = f"a.{_COLUMNS[scope]}"
    rows = db.conn.execute(
        f"SELECT t.created_at, {_CHOSEN[scope]}, {position} FROM {tables}"  # noqa: S608
        f" JOIN conversations c ON c.id = t.conversation_id"
        f" WHERE c.trashed_at IS NULL AND {text} <> ''{also} ORDER BY {position} DESC LIMIT ?",
        (*values, limit),
    )
    return [_Found(created_at, chosen, position, scope) for created_at, chosen, position in rows]


def _conditions(scope: SearchScope, filters: SearchFilters) -> tuple[str, list[object]]:
    """Return SQL for the filters, and for leaving out what the chosen or an earlier attempt at the answer says, too."""
    also, values = conditions(filters, of_question=scope is SearchScope.QUESTIONS)
    if scope is SearchScope.QUESTIONS:
        return also, values
    column = _COLUMNS[scope]
    its, of_its = conditions(filters, of_question=False, attempts="o")
    same = (
        f" AND NOT EXISTS (SELECT 1 FROM attempts o WHERE o.turn = a.turn AND o.id <> a.id AND o.searchable = 1"  # noqa: S608
        " AND (o.id = t.chosen_attempt_id OR (a.id <> t.chosen_attempt_id AND o.position < a.position))"
        f" AND o.{column} = a.{column}{its})"
    )
    return also + same, [*values, *of_its]


def _texts(db: Database, scope: SearchScope, positions: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what a hit tells, by position."""
    if scope is SearchScope.QUESTIONS:
        columns = "t.position, t.text, t.id AS question_id, '' AS answer_id, '' AS attempt_id"
        tables = "turns t"
        position = "t.position"
    else:
        columns = f"a.position, a.{_COLUMNS[scope]} AS text, p.id AS question_id, t.id AS answer_id, a.id AS attempt_id"
        tables = "attempts a JOIN turns t ON t.position = a.turn JOIN turns p ON p.position = t.parent"
        position = "a.position"
    rows = db.query(
        f"SELECT {columns}, t.created_at, c.id AS conversation_id, c.title FROM {tables}"  # noqa: S608
        f" JOIN conversations c ON c.id = t.conversation_id WHERE {position} IN (SELECT value FROM json_each(?))",
        (json.dumps(positions),),
    )
    return {row["position"]: row for row in rows}


def match_places(query: str, texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return (offset, length) of the first match in each text, in characters; found by the index's own tokenizer."""
    places = [(0, 0)] * len(texts)
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"CREATE VIRTUAL TABLE places USING fts5 (text, tokenize = '{TOKENIZER}')")
        unmarked = str.maketrans(dict.fromkeys((*_MARKS, "\0"), " "))
        rows = ((number, spaced_apart(text.translate(unmarked))) for number, text in enumerate(texts))
        memory.executemany("INSERT INTO places (rowid, text) VALUES (?, ?)", rows)
        marked = "SELECT rowid, highlight(places, 0, ?, ?) FROM places WHERE places MATCH ?"
        for number, text in memory.execute(marked, (*_MARKS, query)):
            start, end = text.find(_MARKS[0]), text.find(_MARKS[1])
            spaced = text[:start] + text[start + 1 : end] + text[end + 1 :]
            first = place_in_original(spaced, start)
            last = place_in_original(spaced, end - 2)
            places[number] = first, last + 1 - first
    return places


def _hit(scope: SearchScope, row: dict[str, Any], offset: int, length: int) -> SearchHit:
    text = row["text"]
    start = max(0, min(offset - _SNIPPET_BEFORE, len(text) - _SNIPPET))
    if start and (space := text.find(" ", start, offset)) != -1:
        start = space + 1
    snippet = "".join(" " if character.isspace() else character for character in text[start : start + _SNIPPET])
    return SearchHit(
        conversation_id=row["conversation_id"],
        title=row["title"],
        scope=scope,
        question_id=row["question_id"],
        answer_id=row["answer_id"],
        attempt_id=row["attempt_id"],
        offset=offset,
        length=length,
        snippet=snippet,
        snippet_offset=offset - start,
        created_at=row["created_at"],
    )
