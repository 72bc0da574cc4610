"""Changes of rows that must be there."""

from __future__ import annotations

from models.history.failures import conversation_missing
from models.history.sqlite import Database


def change(db: Database, statement: str, values: tuple[object, ...]) -> None:
    """Carry out an UPDATE or a DELETE; call inside a transaction, which the error ends without a change.

    Raises:
        NotInHistory: No row is concerned.
    """
    if db.conn.execute(statement, values).rowcount == 0:
        raise conversation_missing()
