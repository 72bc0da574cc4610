"""`rationale bench`: measures, never judges."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from desktop.commands.bench_star import star
from desktop.commands.output import print_json
from models.errors import InputError

app = typer.Typer(help="Measure the engine, the window, the history, models or learning on this machine.")
app.command("star")(star)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command("engine")
def engine(
    rounds: Annotated[int, typer.Option(help="How often everything is measured.", min=2, max=50)] = 5,
    as_json: AsJson = False,
) -> None:
    """Measure the engine against llama-cpp-python's high-level class and llama.cpp's own server (make bench)."""
    from models.engine.benchmark import bench_engine

    _print(bench_engine(lambda line: print(line, file=sys.stderr), rounds=rounds), as_json)


Only = Annotated[
    list[str] | None,
    typer.Option(help="Measure only this part (can be given several times).", metavar="PART"),
]


@app.command("window")
def window(only: Only = None, as_json: AsJson = False) -> None:
    """Measure the window; its parts are start, opening, unfolding, importing, engine_cost, streaming and long_thought.

    Milliseconds are passes of the event loop, painting included; "_cpu" is what the main thread itself worked of them.
    """
    try:
        from desktop.benchmark.parts import PARTS, bench_window
    except ImportError as error:
        message = "The window cannot be measured here; run “rationale doctor” to see what is missing."
        raise InputError(message, details=str(error)) from error

    unknown = [name for name in only or [] if name not in PARTS]
    if unknown:
        raise InputError(f"There is no part “{unknown[0]}” to measure; choose one of {', '.join(PARTS)}.")
    _print(bench_window(only or [], lambda line: print(line, file=sys.stderr)), as_json)


@app.command("history")
def history(
    conversations: Annotated[int, typer.Option(help="How many conversations are made.", min=10)] = 100_000,
    messages: Annotated[int, typer.Option(help="How many questions and answers they hold.", min=20)] = 1_000_000,
    imported: Annotated[int, typer.Option(help="The messages of the file that is imported.", min=20)] = 50_000,
    as_json: AsJson = False,
) -> None:
    """Measure search, opening, saving, start and import in a large made-up history (some minutes, 1.5 GB of disk)."""
    from models.history.benchmark.measuring import bench_history

    figures = bench_history(conversations, messages, lambda line: print(line, file=sys.stderr), imported=imported)
    _print(figures, as_json)


@app.command("models")
def models(
    only: Only = None,
    switches: Annotated[int, typer.Option(help="How often the model is switched.", min=4, max=1000)] = 50,
    as_json: AsJson = False,
) -> None:
    """Measure the estimates of memory, a tuned copy of the bundled model, and switching models (some minutes).

    The parts are estimates, tuned and switching. Errors are how far an estimate is above what llama.cpp allocates.
    """
    from models.engine.measuring.benchmark import PARTS, bench_models

    unknown = [name for name in only or [] if name not in PARTS]
    if unknown:
        raise InputError(f"There is no part “{unknown[0]}” to measure; choose one of {', '.join(PARTS)}.")
    parts = tuple(only) if only else PARTS
    _print(bench_models(lambda line: print(line, file=sys.stderr), parts=parts, switches=switches), as_json)


@app.command("training")
def training(
    rounds: Annotated[int, typer.Option(help="How often both are measured.", min=1, max=50)] = 3,
    as_json: AsJson = False,
) -> None:
    """Measure training against TRL's SFTTrainer with its defaults on the same examples (some minutes)."""
    try:
        from models.learning.trainer.speed_test import bench_training
    except ImportError as error:
        message = "Training cannot be measured here; run “rationale doctor” to see what is missing."
        raise InputError(message, details=str(error)) from error

    _print(bench_training(lambda line: print(line, file=sys.stderr), rounds=rounds), as_json)


@app.command("waiting")
def waiting(
    questions: Annotated[int, typer.Option(help="How many questions are asked of each kind.", min=3, max=500)] = 12,
    as_json: AsJson = False,
) -> None:
    """Measure the wait for an answer beside a training, and after a new adapter (some minutes)."""
    try:
        from desktop.benchmark.waiting import bench_waiting
    except ImportError as error:
        message = "Learning cannot be measured here; run “rationale doctor” to see what is missing."
        raise InputError(message, details=str(error)) from error

    _print(bench_waiting(lambda line: print(line, file=sys.stderr), questions=questions), as_json)


def _print(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(figures)
        return
    for name, value in _flat(figures):
        print(f"{name:<45} {value:.3f}" if isinstance(value, float) else f"{name:<45} {value}")


def _flat(figures: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in figures.items():
        rows += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return rows
