"""Prints an answer in a terminal: the thought streams dimmed, with what its checks find, and the answer is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.commands.answer_printer import AnswerPrinter, votes_in_words
from desktop.commands.output import visible
from models.events import (
    AnswerStarted,
    AttemptBegan,
    AttemptFinished,
    Channel,
    EngineStatus,
    Event,
    TextStreamed,
    ThoughtCut,
)
from models.traces import DiscardedStep, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions
    from rich.live import Live
    from rich.markdown import Markdown
    from rich.segment import Segment

    from models.answering.ask_request import AskRequest


class TerminalPrinter(AnswerPrinter):
    """Of several attempts the first one's thought is shown live; the answer waits for the votes then."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console

        self._console = Console(highlight=False)
        self._live: Live | None = None
        self._answer = ""
        self._shown = 1
        self._in_line = False

    def take(self, event: Event | None) -> None:
        """Show streamed text of one attempt at once."""
        super().take(event)
        match event:
            case AttemptBegan(replaces=replaced, attempt=number) if replaced == self._shown:
                self._shown = number
                self._tell("It went round in circles; another attempt takes its place.")
            case TextStreamed(attempt=number, channel=Channel.THOUGHT, text=text) if number == self._shown:
                self._in_line = True
                self._console.print(visible(text), end="", style="dim", markup=False, soft_wrap=True)
            case ThoughtCut(attempt=number, discarded=discarded) if number == self._shown:
                self._tell(_repair(discarded))
            case AnswerStarted(attempt=number) if number == self._shown and self.planned == 1:
                self._begin_answer()
            case TextStreamed(attempt=number, channel=Channel.ANSWER, text=text) if number == self._shown:
                self._answer += visible(text)
                self._show()
            case AttemptFinished(attempt=number, final_answer=final) if self.planned > 1 and final:
                self._tell(f"Attempt {number} of {self.planned}: {visible(final)}")
            case _:
                pass

    def end(self, status: EngineStatus, request: AskRequest) -> None:
        """Finish the answer and tell its figures."""
        self.close()
        if self._in_line:
            self._console.print()
        super().end(status, request)
        if (done := self.answer) is None or not (done.thought or done.answer):
            return
        self._console.print(_markdown(visible(done.answer)))
        tokens = sum(each.thought_tokens + each.answer_tokens for each in self.finished.values())
        figures = f"{tokens} tokens, {done.seconds:.1f} s, {done.tokens_per_second:.1f} tokens/s, {status.model_name}"
        for line in (*votes_in_words(self.deliberated), figures):
            self._console.print(visible(line), style="dim", markup=False)

    def close(self) -> None:
        """End the live display, which hides the cursor."""
        if self._live is not None:
            self._live.stop()

    def _tell(self, line: str) -> None:
        """A line of its own between the lines of the thought."""
        if self._in_line:
            self._console.print()
        self._in_line = False
        self._console.print(line, style="yellow", markup=False)

    def _begin_answer(self) -> None:
        from rich.live import Live

        if self._in_line:
            self._console.print("\n")
            self._in_line = False
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


def _repair(discarded: DiscardedStep) -> str:
    false = next((each for each in discarded.claims if each.verdict is Verdict.FALSE), None)
    if false is None:
        return "✗ That step does not hold; it is written anew."
    right = f" Arithmetic says {visible(false.right_value)}." if false.right_value else ""
    return f"✗ {visible(false.text)} does not hold.{right} The step is written anew."


def _markdown(text: str) -> Markdown:
    """The answer, rendered; links show where they lead."""
    from rich.markdown import Markdown

    return Markdown(text, hyperlinks=False)
