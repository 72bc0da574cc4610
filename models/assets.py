"""Where the files that come with Rationale lie: icons, themes, seed rationales."""

from __future__ import annotations

from pathlib import Path

from models.errors import Bug

ASSETS = Path(__file__).resolve().parent.parent / "assets"
"""The folder `assets/` beside `models/`: so in a checkout, so in an editable install, so in an installed wheel."""


def asset(name: str) -> Path:
    """Return the path of the bundled file or folder `name`, written with "/" and relative to `assets/`.

    Raises:
        Bug: There is no such file, or it lies outside `assets/`.
    """
    path = (ASSETS / name).resolve()
    if not path.is_relative_to(ASSETS) or not path.exists():
        raise Bug(f"The bundled file {name!r} is missing from {ASSETS}.")
    return path
