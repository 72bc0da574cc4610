"""A real window on a real history in a folder of its own, with an engine that writes what is measured."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.benchmark.paced_engine import PacedEngine, Script
from desktop.benchmark.passes import Passes
from desktop.conversation.transcript import TranscriptView
from desktop.garbage import GarbageCollector
from models.assistant import Assistant
from models.engine.supervisor import Engine
from models.history.records import Attempt, AttemptState, NewAttempt
from models.history.store import Store, open_store
from models.paths import open_data_folder
from models.settings import Settings

SIZE = (1440, 900)
_PATIENCE = 60.0


@dataclass(slots=True)
class Stage:
    """The parts of the window that a measurement drives."""

    application: Application
    store: Store
    assistant: Assistant

    @property
    def transcript(self) -> TranscriptView:
        """The conversation on the screen."""
        return self.application.window.page.transcript

    @property
    def quiet(self) -> bool:
        """Whether nothing is being read or rendered."""
        return self.application.tasks.idle and not self.transcript.busy

    def ask(self, question: str) -> None:
        """Type a question and send it."""
        composer = self.application.window.page.composer
        composer.set_text(question)
        composer.submit()

    @property
    def answering(self) -> bool:
        """Whether an answer is being written."""
        return len(self.application.window.asking.live) > 0


@contextmanager
def staged(script: Script | None = None, *, engine: Engine | None = None, seed: object = None) -> Iterator[Stage]:
    """Open a window; `engine` answers, otherwise one that writes the `script`. `seed` fills the history first."""
    instance = QApplication.instance()
    qt = instance if isinstance(instance, QApplication) else QApplication(["rationale"])
    with tempfile.TemporaryDirectory(prefix="rationale-bench-", ignore_cleanup_errors=True) as name:
        folder = open_data_folder(Path(name))
        store = open_store(folder)
        if callable(seed):
            seed(store)
        parts = Application(folder, Settings(theme="light"))
        assistant = Assistant(
            folder, settings=parts.keeper.current, store=store, engine=engine or PacedEngine(script or Script("", ""))
        )
        parts.bridge.attach(assistant.subscribe)
        parts.window.connect_assistant(assistant, store)
        parts.window.resize(*SIZE)
        parts.window.show()
        assistant.start()
        collector = GarbageCollector()
        stage = Stage(parts, store, assistant)
        try:
            ready = Passes()
            ready.until(lambda: parts.window.sending.status.model_name != "" and stage.quiet, _PATIENCE)
            ready.spin(1.0)
            yield stage
        finally:
            parts.window.close()
            assistant.close()
            parts.close()
            store.close()
            collector.close()
            parts.window.deleteLater()
            qt.processEvents()


def fill(store: Store, turns: list[tuple[str, str, str]]) -> str:
    """Write a conversation of (question, thought, answer) into the history; returns its id."""
    conversation: str | None = None
    parent: str | None = None
    for number, (question, thought, answer) in enumerate(turns):
        attempt = f"bench-{number}"
        saved = store.recording.add_question(
            question=question,
            conversation_id=conversation,
            parent_id=parent,
            system_prompt="",
            effort="standard",
            attempts=[NewAttempt(id=attempt, model_name="Paced", thought_budget=4_096)],
        )
        conversation, parent = saved.conversation_id, saved.answer_id
        store.recording.finish_attempt(
            Attempt(
                id=attempt,
                answer_id=saved.answer_id,
                number=1,
                thought=thought,
                answer=answer,
                state=AttemptState.FINISHED,
                thought_started_at=1.0,
                thought_ended_at=15.2,
                thought_tokens=len(thought) // 4,
                answer_tokens=len(answer) // 4,
                effort="standard",
            )
        )
    return conversation or ""


def memory_mb() -> float:
    """Return the memory of this process in megabytes (resident, as the system counts it)."""
    return round(psutil.Process().memory_info().rss / 1e6, 1)
