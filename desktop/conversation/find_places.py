"""Finds words in the turns of a conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from models.history.records import SearchHit, SearchScope, Turn

MOST_PLACES = 2000
"""More nobody walks through; the rest is not looked for."""


def find_places(turns: Sequence[Turn], words: str) -> list[SearchHit]:
    """Return where `words` stand in questions, thoughts and answers, as one reads; capital letters do not matter."""
    if not words.strip():
        return []
    pattern = re.compile(re.escape(words), re.IGNORECASE)
    places = (hit for turn in turns for hit in _in_turn(turn, pattern))
    return list(islice(places, MOST_PLACES))


def with_running(turns: Sequence[Turn], running: Sequence[Turn]) -> list[Turn]:
    """Return the stored turns with the running ones, as far as these have come, in their places or at the end."""
    grown = {turn.answer.id: turn for turn in running if turn.answer is not None}
    found = [grown.pop(turn.answer.id, turn) if turn.answer is not None else turn for turn in turns]
    asked = {turn.question.id for turn in grown.values()}
    return [*(turn for turn in found if turn.question.id not in asked), *grown.values()]


def _in_turn(turn: Turn, pattern: re.Pattern[str]) -> Iterator[SearchHit]:
    yield from _in_text(turn, turn.question.text, SearchScope.QUESTIONS, pattern)
    if turn.answer is not None:
        attempt = turn.answer.chosen
        yield from _in_text(turn, attempt.thought, SearchScope.THOUGHTS, pattern)
        yield from _in_text(turn, attempt.answer, SearchScope.ANSWERS, pattern)


def _in_text(turn: Turn, text: str, scope: SearchScope, pattern: re.Pattern[str]) -> Iterator[SearchHit]:
    asked = scope is SearchScope.QUESTIONS or turn.answer is None
    for match in pattern.finditer(text):
        yield SearchHit(
            conversation_id=turn.question.conversation_id,
            title="",
            scope=scope,
            question_id=turn.question.id,
            answer_id="" if asked or turn.answer is None else turn.answer.id,
            attempt_id="" if asked or turn.answer is None else turn.answer.chosen.id,
            offset=match.start(),
            length=match.end() - match.start(),
            snippet=match.group(),
            snippet_offset=0,
            created_at=turn.question.created_at,
        )
