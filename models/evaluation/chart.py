"""Accuracy against thinking: the shape of o1's plot, as a picture and as the numbers behind it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import InputError
from models.evaluation.summary import Summary
from models.paths import write_private_file

HEADINGS = ("budget", "n", "right", "accuracy", "low", "high", "thought_tokens", "tokens", "seconds")


@dataclass(frozen=True, slots=True)
class Point:
    """One budget: its name and what came of it."""

    budget: str
    summary: Summary


def save_chart(path: Path, points: Sequence[Point], *, title: str) -> Path:
    """Write the picture (PNG) to `path` and the numbers beside it (CSV); returns the path of the numbers.

    Raises:
        InputError: They cannot be written.
    """
    numbers = path.with_suffix(".csv")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private_file(numbers, _numbers(points).encode())
        write_private_file(path, _picture(points, title))
    except OSError as error:
        raise InputError(f"The chart cannot be written to {path}; choose another file.", details=str(error)) from error
    return numbers


def _numbers(points: Sequence[Point]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for point in points:
        each = point.summary
        writer.writerow(
            [
                point.budget,
                each.n,
                each.right,
                f"{each.accuracy:.4f}",
                *(f"{end:.4f}" for end in each.interval),
                f"{each.thought_tokens:.1f}",
                f"{each.tokens:.1f}",
                f"{each.seconds:.2f}",
            ]
        )
    return text.getvalue()


def _picture(points: Sequence[Point], title: str) -> bytes:
    """Accuracy in % over the mean tokens of a question (logarithmic), with Wilson's 95 % intervals."""
    from matplotlib.figure import Figure

    tokens = [max(point.summary.tokens, 1.0) for point in points]
    shares = [100 * point.summary.accuracy for point in points]
    below = [100 * (point.summary.accuracy - point.summary.interval[0]) for point in points]
    above = [100 * (point.summary.interval[1] - point.summary.accuracy) for point in points]
    figure = Figure(figsize=(7, 4.5), dpi=144, layout="constrained")
    axes = figure.subplots()
    axes.errorbar(tokens, shares, yerr=[below, above], marker="o", color="#2d46b9", ecolor="#9aa5d8", capsize=3)
    for point, x, y in zip(points, tokens, shares, strict=True):
        axes.annotate(point.budget, (x, y), textcoords="offset points", xytext=(6, 6), fontsize=8)
    axes.set_xscale("log")
    axes.set_xlabel("tokens of a question (mean, all attempts)")
    axes.set_ylabel("right answers, %")
    axes.set_ylim(0, 100)
    axes.set_title(title, fontsize=10)
    axes.grid(alpha=0.25)
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()
