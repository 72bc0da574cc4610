"""The command line: options that hold for all commands, and one funnel for all that goes wrong.

Exit codes: 0 done; 1 a mistake of Rationale's own (a report is written); 2 the user's input or environment is at fault,
told in one sentence; 3 the engine failed; 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.commands import adapters, ask, bench, doctor, evaluate, history, improve, models, rate
from desktop.commands.context import CommandContext
from models.errors import EXIT_INPUT, InputError, KnownError
from models.paths import make_private_folder, write_private_file

_UsageError = typer.BadParameter.__base__
"""Typer brings a click of its own, whose `UsageError` has no public name but as the base of this one."""

DISK_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))

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
app.command("rate")(rate.rate)
app.command("improve")(improve.improve)
app.command("eval")(evaluate.evaluate)
app.add_typer(adapters.app, name="adapters")
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
    arguments = _global_options_first(arguments)
    try:
        code = _exit_code(app(arguments, prog_name="rationale", standalone_mode=False))
        sys.stdout.flush()
    except KnownError as error:
        return _tell(error, arguments)
    except (KeyboardInterrupt, typer.Abort):
        return EXIT_INTERRUPTED
    except (BrokenPipeError, SystemExit):  # Typer turns the first into the second
        _drop_output()
        return 0
    except Exception as error:  # noqa: BLE001 - the funnel: what nobody expected becomes a report
        if isinstance(error, _UsageError or ()):
            print(_sentence(error), file=sys.stderr)
            return EXIT_INPUT
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            _drop_output()
            return _tell(InputError("The disk is full; free some space and try again.", details=str(error)), arguments)
        return _report(error, arguments)
    return code


def _global_options_first(arguments: list[str]) -> list[str]:
    """Return the arguments with --data-dir and --verbose in front, wherever they were given before a “--”."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    first: list[str] = []
    rest: list[str] = []
    place = 0
    while place < end:
        argument = arguments[place]
        width = 2 if argument == "--data-dir" and place + 1 < end else 1
        is_global = width == 2 or argument == "--verbose" or argument.startswith("--data-dir=")
        (first if is_global else rest).extend(arguments[place : place + width])
        place += width
    return [*first, *rest, *arguments[end:]]


def _tell(error: KnownError, arguments: list[str]) -> int:
    print(error.message, file=sys.stderr)
    if error.details and ("--verbose" in arguments or "-v" in arguments):
        print(error.details, file=sys.stderr)
    return error.exit_code


def _drop_output() -> None:
    """Let nothing more be written to standard output: nobody reads it, and the flush at the end must not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _open_window(context: CommandContext, model: str | None) -> int:
    if sys.platform.startswith("linux") and not any(map(os.environ.get, doctor.SCREENS)):
        raise InputError(  # Qt would abort the process
            "There is no screen here to open a window on; use “rationale ask QUESTION”, or set DISPLAY."
        )
    try:
        from desktop.app import run as run_window
    except ImportError as error:
        raise InputError(
            "The window cannot be opened here; run “rationale doctor” to see what is missing.", details=str(error)
        ) from error
    return run_window(context.folder, model=model)


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else 0


def _sentence(error: Any) -> str:
    message = error.format_message().strip().rstrip(".")
    command = error.ctx.command_path if error.ctx else "rationale"
    return f"{message}; “{command} --help” tells what is possible."


def _report(error: Exception, arguments: list[str]) -> int:
    """Write a crash report that the user can copy; returns the exit code."""
    text = "".join(traceback.format_exception(error))
    try:
        logs = CommandContext(_named_folder(arguments)).folder.logs
        make_private_folder(logs)
        path = logs / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
        write_private_file(path, text.encode())
        where = f"the report is in {path}"
    except (OSError, KnownError):
        where = "here is the report:\n" + text
    print(f"Rationale made a mistake of its own; {where}", file=sys.stderr)
    return EXIT_BUG


def _named_folder(arguments: list[str]) -> Path | None:
    """The folder of the last --data-dir, None without one."""
    named = None
    for option, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if option == "--data-dir":
            named = following
        elif option.startswith("--data-dir="):
            named = option.partition("=")[2]
    return Path(named) if named else None
