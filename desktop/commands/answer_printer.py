"""Prints an answer while it streams: for terminals, for pipes, for programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from models.events import (
    AttemptBegan,
    AttemptFinished,
    EngineState,
    EngineStatus,
    Event,
    PromptRead,
    QuestionSaved,
    RunFailed,
    RunFinished,
    StepClosed,
    ThoughtCut,
)
from models.traces import Deliberated, Ending, Step

if TYPE_CHECKING:
    from models.answering.ask_request import AskRequest


class AnswerPrinter:
    """Collects what the command line tells about an answer; `take` every event, then `end`."""

    def __init__(self) -> None:
        self.saved: QuestionSaved | None = None
        self.finished: dict[int, AttemptFinished] = {}
        self.chosen = 1
        self.stop_reason = ""
        self.dropped_turns = 0
        self.planned = 1
        self.deliberated: Deliberated | None = None
        self.steps: dict[int, dict[int, Step]] = {}
        """The checked steps of each attempt, by number."""

    def take(self, event: Event | None) -> None:
        """Take note of an event."""
        match event:
            case QuestionSaved():
                self.saved = event
            case PromptRead():
                self.dropped_turns = event.dropped_turns
            case AttemptFinished():
                self.finished[event.attempt] = event
            case RunFinished():
                self.chosen, self.stop_reason = event.chosen_attempt, event.stop_reason
                self.deliberated = event.deliberated
            case AttemptBegan():
                self.planned = event.planned
            case StepClosed():
                self.steps.setdefault(event.attempt, {})[event.step.number] = event.step
            case ThoughtCut():
                steps = self.steps.get(event.attempt, {})
                self.steps[event.attempt] = {number: each for number, each in steps.items() if number < event.step}
            case RunFailed():
                self.stop_reason = "failed"
            case EngineStatus(state=EngineState.READY, message=message) if message:
                self.notice(message)
            case _:
                pass

    def notice(self, text: str) -> None:
        """Tell something beside the answer."""
        print(text, file=sys.stderr)

    def end(self, status: EngineStatus, request: AskRequest) -> None:
        """Print what is still to be printed."""
        if self.dropped_turns:
            self.notice(f"The {self.dropped_turns} oldest turns did not fit and were left out of the prompt.")

    def close(self) -> None:
        """Leave the terminal as it was, also when something went wrong."""

    @property
    def answer(self) -> AttemptFinished | None:
        """The attempt whose answer counts, when it has ended."""
        return self.finished.get(self.chosen)


class PlainPrinter(AnswerPrinter):
    """For a pipe: the thought quoted, an empty line, the answer."""

    def end(self, status: EngineStatus, request: AskRequest) -> None:
        """Print the chosen attempt."""
        super().end(status, request)
        if self.answer is None or not (self.answer.thought or self.answer.answer):
            return
        for line in self.answer.thought.splitlines():
            print(f"> {line}".rstrip())
        if self.answer.thought:
            print()
        print(self.answer.answer)
        for line in votes_in_words(self.deliberated):
            self.notice(line)


def votes_in_words(deliberated: Deliberated | None) -> list[str]:
    """Return the lines that tell how several attempts voted; none for one attempt."""
    if deliberated is None or deliberated.planned <= 1:
        return []
    lines = [f"{len(each.attempts)} of {deliberated.finished}: {each.answer}" for each in deliberated.groups]
    if deliberated.ending is Ending.AGREED and deliberated.finished < deliberated.planned:
        lines.append(f"stopped at {deliberated.finished} of {deliberated.planned} attempts, since they agree")
    repaired = sum(each.repairs for each in deliberated.attempts)
    if repaired:
        lines.append(f"{repaired} false {'step was' if repaired == 1 else 'steps were'} repaired")
    return lines
