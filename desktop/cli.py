"""The command line: options that hold for all commands, and one funnel for all that goes wrong.

Exit codes: 0 done; 1 a mistake of Rationale's own (a report is written); 2 the user's input or environment is at fault,
told in one sentence; 3 the engine failed; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.commands import ask, bench, doctor, history, models
from desktop.commands.context import CommandContext
from models.errors import EXIT_INPUT, KnownError
from models.paths import make_private_folder, write_private_file

_UsageError = typer.BadParameter.__base__
"""Typer brings a click of its own, whose `UsageError` has no public name but as the base of this one."""

EXIT_BUG = 1
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="rationale",
    help="Ask a model on your own machine and watch it think. Without a command, the window opens.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("ask")(ask.ask)
app.add_typer(models.app, name="models")
app.add_typer(history.app, name="history")
app.command("doctor")(doctor.doctor)
app.add_typer(bench.app, name="bench")


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    data_dir: Annotated[Path | None, typer.Option(help="Where everything is kept.", metavar="DIR")] = None,
    model: Annotated[str | None, typer.Option(help="The model of the window: a name or a path.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the technical details of a failure.")] = False,
) -> None:
    """Open the window, or prepare the command that follows."""
    context.obj = CommandContext(data_dir, verbose)
    if context.invoked_subcommand is None:
        raise typer.Exit(_open_window(context.obj, model))


def run(arguments: list[str]) -> int:
    """Run one command; returns its exit code and never raises."""
    verbose = "--verbose" in arguments or "-v" in arguments
    try:
        return _exit_code(app(arguments, prog_name="rationale", standalone_mode=False))
    except KnownError as error:
        print(error.message, file=sys.stderr)
        if verbose and error.details:
            print(error.details, file=sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on; the last flush must not fail
        return 0
    except Exception as error:  # noqa: BLE001 - the funnel: what nobody expected becomes a report
        if isinstance(error, _UsageError or ()):
            print(_sentence(error), file=sys.stderr)
            return EXIT_INPUT
        return _report(error, arguments)


def _open_window(context: CommandContext, model: str | None) -> int:
    try:
        from desktop.app import run as run_window
    except ImportError as error:
        raise KnownError(
            "The window cannot be opened here; run “rationale doctor” to see what is missing.", details=str(error)
        ) from error
    return run_window(context.folder, model=model)


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else 0


def _sentence(error: Any) -> str:
    message = error.format_message().strip()
    return f"{message if message.endswith(('.', '?', '!')) else message + '.'} Run “rationale --help” for the commands."


def _report(error: Exception, arguments: list[str]) -> int:
    """Write a crash report that the user can copy; returns the exit code."""
    text = "".join(traceback.format_exception(error))
    try:
        place = arguments[arguments.index("--data-dir") + 1] if "--data-dir" in arguments else None
        logs = CommandContext(Path(place) if place else None).folder.logs
        make_private_folder(logs)
        path = logs / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
        write_private_file(path, text.encode())
        where = f"the report is in {path}"
    except (OSError, KnownError, IndexError):
        where = "here is the report:\n" + text
    print(f"Rationale made a mistake of its own; {where}", file=sys.stderr)
    return EXIT_BUG
