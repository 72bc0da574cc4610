"""The tree of a conversation: the branch that is shown, choosing another, and how its reasoning panels were left."""

from __future__ import annotations

from models.history import reading
from models.history.changing import change
from models.history.failures import conversation_missing
from models.history.records import PanelState, Turn
from models.history.sqlite import Database

_UP = """
WITH RECURSIVE up (position, parent, kind, height) AS (
    SELECT position, parent, kind, 0 FROM turns WHERE id = :leaf AND conversation_id = :conversation
    UNION ALL
    SELECT t.position, t.parent, t.kind, up.height + 1 FROM up JOIN turns t ON t.position = up.parent
    WHERE up.height + 1 < :most
)
"""
_EVERYTHING = 1 << 40


def path(db: Database, conversation_id: str, *, leaf: str | None, limit: int | None) -> list[Turn]:
    """Return the branch that ends in `leaf` (None: the one shown), oldest first; with `limit` only its newest turns.

    Raises:
        NotInHistory: There is no such conversation, or the leaf is not in it.
    """
    found = leaf or _active_leaf(db, conversation_id)
    if found is None:
        return []
    most = _EVERYTHING if limit is None else 2 * max(limit, 0)
    if limit is not None and reading.row_of_turn(db, found)["kind"] == "question":
        most -= 1  # a leaf without an answer is a turn, too
    rows = list(
        db.query(
            f"{_UP} {reading.TURN_ROWS} JOIN up ON up.position = t.position WHERE up.height < :most"
            " ORDER BY up.height DESC",
            {"leaf": found, "conversation": conversation_id, "most": most},
        )
    )
    if not rows and most > 0:
        raise conversation_missing()
    return reading.turns(db, conversation_id, rows)


def path_length(db: Database, conversation_id: str, *, leaf: str | None) -> int:
    """Return the number of turns of the branch that ends in `leaf` (None: the one shown).

    Raises:
        NotInHistory: There is no such conversation.
    """
    found = leaf or _active_leaf(db, conversation_id)
    values = {"leaf": found, "conversation": conversation_id, "most": _EVERYTHING}
    count = _UP + "SELECT count(*) FROM up WHERE kind = 'question'"  # noqa: S608
    (length,) = db.conn.execute(count, values).fetchone()
    return int(length)


def set_active(db: Database, conversation_id: str, turn_id: str) -> str:
    """Show the branch through `turn_id`, down to the newest leaf below it; returns that leaf.

    Raises:
        NotInHistory: There is no such turn in the conversation.
    """
    if reading.row_of_turn(db, turn_id)["conversation_id"] != conversation_id:
        raise conversation_missing()
    leaf = str(
        db.conn.execute(
            """
            WITH RECURSIVE down (id, position) AS (
                SELECT id, position FROM turns WHERE id = ?
                UNION ALL
                SELECT t.id, t.position FROM down JOIN turns t ON t.parent = down.position
            )
            SELECT id FROM down WHERE NOT EXISTS (SELECT 1 FROM turns WHERE parent = down.position)
            ORDER BY position DESC LIMIT 1
            """,
            (turn_id,),
        ).fetchone()[0]
    )
    db.execute("UPDATE conversations SET active_turn_id = ? WHERE id = ?", (leaf, conversation_id))
    return leaf


def set_panel(db: Database, answer_id: str, state: PanelState) -> None:
    """Keep how the user left an answer's reasoning panel.

    Raises:
        NotInHistory: There is no such answer.
    """
    change(db, "UPDATE turns SET panel = ? WHERE id = ? AND kind = 'answer'", (str(state), answer_id))


def _active_leaf(db: Database, conversation_id: str) -> str | None:
    row = db.conn.execute("SELECT active_turn_id FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    if row is None:
        raise conversation_missing()
    return str(row[0]) if row[0] else None
