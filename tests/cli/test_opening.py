from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.commands.context import CommandContext
from desktop.opening import WindowOptions, window_options


@pytest.mark.parametrize(
    ("arguments", "folder", "model"),
    [
        ([], None, None),
        (["--data-dir", "here"], "here", None),
        (["--data-dir=here", "--model", "a.gguf"], "here", "a.gguf"),
        (["--model=a=b.gguf"], None, "a=b.gguf"),
        (["--data-dir", "first", "--data-dir", "last"], "last", None),
    ],
)
def test_the_window_is_meant_where_nothing_else_is_said(
    arguments: list[str], folder: str | None, model: str | None
) -> None:
    context = CommandContext(Path(folder) if folder else None)
    assert window_options(arguments) == WindowOptions(context, model)


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["--help"], ["--data-dir"], ["--data-dir="], ["--data-dir", "--model"], ["-v"],
     ["--data-dir", "x", "doctor"], ["--"], ["--data-dir", "x", "--nonsense"]],
)  # fmt: skip
def test_all_else_is_for_the_commands(arguments: list[str]) -> None:
    assert window_options(arguments) is None


def test_the_window_reads_no_command_in() -> None:
    code = (
        "import sys, desktop.opening\n"
        "desktop.opening.SCREENS = ()\n"  # so that it is refused just before it opens
        "sys.platform = 'linux'\n"
        "from desktop.cli import run\n"
        "print(run([]), [each for each in ('typer', 'desktop.commands.tree') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2 []", done.stdout + done.stderr
