"""Fills an empty history quickly: the rows and words that years of use leave, by bulk inserts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import msgspec

from models.history.benchmark.texts import ANSWER, QUESTION, THOUGHT, ChineseTexts, Texts
from models.history.connections import connect
from models.history.ratings.records import Snapshot
from models.history.search_tables import ANSWER_WORDS, QUESTION_WORDS, THOUGHT_WORDS, spaced_apart
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
    " VALUES (?, ?, ?, ?, 1, 'direct', 'finished', 1, ?, 0, 'finished', ?, ?, ?, ?)"
)
_RECIPE = "INSERT INTO recipes VALUES (?, ?, '', ?, '', 'standard', 512, '{}', 'Be brief.', 1)"
_CHINESE, _OTHER_MODEL, _RATED, _TAGGED, _RARELY_TAGGED = 20, 50, 20, 20, 1_000
"""Of so many conversations one is Chinese, of another model, rated, tagged, and tagged as hardly any is."""
MODEL, OTHER_MODEL = "Benchmark", "Another model"
TAG, RARE_TAG = "often", "rare"
VERDICTS = "accepted", "rejected", "corrected"


def fill(folder: DataFolder, conversations: int, messages: int, say: Callable[[str], None], *, seed: int = 1) -> int:
    """Make a history of so many conversations and about so many messages; returns the bytes of text in it.

    Half of the messages are questions, half answers with their thoughts; the newest conversation is the last one.
    """
    open_store(folder).close()
    texts, chinese, size, made = Texts(seed), ChineseTexts(seed), 0, 0
    with closing(connect(folder.database, patience=5.0)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        db.executemany(_RECIPE, [(1, b"\0", MODEL), (2, b"\1", OTHER_MODEL)])
        db.executemany("INSERT INTO tags VALUES (?, ?)", [(1, TAG), (2, RARE_TAG)])
        place = 1
        for number in range(0, conversations, _BATCH):
            count = min(_BATCH, conversations - number)
            left = max(messages // 2 - made, count)
            rows = list(_conversations((texts, chinese), number, count, left // (conversations - number) or 1, place))
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


def _conversations(
    languages: tuple[Texts, Texts], number: int, count: int, mean: int, place: int
) -> Iterator[_Conversation]:
    for each in range(number, number + count):
        texts = languages[each % _CHINESE == _CHINESE // 2]
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
            recipe = 2 if int(identifier, 16) % _OTHER_MODEL == 1 else 1
            db.execute(_ATTEMPTS, (place, attempt, place + 1, recipe, when, *tokens, thought, answer))
        _write_labels(db, int(identifier, 16), identifier, last)
    for table, part in ((QUESTION_WORDS, 0), (THOUGHT_WORDS, 1), (ANSWER_WORDS, 2)):
        words = ((turn[0], spaced_apart(turn[2:][part])) for _, turns in rows for turn in turns)
        db.executemany(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", words)  # noqa: S608
    db.execute("COMMIT")
    return sum(len(text.encode()) for _, turns in rows for turn in turns for text in turn[2:5])


def _write_labels(db: sqlite3.Connection, number: int, conversation_id: str, turn: _Turn) -> None:
    """Tag a conversation and rate its last answer, if it is one of those."""
    for tag, every in ((1, _TAGGED), (2, _RARELY_TAGGED)):
        if number % every == 2:
            db.execute("INSERT INTO conversation_tags VALUES (?, ?)", (conversation_id, tag))
    if number % _RATED != 3:
        return
    place, when, question, thought, answer = turn
    verdict = VERDICTS[number // _RATED % len(VERDICTS)]
    snapshot = Snapshot(
        question=question, earlier=(), system_prompt="Be brief.", thought=thought, answer=answer, final_answer="",
        model_id="", model_name=MODEL, adapter_id="", effort="standard", strategy="direct", sampling="{}", seed=0,
        prompt_version=1, answered_at=when,
    )  # fmt: skip
    its, attempt = _identifier(place, kind="b"), _identifier(place, kind="a")
    content = msgspec.json.encode(snapshot).decode()
    db.execute("INSERT INTO snapshots VALUES (?, ?, ?, ?)", (its, conversation_id, when, content))
    db.execute(
        "INSERT INTO ratings (id, conversation_id, attempt_id, snapshot_id, verdict, right_answer, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            _identifier(place, kind="c"), conversation_id, attempt, its, verdict,
            "42" if verdict == "corrected" else "", when,
        ),
    )  # fmt: skip


def _identifier(place: int, kind: str = "0") -> str:
    return f"{kind}{place:031x}"
