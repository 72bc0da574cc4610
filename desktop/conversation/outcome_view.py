"""How an answer ended when it did not end by itself: what happened, what is kept, and one best action."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.rendering.buttons import TextButton
from desktop.rendering.plain_text import PlainTextView
from desktop.rendering.section import Section
from desktop.theme import Theme

_PADDING = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to say; `failed` has the red outline, `can_continue` the button, `details` are shown on demand.

    Without a title only the buttons are shown.
    """

    title: str
    message: str = ""
    details: str = ""
    failed: bool = False
    can_continue: bool = False
    can_answer: bool = False
    """Whether there is a thought, and no answer yet, that can be answered from as it is."""


class OutcomeView(Section):
    """A card under the answer. `continue_asked` comes from its button."""

    continue_asked = Signal()
    answer_asked = Signal()
    discard_asked = Signal()

    def __init__(self, theme: Theme, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.outcome = theme, outcome
        self._message = PlainTextView(theme, role="thought", color="text.secondary", parent=self)
        self._message.set_text(outcome.message)
        self._message.setVisible(bool(outcome.message))
        self._continue = TextButton(theme, self.tr("Continue"), icon="continue", framed=True, parent=self)
        self._continue.setVisible(outcome.can_continue)
        self._continue.clicked.connect(self.continue_asked)
        self._answer = TextButton(theme, self.tr("Answer from this"), icon="answer_now", framed=True, parent=self)
        self._answer.setVisible(outcome.can_continue and outcome.can_answer)
        self._answer.clicked.connect(self.answer_asked)
        self._discard = TextButton(theme, self.tr("Discard"), parent=self)
        self._discard.setToolTip(self.tr("Take this answer out of the conversation; it can be undone"))
        self._discard.setVisible(outcome.can_continue)
        self._discard.clicked.connect(self.discard_asked)
        self._more = TextButton(theme, self.tr("Details"), parent=self)
        self._more.setVisible(bool(outcome.details))
        self._more.clicked.connect(self._toggle_details)
        self._details = PlainTextView(theme, role="meta", color="text.tertiary", parent=self)
        self._details.set_text(outcome.details)
        self._details.hide()
        self.setAccessibleName(". ".join(filter(None, (outcome.title, outcome.message))))

    @property
    def continue_button(self) -> TextButton:
        """The button that takes the answer up again."""
        return self._continue

    @property
    def answer_button(self) -> TextButton:
        """The button that lets the model answer from the thought as it is."""
        return self._answer

    @property
    def discard_button(self) -> TextButton:
        """The button that takes the answer away."""
        return self._discard

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self._message.apply_theme()
        self._details.apply_theme()
        self.update()

    def place(self, width: int) -> int:
        """Take this width."""
        gutter = self._theme.size("gutter")
        inner = width - gutter - _PADDING - 2
        y = self._theme.size("panel_header") if self.outcome.title else 0
        if self.outcome.message:
            height = self._message.place(inner)
            self._message.move(gutter, y - 2)
            y += height + 6
        y = self._place_buttons(gutter, y)
        if not self._details.isHidden():
            height = self._details.place(inner)
            self._details.move(gutter, y)
            y += height + _PADDING
        self.resize(width, y)
        return y

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, the icon and the title."""
        if not self.outcome.title:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, failed = self._theme, self.outcome.failed
        painter.setPen(QPen(theme.color("bad.mark" if failed else "line.subtle"), 1))
        painter.setBrush(theme.color("bg.panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        gutter, header = theme.size("gutter"), theme.size("panel_header")
        role = "bad.text" if failed else "text.secondary"
        icon = theme.icon("error" if failed else "info", role).pixmap(QSize(14, 14), self.devicePixelRatioF())
        painter.drawPixmap((gutter - 14) // 2 + 1, (header - 14) // 2, icon)
        font = theme.font("title")
        painter.setFont(font)
        painter.setPen(theme.color(role))
        room = self.width() - gutter - _PADDING
        title = QFontMetrics(font).elidedText(self.outcome.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(gutter, 0, room, header), Qt.AlignmentFlag.AlignVCenter, title)

    def _place_buttons(self, x: int, y: int) -> int:
        shown = [each for each in (self._continue, self._answer, self._discard, self._more) if not each.isHidden()]
        for button in shown:
            hint = button.sizeHint()
            button.setGeometry(x, y, hint.width(), hint.height())
            x += hint.width() + 6
        return y + self._theme.size("control_small") + _PADDING if shown else y

    def _toggle_details(self) -> None:
        self._details.setVisible(self._details.isHidden())
        self.height_changed.emit()
