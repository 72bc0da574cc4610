"""The full-text index: what goes into it and how, in the same transaction as the text itself.

The three FTS5 tables hold no text of their own (it would double the file); their row ids are the `position`s of turns
and attempts. Scripts that write without spaces are indexed character by character, so that a word of two Chinese
characters is found as a phrase of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.history.sqlite import Database

TOKENIZER = "unicode61 remove_diacritics 2"
QUESTION_WORDS, THOUGHT_WORDS, ANSWER_WORDS = "question_words", "thought_words", "answer_words"

CREATE_SEARCH_TABLES = tuple(
    f"CREATE VIRTUAL TABLE {name} USING fts5 (text, content = '', tokenize = '{TOKENIZER}', prefix = '3')"
    for name in (QUESTION_WORDS, THOUGHT_WORDS, ANSWER_WORDS)
)


def make_smaller(db: Database) -> None:
    """Make the search anew where it holds beginnings of two letters, too, which took a quarter of the texts' size."""
    for name, create in zip((QUESTION_WORDS, THOUGHT_WORDS, ANSWER_WORDS), CREATE_SEARCH_TABLES, strict=True):
        (made,) = db.conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        if "'2 3'" in made:
            db.execute(f"DROP TABLE {name}")
            db.execute(create)
            for position, text in searchable_texts(db, name):
                add_words(db, name, position, text)


SPACELESS = re.compile(
    "["
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul: words carry endings, so its syllables too
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31a0-\u31bf\u31f0-\u31ff"  # radicals, kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"  # ideographs, half-width kana
    "\U0001b000-\U0001b16f\U00020000-\U000323af"
    "]"
)
"""A character of a script that writes words without spaces between them."""


def spaced_apart(text: str) -> str:
    """Return `text` with a space on both sides of each character that `SPACELESS` matches."""
    return SPACELESS.sub(r" \g<0> ", text) if SPACELESS.search(text) else text


def place_in_original(spaced: str, place: int) -> int:
    """Return where the character at `place` of a text that was spaced apart stands in the original."""
    before = len(SPACELESS.findall(spaced, 0, place))
    itself = 1 if SPACELESS.match(spaced, place) else 0
    return place - 2 * before - itself


def add_words(db: Database, table: str, position: int, text: str) -> None:
    """Make `text` findable in `table`."""
    if text:
        db.execute(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", (position, spaced_apart(text)))  # noqa: S608


def remove_words(db: Database, table: str, position: int, text: str) -> None:
    """Take `text` out of `table`; it must be the text that was added."""
    if text:
        statement = f"INSERT INTO {table} ({table}, rowid, text) VALUES ('delete', ?, ?)"  # noqa: S608
        db.execute(statement, (position, spaced_apart(text)))


def remove_attempt_words(db: Database, position: int, thought: str, answer: str) -> None:
    """Take an attempt's thought and answer out of the index."""
    remove_words(db, THOUGHT_WORDS, position, thought)
    remove_words(db, ANSWER_WORDS, position, answer)


def add_attempt_words(db: Database, position: int, thought: str, answer: str) -> None:
    """Make an attempt's thought and answer findable."""
    add_words(db, THOUGHT_WORDS, position, thought)
    add_words(db, ANSWER_WORDS, position, answer)


def searchable_texts(db: Database, table: str) -> Iterator[tuple[int, str]]:
    """Yield (position, text) of all that `table` should hold."""
    yield from db.conn.execute(_SOURCES[table])


_SOURCES = {
    QUESTION_WORDS: "SELECT position, text FROM turns WHERE kind = 'question' AND text <> '' ORDER BY position",
    THOUGHT_WORDS: "SELECT position, thought FROM attempts WHERE searchable = 1 AND thought <> '' ORDER BY position",
    ANSWER_WORDS: "SELECT position, answer FROM attempts WHERE searchable = 1 AND answer <> '' ORDER BY position",
}
