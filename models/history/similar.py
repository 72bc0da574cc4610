"""Finds the accepted answers to questions like another one: worked examples, and what strategies have been worth."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from models.history.search_tables import spaced_apart
from models.history.sqlite import Database

MOST_LOOKED_AT = 200
"""Accepted answers whose questions share a word; the newest ones are compared."""

MOST_WORDS = 16
LEAST_LIKENESS = 0.3

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class AcceptedAnswer:
    """An answer that the user accepted or corrected, with the final answers that its attempts gave, by strategy."""

    question: str
    thought: str
    answer: str
    likeness: float
    """To the question that was asked for, 0 to 1: the shared part of their words, numbers counting as one word."""
    attempts: tuple[tuple[str, str], ...] = ()


def accepted_like(db: Database, question: str, *, limit: int) -> list[AcceptedAnswer]:
    """Return up to `limit` accepted answers to other questions, the most alike first; nothing from the trash."""
    words = _words(question)
    searched = sorted(words - {"#"}, key=len, reverse=True)[:MOST_WORDS]
    if not searched:
        return []
    query = " OR ".join(f'"{word}"' for word in searched)
    rows = db.query(
        "SELECT q.text AS question, a.turn, a.thought, a.final_answer, a.answer, r.right_answer, r.right_thought"
        " FROM ratings r JOIN attempts a ON a.id = r.attempt_id JOIN turns t ON t.position = a.turn"
        " JOIN turns q ON q.position = t.parent JOIN conversations c ON c.id = t.conversation_id"
        " WHERE r.undone_at IS NULL AND r.verdict IN ('accepted', 'corrected') AND c.trashed_at IS NULL"
        " AND r.training = 'included'"
        " AND q.position IN (SELECT rowid FROM question_words WHERE question_words MATCH ?)"
        " ORDER BY r.created_at DESC LIMIT ?",
        (query, MOST_LOOKED_AT),
    )
    itself = normal_question(question)
    found = [(_likeness(words, _words(row["question"])), row) for row in rows]
    near = [each for each in found if each[0] >= LEAST_LIKENESS and normal_question(each[1]["question"]) != itself]
    near = sorted(near, key=lambda each: each[0], reverse=True)[:limit]
    attempts = _attempts(db, [row["turn"] for _, row in near])
    return [
        AcceptedAnswer(
            question=row["question"],
            thought=row["right_thought"] or row["thought"],
            answer=row["right_answer"] or row["final_answer"] or row["answer"],
            likeness=likeness,
            attempts=tuple(attempts[row["turn"]]),
        )
        for likeness, row in near
    ]


def normal_question(text: str) -> str:
    """Return a question as it is compared: without case, accents of width, and white space around and between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words(text: str) -> set[str]:
    text = normal_question(text)
    words = set(_WORD.findall(spaced_apart(_NUMBER.sub(" ", text))))
    return words | {"#"} if _NUMBER.search(text) else words


def _likeness(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second)


def _attempts(db: Database, turns: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = db.conn.execute(
        "SELECT turn, strategy, final_answer FROM attempts WHERE state = 'finished'"
        " AND turn IN (SELECT value FROM json_each(?)) ORDER BY number",
        (json.dumps(turns),),
    )
    for turn, strategy, final_answer in rows:
        found[turn].append((strategy, final_answer))
    return found
