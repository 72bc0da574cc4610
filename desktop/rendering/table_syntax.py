"""Rows of Markdown tables."""

from __future__ import annotations

import re
from enum import StrEnum

_BAR = re.compile(r"(?<!\\)\|")
COLUMN_LIMIT = 64
"""Columns up to which a table is shown as one; a wider one is shown as it was written."""


class Alignment(StrEnum):
    """How a column is aligned."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


def cells_of(row: str) -> list[str]:
    r"""Cut a row into its cells; a bar in a cell is written ``\|``."""
    text = row.strip()
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(text)]


def is_too_wide(head: str) -> bool:
    """Whether a table with this first row has more columns than can be shown side by side."""
    return len(cells_of(head)) > COLUMN_LIMIT


def fitted(cells: list[str], columns: int) -> list[str]:
    """Return exactly `columns` cells: missing ones are empty, what is too much joins the last."""
    if len(cells) > columns:
        return [*cells[: columns - 1], " | ".join(cells[columns - 1 :])]
    return cells + [""] * (columns - len(cells))


def alignments(delimiter: str, columns: int) -> list[Alignment]:
    """Read the alignment of each column from the row of dashes."""
    found = []
    for cell in fitted(cells_of(delimiter), columns):
        right, left = cell.endswith(":"), cell.startswith(":")
        found.append(Alignment.CENTER if left and right else Alignment.RIGHT if right else Alignment.LEFT)
    return found
