"""What is said to the process that looks for models, and what it answers: lines of JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from models.catalog.adapters.records import AdapterLook
from models.catalog.failures import FileProblem
from models.catalog.found.places import Owner, Place
from models.catalog.found.records import Overview

LONGEST_LINE = 32 * 1024 * 1024
"""Bytes; some kilobytes for each of the models that a search can find. What is longer is not taken in."""

MOST_FOUND = LONGEST_LINE * 3 // 4
"""Bytes of it for what folders hold; the rest is for the files that the user has added one by one."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What to look at; as `models.catalog.overview.overview` takes it."""

    known: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    places: tuple[tuple[Owner, str], ...] = ()
    downloads: str = ""
    cache_file: str = ""
    passed_over: tuple[str, ...] = ()
    memory_bytes: int = 0
    only: str = ""
    """A file to look at alone, in the place of all else."""
    adapter: str = ""
    """An adapter to look at, and whether it fits the model `only`, if there is one."""

    def found_places(self) -> list[Place]:
        """Return the places."""
        return [Place(owner, Path(folder)) for owner, folder in self.places]


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the answer: which file or folder is read now, how many files were, or at the end all of it.

    The end is an overview; to an order for an adapter it is what that is, or its trouble.
    """

    reading: str = ""
    count: int = 0
    overview: Overview | None = None
    adapter: AdapterLook | None = None
    trouble: FileProblem | None = None

    @property
    def is_last(self) -> bool:
        """Whether nothing follows it."""
        return self.overview is not None or self.adapter is not None or self.trouble is not None


def encode(message: Order | Told) -> bytes:
    """Return a message as a line."""
    return msgspec.json.encode(message, enc_hook=str) + b"\n"


def decode_order(line: bytes) -> Order:
    """Read what to look at."""
    return msgspec.json.decode(line, type=Order)


def decode_told(line: bytes) -> Told:
    """Read a line of the answer.

    Raises:
        msgspec.DecodeError: It is none.
    """
    return msgspec.json.decode(line, type=Told, dec_hook=_decoded)


def _decoded(kind: type, value: Any) -> Any:
    return Path(value) if issubclass(kind, Path) else value
