"""`rationale ask`: one question, with its thinking, in the terminal."""

from __future__ import annotations

import queue
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.answer_printer import AnswerPrinter, JsonPrinter, PlainPrinter, TerminalPrinter
from desktop.commands.context import CommandContext
from models.answering.requests import AskRequest, checked_question
from models.errors import EngineError, InputError
from models.events import Event, RunEvent, RunFailed, RunFinished
from models.paths import DataFolder
from models.reasoning.effort import Effort, effort_named
from models.settings import Settings

if TYPE_CHECKING:
    from models.assistant import Assistant
    from models.history.store import Store

EXIT_INTERRUPTED = 130
MOST_ATTEMPTS = 64

ENGINE_FAILURES = ("video_memory", "memory", "killed", "crashed", "unresponsive", "start")
"""Failures of the engine's own; all others are of the input or the environment."""


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question; “-” reads it from standard input.")],
    model: Annotated[str | None, typer.Option(help="A model by name or path.", metavar="NAME|PATH")] = None,
    effort: Annotated[str | None, typer.Option(help="off, quick, standard or deep.")] = None,
    attempts: Annotated[int | None, typer.Option(help="How many attempts.", min=1, max=MOST_ATTEMPTS)] = None,
    max_thought_tokens: Annotated[int | None, typer.Option(help="The longest thought in tokens.", min=0)] = None,
    seed: Annotated[int | None, typer.Option(help="Makes the answer repeatable.", min=0)] = None,
    adapter: Annotated[str | None, typer.Option(help="An adapter by id or path, or none.", metavar="ID|none")] = None,
    system: Annotated[str | None, typer.Option(help="The system prompt.")] = None,
    follow: Annotated[str | None, typer.Option("--continue", help="Ask in this conversation.", metavar="ID")] = None,
    no_save: Annotated[bool, typer.Option("--no-save", help="Leave no trace in the history.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Ask a question.

    In a terminal the thought streams dimmed and the answer is rendered. In a pipe the thought comes first, each line
    after “> ”, then an empty line and the answer as it was written.
    """
    given: CommandContext = context.obj
    settings = given.settings
    request = {
        "question": checked_question(sys.stdin.read() if question == "-" else question),
        "effort": _effort(settings, effort, attempts, max_thought_tokens),
        "system_prompt": system,
        "seed": seed,
        "adapter": _adapter(given.folder, adapter),
        "save": not no_save,
    }
    printer = _printer(as_json)
    with _running(given, settings, saves=not no_save or follow is not None) as (assistant, store):
        parent = _newest_answer(store, follow) if follow and store else None
        wanted = AskRequest(**request, conversation_id=follow, parent_id=parent)  # type: ignore[arg-type]
        return _answer(assistant, wanted, printer, model)


def _answer(assistant: Assistant, request: AskRequest, printer: AnswerPrinter, model: str | None) -> int:
    """Ask and print until the run has ended; the first Ctrl+C stops it and keeps what was written."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    assistant.subscribe(events.put)
    assistant.start(model)
    run = assistant.ask(request)
    interrupted = False
    while True:
        try:
            event = events.get()
            printer.take(event if not isinstance(event, RunEvent) or event.run == run else None)
        except KeyboardInterrupt:
            interrupted = True
            assistant.stop(run)
            continue
        if isinstance(event, RunFailed) and event.run == run:
            printer.end(assistant.status, request)
            kind = EngineError if event.reason in ENGINE_FAILURES else InputError
            raise kind(event.message, details=event.details)
        if isinstance(event, RunFinished) and event.run == run:
            printer.end(assistant.status, request)
            return EXIT_INTERRUPTED if interrupted else 0


@contextmanager
def _running(context: CommandContext, settings: Settings, *, saves: bool) -> Iterator[tuple[Assistant, Store | None]]:
    from models.assistant import Assistant

    if not saves:
        assistant = Assistant(context.folder, settings=settings, store=None)
        try:
            yield assistant, None
        finally:
            assistant.close()
        return
    with context.history() as store:
        assistant = Assistant(context.folder, settings=settings, store=store)
        try:
            yield assistant, store
        finally:
            assistant.close()


def _effort(settings: Settings, name: str | None, attempts: int | None, thought_tokens: int | None) -> Effort:
    effort = effort_named(
        name or settings.effort,
        thought_tokens=settings.thought_tokens,
        answer_tokens=settings.answer_tokens,
        seconds=settings.thinking_seconds,
    )
    if thought_tokens is not None:
        effort = effort.with_thought_tokens(thought_tokens)
    return replace(effort, attempts=attempts) if attempts is not None else effort


def _adapter(folder: DataFolder, reference: str | None) -> str | None:
    """The path of an adapter given by id or path; None for none."""
    if reference is None or reference == "none":
        return None
    for path in (folder.adapters / f"{reference}.gguf", Path(reference).expanduser()):
        if path.is_file():
            return str(path.absolute())
    raise InputError(f"There is no adapter “{reference}”; give the id of one of yours, a path, or none.")


def _newest_answer(store: Store, conversation_id: str) -> str | None:
    if store.conversation(conversation_id) is None:
        raise InputError(f"There is no conversation {conversation_id}; “rationale history list” shows them.")
    turns = store.path(conversation_id)
    answer = turns[-1].answer if turns else None
    return answer.id if answer else None


def _printer(as_json: bool) -> AnswerPrinter:
    if as_json:
        return JsonPrinter()
    return TerminalPrinter() if sys.stdout.isatty() else PlainPrinter()
