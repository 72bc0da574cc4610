"""The keys of the page, each with what it does."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.focus_ring import FocusRing
from desktop.keyboard.key_map import Key, Place, key_words, place_words
from desktop.keyboard.overlay import Overlay
from desktop.shell.parts import IconButton, TextLabel
from desktop.theme import Theme

SIZE = (560, 720)


class KeysPage(Overlay):
    """Opened by "?"; left by Esc, by its button, or by a press beside it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window, *SIZE)
        self._theme = theme
        self._content_height = 0
        self.setAccessibleName(self.tr("Keys of this page"))
        close = IconButton(theme, "reject", self.tr("Close"), shortcut="Esc")
        close.clicked.connect(self.leave)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 0, 0)
        top.addWidget(TextLabel(theme, self.tr("Keys of this page"), font="card_title"), 1)
        top.addWidget(close)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("Keys of this page"))
        self.area.viewport().setAutoFillBackground(False)
        FocusRing(theme, self.area)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(14, 12, 12, 12)
        column.addLayout(top)
        column.addWidget(self.area, 1)

    def wanted_height(self) -> int:
        """As high as the keys."""
        return min(self._content_height + 72, SIZE[1])

    def show_keys(self, keys: Iterable[Key]) -> None:
        """Open with these keys, under the places where they work."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 0, 12, 8)
        column.setSpacing(6)
        spoken = []
        for place, group in groupby(sorted(keys, key=lambda key: list(Place).index(key.place)), _place):
            column.addSpacing(8)
            column.addWidget(TextLabel(self._theme, place_words(place), font="meta", kind="tertiary"))
            grid = QGridLayout()
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(0, 1)
            for row, key in enumerate(group):
                grid.addWidget(TextLabel(self._theme, key_words(key.id), wrap=True), row, 0)
                cap = TextLabel(self._theme, key.caps, font="label", kind="key")
                grid.addWidget(cap, row, 1, Qt.AlignmentFlag.AlignRight)
                spoken.append(f"{key_words(key.id)}: {key.shown}")
            column.addLayout(grid)
        column.addStretch(1)
        self.area.setWidget(content)
        content.setAutoFillBackground(False)
        self._content_height = content.sizeHint().height()
        self.area.setAccessibleDescription("\n".join(spoken))
        self.open(self.area)


def _place(key: Key) -> Place:
    return key.place
