"""Why an answer was rated so: chips, a reason of one's own, and a comment, in a row whose height is reserved."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.conversation.rating_buttons import COLOURS, ReasonChip, chip_size
from desktop.conversation.rating_field import RatingField
from desktop.conversation.rating_remarking import Remarking
from desktop.conversation.rating_words import REASONS, reason_words
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.history.ratings.records import NewRating, RemarkKind

_GAP, _BETWEEN = 5, 4
_LONGEST_CHIP = 220


class RatingReasons(Section):
    """`chosen` carries the reasons, `commented` the comment, after each change by the user."""

    chosen = Signal(tuple)
    commented = Signal(str)
    writing_changed = Signal()
    """The field has come or gone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rating: NewRating | None = None
        self._hint = ""
        self._kind: tuple[object, ...] = ()
        self.chips: list[ReasonChip] = []
        self.remarking = Remarking(theme, self, self._words)
        self.remarking.changed.connect(self._on_writing)
        self.remarking.said.connect(self._say)
        self.other = ReasonChip(theme, self.tr("Other…"), "accent", plain=True, parent=self)
        self.other.setToolTip(self.tr("Write a reason of your own"))
        self.other.clicked.connect(lambda: self.remarking.write(RemarkKind.REASON))
        self.comment = ReasonChip(theme, self.tr("Note…"), "accent", plain=True, parent=self)
        self.comment.clicked.connect(lambda: self.remarking.write(RemarkKind.COMMENT))
        self.setAccessibleName(self.tr("Reasons"))
        self._show_row()

    def show_rating(self, rating: NewRating | None, hint: str = "") -> None:
        """Offer the reasons of a rating; without one, only say `hint`."""
        self._rating, self._hint = rating, hint
        kind = (rating.verdict, *self._own(rating)) if rating is not None else ()
        if kind != self._kind:
            self._kind = kind
            self._make_chips()
        chosen = set(rating.reasons) if rating is not None else set()
        for chip, reason in zip(self.chips, self._offered(), strict=True):
            chip.setChecked(reason in chosen)
        self._tell_comment()
        self.remarking.show_rating(rating)
        self._show_row()
        self.update()

    @property
    def field(self) -> RatingField:
        """The line in which a reason or the comment is written."""
        return self.remarking.field

    @property
    def writing(self) -> bool:
        """Whether a reason or a comment is being written."""
        return self.field.is_open

    def place(self, width: int) -> int:
        """Take this width; as many lines are reserved as the verdict with the most reasons needs."""
        line = max(self._theme.size("chip"), self._theme.size("control_small"))
        places, height = self._flow([each.sizeHint() for each in self._shown()], width, line)
        for chip, box in zip(self._shown(), places, strict=True):
            chip.setGeometry(box)
        more = [chip_size(self._theme, each, plain=True) for each in (self.tr("Other…"), self.tr("Note…"))]
        for reasons in REASONS.values():
            offered = [chip_size(self._theme, reason_words(each)) for each in reasons]
            height = max(height, self._flow([*offered, *more], width, line)[1])
        self.field.setGeometry(self._theme.size("gutter"), 0, width - self._theme.size("gutter"), line)
        self.resize(width, height)
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what the chips say, or the hint."""
        if self.field.is_open:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.tertiary"))
        line = max(self._theme.size("chip"), self._theme.size("control_small"))
        box = QRectF(self._theme.size("gutter"), 0, self.width() - self._theme.size("gutter"), line)
        words = self.tr("Because") if self._rating is not None else self._hint
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _own(self, rating: NewRating) -> list[str]:
        return [each for each in rating.reasons if each not in REASONS[rating.verdict]]

    def _offered(self) -> list[str]:
        rating = self._rating
        return [*REASONS[rating.verdict], *self._own(rating)] if rating is not None else []

    def _make_chips(self) -> None:
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        rating = self._rating
        colour = COLOURS[rating.verdict] if rating is not None else ""
        self.chips = [ReasonChip(self._theme, reason_words(each), colour, parent=self) for each in self._offered()]
        for chip, reason in zip(self.chips, self._offered(), strict=True):
            chip.clicked.connect(lambda _on=False, reason=reason: self._toggle(reason))
        before: QWidget = self
        for chip in (*self.chips, self.other, self.comment):
            QWidget.setTabOrder(before, chip)
            before = chip
        self.height_changed.emit()

    def _toggle(self, reason: str) -> None:
        rating = self._rating
        if rating is not None:
            kept = tuple(each for each in rating.reasons if each != reason)
            self.chosen.emit(kept if reason in rating.reasons else (*kept, reason))

    def _words(self, kind: RemarkKind) -> str:
        own = kind is RemarkKind.REASON
        return (
            self.tr("A reason of your own; Enter keeps it") if own else self.tr("A note on this answer; Enter keeps it")
        )

    def _on_writing(self) -> None:
        self._show_row()
        self.writing_changed.emit()

    def _say(self, kind: RemarkKind, text: str) -> None:
        if kind is RemarkKind.COMMENT:
            self.commented.emit(text)
        elif self._rating is not None:
            self.chosen.emit((*self._rating.reasons, text))

    def _tell_comment(self) -> None:
        comment = self._rating.comment if self._rating is not None else ""
        words = f"“{comment}”" if comment else self.tr("Note…")
        self.comment.setText(words if len(words) <= 40 else f"{words[:39]}…”")
        self.comment.setToolTip(comment or self.tr("Write a note on this answer"))
        self.comment.setAccessibleName(self.tr("Note: {text}").format(text=comment) if comment else words)

    def _show_row(self) -> None:
        shown = self._rating is not None and not self.field.is_open
        for chip in (*self.chips, self.other, self.comment):
            chip.setVisible(shown)
        if self.width() > 0:
            self.place(self.width())
        self.update()

    def _shown(self) -> list[ReasonChip]:
        return [*self.chips, self.other, self.comment] if self._rating is not None else []

    def _flow(self, sizes: list[QSize], width: int, line: int) -> tuple[list[QRect], int]:
        """Return the places of chips beside and below each other, and the height that they need."""
        gutter = self._theme.size("gutter")
        x = gutter + QFontMetrics(self._theme.font("meta")).horizontalAdvance(self.tr("Because")) + 10
        y, places = 0, []
        for size in sizes:
            room = min(size.width(), _LONGEST_CHIP)
            if x > gutter and x + room > width:
                x, y = gutter, y + line + _BETWEEN
            places.append(QRect(x, y + (line - size.height()) // 2, room, size.height()))
            x += room + _GAP
        return places, y + line
