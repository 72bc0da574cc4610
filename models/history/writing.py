"""Writing questions and attempts; every function runs inside one transaction of its caller."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from models.errors import InputError
from models.events import Channel, Token
from models.history.confidences import pack
from models.history.failures import conversation_missing
from models.history.records import Attempt, AttemptState, NewAttempt, Saved
from models.history.search_tables import QUESTION_WORDS, add_attempt_words, add_words, remove_attempt_words
from models.history.sqlite import Database
from models.history.token_columns import TokenColumns
from models.identifiers import new_id

_LONGEST_TITLE = 80

RECIPE = (
    "model_id", "model_name", "adapter_id", "effort", "thought_budget", "sampling", "system_prompt", "prompt_version",
)  # fmt: skip

_WRITTEN = (
    "strategy", "state", "thought_started_at", "thought_ended_at", "answer_started_at", "answer_ended_at",
    "prompt_tokens", "cached_tokens", "dropped_turns", "thought_tokens", "answer_tokens", "time_to_first_token",
    "tokens_per_second", "mean_logprob", "seed", "stop_reason", "thought_end", "error", "error_reason",
    "error_details", "final_answer", "answer", "thought",
)  # fmt: skip


def title_from(question: str) -> str:
    """Return a conversation's first title: the question's first words, on one line."""
    words = " ".join(clean(question[: 10 * _LONGEST_TITLE]).split())
    if len(words) <= _LONGEST_TITLE:
        return words
    cut = words[: _LONGEST_TITLE - 1]
    at_word, space, _ = cut.rpartition(" ")
    return (at_word if space and len(at_word) > _LONGEST_TITLE // 2 else cut) + "…"


def clean(text: str) -> str:
    """Return `text` as SQLite can keep it: halves of surrogate pairs become U+FFFD, places stay the same."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text


def add_conversation(db: Database, question: str, now: float) -> str:
    """Add an empty conversation that is titled by its first question; returns its id."""
    conversation_id = new_id()
    db.execute(
        "INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)",
        (conversation_id, title_from(question), now, now),
    )
    return conversation_id


def add_question(db: Database, conversation_id: str, parent_id: str | None, text: str, now: float) -> str:
    """Add a question below the answer `parent_id` (None: at the root); returns its id."""
    parent, home = (None, conversation_id) if parent_id is None else _turn(db, parent_id, "answer")
    if home != conversation_id:
        raise conversation_missing()
    question_id, text = new_id(), clean(text)
    cursor = db.execute(
        "INSERT INTO turns (id, conversation_id, parent, kind, created_at, text) VALUES (?, ?, ?, 'question', ?, ?)",
        (question_id, conversation_id, parent, now, text),
    )
    add_words(db, QUESTION_WORDS, cursor.lastrowid or 0, text)
    return question_id


def add_answer(
    db: Database, question_id: str, attempts: Sequence[Attempt], continued_from: str, owner: str, now: float
) -> Saved:
    """Add an answer with its (still empty) attempts to a question, and show it."""
    question, conversation_id = _turn(db, question_id, "question")
    answer_id = new_id()
    attempts = [replace(each, id=each.id or new_id(), answer_id=answer_id, created_at=now) for each in attempts]
    db.execute(
        "INSERT INTO turns (id, conversation_id, parent, kind, created_at, continued_from_attempt_id)"
        " VALUES (?, ?, ?, 'answer', ?, ?)",
        (answer_id, conversation_id, question, now, continued_from),
    )
    for attempt in attempts:
        write_attempt(db, attempt, owner)
    db.execute(
        "UPDATE conversations SET active_turn_id = ?, updated_at = ? WHERE id = ?", (answer_id, now, conversation_id)
    )
    return Saved(conversation_id, question_id, answer_id, tuple(each.id for each in attempts), False)


def new_attempts(attempts: Sequence[NewAttempt], system_prompt: str, effort: str) -> list[Attempt]:
    """Return the attempts as they are before their first token.

    Raises:
        InputError: There is none.
    """
    if not attempts:
        raise InputError("An answer needs at least one attempt.")
    return [
        Attempt(
            id=each.id,
            answer_id="",
            number=number,
            strategy=each.strategy,
            model_id=each.model_id,
            model_name=each.model_name,
            adapter_id=each.adapter_id,
            effort=effort,
            thought_budget=each.thought_budget,
            sampling=each.sampling,
            seed=each.seed,
            system_prompt=system_prompt,
            prompt_version=each.prompt_version,
        )
        for number, each in enumerate(attempts, 1)
    ]


def write_attempt(db: Database, attempt: Attempt, owner: str) -> int:
    """Add the attempt or bring it up to date; returns its position. It is findable unless it streams."""
    streaming = attempt.state is AttemptState.STREAMING
    values = {name: clean(value) if isinstance(value := getattr(attempt, name), str) else value for name in _WRITTEN}
    values |= {
        "recipe_id": recipe_id(db, attempt),
        "owner": owner if streaming else None,
        "searchable": int(not streaming),
    }
    known = next(
        iter(db.query("SELECT position, searchable, thought, answer FROM attempts WHERE id = ?", (attempt.id,))), None
    )
    if known is None:
        position = _insert_attempt(db, attempt, values)
    else:
        position = known["position"]
        if known["searchable"]:
            remove_attempt_words(db, position, known["thought"], known["answer"])
        columns = ", ".join(f'"{name}" = ?' for name in values)
        db.execute(f"UPDATE attempts SET {columns} WHERE position = ?", (*values.values(), position))  # noqa: S608
    if not streaming:
        add_attempt_words(db, position, values["thought"], values["answer"])
    return int(position)


def write_confidences(db: Database, attempt_id: str, tokens: TokenColumns | Sequence[tuple[Channel, Token]]) -> None:
    """Keep the confidences of an attempt's tokens."""
    db.execute("INSERT OR REPLACE INTO token_confidences VALUES (?, ?)", (attempt_id, pack(tokens)))


def _insert_attempt(db: Database, attempt: Attempt, values: dict[str, object]) -> int:
    values = {
        "id": attempt.id,
        "turn": _turn(db, attempt.answer_id, "answer")[0],
        "number": attempt.number,
        "created_at": attempt.created_at,
    } | values
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = db.execute(f"INSERT INTO attempts ({columns}) VALUES ({marks})", tuple(values.values()))  # noqa: S608
    return int(cursor.lastrowid or 0)


def recipe_id(db: Database, attempt: object) -> int:
    """Return the id of what made an attempt (it has the fields of `RECIPE`), kept once for all that share it."""
    values = [clean(value) if isinstance(value := getattr(attempt, name), str) else value for name in RECIPE]
    digest = hashlib.blake2b(json.dumps(values).encode(), digest_size=16).digest()
    known = next(db.conn.execute("SELECT id FROM recipes WHERE digest = ?", (digest,)), None)
    if known is not None:
        return int(known[0])
    marks = ", ".join("?" * len(RECIPE))
    cursor = db.execute(
        f"INSERT INTO recipes (digest, {', '.join(RECIPE)}) VALUES (?, {marks})",  # noqa: S608
        (digest, *values),
    )
    return int(cursor.lastrowid or 0)


def _turn(db: Database, turn_id: str, kind: str) -> tuple[int, str]:
    """Return the position and the conversation of a question or an answer."""
    statement = "SELECT position, conversation_id FROM turns WHERE id = ? AND kind = ?"
    row = db.conn.execute(statement, (turn_id, kind)).fetchone()
    if row is None:
        raise conversation_missing()
    return int(row[0]), str(row[1])
