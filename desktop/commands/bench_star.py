"""`rationale bench star`: STaR's experiment on sums, with the bundled model or another."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from desktop.commands.ask import EXIT_INTERRUPTED, interrupts
from desktop.commands.context import CommandContext
from desktop.commands.improve import ProgressPrinter, loaded_engine
from desktop.commands.output import print_json
from models.errors import InputError

if TYPE_CHECKING:
    from models.learning.benchmark.star import StarRow


def star(
    context: typer.Context,
    rounds: Annotated[int, typer.Option(help="How many rounds of learning.", min=1, max=100)] = 16,
    practice_items: Annotated[int, typer.Option(help="Fresh sums of a round.", min=10, max=5000)] = 240,
    answers: Annotated[int, typer.Option(help="The most questions of each length's exam.", min=10, max=1000)] = 100,
    steps: Annotated[int | None, typer.Option(help="Training steps of every round.", min=1, max=5000)] = None,
    rationalize: Annotated[bool, typer.Option(help="Explain unsolved sums with the answer shown.")] = True,
    seed: Annotated[int, typer.Option(help="Of the first round's sums.", min=0)] = 1,
    chart: Annotated[Path | None, typer.Option(help="Draw the curves (PNG).")] = None,
    model: Annotated[str | None, typer.Option(help="A model by name or path.", metavar="NAME|PATH")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Let a model learn sums from 32 accepted answers and its own, round after round (hours; it can be broken off).

    It happens in a folder of its own below the data folder, where the same command finds it again; every round's
    adapter is taken over, without the proof that `rationale improve` asks for.
    """
    from models.learning.benchmark.star import StarExperiment, StarWishes
    from models.learning.rounds.halting import Halted
    from models.paths import open_data_folder

    given: CommandContext = context.obj
    name = "star" if rationalize else "star-without-rationalization"
    folder = open_data_folder(given.folder.root / "benchmarks" / name)
    wishes = StarWishes(rounds=rounds, practice_items=practice_items, answers=answers, rationalize=rationalize,
                        steps=steps, seed=seed)  # fmt: skip
    printer = ProgressPrinter()

    def ended(row: StarRow) -> None:
        print(("" if not sys.stderr.isatty() else "\r\x1b[K") + words_of(row), file=sys.stderr, flush=True)

    with loaded_engine(given, given.settings, model) as (engine, learner):
        experiment = StarExperiment(folder, engine, learner, wishes, printer.tell)
        with interrupts(experiment.brake.stop) as interrupted, suppress(Halted):
            experiment.run(ended)
    rows = experiment.rows()
    if chart is not None and rows:
        _draw(chart, rows, learner.name)
    if as_json:
        print_json(
            {
                "rows": msgspec.to_builtins(rows, str_keys=True),
                "chart": str(chart) if chart is not None and rows else None,
            }
        )
    else:
        print("\n".join(map(words_of, rows)))
    return EXIT_INTERRUPTED if interrupted.is_set() else 0


def words_of(row: StarRow) -> str:
    """Return one row as a line."""
    shares = "  ".join(f"{length}: {100 * right / max(n, 1):3.0f} %" for length, (right, n) in row.right.items())
    means = f"1 to 3: {100 * row.mean((1, 2, 3)):.1f} %, 1 to 5: {100 * row.mean((1, 2, 3, 4, 5)):.1f} %"
    return f"round {row.round:2}  {shares}  {means}  {row.examples} examples, {row.minutes:.0f} min"


def _draw(chart: Path, rows: list[StarRow], model: str) -> None:
    from models.learning.benchmark.star_picture import star_picture
    from models.paths import write_private_file

    try:
        write_private_file(chart, star_picture(rows, title=f"{model}: sums learned from 32 accepted answers"))
    except OSError as error:
        raise InputError(f"The chart cannot be written to {chart}; choose another file.", details=str(error)) from error
