"""Opens the window: what the program does when no command is named."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop.commands.context import CommandContext
from models.errors import InputError

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""One of these is set where Qt finds a screen on Linux, or is told to do without."""


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What the arguments say of the window."""

    context: CommandContext
    model: str | None = None


def window_options(arguments: list[str]) -> WindowOptions | None:
    """Return what the arguments ask of the window; None unless they ask for nothing else.

    The commands need not be read in for it, which takes longer than the window may take to stand there.
    """
    named: dict[str, str] = {}
    left = list(arguments)
    while left:
        name, given, value = left.pop(0).partition("=")
        if not given and left and not left[0].startswith("-"):
            value = left.pop(0)
        if name not in ("--data-dir", "--model") or not value:
            return None
        named[name] = value
    folder = named.get("--data-dir")
    return WindowOptions(CommandContext(Path(folder) if folder else None), named.get("--model"))


def open_window(context: CommandContext, model: str | None) -> int:
    """Open the window and return its exit code when it is closed.

    Raises:
        InputError: No window can be opened here.
    """
    if sys.platform.startswith("linux") and not any(map(os.environ.get, SCREENS)):
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
