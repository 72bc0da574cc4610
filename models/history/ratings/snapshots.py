"""Takes the snapshot of an answer that is rated; inside a transaction."""

from __future__ import annotations

import time

import msgspec

from models.errors import InputError
from models.history import branches, reading
from models.history.ratings.records import EarlierTurn, Snapshot
from models.history.records import Attempt, AttemptState, Turn
from models.history.sqlite import Database
from models.history.tracing import read_steps
from models.identifiers import new_id

RATEABLE = (AttemptState.FINISHED, AttemptState.STOPPED, AttemptState.INTERRUPTED)


def take_snapshot(db: Database, attempt: Attempt) -> tuple[str, Turn]:
    """Keep what an attempt is now, with the turns before it; returns the snapshot's id and the attempt's turn.

    Raises:
        InputError: The answer is still being written, or it has no text.
        NotInHistory: It was deleted.
    """
    if attempt.state not in RATEABLE or not attempt.answer.strip():
        raise InputError("This answer is not finished, so it cannot be rated yet; wait until it ends or continue it.")
    turn = reading.turn_of_answer(db, attempt.answer_id)
    parent = turn.question.parent_id
    home = turn.question.conversation_id
    before = branches.path(db, home, leaf=parent, limit=None) if parent else []
    snapshot = Snapshot(
        question=turn.question.text,
        earlier=tuple(_earlier(each) for each in before[attempt.dropped_turns :] if each.answer is not None),
        system_prompt=attempt.system_prompt, thought=attempt.thought, answer=attempt.answer,
        final_answer=attempt.final_answer, model_id=attempt.model_id, model_name=attempt.model_name,
        adapter_id=attempt.adapter_id, effort=attempt.effort, strategy=attempt.strategy, sampling=attempt.sampling,
        seed=attempt.seed, prompt_version=attempt.prompt_version, answered_at=attempt.answer_ended_at or 0.0,
        steps=read_steps(db, attempt.id), thought_started_at=attempt.thought_started_at,
        thought_ended_at=attempt.thought_ended_at, thought_tokens=attempt.thought_tokens,
        answer_tokens=attempt.answer_tokens, stop_reason=attempt.stop_reason,
    )  # fmt: skip
    identifier = new_id()
    db.conn.execute(
        "INSERT INTO snapshots (id, conversation_id, created_at, content) VALUES (?, ?, ?, ?)",
        (identifier, home, time.time(), msgspec.json.encode(snapshot).decode()),
    )
    return identifier, turn


def shows_still(db: Database, rating_id: str, attempt: Attempt) -> bool:
    """Whether an attempt still is what was rated; one that was continued since is not."""
    statement = """
        SELECT s.content ->> 'answer', s.content ->> 'thought'
        FROM ratings r JOIN snapshots s ON s.id = r.snapshot_id WHERE r.id = ?
    """
    row = db.conn.execute(statement, (rating_id,)).fetchone()
    return row is not None and tuple(row) == (attempt.answer, attempt.thought)


def _earlier(turn: Turn) -> EarlierTurn:
    assert turn.answer is not None
    chosen = turn.answer.chosen
    return EarlierTurn(turn.question.text, chosen.thought, chosen.answer)
