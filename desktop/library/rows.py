"""What the list of models shows, row by row; all words are made before, so that painting is quick."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RowKind(StrEnum):
    """What a row is."""

    HEADING = "heading"
    COLUMNS = "columns"
    MODEL = "model"
    CARD = "card"
    """What is wrong with the model above it, and what helps."""
    SEARCH = "search"
    HELP = "help"
    """Words with buttons that help, below what went wrong."""
    REPOSITORY = "repository"
    FILE = "file"
    """A file of a repository, or one that is being downloaded."""
    NOTE = "note"


CHOOSABLE = (RowKind.MODEL, RowKind.REPOSITORY, RowKind.FILE)
HELD = (RowKind.HEADING, RowKind.CARD, RowKind.SEARCH, RowKind.HELP)
"""Rows that are widgets of their own."""


class Act(StrEnum):
    """What a row's button does."""

    LOAD = "load"
    DETAILS = "details"
    SMALLER = "smaller"
    """Look for a smaller file of the same model."""
    FILES = "files"
    CLOSE = "close"
    GET = "get"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    REST = "rest"
    """Get what is missing of a download."""
    AGAIN = "again"
    """Download a damaged file anew."""
    LOOK = "look"
    """Look for models again."""
    ANOTHER = "another"
    """Search for another file of the same model."""
    LESS = "less"
    """Load it with fewer tokens of context."""
    SHOW = "show"
    HIDE = "hide"
    REMOVE = "remove"
    """Take a file that the user added out of the list."""
    DELETE = "delete"
    PAGE = "page"
    """Open the repository's page in the browser."""
    TOKEN = "token"  # noqa: S105 - the field for it


@dataclass(frozen=True, slots=True)
class Button:
    """A painted button; a `bare` one shows its icon alone."""

    act: Act
    words: str
    icon: str = ""
    bare: bool = False


class BarKind(StrEnum):
    """How a bar is painted."""

    MEMORY = "memory"
    TOO_LARGE = "too large"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of the bar's width, each from 0 to 1: weights, context and working space, or the progress alone."""

    kind: BarKind
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key` stays the same while the row stays.

    `words` stand below the bar (or in its place) in the ink `ink`; `mark` is a state in place of buttons, with `tick`
    for the one in use. `deep` rows belong to the row above. `hint` says more where the pointer rests.
    """

    kind: RowKind
    key: str
    title: str = ""
    under: str = ""
    size: str = ""
    quantization: str = ""
    context: str = ""
    bar: Bar | None = None
    words: str = ""
    ink: str = "text.secondary"
    mark: str = ""
    tick: bool = False
    icon: str = ""
    buttons: tuple[Button, ...] = ()
    deep: bool = False
    hint: str = ""

    @property
    def told(self) -> str:
        """What a screen reader says of it."""
        parts = (self.title, self.under, self.size, self.quantization, self.context, self.words, self.mark, self.hint)
        return ", ".join(filter(None, parts))

    @property
    def primary(self) -> Act | None:
        """What Enter does."""
        return self.buttons[0].act if self.buttons else None
