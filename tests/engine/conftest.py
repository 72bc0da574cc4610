"""The engine that most tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.real_engine import EngineUser, running_engine


@pytest.fixture(scope="session")
def engine(bundled_model_path: Path) -> Iterator[EngineUser]:
    """The bundled model in a real engine process; tests leave no run open."""
    with running_engine(bundled_model_path) as user:
        yield user
