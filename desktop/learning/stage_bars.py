"""The five stages of a round side by side: a bar, a name, and how far each is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.learning.wording import stage_name
from desktop.theme import Theme
from models.history.learning.records import Stage
from models.learning.rounds.progress import RoundProgress

GAP = 6
BAR = 4
STAGES = tuple(Stage)


class StageBars(QWidget):
    """Painted; what it shows is also its accessible description."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._at: Stage | None = None
        self._details: dict[Stage, str] = {}
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Stages of the round"))
        theme.changed.connect(self.updateGeometry)

    def show_progress(self, progress: RoundProgress | None) -> None:
        """Show how far a round is; None shows all stages in grey."""
        if progress is None:
            self._at, self._share, self._details = None, 0.0, {}
        else:
            self._at = progress.stage
            self._share = progress.done / progress.total if progress.total else 0.0 if progress.needed_bytes else 1.0
            self._details[progress.stage] = self._words(progress)
        told = [f"{stage_name(each)}: {self._details[each]}" for each in STAGES if each in self._details]
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text below the bar."""
        height = BAR + GAP + self._theme.line_height("ui") + self._theme.line_height("meta")
        return QSize(480, height)

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be."""
        return QSize(300, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the five stages."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - GAP * (len(STAGES) - 1)) / len(STAGES)
        now = STAGES.index(self._at) if self._at is not None else -1
        for place, stage in enumerate(STAGES):
            left = place * (width + GAP)
            share = 1.0 if place < now else self._share if place == now else 0.0
            self._paint_bar(painter, QRectF(left, 0, width, BAR), share)
            self._paint_words(painter, QRectF(left, BAR + GAP, width, self.height()), stage, place, now)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line.default"))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        if share > 0:
            painter.setBrush(self._theme.color("accent.fill"))
            filled = QRectF(bar.left(), bar.top(), max(bar.width() * min(share, 1.0), BAR), BAR)
            painter.drawRoundedRect(filled, BAR / 2, BAR / 2)

    def _paint_words(self, painter: QPainter, room: QRectF, stage: Stage, place: int, now: int) -> None:
        name = stage_name(stage) + (" ✓" if place < now else "")
        role = "accent.text" if place == now else "text.primary" if place < now else "text.tertiary"
        painter.setFont(self._theme.font("ui_strong" if place <= now else "ui"))
        painter.setPen(self._theme.color(role))
        line = self._theme.line_height("ui")
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(QRectF(room.left(), room.top(), room.width(), line), flags, name)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.secondary"))
        words = painter.fontMetrics().elidedText(
            self._details.get(stage, ""), Qt.TextElideMode.ElideRight, int(room.width())
        )
        second = QRectF(room.left(), room.top() + line, room.width(), self._theme.line_height("meta"))
        painter.drawText(second, flags, words)

    def _words(self, progress: RoundProgress) -> str:
        if progress.needed_bytes:
            return self.tr("waits for memory")
        if progress.stage is Stage.TRAIN:
            words = self.tr("step {0} of {1}").format(progress.done, progress.total)
            return f"{words} · " + self.tr("loss {0}").format(f"{progress.loss:.2f}") if progress.loss else words
        if progress.stage is Stage.DECIDE:
            return self.tr("the gate decides")
        return self.tr("{0} of {1}").format(progress.done, progress.total)
