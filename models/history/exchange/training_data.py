"""Ratings as training data: one chat for each, with the thought, what the user said of it and what made it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.history.exchange.rated_rows import assistant, prompt_of, provenance_of, rated_rows, split_of
from models.history.exchange.reading_rows import marks_in_force
from models.history.sqlite import Database


def training_examples(db: Database, conversation_id: str, *, thoughts: bool) -> Iterator[dict[str, Any]]:
    """Yield an example for each rating in force that is not left out of training; none of the trash.

    `messages` is the chat, ended by the right answer of a correction or else by the answer itself; `label` says whether
    that end is right (what was only rejected is kept with false, as unpaired preference training reads it).
    """
    split = split_of(db, conversation_id)
    for row, snapshot in rated_rows(db, conversation_id):
        corrected = row["verdict"] == "corrected"
        answer = row["right_answer"] if corrected else snapshot.answer
        thought = row["right_thought"] if corrected else snapshot.thought
        marks = [
            {name: value for name, value in mark.items() if name != "attempt_id" and value not in (None, "")}
            for mark in marks_in_force(db, [row["attempt_id"]])
        ]
        rating = {name: row[name] for name in ("id", "verdict", "comment", "reasons", "created_at")}
        yield {
            "messages": [*prompt_of(snapshot, thoughts=thoughts), assistant(answer, thought if thoughts else "")],
            "label": row["verdict"] != "rejected",
            "rating": rating | ({"marks": marks} if thoughts else {}),
            "provenance": provenance_of(snapshot, conversation_id, row["attempt_id"]) | split,
        }
