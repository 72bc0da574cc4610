"""The left of the review page: how far one is, what the queue is narrowed to, and the queue."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.keyboard.key_map import with_key
from desktop.review.filter_card import FilterCard
from desktop.review.queue_delegate import SIDE, QueueDelegate
from desktop.review.queue_model import QueueModel
from desktop.review.queue_state import QueueState
from desktop.review.wording import filter_words
from desktop.shell.header import Header
from desktop.shell.parts import IconButton, TextLabel
from desktop.sidebar.row_list import RowList
from desktop.theme import Theme
from models.history.review.records import ReviewItem, ReviewOrder, ReviewReason

CHIPS = (None, ReviewReason.FAILED_CHECK, ReviewReason.SPLIT_VOTES, ReviewReason.LOW_CONFIDENCE)


class ShareBar(QWidget):
    """How much of something is done, as a thin bar; the words stand beside it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._share = theme, 0.0
        self.setFixedHeight(theme.size("progress"))

    def show_share(self, share: float) -> None:
        """Show a share from 0 to 1."""
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line.default"))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        painter.setBrush(self._theme.color("accent.text" if self._theme.dark else "accent.fill"))
        painter.drawRoundedRect(QRectF(0, 0, self.width() * self._share, self.height()), 2, 2)


class QueuePanel(QWidget):
    """`opened` carries the position of the answer that was chosen in the list."""

    opened = Signal(int)
    reason_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("reviewQueue")
        self.header = Header(theme)
        self.header.show_page(self.tr("Review"), "", conversation=False)
        self.filter_button = IconButton(theme, "filter", self.tr("Narrow the queue to a model, a date or a tag"))
        self.filter_button.setToolTip(with_key(self.filter_button.accessibleName(), "review_filter"))
        self.header.add(self.filter_button)
        self.card = FilterCard(theme, self.filter_button)
        self.filter_button.clicked.connect(self.card.show_card)
        self.model = QueueModel()
        self.list = RowList(self.tr("Answers that wait for your rating"))
        self.list.setUniformItemSizes(False)
        self.list.setModel(self.model)
        self.list.setItemDelegate(QueueDelegate(theme, self.list))
        self.list.opened.connect(self._open)
        self._reviewed = TextLabel(theme, font="ui_strong")
        self._of_today = TextLabel(theme, font="meta", kind="secondary")
        self._left = TextLabel(theme, font="meta", kind="secondary")
        self.bar = ShareBar(theme)
        self.chips: dict[ReviewReason | None, QPushButton] = {}
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()

    def show_progress(self, reviewed: int, left: int) -> None:
        """Show how many answers were rated today, and how many are left."""
        words = self.tr("{done} of {all}").format(done=reviewed, all=reviewed + left)
        self._reviewed.setText(words)
        self._left.setText(self.tr("{count} left").format(count=left))
        self.bar.show_share(reviewed / max(reviewed + left, 1))
        self.setAccessibleName(self.tr("{share} reviewed today, {count} left").format(share=words, count=left))

    def show_counts(self, queue: QueueState) -> None:
        """Show how many answers each part of the queue has, and which part is shown."""
        for reason, chip in self.chips.items():
            count = queue.count(reason)
            chip.setFont(self._theme.font("meta"))
            chip.setText(f"{filter_words(reason)} {count}")
            chip.setAccessibleName(chip.text())
            chip.setChecked(reason is queue.reason)
            chip.setVisible(reason is None or count > 0 or reason is queue.reason)
        self._flow()

    def show_narrowed(self, words: str) -> None:
        """Say what else the queue is narrowed to, "" for nothing."""
        self.header.show_status(words or self.tr("Most useful first"))
        self.filter_button.set_icon("filter", "accent.text" if words else "text.secondary")

    def mark_open(self, item: ReviewItem | None) -> None:
        """Show which answer is open."""
        row = self.model.row_of(item.position) if item is not None else -1
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if row >= 0:
            self.list.scrollTo(index)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.model.items[index.row()].position)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(SIDE, 12, SIDE, 10)
        top.setSpacing(8)
        words = QHBoxLayout()
        words.setSpacing(4)
        self._of_today.setText(self.tr("reviewed today"))
        for part in (self._reviewed, self._of_today):
            words.addWidget(part)
        words.addStretch(1)
        words.addWidget(self._left)
        top.addLayout(words)
        top.addWidget(self.bar)
        self._group = QButtonGroup(self)
        self._rows = [QHBoxLayout(), QHBoxLayout()]
        for row in self._rows:
            row.setSpacing(6)
            top.addLayout(row)
        for reason in CHIPS:
            chip = self.chips[reason] = QPushButton(self)
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setToolTip(with_key(self.tr("Show this part of the queue"), "review_part"))
            chip.clicked.connect(lambda _on=False, reason=reason: self.reason_chosen.emit(reason))
            self._group.addButton(chip)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addLayout(top)
        whole.addWidget(self.list, 1)
        self.show_counts(QueueState(ReviewOrder()))
        self.show_narrowed("")
        self.show_progress(0, 0)

    def _flow(self) -> None:
        """Chips that do not fit in a line begin another."""
        room, used, line = self.width() - 2 * SIDE, 0, 0
        for row in self._rows:
            while row.count():
                row.takeAt(0)
        for chip in self.chips.values():
            if chip.isHidden():
                continue
            width = chip.sizeHint().width()
            if used and used + width > room and line == 0:
                line, used = 1, 0
            self._rows[line].addWidget(chip)
            used += width + 6
        for row in self._rows:
            row.addStretch(1)

    def _dress(self) -> None:
        self.setFixedWidth(self._theme.grown(self._theme.size("review_queue")))
        for chip in self.chips.values():
            chip.setFont(self._theme.font("meta"))
            chip.setFixedHeight(self._theme.size("chip"))
        self.bar.update()
        self.list.scheduleDelayedItemsLayout()
        self._flow()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line between the queue and the trace."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.canvas"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("line.subtle"))
