"""Where in the history a search with filters has to look.

Without it a frequent word with a rare filter would be looked up, with its conversation, wherever the word stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from models.history.records import SearchScope
from models.history.search_days import BLOCK_BITS, blocks_between
from models.history.search_filters import SearchFilters, escaped
from models.history.sqlite import Database

MOST_POSITIONS = 8192
"""A filter that leaves more texts is not rare: enough of a word's newest places fulfil it."""


class Places(NamedTuple):
    """What fulfils the filters stands at one of `positions` (ascending) where they are known, and in one of `ranges`.

    Ranges are (first, last), both in it, the newest first.
    """

    positions: list[int] | None
    ranges: list[tuple[int, int]]

    def within(self) -> list[int]:
        """Return the positions that stand in the ranges."""
        return [
            each for each in self.positions or [] if any(first <= each <= last for first, last in self.ranges)
        ]  # fmt: skip


ANYWHERE = Places(None, [(-(2**62), 2**62)])


def places_of(db: Database, scope: SearchScope, filters: SearchFilters) -> Places:
    """Return where the texts of a scope that may fulfil the filters stand."""
    ranges, positions = ANYWHERE.ranges, None
    if filters.before is not None or filters.after is not None:
        ranges = _joined(blocks_between(db, scope, filters.after, filters.before))
    for count, select, values in _lists(scope, filters):
        if _are_many(db, count, values):
            continue
        rows = db.conn.execute(f"{select} LIMIT {MOST_POSITIONS + 1}", values).fetchall()
        if len(rows) <= MOST_POSITIONS:
            found = {position for (position,) in rows}
            positions = found if positions is None else positions & found
    return Places(None if positions is None else sorted(positions), ranges)


def _joined(blocks: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending blocks as ranges of positions, those side by side as one."""
    ranges: list[tuple[int, int]] = []
    for block in reversed(blocks):
        first, last = block << BLOCK_BITS, (block + 1 << BLOCK_BITS) - 1
        if ranges and ranges[-1][0] == last + 1:
            ranges[-1] = first, ranges[-1][1]
        else:
            ranges.append((first, last))
    return ranges


def _are_many(db: Database, counted: str, values: tuple[str, ...]) -> bool:
    """Whether a filter is so common that looking its positions up is not worth it."""
    (count,) = db.conn.execute(f"SELECT count(*) FROM ({counted} LIMIT {MOST_POSITIONS + 1})", values).fetchone()  # noqa: S608
    return bool(count > MOST_POSITIONS)


def _lists(scope: SearchScope, filters: SearchFilters) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """Yield for each filter but dates, where that can be looked up, two queries that its values fit.

    The first is quick and tells how common it is; the second gives the positions that fulfil it.
    """
    if filters.archived:
        turns = "SELECT 1 FROM conversations c CROSS JOIN turns t ON t.conversation_id = c.id WHERE c.archived = 1"
        yield turns, _of_conversations(scope, "conversations c", "c.id", "c.archived = 1"), ()
    for tag in filters.tags:
        tagged = "tags g CROSS JOIN conversation_tags x ON x.tag_id = g.id"
        named = "g.name LIKE ? ESCAPE '\\'"
        turns = f"SELECT 1 FROM {tagged} CROSS JOIN turns t ON t.conversation_id = x.conversation_id WHERE {named}"  # noqa: S608
        yield turns, _of_conversations(scope, tagged, "x.conversation_id", named), (escaped(tag) + "%",)
    for model in filters.models:
        chosen = "a.recipe_id IN (SELECT id FROM recipes WHERE model_name LIKE ? ESCAPE '\\')"
        attempts = f"SELECT 1 FROM attempts a WHERE {chosen}"  # noqa: S608
        yield attempts, _of_attempts(scope, "attempts a", chosen), (f"%{escaped(model)}%",)
    for verdict in filters.verdicts:
        if verdict != "none":
            rated = "r.verdict = ? AND r.undone_at IS NULL"
            tables = "ratings r CROSS JOIN attempts a ON a.id = r.attempt_id"
            yield f"SELECT 1 FROM ratings r WHERE {rated}", _of_attempts(scope, tables, rated), (verdict,)  # noqa: S608


def _of_conversations(scope: SearchScope, tables: str, identifier: str, condition: str) -> str:
    found = f"{tables} CROSS JOIN turns t ON t.conversation_id = {identifier}"
    if scope is SearchScope.QUESTIONS:
        return f"SELECT t.position FROM {found} WHERE {condition}"  # noqa: S608
    return f"SELECT a.position FROM {found} CROSS JOIN attempts a ON a.turn = t.position WHERE {condition}"  # noqa: S608


def _of_attempts(scope: SearchScope, tables: str, condition: str) -> str:
    if scope is SearchScope.QUESTIONS:
        return f"SELECT t.parent FROM {tables} CROSS JOIN turns t ON t.position = a.turn WHERE {condition}"  # noqa: S608
    return f"SELECT a.position FROM {tables} WHERE {condition}"  # noqa: S608
