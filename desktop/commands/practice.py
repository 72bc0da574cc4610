"""`rationale practice`: questions of the practice sets with their answers, for `rationale eval`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from models.errors import InputError


def practice(
    name: Annotated[str, typer.Argument(help="The practice set, such as addition or products.", metavar="NAME")],
    count: Annotated[int, typer.Option(help="How many questions.", min=1, max=100_000)] = 100,
    level: Annotated[int | None, typer.Option(help="Only questions this hard, 1 the easiest.", min=1)] = None,
    seed: Annotated[int, typer.Option(help="What is drawn follows from it.", min=0)] = 0,
    out: Annotated[Path | None, typer.Option(help="Add the lines to this file.", metavar="FILE.jsonl")] = None,
) -> int:
    """Draw questions with known answers, one JSON object a line."""
    import msgspec

    from models.learning.practice import draw, levels_of

    levels = levels_of(name)
    if level is not None and level not in levels:
        raise InputError(f"The questions of {name} are of the levels {levels[0]} to {levels[-1]}; choose one of them.")
    drawn = draw(name, seed, count, levels=levels if level is None else (level,))
    if len(drawn) < count:
        raise InputError(f"There are only {len(drawn)} such questions; ask for fewer with --count.")
    lines = b"".join(msgspec.json.encode({"question": each.question, "answer": each.answer}) + b"\n" for each in drawn)
    if out is None:
        sys.stdout.write(lines.decode())
        return 0
    try:
        with out.open("ab") as stream:
            stream.write(lines)
    except OSError as error:
        raise InputError(f"{out} cannot be written; choose another file with --out.", details=str(error)) from error
    return 0
