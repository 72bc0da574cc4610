"""A real window with answers that wait for a rating in its real history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.review.desk import ReviewDesk
from desktop.review.trace import Trace
from models.history.records import AttemptState, NewAttempt, Saved
from models.history.store import Store
from models.traces import Deliberated, Ending, VoteGroup
from tests.desktop.deliberated import Claims, summary, thought_of
from tests.desktop.shell.conftest import Desktop, desktop, start_desktop

__all__ = ["desktop", "start_desktop"]

NO_KEY = Qt.KeyboardModifier.NoModifier
WRONG: tuple[tuple[str, Claims], ...] = (
    ("4 trays of 18 rolls.", {}), ("In all 4·18 = 72", {"4·18 = 72": ""}),
    ("Left over: 72 - 54 = 16", {"72 - 54 = 16": "18"}),
    ("So 16 rolls are left.", {}),
)  # fmt: skip
RIGHT: tuple[tuple[str, Claims], ...] = (
    ("4 trays of 18 rolls.", {}), ("In all 4·18 = 72", {"4·18 = 72": ""}),
    ("Left over: 72 - 54 = 18", {"72 - 54 = 18": ""}),
)  # fmt: skip


@dataclass
class Review:
    """The review page, driven as a user drives it: by keys that are sent to whatever has the focus."""

    desktop: Desktop

    @property
    def desk(self) -> ReviewDesk:
        found = self.desktop.window.review
        assert found is not None
        return found.desk

    @property
    def trace(self) -> Trace:
        trace = self.desk.page.trace
        assert trace is not None
        return trace

    @property
    def store(self) -> Store:
        return self.desktop.store

    @property
    def question(self) -> str:
        return self.desk.item.question if self.desk.item is not None else ""

    def open(self) -> None:
        self.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key and go on at once, as a quick user does."""
        QTest.keyClick(self.focus, key, modifier)

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def settle(self) -> None:
        self.desktop.wait(lambda: self.desktop.application.tasks.idle and not self.desk.busy)

    @property
    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


def add_answer(store: Store, question: str, answer: str = "42", **told: object) -> Saved:
    """Save a finished answer that nobody has rated."""
    saved = store.recording.add_question(
        question=question, conversation_id=None, parent_id=None, system_prompt="", effort="standard",
        attempts=[NewAttempt(model_name="SmolLM2 135M")],
    )  # fmt: skip
    usual: dict[str, object] = {
        "thought": "First this.\nThen that.\n", "answer": f"It is **{answer}**.", "final_answer": answer,
        "state": AttemptState.FINISHED, "thought_started_at": 1.0, "thought_ended_at": 3.0, "thought_tokens": 9,
    }  # fmt: skip
    store.recording.finish_attempt(replace(store.attempt(saved.attempt_ids[0]), **(usual | told)))  # type: ignore[arg-type]
    return saved


def add_split_answer(store: Store, question: str = "How many rolls are left?") -> Saved:
    """Save an answer of three attempts: the first and the last are wrong in their third step, the second is right."""
    saved = add_answer(store, question, "16")
    first = store.attempt(saved.attempt_ids[0])
    told = []
    for number, (lines, answer) in enumerate(((WRONG, "16"), (RIGHT, "18"), (WRONG, "16")), start=1):
        thought, steps = thought_of(*lines)
        identifier = first.id if number == 1 else f"{saved.answer_id}-{number}"
        attempt = replace(first, id=identifier, number=number, thought=thought, answer=f"There are **{answer}**.",
                          final_answer=answer)  # fmt: skip
        store.recording.finish_attempt(attempt, steps=steps)
        told.append(summary(number, steps, answer))
    votes = (VoteGroup("16", (1, 3)), VoteGroup("18", (2,)))
    store.recording.save_deliberated(saved.answer_id, Deliberated(Ending.DONE, 3, 3, votes, tuple(told), 1), first.id)
    return saved


@pytest.fixture
def review(desktop: Desktop) -> Review:
    return Review(desktop)


@pytest.fixture
def start_review(start_desktop: Callable[..., Desktop]) -> Callable[[], Review]:
    return lambda: Review(start_desktop())
