"""A theme, and what rendered widgets share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.rendering.context import RenderContext
from desktop.theme import Theme


@pytest.fixture
def context(theme: Theme) -> Iterator[RenderContext]:
    context = RenderContext(theme)
    yield context
    context.close()
