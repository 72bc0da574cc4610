"""Prints an answer as one JSON document, for programs; the README documents it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.commands.answer_printer import AnswerPrinter
from desktop.commands.output import print_json
from models.events import AttemptBegan, AttemptFinished, EngineStatus, Event

if TYPE_CHECKING:
    from models.answering.ask_request import AskRequest


class JsonPrinter(AnswerPrinter):
    """One document with all that is known."""

    def __init__(self) -> None:
        super().__init__()
        self._strategies: dict[int, str] = {}

    def take(self, event: Event | None) -> None:
        """Take note of an event."""
        super().take(event)
        if isinstance(event, AttemptBegan):
            self._strategies[event.attempt] = event.strategy

    def end(self, status: EngineStatus, request: AskRequest) -> None:
        """Print the document."""
        super().end(status, request)
        if self.finished:
            print_json(self.document(status, request))

    def document(self, status: EngineStatus, request: AskRequest) -> dict[str, Any]:
        """The answer as the README documents it."""
        attempts = [self.finished[number] for number in sorted(self.finished)]
        chosen = self.answer or attempts[0]
        found = self.deliberated
        return {
            "question": request.question.strip(),
            "thought": chosen.thought,
            "answer": chosen.answer,
            "final_answer": chosen.final_answer,
            "attempts": [self._attempt(each) for each in attempts],
            "votes": {each.answer: len(each.attempts) for each in found.groups} if found else {},
            "planned_attempts": self.planned,
            "ending": str(found.ending) if found else None,
            "model": status.model_name,
            "adapter": Path(request.adapter).stem if request.adapter else None,
            "effort": str(request.effort.name),
            "tokens": sum(each.thought_tokens + each.answer_tokens for each in attempts),
            "seconds": max(each.seconds for each in attempts),
            "time_to_first_token_s": chosen.time_to_first_token,
            "tokens_per_second": chosen.tokens_per_second,
            "stop_reason": str(self.stop_reason or chosen.stop_reason),
            "dropped_turns": self.dropped_turns,
            "conversation_id": self.saved.conversation_id or None if self.saved else None,
            "attempt_id": chosen.attempt_id,
        }

    def _attempt(self, done: AttemptFinished) -> dict[str, Any]:
        steps = self.steps.get(done.attempt, {})
        return {
            "number": done.attempt,
            "strategy": self._strategies.get(done.attempt, "direct"),
            "thought": done.thought,
            "answer": done.answer,
            "final_answer": done.final_answer,
            "steps": [msgspec.to_builtins(steps[number]) for number in sorted(steps)],
            "stop_reason": str(done.stop_reason),
            "tokens": done.thought_tokens + done.answer_tokens,
            "seconds": done.seconds,
            "mean_logprob": done.mean_logprob,
        }
