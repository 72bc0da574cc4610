"""Runs the command line as users do: as a process of its own, on a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.paths import open_data_folder
from models.settings import Settings, save_settings

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def rationale(tmp_path: Path) -> Run:
    """Return what runs `rationale` with arguments; standard output and error are kept apart. Answers are short."""
    folder = open_data_folder(tmp_path / "data")
    save_settings(folder.settings, Settings(thought_tokens=40, answer_tokens=40))

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "data"), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
            env={**os.environ, "COLUMNS": "200", "HOME": str(tmp_path / "home")},
        )

    return run


def document(done: subprocess.CompletedProcess[str]) -> Any:
    """The one JSON document on standard output."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def is_one_sentence(text: str) -> bool:
    """Whether an error is told in one plain line without a traceback."""
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text and text.strip().endswith((".", "?"))
