"""Every text role can be read on every ground that it stands on: at least 4.5:1 (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

import json
from itertools import product

import pytest

from models.assets import asset

GROUNDS = ("bg.window", "bg.canvas", "bg.panel", "bg.control", "bg.hover", "bg.selected", "bg.code", "accent.soft")
SOFT = ("ok.soft", "bad.soft", "warn.soft")
PAIRS = (
    *product(("text.primary", "text.secondary"), (*GROUNDS, *SOFT, "conf.1", "conf.2", "conf.3", "conf.4")),
    *product(("text.tertiary",), (*GROUNDS, *SOFT)),
    *product(("accent.text",), GROUNDS),
    *product(("ok.text",), (*GROUNDS[:6], "ok.soft")),
    *product(("bad.text",), (*GROUNDS[:6], "bad.soft")),
    *product(("warn.text",), (*GROUNDS[:6], "warn.soft")),
    *product(("text.on_accent",), ("accent.fill", "accent.fill_hover")),
)
MARKS = tuple(product(("ok.mark", "bad.mark", "warn.mark", "focus.ring", "line.strong"), GROUNDS[:4]))
COLORS = json.loads(asset("theme.json").read_text(encoding="utf-8"))["color"]


def luminance(color: str) -> float:
    """Return the relative luminance of "#RRGGBB" (WCAG 2.2)."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(look: str, one: str, other: str) -> float:
    """Return the contrast of two colour roles, 1 to 21."""
    colors = [COLORS[look][role.partition(".")[0]][role.partition(".")[2]] for role in (one, other)]
    darker, lighter = sorted(map(luminance, colors))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_right() -> None:
    assert (luminance("#FFFFFF") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)
    assert luminance("#777777") == pytest.approx(0.1845, abs=1e-4)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_text_can_be_read(look: str) -> None:
    weak = {pair: round(contrast(look, *pair), 2) for pair in PAIRS if contrast(look, *pair) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_marks_can_be_seen(look: str) -> None:
    weak = {pair: round(contrast(look, *pair), 2) for pair in MARKS if contrast(look, *pair) < 3.0}
    assert weak == {}
