"""`rationale history export|import`: conversations as files, with progress on standard error."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Self

import typer

from desktop.commands.context import CommandContext
from desktop.commands.output import print_json
from models.history.exchange.formats import ExportFormat
from models.history.exchange.progress import Progress

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_SUFFIXES = {".md": ExportFormat.MARKDOWN, ".markdown": ExportFormat.MARKDOWN, ".jsonl": ExportFormat.TRAINING}
_SECONDS = 0.2
"""Between two lines about the progress."""


def export(
    context: typer.Context,
    file: Path,
    form: Annotated[
        ExportFormat | None, typer.Option("--format", help="Told by the file's name if not given: .json, .md, .jsonl.")
    ] = None,
    thoughts: Annotated[bool, typer.Option(help="Whether thoughts are written; JSON always has them.")] = True,
    conversation: Annotated[str | None, typer.Option(metavar="ID", help="Only this conversation.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write conversations into a new FILE: JSON (everything, to be imported), Markdown, or training data."""
    given: CommandContext = context.obj
    chosen = form or _SUFFIXES.get(file.suffix.lower(), ExportFormat.JSON)
    line = ProgressLine()
    with given.history_to_read() as store, line:
        count = store.exchange.export(file, chosen, thoughts=thoughts, conversation_id=conversation, watch=line.show)
    if as_json:
        print_json({"path": str(file), "format": chosen.value, "count": count})
    else:
        what = {ExportFormat.TRAINING: "examples", ExportFormat.PREFERENCES: "pairs"}.get(chosen, "conversations")
        print(f"{file} holds {count:,} {what}.")


def import_(context: typer.Context, file: Path, as_json: AsJson = False) -> None:
    """Add the conversations of a FILE that was exported as JSON; importing it twice adds nothing twice.

    All of the file comes in or nothing; Ctrl+C leaves the history as it was.
    """
    given: CommandContext = context.obj
    line = ProgressLine()
    with given.history() as store, line:
        report = store.exchange.import_file(file, watch=line.show)
        try:
            store.exchange.index(watch=line.show)
        except KeyboardInterrupt:
            line.end()
            print("Everything is imported; “rationale history check” completes the search.", file=sys.stderr)
    if as_json:
        print_json({name: value for name, value in asdict(report).items() if name != "touched"})
        return
    print(
        f"Added {report.conversations:,} conversations, {report.attempts:,} answers and {report.ratings:,} ratings;"
        f" {report.already_there:,} conversations were there already."
    )
    if report.earlier:
        print(f"{report.earlier:,} judgements were kept as earlier ones, since you have judged the same here.")


class ProgressLine:
    """One line on standard error that is written over, in a terminal; nothing in a pipe."""

    def __init__(self) -> None:
        self._shown = False
        self._next = 0.0

    def show(self, progress: Progress) -> None:
        """Say how far it is, now and then."""
        if not sys.stderr.isatty() or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _SECONDS
        self._shown = True
        share = f" {100 * progress.done // progress.total} %" if progress.total else ""
        print(f"\r{progress.stage.capitalize()}…{share}   ", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r" + " " * 30 + "\r", end="", file=sys.stderr, flush=True)
            self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
