"""The commands of the command line and the options that hold for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.commands import adapters, ask, bench, doctor, evaluate, history, improve, models, practice, rate
from desktop.commands.context import CommandContext
from desktop.opening import open_window
from models.errors import InputError

_UsageError = typer.BadParameter.__base__
"""Typer brings a click of its own, whose `UsageError` has no public name but as the base of this one."""

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
app.command("practice")(practice.practice)
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
        raise typer.Exit(open_window(context.obj, model))


def run_command(arguments: list[str]) -> int:
    """Run the command that the arguments name; returns its exit code.

    Raises:
        InputError: There is no such command or option.
        KeyboardInterrupt: The user interrupted it.
    """
    try:
        result = app(arguments, prog_name="rationale", standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except Exception as error:
        if isinstance(error, _UsageError or ()):
            raise InputError(_sentence(error)) from error
        raise
    return result if isinstance(result, int) else 0


def _sentence(error: Any) -> str:
    message = error.format_message().strip().rstrip(".")
    command = error.ctx.command_path if error.ctx else "rationale"
    return f"{message}; “{command} --help” tells what is possible."
