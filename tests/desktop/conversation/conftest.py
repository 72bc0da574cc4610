"""A transcript, stored turns and running answers to show in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.conversation.live import LiveAnswer
from desktop.conversation.transcript import TranscriptView
from desktop.theme import Theme
from models.events import (
    AnswerStarted,
    AttemptBegan,
    AttemptFinished,
    Channel,
    PromptRead,
    QuestionSaved,
    RunEvent,
    RunFailed,
    RunFinished,
    StepClosed,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtEnd,
    Token,
)
from models.history.records import Answer, Attempt, AttemptState, PanelState, Question, Turn
from models.traces import Deliberated, Step

MakeTurn = Callable[..., Turn]


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[TranscriptView]:
    view = TranscriptView(theme)
    qtbot.addWidget(view)
    view.resize(1_000, 600)
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.shut_down()


@pytest.fixture
def make_turn() -> MakeTurn:
    def build(
        number: int = 1,
        *,
        question: str = "How many seats?",
        thought: str = "Three rows of twelve.",
        answer: str = "**42** seats.",
        panel: PanelState = PanelState.AUTOMATIC,
        siblings: tuple[str, ...] = (),
        question_siblings: tuple[str, ...] = (),
        **attempt: object,
    ) -> Turn:
        values: dict[str, object] = {
            "id": f"t{number}",
            "answer_id": f"a{number}",
            "number": 1,
            "thought": thought,
            "answer": answer,
            "state": AttemptState.FINISHED,
            "thought_started_at": 1.0,
            "thought_ended_at": 15.2,
            "thought_tokens": 612 if thought else 0,
            "answer_tokens": 20,
            "thought_budget": 1_024,
            "model_name": "SmolLM2",
            "seed": 7,
        }
        chosen = Attempt(**(values | attempt))  # type: ignore[arg-type]
        asked = Question(f"q{number}", "c", None, question, 0.0, question_siblings)
        return Turn(asked, Answer(f"a{number}", f"q{number}", 0.0, f"t{number}", panel, (chosen,), siblings=siblings))

    return build


class Run:
    """A running answer whose events a test sends by hand, as the shell would."""

    def __init__(self, view: TranscriptView, number: int = 9, siblings: tuple[str, ...] = ()) -> None:
        self.view, self.number, self.run = view, number, f"run{number}"
        self.live = LiveAnswer(self.run, "And with 20 rows?", siblings=siblings)
        view.show_pending(self.live)

    def send(self, event: RunEvent) -> None:
        self.live.apply(event)
        self.view.apply(event)

    def think(self, text: str, *, start: bool = True) -> None:
        if start:
            attempts = (f"t{self.number}",)
            self.send(QuestionSaved(self.run, "c", f"q{self.number}", f"a{self.number}", attempts, False))
            self.send(PromptRead(self.run, 10, 0, 0, 4_096, 0.1))
            self.send(ThinkingStarted(self.run, 1, 1_024, 0.2))
        self.write(text, Channel.THOUGHT)

    def write(self, text: str, channel: Channel = Channel.ANSWER) -> None:
        self.send(TextStreamed(self.run, 1, channel, text, (Token(text, -0.1),), 1.0))

    def begin(self, planned: int, *, replaces: int = 0, attempt: int = 0) -> None:
        """Begin all planned attempts, or one in the place of another."""
        if not replaces:
            ids = (f"a{self.number}-1",)
            self.send(QuestionSaved(self.run, "c", f"q{self.number}", f"a{self.number}", ids, False))
        for number in [attempt] if replaces else range(1, planned + 1):
            self.send(AttemptBegan(self.run, number, f"a{self.number}-{number}", "direct", planned, replaces))
            self.send(ThinkingStarted(self.run, number, 1_024, 0.2))

    def say(self, attempt: int, text: str, channel: Channel = Channel.THOUGHT) -> None:
        self.send(TextStreamed(self.run, attempt, channel, text, (Token(text, -0.1),), 1.0))

    def close(self, attempt: int, step: Step) -> None:
        self.send(StepClosed(self.run, attempt, step))

    def end(self, told: Attempt, reason: StopReason = StopReason.FINISHED) -> None:
        """One attempt has ended."""
        self.send(
            AttemptFinished(
                self.run, told.number, told.id, reason, told.thought, told.answer, told.final_answer,
                told.thought_tokens, told.answer_tokens, 2.0, 3.0, 0.1, 40.0, told.mean_logprob or 0.0,
            )
        )  # fmt: skip

    def conclude(self, found: Deliberated, reason: StopReason = StopReason.FINISHED) -> None:
        self.send(RunFinished(self.run, found.chosen, reason, found))

    def answer(self, text: str = "", *, end: ThoughtEnd = ThoughtEnd.MODEL) -> None:
        self.send(AnswerStarted(self.run, 1, end, 2.3))
        if text:
            self.write(text)

    def stop(self) -> None:
        self.send(RunFinished(self.run, 1, StopReason.STOPPED))

    def finish(self) -> None:
        self.send(RunFinished(self.run, 1, StopReason.FINISHED))

    def fail(self, message: str) -> None:
        self.send(RunFailed(self.run, "died", message, "signal 9", True))


@pytest.fixture
def make_run(view: TranscriptView) -> Callable[..., Run]:
    return lambda number=9, siblings=(): Run(view, number, siblings)
