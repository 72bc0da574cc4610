"""What a list of branches says: the first words of each, and when it was made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.shell.moments import moment_words
from models.history.records import Turn

if TYPE_CHECKING:
    from models.history.store import Store

LENGTH = 60


def branches_in_words(store: Store, conversation_id: str, branches: Sequence[str]) -> list[tuple[str, str]]:
    """Return first words and time of sibling questions or answers; reads from the history."""
    return [_words(store.path(conversation_id, leaf=branch, limit=1)[-1], branch) for branch in branches]


def _words(turn: Turn, branch: str) -> tuple[str, str]:
    if turn.answer is not None and turn.answer.id == branch:
        chosen = turn.answer.chosen
        return _start(chosen.answer or chosen.thought), moment_words(turn.answer.created_at)
    return _start(turn.question.text), moment_words(turn.question.created_at)


def _start(text: str) -> str:
    line = " ".join(text[: 4 * LENGTH].split())
    return (line if len(line) <= LENGTH else line[:LENGTH].rstrip() + "…") or "…"
