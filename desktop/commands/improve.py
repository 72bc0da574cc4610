"""`rationale improve`: rounds of learning from the command line."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.commands.ask import EXIT_INTERRUPTED, interrupts
from desktop.commands.context import CommandContext
from desktop.commands.output import print_json
from desktop.commands.round_document import round_document, round_lines
from models.errors import EngineError

if TYPE_CHECKING:
    from models.engine.sharing import SharedEngine
    from models.history.learning.records import Round
    from models.learning.rounds.opening import LearningModel
    from models.learning.rounds.progress import RoundProgress
    from models.settings import Settings

TOLD_EVERY = 2.0
"""Seconds between two lines of progress where the output is no terminal: more would fill logs."""


def improve(
    context: typer.Context,
    source: Annotated[
        list[str] | None,
        typer.Option(help="accepted, or practice:NAME; may be given several times.", metavar="SOURCE"),
    ] = None,
    rounds: Annotated[int, typer.Option(help="How many rounds.", min=1, max=1000)] = 1,
    minutes: Annotated[
        float | None, typer.Option(help="The most that the command may take; the open round goes on next time.", min=0)
    ] = None,
    model: Annotated[str | None, typer.Option(help="A model by name or path.", metavar="NAME|PATH")] = None,
    seed: Annotated[int | None, typer.Option(help="Of the first round's questions.", min=0, max=2**31 - 1)] = None,
    practice_items: Annotated[int | None, typer.Option(help="Practice questions of a round.", min=1, max=5000)] = None,
    gate_items: Annotated[int | None, typer.Option(help="Held-out questions of a round.", min=1, max=5000)] = None,
    steps: Annotated[int | None, typer.Option(help="Training steps of a round.", min=1, max=5000)] = None,
    rationalize: Annotated[bool, typer.Option(help="Explain unsolved questions with the answer shown.")] = True,
    stop_open: Annotated[bool, typer.Option("--stop-open", help="Stop the open round instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Let the model learn from your accepted answers and from practice, and adopt what is proven to be better.

    Ctrl+C halts it; the same command goes on where it stopped.
    """
    from models.history.learning.records import RoundState
    from models.learning.rounds.job import LearningJob
    from models.learning.rounds.opening import RoundWishes

    given: CommandContext = context.obj
    settings = given.settings
    with given.history() as store:
        if stop_open:
            if (begun := store.rounds.open_round()) is not None:
                store.rounds.end(begun.id, RoundState.STOPPED, seconds=begun.seconds)
            print_json({"stopped": begun.id if begun else None}) if as_json else print(
                f"Round {begun.number} is stopped." if begun else "No round is open."
            )
            return 0
        wishes = RoundWishes(
            tuple(source or ()), seed, practice_items, gate_items, steps, rationalize,
            sampling=sampling_of(settings), system_prompt=settings.system_prompt,
        )  # fmt: skip
        printer = ProgressPrinter()
        with loaded_engine(given, settings, model) as (engine, learner):
            job = LearningJob(given.folder, store, engine, printer.tell)
            with interrupts(job.brake.stop) as interrupted:
                done = job.run(
                    learner, wishes, rounds=rounds, seconds=60 * minutes if minutes is not None else None,
                    ended=lambda each: printer.end(each, quiet=as_json),
                )  # fmt: skip
        is_open = store.rounds.open_round()
        if as_json:
            print_json(
                {
                    "rounds": [round_document(each, store) for each in done],
                    "open_round": is_open.id if is_open else None,
                }
            )
        elif is_open is not None:
            print(f"Round {is_open.number} is not done; the same command goes on with it.")
    return EXIT_INTERRUPTED if interrupted.is_set() else 0


@dataclass(slots=True)
class ProgressPrinter:
    """Writes progress to standard error: one line that changes in a terminal, a line every few seconds elsewhere."""

    _last: float = 0.0
    _stage: str = ""

    def tell(self, progress: RoundProgress) -> None:
        """Write how far a round is."""
        now = time.monotonic()
        changed = progress.stage != self._stage
        if not changed and now - self._last < (0.2 if sys.stderr.isatty() else TOLD_EVERY):
            return
        self._last, self._stage = now, progress.stage
        left = f", about {_minutes(progress.seconds_left)} left" if progress.seconds_left else ""
        loss = f", loss {progress.loss:.3f}" if progress.loss is not None else ""
        what = f" ({progress.what})" if progress.what else ""
        line = f"Round {progress.number}: {progress.stage}{what} {progress.done} of {progress.total}{loss}{left}"
        if progress.needed_bytes:
            line = f"Round {progress.number}: {progress.stage} {_waiting(progress)}"
        if sys.stderr.isatty():
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def end(self, ended: Round, *, quiet: bool) -> None:
        """Write what became of a round."""
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)
        for line in round_lines(ended):
            print(line, file=sys.stderr if quiet else sys.stdout, flush=True)


def _waiting(progress: RoundProgress) -> str:
    from models.catalog.sizes import format_memory

    needed, free = format_memory(progress.needed_bytes), format_memory(progress.free_bytes)
    return f"waits for memory: {needed} needed, {free} free"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def sampling_of(settings: Settings) -> Any:
    """Return the user's way of sampling, as the engine takes it."""
    from models.answering.requests import sampling_for_engine

    return sampling_for_engine(settings.sampling)


@contextmanager
def loaded_engine(
    given: CommandContext, settings: Settings, model: str | None
) -> Iterator[tuple[SharedEngine, LearningModel]]:
    """Return an engine with the model loaded, and the model.

    Raises:
        EngineError: It cannot be loaded.
    """
    from models.answering.loading import load_request
    from models.catalog.model_list import resolve_model
    from models.engine.protocol import Loaded, LoadFailed
    from models.engine.sharing import SharedEngine
    from models.engine.supervisor import LocalEngine, Notice
    from models.learning.rounds.opening import LearningModel

    reference = model or settings.model
    path: Path = resolve_model(reference, settings.known_models)
    engine = SharedEngine(LocalEngine())
    notices: queue.SimpleQueue[Notice] = queue.SimpleQueue()
    engine.load(load_request(path, settings, reference, folder=given.folder))
    engine.start(notices.put)
    try:
        while True:
            notice = notices.get()
            if isinstance(notice, LoadFailed):
                raise EngineError(notice.message, reason=notice.reason, details=notice.details)
            if isinstance(notice, Loaded):
                yield engine, LearningModel(notice.model_id, notice.name, str(path))
                return
    finally:
        engine.close()
