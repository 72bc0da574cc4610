"""A theme, and what rendered widgets share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.fonts import load_fonts
from desktop.rendering.context import RenderContext
from desktop.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    load_fonts()
    theme = Theme(qapp, choice="light")
    yield theme
    theme.deleteLater()


@pytest.fixture
def context(theme: Theme) -> Iterator[RenderContext]:
    context = RenderContext(theme)
    yield context
    context.close()
