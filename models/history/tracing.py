"""How answers were found: the steps of attempts with what was checked, the votes, the choice; inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from models.history.changing import change
from models.history.sqlite import Database
from models.traces import CheckedClaim, Deliberated, DiscardedStep, Step, Verdict


class _Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the column `detail` of a step holds."""

    claims: tuple[CheckedClaim, ...] = ()
    discarded: tuple[DiscardedStep, ...] = ()


def write_steps(db: Database, attempt_id: str, steps: Sequence[Step], *, after: int = 0) -> None:
    """Keep an attempt's steps, in the place of those with numbers after `after` that were kept before."""
    db.execute("DELETE FROM steps WHERE attempt_id = ? AND number > ?", (attempt_id, after))
    rows = [
        (attempt_id, each.number, each.start, each.end, each.verdict.value, _detail(each.claims, each.discarded))
        for each in steps
    ]
    db.conn.executemany(
        'INSERT INTO steps (attempt_id, number, start, "end", verdict, detail) VALUES (?, ?, ?, ?, ?, ?)', rows
    )


def read_steps(db: Database, attempt_id: str) -> tuple[Step, ...]:
    """Return an attempt's steps in their order; none for one that did not think or was made before steps were kept."""
    rows = db.conn.execute(
        'SELECT number, start, "end", verdict, detail FROM steps WHERE attempt_id = ? ORDER BY number', (attempt_id,)
    )
    return tuple(_step(*row) for row in rows)


def write_deliberated(db: Database, answer_id: str, deliberated: Deliberated) -> None:
    """Keep how an answer was found.

    Raises:
        NotInHistory: The answer was deleted.
    """
    written = _json(deliberated)
    change(db, "UPDATE turns SET deliberated = ? WHERE id = ?", (written, answer_id))


def choose_attempt(db: Database, answer_id: str, attempt_id: str) -> None:
    """Make an attempt the one that counts.

    Raises:
        NotInHistory: The answer has no such attempt.
    """
    change(
        db,
        "UPDATE turns SET chosen_attempt_id = ?1 WHERE id = ?2"
        " AND EXISTS (SELECT 1 FROM attempts WHERE id = ?1 AND turn = turns.position)",
        (attempt_id, answer_id),
    )


def read_deliberated(written: str) -> Deliberated | None:
    """Return what `write_deliberated` kept; None for nothing, or for what a damaged file holds."""
    if not written:
        return None
    try:
        return msgspec.json.decode(written, type=Deliberated)
    except msgspec.DecodeError:
        return None


def _detail(claims: tuple[CheckedClaim, ...], discarded: tuple[DiscardedStep, ...]) -> str:
    return _json(_Found(claims, discarded)) if claims or discarded else ""


def _json(value: Deliberated | _Found) -> str:
    """Return `value` as JSON; nothing for text that is not Unicode (halves of pairs), so that all else is kept."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return ""


def _step(number: int, start: int, end: int, verdict: str, detail: str) -> Step:
    found = msgspec.json.decode(detail, type=_Found) if detail else _Found()
    return Step(number, start, end, Verdict(verdict), found.claims, found.discarded)


def is_step_detail(written: str) -> bool:
    """Return whether this is what the column `detail` of a step may hold."""
    try:
        msgspec.json.decode(written or "{}", type=_Found)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
