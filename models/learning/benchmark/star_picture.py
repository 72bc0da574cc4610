"""The experiment as a picture: the accuracy of each length over the rounds."""

from __future__ import annotations

import io
from collections.abc import Sequence

from models.learning.benchmark.star import LENGTHS, StarRow

PAPER = 89.5
"""STaR's accuracy over one to five digits after 16 rounds with 6 billion weights, in %."""
_COLOURS = ("#1c2a6b", "#2d46b9", "#6478d3", "#9aa5d8", "#c5cbe8")


def star_picture(rows: Sequence[StarRow], *, title: str) -> bytes:
    """Return the picture (PNG)."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.2), dpi=144, layout="constrained")
    axes = figure.subplots()
    rounds = [row.round for row in rows]
    for length, colour in zip(LENGTHS, _COLOURS, strict=True):
        shares = [100 * row.right[length][0] / max(row.right[length][1], 1) for row in rows]
        axes.plot(rounds, shares, marker="o", markersize=4, color=colour, label=f"{length} digit{'s' * (length > 1)}")
    means = [100 * row.mean((1, 2, 3)) for row in rows]
    axes.plot(rounds, means, linestyle="--", color="#b3451f", label="mean of 1 to 3")
    axes.axhline(PAPER, color="#999999", linewidth=0.8)
    axes.text(rounds[0], PAPER + 1.5, f"STaR, 6 B weights: {PAPER} % over 1 to 5 digits", fontsize=7, color="#666666")
    axes.set_xticks(rounds)
    axes.set_xlabel("round (0: before training)")
    axes.set_ylabel("right answers to held-out sums, %")
    axes.set_ylim(-2, 104)
    axes.set_title(title, fontsize=10)
    axes.grid(alpha=0.25)
    axes.legend(fontsize=8, loc="center right")
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()
