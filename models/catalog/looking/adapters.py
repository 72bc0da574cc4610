"""Lets a process of its own read an adapter file."""

from __future__ import annotations

from pathlib import Path

from models.catalog.adapters.records import AdapterLook
from models.catalog.failures import as_text, bad_file, no_text
from models.catalog.looking.client import READER_MEMORY, Looker
from models.catalog.looking.messages import Order
from models.errors import InputError


def inspect_adapter_aside(path: Path, model: Path | None = None, looker: Looker | None = None) -> AdapterLook:
    """Return what an adapter file is, as a process of its own reads it; takes a second, so give it a thread.

    Args:
        path: The file.
        model: The model that it is for; None asks only whether the file is whole.
        looker: What looks.

    Raises:
        BadModelFile: The file cannot be used, or does not fit the model.
        InputError: The process cannot be started.
    """
    if as_text(str(path)) != str(path):
        raise bad_file(no_text(str(path)))
    order = Order(adapter=str(path), only=str(model or ""), memory_bytes=READER_MEMORY)
    try:
        told = (looker or Looker()).ask(order)
    except InputError as error:
        raise _not_now(path, error.details) from error
    if told is None:
        raise _not_now(path, "cancelled")
    if told.trouble is not None:
        raise bad_file(told.trouble)
    assert told.adapter is not None
    return told.adapter


def _not_now(path: Path, details: str) -> InputError:
    return InputError(f"The adapter {path.name} could not be read now; try again.", details=details)
