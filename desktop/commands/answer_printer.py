"""Prints an answer while it streams: for terminals, for pipes, for programs."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.commands.output import print_json, visible
from models.events import (
    AnswerStarted,
    AttemptFinished,
    Channel,
    EngineState,
    EngineStatus,
    Event,
    PromptRead,
    QuestionSaved,
    RunFailed,
    RunFinished,
    TextStreamed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions
    from rich.live import Live
    from rich.markdown import Markdown
    from rich.segment import Segment

    from models.answering.requests import AskRequest


class AnswerPrinter:
    """Collects what the command line tells about an answer; `take` every event, then `end`."""

    def __init__(self) -> None:
        self.saved: QuestionSaved | None = None
        self.finished: dict[int, AttemptFinished] = {}
        self.chosen = 1
        self.stop_reason = ""
        self.dropped_turns = 0

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


class TerminalPrinter(AnswerPrinter):
    """For a terminal: the thought streams dimmed, the answer is rendered as it grows; one attempt is shown live."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console

        self._console = Console(highlight=False)
        self._live: Live | None = None
        self._answer = ""
        self._thinks = False

    def take(self, event: Event | None) -> None:
        """Show streamed text of the first attempt at once."""
        super().take(event)
        match event:
            case TextStreamed(attempt=1, channel=Channel.THOUGHT, text=text):
                self._thinks = True
                self._console.print(visible(text), end="", style="dim", markup=False, soft_wrap=True)
            case AnswerStarted(attempt=1):
                self._begin_answer()
            case TextStreamed(attempt=1, channel=Channel.ANSWER, text=text):
                self._answer += visible(text)
                self._show()
            case _:
                pass

    def end(self, status: EngineStatus, request: AskRequest) -> None:
        """Finish the answer and tell its figures."""
        self.close()
        if self._live is not None:
            self._console.print(_markdown(self._answer))
        elif self._thinks:
            self._console.print()
        super().end(status, request)
        if (done := self.answer) is None or not (done.thought or done.answer):
            return
        if self.chosen != 1:
            self._console.print(_markdown(visible(done.answer)))
        tokens = done.thought_tokens + done.answer_tokens
        figures = f"{tokens} tokens, {done.seconds:.1f} s, {done.tokens_per_second:.1f} tokens/s, {status.model_name}"
        self._console.print(figures, style="dim")

    def close(self) -> None:
        """End the live display, which hides the cursor."""
        if self._live is not None:
            self._live.stop()

    def _begin_answer(self) -> None:
        from rich.live import Live

        if self._thinks:
            self._console.print("\n")
        self._live = Live(console=self._console, refresh_per_second=8, transient=True)
        self._live.start()

    def _show(self) -> None:
        if self._live is not None:
            self._live.update(_Tail(self._answer))


class _Tail:
    """The last lines of an answer that fit on the screen, while it grows; the whole is printed at its end."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        from rich.segment import Segment

        for line in console.render_lines(_markdown(self._text), options, pad=False)[1 - console.height :]:
            yield from line
            yield Segment.line()


def _markdown(text: str) -> Markdown:
    """The answer, rendered; links show where they lead."""
    from rich.markdown import Markdown

    return Markdown(text, hyperlinks=False)


class JsonPrinter(AnswerPrinter):
    """For programs: one document with all that is known."""

    def end(self, status: EngineStatus, request: AskRequest) -> None:
        """Print the document."""
        super().end(status, request)
        if self.finished:
            print_json(self.document(status, request))

    def document(self, status: EngineStatus, request: AskRequest) -> dict[str, Any]:
        """The answer as the README documents it."""
        attempts = [self.finished[number] for number in sorted(self.finished)]
        chosen = self.answer or attempts[0]
        return {
            "question": request.question.strip(),
            "thought": chosen.thought,
            "answer": chosen.answer,
            "final_answer": chosen.final_answer,
            "attempts": [_attempt(each) for each in attempts],
            "votes": dict(Counter(each.final_answer for each in attempts if each.final_answer)),
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


def _attempt(done: AttemptFinished) -> dict[str, Any]:
    return {
        "strategy": "direct",
        "thought": done.thought,
        "answer": done.answer,
        "final_answer": done.final_answer,
        "steps": [],
        "tokens": done.thought_tokens + done.answer_tokens,
        "seconds": done.seconds,
        "mean_logprob": done.mean_logprob,
    }
