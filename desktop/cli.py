"""The command line: the window or one of the commands, and one funnel for all that goes wrong.

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

from desktop.commands.context import CommandContext
from desktop.opening import open_window, window_options
from models.errors import InputError, KnownError
from models.paths import make_private_folder, write_private_file

DISK_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))

EXIT_BUG = 1
EXIT_INTERRUPTED = 130


def run(arguments: list[str]) -> int:
    """Run one command; returns its exit code and never raises."""
    arguments = _global_options_first(arguments)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KnownError as error:
        return _tell(error, arguments)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except (BrokenPipeError, SystemExit):  # Typer turns the first into the second
        _drop_output()
        return 0
    except Exception as error:  # noqa: BLE001 - the funnel: what nobody expected becomes a report
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            _drop_output()
            return _tell(InputError("The disk is full; free some space and try again.", details=str(error)), arguments)
        return _report(error, arguments)
    return code


def _run(arguments: list[str]) -> int:
    options = window_options(arguments)
    if options is not None:
        return open_window(options.context, options.model)
    from desktop.commands.tree import run_command

    return run_command(arguments)


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
