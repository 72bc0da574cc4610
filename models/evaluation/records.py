"""What became of each question, kept as it is known, so that a run that was cut off goes on where it stopped."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec

from models.errors import InputError
from models.paths import make_private_folder


class AttemptRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt at a question."""

    number: int
    given: str
    """The answer that it votes with, "" where it has none."""
    weak: bool
    """Whether `given` is only the last number that was written."""
    right: bool
    holds: bool | None
    """Whether all of its checked equations hold; None where nothing was checked."""
    mean_logprob: float
    thought_tokens: int
    answer_tokens: int
    repairs: int = 0
    strategy: str = ""
    began: float = 0.0
    ended: float = 0.0
    """Seconds from asking, while other attempts were written beside it; 0 where that was not kept."""

    def tokens_until(self, moment: float) -> float:
        """Return how many tokens it had about written after so many seconds, taking its pace to be even."""
        whole = self.thought_tokens + self.answer_tokens
        if self.ended <= self.began:
            return whole
        return whole * min(max((moment - self.began) / (self.ended - self.began), 0.0), 1.0)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One answered question; times in seconds."""

    number: int
    question: str
    gold: str
    given: str
    """The extracted answer, "" where none was found."""
    right: bool
    weak: bool
    """Whether `given` is only the last number that was written."""
    answer: str
    seed: int
    attempts: int
    thought_tokens: int
    answer_tokens: int
    """Of all attempts together."""
    seconds: float
    """From asking to the end, while others were answered beside it."""
    stop_reason: str
    each: tuple[AttemptRecord, ...] = ()
    """The attempts in the order in which they ended; empty where only one ran without a vote."""


class RecordFile:
    """The records of one run, appended line by line (JSON); a last line that was cut off is forgotten.

    Args:
        path: The file; made if missing (0600).

    Raises:
        InputError: It cannot be written, or it is something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            make_private_folder(path.parent)
            self.records, whole = _read(path)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            os.ftruncate(descriptor, whole)
            self._stream: BinaryIO = os.fdopen(descriptor, "r+b", buffering=0)
            self._stream.seek(whole)
        except OSError as error:
            raise InputError(
                f"The records cannot be written to {path}; choose another file with --out.", details=str(error)
            ) from error

    def add(self, record: Record) -> None:
        """Keep a record."""
        self._stream.write(msgspec.json.encode(record) + b"\n")
        self.records.append(record)

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def _read(path: Path) -> tuple[list[Record], int]:
    """Return the records of a file and the length of its whole lines in bytes."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return [], 0
    whole = content.rfind(b"\n") + 1
    return list(_decoded(path, content[:whole].splitlines())), whole


def _decoded(path: Path, lines: Iterable[bytes]) -> Iterable[Record]:
    for line in lines:
        try:
            yield msgspec.json.decode(line, type=Record)
        except msgspec.DecodeError as error:
            raise InputError(
                f"The file {path} holds something else than records; choose another with --out.", details=str(error)
            ) from error
