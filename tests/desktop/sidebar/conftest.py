"""A real window on a real history that can be filled with conversations of any day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from models.history.records import Attempt, AttemptState, NewAttempt, Saved
from models.history.store import Store
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop

__all__ = ["Desktop", "desktop", "start_desktop"]

DAY = 86_400.0


def keep(
    store: Store,
    question: str,
    *,
    thought: str = "Two and two.",
    answer: str = "It is 4.",
    parent: Saved | None = None,
    again: Saved | None = None,
) -> Saved:
    """Save a question with a finished answer; `parent` is followed, `again` is answered once more."""
    home = parent or again
    saved = store.recording.add_question(
        question=question,
        conversation_id=home.conversation_id if home else None,
        parent_id=parent.answer_id if parent else None,
        system_prompt="",
        effort="standard",
        attempts=[NewAttempt(model_name="SmolLM2 135M")],
        answer_to=again.question_id if again else None,
    )
    attempt: Attempt = store.attempt(saved.attempt_ids[0])
    store.recording.finish_attempt(
        replace(attempt, thought=thought, answer=answer, state=AttemptState.FINISHED, stop_reason="finished")
    )
    return saved


def date(store: Store, conversation_id: str, moment: float) -> None:
    """Let a conversation have changed last at `moment` (Unix seconds)."""
    with store._connections.writing() as db:
        db.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (moment, conversation_id))


@pytest.fixture
def reopened(start_desktop: Callable[..., Desktop]) -> Callable[[Callable[[Store], object]], Desktop]:
    """Return what fills the history and then opens the window on it."""

    def fill_and_open(fill: Callable[[Store], object]) -> Desktop:
        fill(start_desktop().store)
        opened = start_desktop()
        opened.window.resize(1440, 900)
        opened.settle()
        return opened

    return fill_and_open
