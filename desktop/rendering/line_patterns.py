"""How the lines that start or end a Markdown block look."""

from __future__ import annotations

import re

FENCE = re.compile(r"(?P<marks>`{3,}|~{3,})\s*(?P<language>[^\s`{]*)[^`]*$")
HEADING = re.compile(r"(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*?))??(?:[ \t]+#+)?[ \t]*$")
SETEXT = re.compile(r"(?:=+|-{2,})\s*$")
RULE = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$")
ITEM = re.compile(r"(?P<marker>[-*+]|(?P<number>\d{1,9})[.)])(?:[ \t]+(?P<text>.*)|$)")
DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
QUOTE = re.compile(r" {0,3}>[ \t]?")
FORMULA_LINE = re.compile(r"(?:\$\$(?P<dollars>.+?)\$\$|\\\[(?P<brackets>.+?)\\\])[ \t]*[.,;]?$")
UNDECIDED = re.compile(r"[ \t]*(?:[-*+=_~`#>|:. \t]*|\d{1,9}[.)]?|(?:`{3,}|~{3,})[^`]*|\$\$?.{0,400}|\\\[?.{0,400})$")
"""A line that is still being written and could become something else than text."""


def indent_of(line: str) -> tuple[int, str]:
    """Return the width of the indent in columns (a tab reaches to the next multiple of 4) and the line without it."""
    width = position = 0
    for position, character in enumerate(line):
        if character == " ":
            width += 1
        elif character == "\t":
            width += 4 - width % 4
        else:
            return width, line[position:]
    return width, ""


def without_indent(line: str, columns: int) -> str:
    """Return the line without its first `columns` columns of indent, or without all of it when it has fewer."""
    width, rest = indent_of(line)
    return " " * max(width - columns, 0) + rest


def is_delimiter(line: str) -> bool:
    """Whether this is the row of dashes under the head of a table."""
    return "|" in line and "-" in line and DELIMITER.match(line) is not None
