"""A conversation as Markdown, to be read by people: the branch that is shown, thoughts as quotations."""

from __future__ import annotations

from datetime import UTC, datetime

from models.history import branches, reading
from models.history.records import Attempt
from models.history.sqlite import Database


def conversation_as_markdown(db: Database, conversation_id: str, *, thoughts: bool) -> str:
    """Return the shown branch of a conversation as Markdown; what was written in it stays as it was."""
    summary = reading.conversation(db, conversation_id)
    assert summary is not None
    parts = [f"# {' '.join(summary.title.split())}", _day(summary.created_at)]
    for turn in branches.path(db, conversation_id, leaf=None, limit=None):
        parts += ["## Question", turn.question.text]
        if turn.answer is None:
            continue
        chosen = turn.answer.chosen
        if thoughts and chosen.thought.strip():
            parts += ["### Thought", _quoted(chosen.thought)]
        parts += ["### Answer", chosen.answer.strip() or f"*({chosen.state.value})*", _made_by(chosen)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def _made_by(attempt: Attempt) -> str:
    name = " ".join(attempt.model_name.split()).replace("*", "").replace("_", r"\_")
    return f"*{name}, {attempt.effort}*" if name else ""


def _day(when: float) -> str:
    return datetime.fromtimestamp(when, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
