"""Joins the pictures of all states into one page that a person can look through."""

from __future__ import annotations

import base64
import html
from collections import defaultdict
from pathlib import Path

STYLE = """
body { font: 14px/1.5 sans-serif; margin: 24px; background: #777; color: #fff; }
h2 { margin: 32px 0 8px; }
.row { display: grid; grid-template-columns: repeat(auto-fill, minmax(560px, 1fr)); gap: 12px; }
figure { margin: 0; } img { width: 100%; display: block; border: 1px solid #444; } a { color: inherit; }
"""


def file_name(state: str, theme: str, language: str) -> str:
    """Return the name of a picture's file."""
    words = "".join(character if character.isalnum() else " " for character in state)
    return f"{'-'.join(words.split())}.{theme}.{language}.png"


def write_sheet(folder: Path, order: list[str]) -> Path:
    """Write `sheet.html`, which holds all pictures of `folder`, in the order of the states' names."""
    pictures: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.glob("*.*.*.png")):
        pictures[path.name.split(".")[0]].append(path)
    names = {file_name(state, "", "").split(".")[0]: state for state in order}
    parts = [f"<!doctype html><meta charset='utf-8'><title>Rationale</title><style>{STYLE}</style>"]
    for stem, name in names.items():
        figures = "".join(_figure(path) for path in pictures.get(stem, []))
        parts.append(f"<h2>{html.escape(name)}</h2><div class='row'>{figures}</div>")
    sheet = folder / "sheet.html"
    sheet.write_text("\n".join(parts), encoding="utf-8")
    return sheet


def _figure(path: Path) -> str:
    data = base64.b64encode(path.read_bytes()).decode()
    label = html.escape(" · ".join(path.name.split(".")[1:3]))
    return f"<figure><figcaption>{label}</figcaption><img alt='{label}' src='data:image/png;base64,{data}'></figure>"
