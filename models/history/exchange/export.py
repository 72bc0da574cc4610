"""Writes conversations into a file, one after the other, of one consistent state of the history."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from models.errors import InputError
from models.history.exchange.documents import FORMAT, VERSION
from models.history.exchange.formats import ExportFormat
from models.history.exchange.markdown import conversation_as_markdown
from models.history.exchange.preference_pairs import preference_pairs
from models.history.exchange.progress import Progress, Watch, nobody
from models.history.exchange.reading_rows import conversation_ids, read_conversation
from models.history.exchange.training_data import training_examples
from models.history.sqlite import Database

_EVERY = 20
"""Conversations between two reports of how far it is."""


def export(
    db: Database,
    file: Path,
    form: ExportFormat,
    *,
    thoughts: bool = True,
    conversation_id: str | None = None,
    overwrite: bool = False,
    watch: Watch = nobody,
) -> int:
    """Write one conversation or all into `file`, which appears only when it is whole; returns how much is in it.

    Call it with a connection inside a reading transaction. JSON holds the trash too, the other forms do not.

    Args:
        db: The history.
        file: Where to.
        form: As what.
        thoughts: Whether thoughts are written; JSON always has them.
        conversation_id: Which one; None for all.
        overwrite: Whether a file that is there is replaced.
        watch: Is told how far it is; what it raises ends the export and leaves no file.

    Returns:
        The number of conversations, of examples, or of pairs.

    Raises:
        InputError: There is a file of this name, it cannot be written, or there is no such conversation.
    """
    identifiers = conversation_ids(db, conversation_id, trashed=form is ExportFormat.JSON)
    with _new_file(file, overwrite=overwrite) as stream:
        written = 0
        for piece, count in _pieces(db, identifiers, form, thoughts=thoughts, watch=watch):
            stream.write(piece)
            written += count
    return written


def _pieces(
    db: Database, identifiers: list[str], form: ExportFormat, *, thoughts: bool, watch: Watch
) -> Iterator[tuple[bytes, int]]:
    """Yield what is written next, and for how many units it counts."""
    if form is ExportFormat.JSON:
        head = {"format": FORMAT, "version": VERSION, "exported_at": time.time()}
        yield msgspec.json.encode(head)[:-1] + b',"conversations":[', 0
    for number, identifier in enumerate(identifiers):
        if number % _EVERY == 0:
            watch(Progress("writing", number, len(identifiers)))
        if form is ExportFormat.JSON:
            yield (b",\n" if number else b"\n") + msgspec.json.encode(read_conversation(db, identifier)), 1
        elif form is ExportFormat.MARKDOWN:
            text = conversation_as_markdown(db, identifier, thoughts=thoughts)
            yield (b"\n---\n\n" if number else b"") + text.encode(), 1
        else:
            made = training_examples if form is ExportFormat.TRAINING else preference_pairs
            for example in made(db, identifier, thoughts=thoughts):
                yield msgspec.json.encode(example) + b"\n", 1
    if form is ExportFormat.JSON:
        yield b"\n]}\n", 0
    watch(Progress("writing", len(identifiers), len(identifiers)))


@contextmanager
def _new_file(file: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Write beside `file`, and give it the name at the end; what ends the block early leaves nothing."""
    if file.is_dir():
        raise InputError(f"“{file}” is a folder; name a file in it.")
    if file.exists() and not overwrite:
        raise InputError(f"“{file}” is there already; choose another name.")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError as error:
        raise InputError(
            f"“{file}” cannot be written; choose another folder or free some space.", details=str(error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
