"""Fills an empty history quickly: the rows and words that years of use leave, by bulk inserts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

from models.history.benchmark.texts import ANSWER, QUESTION, THOUGHT, Texts
from models.history.connections import connect
from models.history.search_tables import ANSWER_WORDS, QUESTION_WORDS, THOUGHT_WORDS
from models.history.store import open_store
from models.paths import DataFolder

_MINUTES = 60.0
_FIRST_TIME = 1_600_000_000.0
_BATCH = 2_000
"""Conversations in one transaction."""

_TURNS = (
    "INSERT INTO turns (position, id, conversation_id, parent, kind, created_at, chosen_attempt_id, text)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_ATTEMPTS = (
    "INSERT INTO attempts (position, id, turn, recipe_id, number, strategy, state, searchable, created_at, seed,"
    " stop_reason, thought_tokens, answer_tokens, thought, answer)"
    " VALUES (?, ?, ?, 1, 1, 'direct', 'finished', 1, ?, 0, 'finished', ?, ?, ?, ?)"
)
_RECIPE = "INSERT INTO recipes VALUES (1, x'00', '', 'Benchmark', '', 'standard', 512, '{}', 'Be brief.', 1)"


def fill(folder: DataFolder, conversations: int, messages: int, say: Callable[[str], None], *, seed: int = 1) -> int:
    """Make a history of so many conversations and about so many messages; returns the bytes of text in it.

    Half of the messages are questions, half answers with their thoughts; the newest conversation is the last one.
    """
    open_store(folder).close()
    texts, size, made = Texts(seed), 0, 0
    with closing(connect(folder.database, patience=5.0)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        db.execute(_RECIPE)
        place = 1
        for number in range(0, conversations, _BATCH):
            count = min(_BATCH, conversations - number)
            left = max(messages // 2 - made, count)
            rows = list(_conversations(texts, number, count, left // (conversations - number) or 1, place))
            place += sum(len(turns) * 2 for _, turns in rows)
            made += sum(len(turns) for _, turns in rows)
            size += _write(db, rows)
            if number % (10 * _BATCH) == 0:
                say(f"{number + count:,} of {conversations:,} conversations are made")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return size


_Turn = tuple[int, float, str, str, str]
"""Position of the question (its answer is the next one), time, question, thought, answer."""
_Conversation = tuple[str, list[_Turn]]


def _conversations(texts: Texts, number: int, count: int, mean: int, place: int) -> Iterator[_Conversation]:
    for each in range(number, number + count):
        when = _FIRST_TIME + each * 10 * _MINUTES
        turns = []
        for turn in range(texts.turns(mean)):
            drawn = texts.draw(QUESTION), texts.draw(THOUGHT), texts.draw(ANSWER)
            turns.append((place, when + turn * _MINUTES, *drawn))
            place += 2
        yield f"{each:032x}", turns


def _write(db: sqlite3.Connection, rows: list[_Conversation]) -> int:
    db.execute("BEGIN IMMEDIATE")
    for identifier, turns in rows:
        first, last = turns[0], turns[-1]
        title, leaf = first[2][:80], _identifier(last[0] + 1)
        db.execute(
            "INSERT INTO conversations (id, title, created_at, updated_at, active_turn_id) VALUES (?, ?, ?, ?, ?)",
            (identifier, title, first[1], last[1], leaf),
        )
        for number, (place, when, question, thought, answer) in enumerate(turns):
            above = place - 1 if number else None
            attempt = _identifier(place, kind="a")
            db.execute(_TURNS, (place, _identifier(place), identifier, above, "question", when, "", question))
            db.execute(_TURNS, (place + 1, _identifier(place + 1), identifier, place, "answer", when, attempt, ""))
            tokens = len(thought) // 4, len(answer) // 4
            db.execute(_ATTEMPTS, (place, attempt, place + 1, when, *tokens, thought, answer))
    for table, part in ((QUESTION_WORDS, 2), (THOUGHT_WORDS, 3), (ANSWER_WORDS, 4)):
        words = ((turn[0], turn[part]) for _, turns in rows for turn in turns)
        db.executemany(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", words)  # noqa: S608
    db.execute("COMMIT")
    return sum(len(text) for _, turns in rows for turn in turns for text in turn[2:5])


def _identifier(place: int, kind: str = "0") -> str:
    return f"{kind}{place:031x}"
