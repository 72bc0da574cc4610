"""How long work tells how far it is, and how it is ended early."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from models.errors import InputError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export or an import is."""

    stage: str
    """writing, checking, importing or indexing."""
    done: int
    total: int
    """Conversations, bytes of the file, or answers; 0 when it is not known."""


Watch: TypeAlias = Callable[[Progress], None]
"""Called now and then with how far it is; what it raises (`Cancelled`) ends the work, and nothing of it stays."""


class Cancelled(InputError):
    """The user ended an export or an import."""


def cancelled() -> Cancelled:
    """Return the error for work that its user ended."""
    return Cancelled("It was cancelled; nothing has changed.")


def nobody(_progress: Progress) -> None:
    """Watch nothing."""
