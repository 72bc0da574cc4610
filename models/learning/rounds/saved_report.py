"""Writes the page of a model's rounds to a file."""

from __future__ import annotations

from pathlib import Path

from models.errors import InputError
from models.history.store import Store
from models.learning.rounds.html_report import learning_report
from models.paths import write_private_file


def save_learning_report(store: Store, model_id: str, file: Path) -> None:
    """Write the page, readable by the user alone.

    Raises:
        InputError: It cannot be written.
    """
    try:
        write_private_file(file, learning_report(store, model_id).encode())
    except OSError as error:
        raise InputError(f"The report cannot be written to {file}; choose another file.", details=str(error)) from error
