"""Full-text search, newest first, with the place of each match in the original text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from typing import Any

from models.history.records import SearchHit, SearchScope
from models.history.search_beginnings import beginnings
from models.history.search_filters import SearchFilters, split_filters
from models.history.search_matches import TEXT_OF, WORDS_OF, Match, all_of, matches
from models.history.search_places import ANYWHERE, Places, places_of
from models.history.search_query import full_text_queries
from models.history.search_tables import TOKENIZER, place_in_original, spaced_apart
from models.history.sqlite import Database

_SNIPPET_BEFORE, _SNIPPET = 24, 80
_MARKS = "\ufdd0", "\ufdd1"
"""Code points that Unicode keeps for a program's own use."""


def search(db: Database, typed: str, scopes: Iterable[SearchScope], *, limit: int) -> list[SearchHit]:
    """Return up to `limit` hits outside the trash, newest first, at most one per question, thought and answer.

    Attempts at one answer that say the same are told once, and of several the chosen one comes first.
    """
    wanted = sorted(set(scopes)) if limit > 0 else []
    words, filters = split_filters(typed)
    places = _places(db, wanted, filters)
    found: list[Match] = []
    query = ""
    if filters and not words:
        listed = [each for each in _LISTED if each in wanted][:1]
        found = [each for scope in listed for each in all_of(db, scope, filters, places[scope], limit)]
    for query in full_text_queries(words, partial(beginnings, db, [WORDS_OF[each] for each in wanted])):
        if found := [each for scope in wanted for each in matches(db, query, scope, filters, places[scope], limit)]:
            break
    if not found:
        return []
    newest = sorted(found, reverse=True)[:limit]
    texts = {scope: _texts(db, scope, [each.position for each in newest if each.scope is scope]) for scope in wanted}
    rows = [(each, texts[each.scope][each.position]) for each in newest]
    marks = match_places(query, [row["text"] for _, row in rows]) if query else [(0, 0)] * len(rows)
    return [_hit(each.scope, row, *mark) for (each, row), mark in zip(rows, marks, strict=True)]


_LISTED = SearchScope.QUESTIONS, SearchScope.ANSWERS, SearchScope.THOUGHTS
"""Where filters without words look: the first of these that is wanted, so that no answer stands there twice."""


def _places(db: Database, scopes: Sequence[SearchScope], filters: SearchFilters) -> dict[SearchScope, Places]:
    """Return where to look; thoughts stand where their answers do."""
    if not filters:
        return dict.fromkeys(scopes, ANYWHERE)
    kinds = {each is SearchScope.QUESTIONS: each for each in scopes}
    found = {kind: places_of(db, scope, filters) for kind, scope in kinds.items()}
    return {each: found[each is SearchScope.QUESTIONS] for each in scopes}


def _texts(db: Database, scope: SearchScope, positions: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what a hit tells, by position."""
    if scope is SearchScope.QUESTIONS:
        columns = "t.position, t.text, t.id AS question_id, '' AS answer_id, '' AS attempt_id"
        tables = "turns t"
        position = "t.position"
    else:
        columns = f"a.position, a.{TEXT_OF[scope]} AS text, p.id AS question_id, t.id AS answer_id, a.id AS attempt_id"
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
