"""The keys of the page, each with what it does."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.focus_ring import FocusRing
from desktop.keyboard.key_map import Key, Place, key_words, place_words
from desktop.keyboard.overlay import EDGE, Overlay
from desktop.shell.parts import IconButton, TextLabel
from desktop.theme import Theme

SIZE = (900, 720)

LEAST_COLUMNS = 46
"""Lines of text, set on end, that a window must be wide for two columns."""

Group = tuple[Place, list[Key]]


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
        return min(self._content_height + 76, SIZE[1])

    def show_keys(self, keys: Iterable[Key]) -> None:
        """Open with these keys, under the places where they work."""
        ordered = sorted(keys, key=lambda key: list(Place).index(key.place))
        groups = [(place, list(group)) for place, group in groupby(ordered, _place)]
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(8, 0, 20, 8)
        row.setSpacing(36)
        for column in _columns(groups) if self._has_room() else [groups]:
            row.addLayout(self._column(column), 1)
        self.area.setWidget(content)
        content.setAutoFillBackground(False)
        self._content_height = row.totalHeightForWidth(min(SIZE[0], self.window().width() - 2 * EDGE) - 40)
        self.area.setAccessibleDescription("\n".join(f"{key_words(each.id)}: {each.shown}" for each in ordered))
        self.open(self.area)

    def _has_room(self) -> bool:
        """Whether two columns fit beside each other."""
        return self.window().width() >= LEAST_COLUMNS * self._theme.line_height("ui")

    def _column(self, groups: list[Group]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        for place, keys in groups:
            column.addSpacing(8)
            column.addWidget(TextLabel(self._theme, place_words(place), font="meta", kind="tertiary"))
            grid = QGridLayout()
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(0, 1)
            for number, key in enumerate(keys):
                grid.addWidget(TextLabel(self._theme, key_words(key.id), wrap=True), number, 0)
                cap = TextLabel(self._theme, key.caps, font="label", kind="key")
                grid.addWidget(cap, number, 1, Qt.AlignmentFlag.AlignRight)
            column.addLayout(grid)
        column.addStretch(1)
        return column


def _columns(groups: list[Group]) -> list[list[Group]]:
    """Part the groups where both columns become about equally high; a heading counts as two rows."""
    rows = [len(keys) + 2 for _, keys in groups]
    parted = min(range(1, len(groups) + 1), key=lambda number: max(sum(rows[:number]), sum(rows[number:])))
    return [each for each in (groups[:parted], groups[parted:]) if each]


def _place(key: Key) -> Place:
    return key.place
