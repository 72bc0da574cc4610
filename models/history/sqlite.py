"""sqlite_utils, imported alone: it loads pandas and numpy when it finds them (trl brings them), 0.7 s and 95 MB.

The rest of the history takes `Database` and `Migrations` from here.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]

_NEVER_USED = ("numpy", "pandas")


def _imported() -> Any:
    """Import sqlite_utils as if these packages were not installed; those that are loaded already stay."""
    hidden = [name for name in _NEVER_USED if name not in sys.modules]
    modules = cast("dict[str, object]", sys.modules)
    modules.update(dict.fromkeys(hidden))
    try:
        return importlib.import_module("sqlite_utils")
    finally:
        for name in hidden:
            del modules[name]


if not TYPE_CHECKING:
    Database, Migrations = _imported().Database, _imported().Migrations
