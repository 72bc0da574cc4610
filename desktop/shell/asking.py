"""Carries questions to the assistant and keeps what every run streams, shown or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.bridge import AssistantBridge
from desktop.conversation.live import LiveAnswer
from desktop.shell.live_runs import LiveRuns
from desktop.tasks import Tasks
from models.answering.ask_request import AskRequest
from models.events import QuestionSaved, RunEvent
from models.history.records import AttemptState, Turn
from models.reasoning.effort import Effort

if TYPE_CHECKING:
    from models.assistant import Assistant
    from models.history.store import Store


class Asking(QObject):
    """The runs of the window."""

    saved = Signal(object)
    """A `LiveAnswer` whose question is in the history now: it knows its conversation and answer."""
    streamed = Signal(object, object)
    """A `LiveAnswer` and the event that was fed to it."""
    ended = Signal(object)
    """A `LiveAnswer` that will stream nothing more."""
    settled = Signal(object, object)
    """A `LiveAnswer` that ended and its `Turn` as stored."""

    def __init__(self, tasks: Tasks, bridge: AssistantBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.live = LiveRuns()
        self._tasks = tasks
        self._assistant: Assistant | None = None
        self._store: Store | None = None
        bridge.run_event.connect(self._take)
        bridge.store_recovered.connect(self._settle_all)

    @property
    def connected(self) -> bool:
        """Whether there is an assistant to ask."""
        return self._assistant is not None

    def connect_assistant(self, assistant: Assistant, store: Store | None) -> None:
        """From now on questions go to `assistant`."""
        self._assistant, self._store = assistant, store

    def disconnect_assistant(self) -> None:
        """There is nobody to ask until the next assistant comes; what the last one streamed is forgotten."""
        self._assistant = self._store = None
        self.live = LiveRuns()

    def ask(self, request: AskRequest) -> LiveAnswer:
        """Ask a question; its answer streams from now on."""
        run = self._needed().ask(request)
        live = LiveAnswer(run, request.question, conversation_id=request.conversation_id or "")
        self.live.add(live)
        return live

    def regenerate(self, turn: Turn, effort: Effort) -> LiveAnswer:
        """Answer a question again, as another branch."""
        assert turn.answer is not None
        run = self._needed().regenerate(turn.answer.id, effort=effort)
        return self._other_branch(run, turn)

    def edit_thought(self, turn: Turn, thought: str) -> LiveAnswer:
        """Think on from a changed thought, as another branch; it stands there from the start."""
        assert turn.answer is not None
        run = self._needed().edit_thought(turn.answer.id, thought)
        return self._other_branch(run, turn, thought)

    def _other_branch(self, run: str, turn: Turn, thought: str = "") -> LiveAnswer:
        """Take up a run that answers a question again, beside the answer that it has."""
        others = turn.answer.siblings or (turn.answer.id,) if turn.answer is not None else ()
        conversation_id = turn.question.conversation_id
        live = LiveAnswer(run, turn.question.text, conversation_id=conversation_id, thought=thought, siblings=others)
        self.live.add(live)
        return live

    def continue_answer(self, turn: Turn, *, close_thought: bool = False) -> LiveAnswer:
        """Take up an answer where it stopped; its text so far stands from the start."""
        assert turn.answer is not None
        before = turn.answer.chosen
        run = self._needed().continue_answer(turn.answer.id, close_thought=close_thought)
        seconds = (before.thought_ended_at or 0.0) - (before.thought_started_at or 0.0)
        live = LiveAnswer(
            run,
            turn.question.text,
            conversation_id=turn.question.conversation_id,
            question_id=turn.question.id,
            answer_id=turn.answer.id,
            thought=before.thought,
            answer=before.answer,
            thought_tokens=before.thought_tokens,
            answer_tokens=before.answer_tokens,
            thinking_seconds=max(seconds, 0.0),
            number=before.number,
        )
        self.live.add(live)
        return live

    def answer_now(self, run: str) -> None:
        """Close the open thoughts of a run."""
        self._needed().answer_now(run)

    def stop(self, run: str) -> None:
        """Stop a run."""
        self._needed().stop(run)

    def _needed(self) -> Assistant:
        assert self._assistant is not None
        return self._assistant

    def _take(self, event: RunEvent) -> None:
        live = self.live.apply(event)
        if live is None:
            return
        if isinstance(event, QuestionSaved):
            self.saved.emit(live)
        self.streamed.emit(live, event)
        if live.phase.over:
            self.ended.emit(live)
            self._settle(live)

    def _settle_all(self) -> None:
        for live in self.live.over():
            self._settle(live)

    def _settle(self, live: LiveAnswer) -> None:
        """Show an ended answer from the store, once all of it is there; until then it is kept as it streamed.

        What no store has, the screen goes on showing as it streamed.
        """
        store, answer_id = self._store, live.answer_id
        if store is None or not answer_id:
            self.live.forget(live.run)
            return

        def take_over(turn: Turn) -> None:
            if turn.answer is not None and turn.answer.chosen.state is not AttemptState.STREAMING:
                self.live.forget(live.run)
                self.settled.emit(live, turn)

        self._tasks.run(lambda: store.turn_of_answer(answer_id), take_over, lambda _error: None, owner=self)
