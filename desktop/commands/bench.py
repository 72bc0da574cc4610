"""`rationale bench`: measures, never judges."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from desktop.commands.output import print_json
from models.errors import InputError

app = typer.Typer(help="Measure the engine or the window on this machine.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command("engine")
def engine(
    rounds: Annotated[int, typer.Option(help="How often everything is measured.", min=2, max=50)] = 5,
    as_json: AsJson = False,
) -> None:
    """Measure the engine against llama-cpp-python's high-level class and llama.cpp's own server (make bench)."""
    from models.engine.benchmark import bench_engine

    _print(bench_engine(lambda line: print(line, file=sys.stderr), rounds=rounds), as_json)


@app.command("window")
def window(as_json: AsJson = False) -> None:
    """Measure how long the window's main thread is busy while text streams, and how fast it opens conversations."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # it needs no screen, and Qt aborts where there is none
    try:
        from desktop.conversation.benchmark import bench_window
    except ImportError as error:
        message = "The window cannot be measured here; run “rationale doctor” to see what is missing."
        raise InputError(message, details=str(error)) from error

    _print(bench_window(), as_json)


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
