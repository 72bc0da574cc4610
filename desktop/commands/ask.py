"""`rationale ask`: one question, with its thinking, in the terminal."""

from __future__ import annotations

import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.commands.answer_printer import AnswerPrinter, PlainPrinter
from desktop.commands.context import CommandContext
from desktop.commands.json_printer import JsonPrinter
from desktop.commands.terminal_printer import TerminalPrinter
from models.answering.ask_request import LARGEST_QUESTION, NO_ADAPTER, AskRequest, checked_question
from models.errors import EngineError, InputError
from models.events import Event, RunEvent, RunFailed, RunFinished, StoreRecovered, StoreTrouble
from models.paths import DataFolder
from models.reasoning.effort import Effort, effort_named, with_attempts
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
    attempts: Annotated[int | None, typer.Option(help="How many attempts; all run.", min=1, max=MOST_ATTEMPTS)] = None,
    max_thought_tokens: Annotated[int | None, typer.Option(help="The most tokens of all thoughts.", min=0)] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Repeats a single attempt.", min=0),
    ] = None,
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
        "question": checked_question(_question(question)),
        "effort": wanted_effort(settings, effort, attempts, max_thought_tokens),
        "system_prompt": system,
        "seed": seed,
        "adapter": adapter_path(given.folder, adapter),
        "save": not no_save,
    }
    check_model(model or settings.model, settings)
    printer = _printer(as_json)
    with _running(given, settings, saves=not no_save or follow is not None) as (assistant, store):
        parent = _newest_answer(store, follow) if follow and store else None
        wanted = AskRequest(**request, conversation_id=follow, parent_id=parent)  # type: ignore[arg-type]  # a mapping loses types
        return _answer(assistant, wanted, printer, model)


def _answer(assistant: Assistant, request: AskRequest, printer: AnswerPrinter, model: str | None) -> int:
    """Ask and print until the run has ended; the first Ctrl+C stops it and keeps what was written."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    assistant.subscribe(events.put)
    assistant.start(model)
    run = assistant.ask(request)
    with interrupts(lambda: assistant.stop(run)) as interrupted, closing(printer):
        while True:
            event = _next(events)
            if isinstance(event, RunEvent) and event.run != run:
                continue
            printer.take(event)
            if isinstance(event, RunFailed):
                printer.end(assistant.status, request)
                kind = EngineError if event.reason in ENGINE_FAILURES else InputError
                raise kind(event.message, details=event.details)
            if isinstance(event, RunFinished):
                printer.end(assistant.status, request)
                return EXIT_INTERRUPTED if interrupted.is_set() else 0


def _next(events: queue.SimpleQueue[Event]) -> Event:
    """Wait for an event; in short steps, because on Windows a wait keeps Ctrl+C away."""
    while True:
        try:
            return events.get(timeout=0.25)
        except queue.Empty:
            continue


@contextmanager
def interrupts(stop: Callable[[], None]) -> Iterator[threading.Event]:
    """Take Ctrl+C: the first calls `stop` and never breaks into the printing, the second raises KeyboardInterrupt."""
    interrupted = threading.Event()

    def handle(*_: object) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        interrupted.set()
        stop()

    if threading.current_thread() is not threading.main_thread():
        yield interrupted
        return
    before = signal.signal(signal.SIGINT, handle)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


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
        troubles: list[StoreTrouble] = []

        def hear(event: Event) -> None:
            if isinstance(event, StoreTrouble):
                troubles.append(event)
            elif isinstance(event, StoreRecovered):
                troubles.clear()

        assistant.subscribe(hear)
        try:
            yield assistant, store
        finally:
            assistant.close()
        if troubles:  # the answer was printed, but not all of it is in the history
            raise InputError(troubles[-1].message, details=troubles[-1].details)


def _question(given: str) -> str:
    """The question as text; “-” stands for what comes on standard input.

    Raises:
        InputError: It is not UTF-8, or standard input does not end.
    """
    text = given
    try:
        if given == "-":
            read = sys.stdin.buffer.read(4 * LARGEST_QUESTION + 1)
            if len(read) > 4 * LARGEST_QUESTION:
                raise InputError(
                    f"The question on standard input is longer than {LARGEST_QUESTION:,} characters; shorten it."
                )
            text = read.decode("utf-8-sig")
        text.encode()
    except UnicodeError as error:
        raise InputError("The question is not readable text; write it in UTF-8.", details=str(error)) from error
    return text


def check_model(reference: str, settings: Settings) -> None:
    """Make sure that the model's file can be used before anything is saved or started.

    Raises:
        InputError: It cannot.
    """
    from models.catalog.inspection import inspect_model
    from models.catalog.model_list import resolve_model

    inspect_model(resolve_model(reference, settings.known_models))


def wanted_effort(settings: Settings, name: str | None, attempts: int | None, thought_tokens: int | None) -> Effort:
    """Return the effort by name (the user's own for None), with other numbers where they are given."""
    effort = effort_named(
        name or settings.effort,
        thought_tokens=settings.thought_tokens,
        answer_tokens=settings.answer_tokens,
        seconds=settings.thinking_seconds,
    )
    if thought_tokens is not None:
        effort = effort.with_thought_tokens(thought_tokens)
    return with_attempts(effort, attempts) if attempts is not None else effort


def adapter_path(folder: DataFolder, reference: str | None) -> str | None:
    """The path of an adapter given by id or path; `NO_ADAPTER` for none, None for the one in use."""
    if reference is None or reference == NO_ADAPTER:
        return reference
    for path in (folder.adapters / f"{reference}.gguf", Path(reference).expanduser()):
        if path.is_file():
            return str(path.absolute())
    raise InputError(f"There is no adapter “{reference}”; give the id of one of yours, a path, or none.")


def _newest_answer(store: Store, conversation_id: str) -> str | None:
    conversation = store.conversation(conversation_id)
    if conversation is None:
        raise InputError(f"There is no conversation {conversation_id}; “rationale history list” shows them.")
    if conversation.trashed_at is not None:
        raise InputError(f"The conversation “{conversation.title}” is in the trash; restore it in the window first.")
    turns = store.path(conversation_id)
    answer = turns[-1].answer if turns else None
    return answer.id if answer else None


def _printer(as_json: bool) -> AnswerPrinter:
    if as_json:
        return JsonPrinter()
    return TerminalPrinter() if sys.stdout.isatty() else PlainPrinter()
