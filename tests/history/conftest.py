"""A real history in a fresh folder, and short ways to fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from models.history.records import Attempt, AttemptState, NewAttempt, Saved
from models.history.store import Store, open_store
from models.paths import DataFolder

Ask = Callable[..., Saved]


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder, patience=0.3) as opened:
        yield opened


@pytest.fixture
def ask(store: Store) -> Ask:
    """Save a question with a finished answer; a parent answer continues its conversation."""

    def save(
        question: str = "What is 2 + 2?",
        thought: str = "Two and two.",
        answer: str = "It is 4.",
        *,
        parent: Saved | None = None,
        again: Saved | None = None,
        attempts: int = 1,
    ) -> Saved:
        home = parent or again
        saved = store.recording.add_question(
            question=question,
            conversation_id=home.conversation_id if home else None,
            parent_id=parent.answer_id if parent else None,
            system_prompt="Be brief.",
            effort="standard",
            attempts=[NewAttempt(seed=number) for number in range(attempts)],
            answer_to=again.question_id if again else None,
        )
        for attempt_id in saved.attempt_ids:
            store.recording.finish_attempt(finished(store, attempt_id, thought, answer))
        return saved

    return save


def finished(store: Store, attempt_id: str, thought: str, answer: str) -> Attempt:
    """Return a saved attempt as it is when the model has ended."""
    return replace(
        store.attempt(attempt_id), thought=thought, answer=answer, state=AttemptState.FINISHED, stop_reason="finished"
    )
