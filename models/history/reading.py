"""Reading conversations: lists of them, and the turns of a branch in a handful of queries whatever its length."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from models.history.failures import NotInHistory, conversation_missing
from models.history.records import Answer, Attempt, AttemptState, ConversationSummary, PanelState, Question, Turn
from models.history.sqlite import Database
from models.history.tracing import read_deliberated

_SUMMARY = """
SELECT c.id, c.title, c.created_at, c.updated_at, c.pinned, c.archived, c.trashed_at,
    coalesce((SELECT r.verdict FROM ratings r JOIN attempts a ON a.id = r.attempt_id JOIN turns t ON t.position = a.turn
        WHERE r.conversation_id = c.id AND r.undone_at IS NULL ORDER BY t.position DESC, r.created_at DESC LIMIT 1), '')
    AS verdict
FROM conversations c
"""

_RECIPE_COLUMNS = (
    "model_id",
    "model_name",
    "adapter_id",
    "effort",
    "thought_budget",
    "sampling",
    "system_prompt",
    "prompt_version",
)
_ATTEMPT_COLUMNS = ", ".join(
    f'{"r" if field.name in _RECIPE_COLUMNS else "a"}."{field.name}"'
    for field in fields(Attempt)
    if field.name != "answer_id"
)
_ATTEMPTS = (
    f"SELECT t.id AS answer_id, {_ATTEMPT_COLUMNS} FROM attempts a JOIN recipes r ON r.id = a.recipe_id"  # noqa: S608
    " JOIN turns t ON t.position = a.turn"
)
TURN_ROWS = "SELECT t.*, p.id AS parent_id FROM turns t LEFT JOIN turns p ON p.position = t.parent"


def conversations(
    db: Database, *, limit: int, before: tuple[float, str] | None, trashed: bool
) -> list[ConversationSummary]:
    """Return up to `limit` conversations, the last changed first, from after `before` (updated_at, id) on.

    Those in the archive are left out, but not of the trash.
    """
    where = "WHERE c.trashed_at IS NOT NULL" if trashed else "WHERE c.trashed_at IS NULL AND c.archived = 0"
    values: list[object] = []
    if before is not None:
        where += " AND (c.updated_at, c.id) < (?, ?)"
        values += before
    order = "ORDER BY c.updated_at DESC, c.id DESC LIMIT ?"
    return _summaries(db, f"{where} {order}", [*values, limit])


def pinned(db: Database) -> list[ConversationSummary]:
    """Return the pinned conversations that are not in the trash, the last changed first."""
    return _summaries(
        db, "WHERE c.pinned = 1 AND c.trashed_at IS NULL AND c.archived = 0 ORDER BY c.updated_at DESC", []
    )


def conversation(db: Database, conversation_id: str) -> ConversationSummary | None:
    """Return one conversation, None when there is none with this id."""
    return next(iter(_summaries(db, "WHERE c.id = ?", [conversation_id])), None)


def attempt(db: Database, attempt_id: str) -> Attempt:
    """Return one attempt.

    Raises:
        NotInHistory: There is none with this id.
    """
    found = _attempts(db, "a.id = ?", (attempt_id,))
    if not found:
        raise NotInHistory(f"There is no attempt “{attempt_id}” in the history.")
    return found[0]


def turns(db: Database, conversation_id: str, rows: list[dict[str, Any]]) -> list[Turn]:
    """Return the turns that `rows` of the table `turns` stand for, which are one branch, oldest first."""
    children = _children(db, conversation_id, {row["parent"] for row in rows})
    answers = [row["position"] for row in rows if row["kind"] == "answer"]
    attempts: dict[str, list[Attempt]] = defaultdict(list)
    for each in _attempts(db, "a.turn IN (SELECT value FROM json_each(?))", (json.dumps(answers),)):
        attempts[each.answer_id].append(each)
    found: list[Turn] = []
    for row in rows:
        siblings = tuple(children[row["parent"]])
        if row["kind"] == "question":
            question = Question(
                row["id"], row["conversation_id"], row["parent_id"], row["text"], row["created_at"], siblings
            )
            found.append(Turn(question, None))
        else:
            found[-1] = Turn(found[-1].question, _answer(row, tuple(attempts[row["id"]]), siblings))
    return found


def row_of_turn(db: Database, turn_id: str) -> dict[str, Any]:
    """Return one row of the table `turns`.

    Raises:
        NotInHistory: There is none with this id.
    """
    row = next(iter(db.query(f"{TURN_ROWS} WHERE t.id = ?", (turn_id,))), None)
    if row is None:
        raise conversation_missing()
    return row


def turn_of_answer(db: Database, answer_id: str) -> Turn:
    """Return the question and answer of one answer.

    Raises:
        NotInHistory: There is none with this id.
    """
    row = row_of_turn(db, answer_id)
    if row["kind"] != "answer":
        raise conversation_missing()
    return turns(db, row["conversation_id"], [row_of_turn(db, row["parent_id"]), row])[0]


def _summaries(db: Database, clause: str, values: list[object]) -> list[ConversationSummary]:
    return [
        ConversationSummary(**(row | {"pinned": bool(row["pinned"]), "archived": bool(row["archived"])}))
        for row in db.query(f"{_SUMMARY} {clause}", values)
    ]


def _attempts(db: Database, condition: str, values: tuple[object, ...]) -> list[Attempt]:
    rows = db.query(f"{_ATTEMPTS} WHERE {condition} ORDER BY a.turn, a.number", values)
    return [Attempt(**(row | {"state": AttemptState(row["state"])})) for row in rows]


def _children(db: Database, conversation_id: str, parents: Iterable[int | None]) -> dict[int | None, list[str]]:
    """Return the ids of all turns below each of `parents`, oldest first."""
    named = json.dumps([parent for parent in parents if parent is not None])
    rows = db.query(
        "SELECT id, parent, position FROM turns WHERE parent IN (SELECT value FROM json_each(?))"
        " UNION ALL SELECT id, NULL, position FROM turns WHERE conversation_id = ? AND parent IS NULL"
        " ORDER BY position",
        (named, conversation_id),
    )
    found: dict[int | None, list[str]] = defaultdict(list)
    for row in rows:
        found[row["parent"]].append(row["id"])
    return found


def _answer(row: dict[str, Any], attempts: tuple[Attempt, ...], siblings: tuple[str, ...]) -> Answer:
    return Answer(
        id=row["id"],
        question_id=row["parent_id"],
        created_at=row["created_at"],
        chosen_attempt_id=row["chosen_attempt_id"] or attempts[0].id,
        panel=PanelState(row["panel"]),
        attempts=attempts,
        continued_from_attempt_id=row["continued_from_attempt_id"],
        siblings=siblings,
        deliberated=read_deliberated(row["deliberated"]),
    )
