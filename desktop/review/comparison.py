"""Two attempts side by side without names: the reader says which is better before being told which is which."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation.pair_button import PairButton
from desktop.conversation.question_view import QuestionView
from desktop.conversation.step_marks import PairAsked
from desktop.keyboard.key_map import key_named, with_key
from desktop.rendering.buttons import TextButton
from desktop.rendering.context import RenderContext
from desktop.rendering.plain_text import PlainTextView
from desktop.rendering.section import Section
from desktop.review.case import ReviewCase
from desktop.review.compared_side import ComparedSide
from desktop.review.wording import short_answer
from models.history.records import Attempt

_GAP = 12
_NARROWEST = 300
"""Pixels of a column below which the two stand one below the other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was preferred to what; both are attempts' ids."""

    preferred: str
    other: str
    blind: bool = True
    """Whether the reader did not know which was which."""


class Comparison(Section):
    """`chosen` carries a `Choice`; `left` when the reader goes back. The order of the two is drawn by whoever asks."""

    chosen = Signal(object)
    judged = Signal(object)
    """The pair is to be exported or left out (`PairAsked`)."""
    left = Signal()

    def __init__(
        self, context: RenderContext, case: ReviewCase, pair: tuple[Attempt, Attempt], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self.case = context.theme, case
        theme = context.theme
        self.question = QuestionView(theme, case.turn.question.text, self)
        self.remark = PlainTextView(theme, role="meta", color="text.secondary", parent=self)
        self.remark.set_text(self.tr("Which is better? Their names are shown after you have chosen."))
        titles = (self.tr("Left"), self.tr("Right"))
        self.sides = tuple(
            ComparedSide(context, case, each, title, self) for each, title in zip(pair, titles, strict=True)
        )  # fmt: skip
        for side in self.sides:
            side.height_changed.connect(self.height_changed)
        self.buttons = (
            TextButton(theme, self.tr("Left is better"), key="←", framed=True, parent=self),
            TextButton(theme, self.tr("Right is better"), key="→", framed=True, parent=self),
        )
        for button, key, place in zip(self.buttons, ("review_left", "review_right"), (0, 1), strict=True):
            button.setToolTip(with_key(button.text(), key))
            button.clicked.connect(lambda _on=False, place=place: self.choose(place))
        self.back = TextButton(theme, self.tr("Back"), key=key_named("review_compare").shown, parent=self)
        self.back.setToolTip(with_key(self.tr("Go back without choosing"), "review_compare"))
        self.back.clicked.connect(self.left)
        self.pair = PairButton(theme, self)
        self.pair.clicked.connect(self._toggle_pair)
        self.choice: Choice | None = None
        self._named = False
        self.setAccessibleName(self.tr("Blind comparison of two attempts"))

    def choose(self, place: int) -> None:
        """Prefer the left (0) or the right (1) one, once; that it is kept is said when it is (`show_pair`)."""
        if self.choice is not None:
            return
        for number, side in enumerate(self.sides):
            side.name(self._name(side.attempt), chosen=number == place)
        self.choice = Choice(self.sides[place].attempt.id, self.sides[1 - place].attempt.id, blind=not self._named)
        self._named = True
        self._offer(False)
        self.chosen.emit(self.choice)

    def show_pair(self, included: bool | None) -> None:
        """Show whether the pair is exported, as it is saved; None where it was taken back, or could not be saved."""
        self.pair.show_pair(included)
        if included is None:
            self.remark.set_text(
                self.tr("Nothing is kept of this choice. You can choose again, now that the names are known.")
            )
            self.choice = None
            self._offer(True)
        elif self.choice is not None:
            preferred = self.choice.preferred
            better, worse = sorted(self.sides, key=lambda each: each.attempt.id != preferred)
            words = self.tr("Kept: attempt {better} is better than attempt {worse}. Ctrl+Z takes it back.")
            self.remark.set_text(words.format(better=better.attempt.number, worse=worse.attempt.number))
        self.height_changed.emit()

    def _offer(self, offered: bool) -> None:
        """Let one of the two be chosen, or not any more."""
        for button in self.buttons:
            button.setVisible(offered)
        words = self.tr("Go back without choosing") if offered else self.tr("Go back to the answer")
        self.back.setToolTip(with_key(words, "review_compare"))
        self.height_changed.emit()

    def work(self, seconds: float) -> bool:
        """Render for about this time; returns whether everything is shown."""
        done = [side.answer.work(seconds / 2) for side in self.sides]
        return all(done)

    def set_view(self, top: int, bottom: int) -> bool:
        """Tell what is on the screen (pixels from the top); returns whether all near it is rendered."""
        near = []
        for side in self.sides:
            y = side.y() + side.answer.y()
            near.append(side.answer.stack.set_view(top - y, bottom - y))
        return all(near)

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self.question.refresh()
        self.remark.apply_theme()
        for side in self.sides:
            side.steps.apply_theme()
            side.answer.refresh()
            side.update()

    def place(self, width: int) -> int:
        """Take this width."""
        gutter = self._theme.size("gutter")
        y = self.question.place(width)
        self.question.move(0, 0)
        y += 6
        self.remark.move(gutter, y)
        y += self.remark.place(width - gutter) + _GAP
        half = (width - _GAP) // 2
        if half < self._theme.grown(_NARROWEST):
            for side in self.sides:
                side.move(0, y)
                y += side.place(width) + _GAP
        else:
            height = max(side.place(half) for side in self.sides)
            for number, side in enumerate(self.sides):
                side.resize(half, height)
                side.move(number * (half + _GAP), y)
            y += height + _GAP
        x = gutter
        for button in (*self.buttons, self.pair, self.back):
            if not button.isHidden():
                hint = button.sizeHint()
                button.setGeometry(x, y, hint.width(), hint.height())
                x += hint.width() + 6
        y += self._theme.size("control_small") + 24
        self.resize(width, y)
        return y

    def _toggle_pair(self) -> None:
        if self.choice is not None:
            self.judged.emit(PairAsked(self.choice.preferred, self.choice.other, not self.pair.included))

    def _name(self, attempt: Attempt) -> str:
        answer = short_answer(self.case.answer_of(attempt))
        words = self.tr("Attempt {number}: {answer}") if answer else self.tr("Attempt {number}")
        return words.format(number=attempt.number, answer=answer)
