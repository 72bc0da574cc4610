"""How commands print: one JSON document for programs, plain lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def print_json(document: Any) -> None:
    """Print one JSON document, and nothing else, on standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


_UNSEEN = dict.fromkeys([*(code for code in range(0x20) if chr(code) not in "\n\t"), *range(0x7F, 0xA0)])


def visible(text: str) -> str:
    """Return text without control characters: what a model wrote must not steer the terminal."""
    return text.translate(_UNSEEN)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns; in a terminal with headings, in a pipe with tabs between the cells."""
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(row))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    Console().print(table)


def one_line(text: str, length: int = 100) -> str:
    """Return text on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
