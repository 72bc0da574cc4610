"""The held-out accuracy of a model's rounds as a drawing (SVG) that stands in a page by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 16, 14, 34
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class AccuracyPoint:
    """One contender: a name, the share of right answers (0 to 1) with its interval, and whether it was adopted."""

    name: str
    share: float
    low: float
    high: float
    adopted: bool


def accuracy_picture(points: Sequence[AccuracyPoint]) -> str:
    """Return the drawing; the curve goes through all points, those that were adopted are filled."""
    if not points:
        return ""
    places = [(_x(number, len(points)), _y(each.share)) for number, each in enumerate(points)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    label = "; ".join(f"{each.name}: {each.share:.1%}" for each in points)
    return "\n".join(
        (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">',
            *(_grid_line(share) for share in _SHARES),
            f'<polyline class="curve" points="{line}"/>',
            *(_point(each, x, y) for each, (x, y) in zip(points, places, strict=True)),
            "</svg>",
        )
    )


def _grid_line(share: float) -> str:
    y = _y(share)
    return (
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>'
    )


def _point(point: AccuracyPoint, x: float, y: float) -> str:
    kind = "adopted" if point.adopted else "kept"
    return (
        f'<line class="interval" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(point.low):.1f}" y2="{_y(point.high):.1f}"/>'
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
        f'<text x="{x:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{escape(point.name)}</text>'
    )


def _x(number: int, count: int) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * (number + 0.5) / count


def _y(share: float) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - share)
