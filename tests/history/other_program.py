"""Another program on the same history, as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

CHECKOUT = Path(__file__).resolve().parents[2]

_BEGIN = """
import os, resource, sqlite3, sys, time
from dataclasses import replace
from pathlib import Path
from models.errors import KnownError
from models.history.records import AttemptState, NewAttempt, SearchScope
from models.history.store import open_store
from models.paths import open_data_folder

folder = open_data_folder(Path(sys.argv[1]))

def ask(store, question="Why?"):
    saved = store.recording.add_question(question=question, conversation_id=None, parent_id=None,
        system_prompt="", effort="off", attempts=[NewAttempt()])
    return saved, store.attempt(saved.attempt_ids[0])

def say(*words):
    print(*words, flush=True)

"""


@contextmanager
def other_program(root: Path, script: str) -> Iterator[subprocess.Popen[str]]:
    """Run `script` on the data folder `root`; its lines are read from its stdout, it is killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", _BEGIN + script, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    """Return the next line that the program says."""
    return _stream(process.stdout).readline().strip()


def rest_of(process: subprocess.Popen[str]) -> list[str]:
    """Return all lines that the program says until it ends by itself, which it must do well."""
    _stream(process.stdin).close()
    lines = _stream(process.stdout).read().splitlines()
    assert process.wait(30) == 0, lines
    return lines


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
