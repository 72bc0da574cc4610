"""The card in which the queue is narrowed to a model, a date or a tag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from desktop.shell.parts import TextButton, TextLabel
from desktop.shell.popover import Popover
from desktop.theme import Theme
from models.history.review.records import ReviewFilter

DAYS = (0, 1, 7, 30)
"""How far back each choice of the date reaches; 0 is without end."""


class FilterCard(Popover):
    """`changed` carries a `ReviewFilter`; what reason it is narrowed to is chosen elsewhere and stays."""

    changed = Signal(object)

    def __init__(self, theme: Theme, opener: QWidget) -> None:
        super().__init__(opener)
        self._button = opener
        self._narrowed = ReviewFilter()
        self.model_box, self.date_box, self.tag_box = QComboBox(), QComboBox(), QComboBox()
        for words in (self.tr("At any time"), self.tr("Today"), self.tr("In the last 7 days"),
                      self.tr("In the last 30 days")):  # fmt: skip
            self.date_box.addItem(words)
        self.all_button = TextButton(theme, self.tr("Show all"), lambda: self.changed.emit(ReviewFilter()))
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(12)
        names = (self.tr("Model"), self.tr("Written"), self.tr("Tag"))
        for row, (name, box) in enumerate(zip(names, (self.model_box, self.date_box, self.tag_box), strict=True)):
            label = TextLabel(theme, name, font="meta", kind="secondary")
            label.setBuddy(box)
            box.setAccessibleName(name)
            box.setMinimumWidth(180)
            box.setToolTip(name)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
            box.activated.connect(self._choose)
        grid.addWidget(self.all_button, 3, 1)
        self.offer((), ())

    def offer(self, models: Sequence[str], tags: Sequence[str]) -> None:
        """Offer these models and tags."""
        for box, names, every in (
            (self.model_box, models, self.tr("Every model")),
            (self.tag_box, tags, self.tr("With or without tags")),
        ):
            with QSignalBlocker(box):
                box.clear()
                box.addItem(every, "")
                for name in names:
                    box.addItem(name, name)
        self.show_narrowed(self._narrowed)

    def show_narrowed(self, narrowed: ReviewFilter) -> None:
        """Show what the queue is narrowed to."""
        self._narrowed = narrowed
        for box, value in ((self.model_box, narrowed.model_name), (self.tag_box, narrowed.tag)):
            if value and box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(max(box.findData(value), 0))
        days = (datetime.now().astimezone().timestamp() - narrowed.since) / 86_400 if narrowed.since is not None else 0
        self.date_box.setCurrentIndex(next((n for n, each in enumerate(DAYS) if days <= each), len(DAYS) - 1))
        self.all_button.setEnabled(bool(self.words()))

    def show_card(self) -> None:
        """Open the card, or close it."""
        if self.isHidden():
            self.setParent(self._button.window())  # the button had no window yet when the card was made
            self.open(self.model_box)
        else:
            self.leave()

    def words(self) -> str:
        """Return what the queue is narrowed to, "" for nothing."""
        narrowed = self._narrowed
        date = self.date_box.currentText() if narrowed.since is not None else ""
        tag = f"#{narrowed.tag}" if narrowed.tag else ""
        return " · ".join(filter(None, (narrowed.model_name, date, tag)))

    def _choose(self) -> None:
        days = DAYS[self.date_box.currentIndex()]
        since = start_of_day(days - 1) if days else None
        self.changed.emit(
            ReviewFilter(
                model_name=str(self.model_box.currentData() or ""),
                tag=str(self.tag_box.currentData() or ""),
                since=since,
                reason=self._narrowed.reason,
            )
        )


def start_of_day(days_ago: int = 0) -> float:
    """Return when a day began here, as Unix seconds."""
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - timedelta(days=days_ago)).timestamp()
