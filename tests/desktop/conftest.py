"""The look that all tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.fonts import load_fonts
from desktop.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return a light theme with the bundled fonts; it hears of the system until the test has ended."""
    load_fonts()
    theme = Theme(qapp, choice="light")
    yield theme
    theme.close()
    theme.deleteLater()
