"""The upper row of a rating bar: the three verdicts, what was said, and where the rating goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.conversation.rating_buttons import VerdictButton
from desktop.conversation.rating_place import PlaceButton
from desktop.conversation.rating_state import RatingState
from desktop.conversation.rating_words import CORRECTED, reasons_in_a_line
from desktop.rendering.buttons import TextButton
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.history.ratings.records import NewRating, RatingVerdict

_GAP = 6
_LONGEST_ANSWER = 24


class RatingRow(Section):
    """Small, it shows the verdict alone, and the other buttons while the pointer or the keyboard is there (`near`).

    What is right of the verdict appears in the free room of the row, and what is left of it is always there as a sign,
    so that the verdict never moves under the pointer.
    """

    pressed = Signal(object)
    near_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._small = self._near = False
        self._state = RatingState()
        self._words = ""
        self._words_at = 0
        self.buttons = {each: VerdictButton(theme, each, self) for each in RatingVerdict}
        for verdict, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, verdict=verdict: self.pressed.emit(verdict))
        self.right_button = TextButton(theme, "", icon="correct", parent=self)
        self.right_button.setToolTip(self.tr("Change the correction"))
        self.more_button = TextButton(theme, self.tr("Reasons…"), icon="more", parent=self)
        self.more_button.setToolTip(self.tr("Show the reasons and the note"))
        self.place_button = PlaceButton(theme, self)
        for part in (*self.buttons.values(), self.right_button, self.more_button, self.place_button):
            part.installEventFilter(self)

    def show_state(
        self, state: RatingState, *, asked: NewRating | None, correcting: bool, small: bool, near: bool
    ) -> None:
        """Show a rating; `asked` is one that is being saved, `correcting` whether the fields are open."""
        self._state, self._small = state, small
        self._near = near or not small or correcting
        rating = state.rating
        order = list(self.buttons)
        active = order.index(state.verdict) if state.verdict is not None else -1
        for place, (verdict, button) in enumerate(self.buttons.items()):
            on = state.verdict is verdict
            waits = asked is not None and asked.verdict is verdict
            button.show_standing(on=on, busy=waits and not on, writing=correcting and verdict is CORRECTED)
            shows_sign = small and active >= 0 and place < active
            button.show_form(small=small, bare=shows_sign, quiet=small and active < 0)
            button.setVisible(self._near or place <= active or active < 0)
        corrected = rating is not None and rating.verdict is CORRECTED and not correcting
        self.right_button.setVisible(corrected)
        if rating is not None and corrected:
            self._show_right_answer(rating.right_answer)
        self.more_button.setVisible(small and self._near and rating is not None)
        self._words = self._said() if small and not self._near else ""
        self.place_button.show_place(state.place)
        if self.width() > 0:
            self.place(self.width())
        self.update()

    def place(self, width: int) -> int:
        """Take this width; a whole bar begins another line where it is too narrow, a small one is always one line."""
        height, left = self._theme.size("control_small" if self._small else "control"), self._theme.size("gutter")
        parts = [each for each in (*self.buttons.values(), self.right_button, self.more_button) if not each.isHidden()]
        if self._small and left + sum(each.sizeHint().width() + _GAP for each in parts) > width:
            for button in self.buttons.values():
                button.show_form(small=True, bare=not button.isChecked())
        x, y = left, 0
        for part in parts:
            hint = part.sizeHint()
            if not self._small and x > left and x + hint.width() > width:
                x, y = left, y + height + 4
            part.setGeometry(x, y + (height - hint.height()) // 2, hint.width(), hint.height())
            x += hint.width() + _GAP
        self._words_at = x + 4
        if not self._small and width - x < self.place_button.minimumSizeHint().width():
            x, y = left, y + height + 4
        hint = self.place_button.sizeHint()
        room = min(hint.width(), width - x)
        room = room if room >= self.place_button.minimumSizeHint().width() else 0
        self.place_button.setGeometry(width - room, y + (height - hint.height()) // 2, room, hint.height())
        self.resize(width, y + height)
        return y + height

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the reasons of a small row."""
        if not self._words:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("meta"))
        painter.setPen(self._theme.color("text.tertiary"))
        end = self.place_button.x() if not self.place_button.isHidden() else self.width()
        room = max(end - self._words_at - 8, 0)
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(self._words_at, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard comes to a part of the row, or leaves it."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.near_changed.emit()
        return super().eventFilter(watched, event)

    def _said(self) -> str:
        rating = self._state.rating
        if rating is None:
            return ""
        comment = f"“{rating.comment}”" if rating.comment else ""
        return " · ".join(filter(None, (reasons_in_a_line(rating.reasons), comment)))

    def _show_right_answer(self, answer: str) -> None:
        line = " ".join(answer.split())
        short = line if len(line) <= _LONGEST_ANSWER else f"{line[: _LONGEST_ANSWER - 1]}…"
        self.right_button.setText(short)
        self.right_button.setAccessibleName(self.tr("Right answer: {answer}").format(answer=line))
