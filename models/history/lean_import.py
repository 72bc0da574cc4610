"""Imports sqlite_utils alone: it would load pandas and numpy when it finds them (trl brings them), 0.7 s and 110 MB."""

from __future__ import annotations

import importlib
import sys
from typing import cast

_NEVER_USED = ("numpy", "pandas")


def import_sqlite_utils() -> None:
    """Import sqlite_utils as if these packages were not installed; those that are loaded already stay."""
    hidden = [name for name in _NEVER_USED if name not in sys.modules]
    modules = cast("dict[str, object]", sys.modules)
    modules.update(dict.fromkeys(hidden))
    try:
        importlib.import_module("sqlite_utils")
    finally:
        for name in hidden:
            del modules[name]
