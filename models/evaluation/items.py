"""Questions with known answers, one JSON object a line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.errors import InputError
from models.reasoning.final_answer import find_final_answer

LARGEST_FILE = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """A question; `gold` is its right answer."""

    number: int
    """The line of the file, from 1."""
    question: str
    gold: str


class _Line(msgspec.Struct):
    question: str
    answer: str | int | float


def read_items(path: Path, *, limit: int | None = None) -> list[Item]:
    """Read the items of a file; blank lines are skipped.

    An answer that is a whole solution (GSM8K ends one with a `####` line) counts by its final answer.

    Raises:
        InputError: The file cannot be read, a line is no question with an answer, or there is none at all.
    """
    items: list[Item] = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        if limit is not None and len(items) >= limit:
            break
        items.append(_item(path, number, line))
    if not items:
        raise InputError(f"There is no question in {path.name}; each line must hold a question and its answer as JSON.")
    return items


def fingerprint(items: list[Item]) -> str:
    """Return what tells one set of items from another: 16 hexadecimal digits."""
    content = msgspec.json.encode([(each.number, each.question, each.gold) for each in items])
    return hashlib.sha256(content).hexdigest()[:16]


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"The file {path.name} is larger than {LARGEST_FILE // 1024**2} MB; split it.")
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"The file {path.name} is not text in UTF-8; convert it.", details=str(error)) from error
    except OSError as error:
        raise InputError(
            f"The file {path.name} cannot be read; check the path.", details=error.strerror or str(error)
        ) from error


def _item(path: Path, number: int, line: str) -> Item:
    try:
        read = msgspec.json.decode(line, type=_Line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(
            f'Line {number} of {path.name} is no question; write {{"question": "…", "answer": "…"}}.',
            details=str(error),
        ) from error
    gold = str(read.answer).strip()
    if "\n" in gold or "####" in gold or "\\boxed" in gold:
        gold = find_final_answer(gold).text or gold
    if not read.question.strip() or not gold:
        raise InputError(f"Line {number} of {path.name} has no question or no answer; complete or remove it.")
    return Item(number, read.question.strip(), gold)
