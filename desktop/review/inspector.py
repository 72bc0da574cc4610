"""The right of the review page: the correction, what a check says of it, and what saving does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.conversation.rating_state import RatingState
from desktop.keyboard.key_map import key_named, with_key
from desktop.review.checking import CorrectionCheck
from desktop.review.effects import Effect, Writing, effects_of
from desktop.review.field import CorrectionField
from desktop.shell.parts import TextButton, TextLabel, divider
from desktop.theme import Theme
from models.traces import Verdict

MOST_EFFECTS = 3


class SignedLine(QWidget):
    """A sign and words beside it."""

    def __init__(self, theme: Theme, *, font: str = "meta") -> None:
        super().__init__()
        self._theme, self._sign = theme, ("", "")
        self._icon = QLabel()
        self.label = TextLabel(theme, font=font, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setContentsMargins(0, 2, 0, 0)
        column.addWidget(self._icon)
        column.addStretch(1)
        row.addLayout(column)
        row.addWidget(self.label, 1)
        theme.changed.connect(self._dress)

    def show_line(self, words: str, icon: str = "", role: str = "text.tertiary", ink: str = "") -> None:
        """Show a sign in a colour, and words in the ink of a kind of the style sheet."""
        self._sign = (icon, role)
        self.label.setText(words)
        self.label.setStyleSheet(f"color: {self._theme.color(ink or role).name()}")
        self._ink = ink or role
        self._dress()

    def _dress(self) -> None:
        icon, role = self._sign
        self._icon.setVisible(bool(icon))
        if icon:
            side = self._theme.size("icon.s")
            self._icon.setPixmap(self._theme.icon(icon, role).pixmap(side, side))
            self.label.setStyleSheet(f"color: {self._theme.color(self._ink).name()}")


class Inspector(QWidget):
    """Only shows and asks. `typed` whenever the user changed one of the fields."""

    typed = Signal()
    save_asked = Signal()
    continue_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._filling = False
        self._step = 0
        self._title = TextLabel(theme, self.tr("Correction"), font="title")
        self._answer_name = TextLabel(theme, self.tr("Right answer"), font="meta", kind="secondary")
        self._thought_name = TextLabel(theme, font="meta", kind="secondary")
        self.answer_field = CorrectionField(theme, self.tr("Right answer"), least=1)
        self.thought_field = CorrectionField(theme, self.tr("Right thought (optional)"), least=2)
        self.answer_field.setPlaceholderText(self.tr("What the answer should have been"))
        self.answer_check, self.thought_check = SignedLine(theme), SignedLine(theme)
        self.save_button = TextButton(theme, self.tr("Save and go on"), self.save_asked.emit, kind="primary")
        self.save_button.setText(f"{self.save_button.text()}   ↵")
        self.save_button.setToolTip(with_key(self.tr("Save what is said, and open the next answer"), "review_save"))
        self.continue_button = TextButton(theme, "", self.continue_asked.emit, icon="branch")
        self.hint = TextLabel(theme, font="meta", kind="tertiary", wrap=True)
        self._effects_title = TextLabel(theme, self.tr("What saving does"), font="meta", kind="secondary")
        self.effects = [SignedLine(theme) for _ in range(MOST_EFFECTS)]
        for field in (self.answer_field, self.thought_field):
            field.textChanged.connect(self._on_text)
            field.saved.connect(self.save_asked)
            field.continued.connect(self.continue_asked)
            field.left.connect(self.left)
            field.installEventFilter(self)
        self._lay_out()
        self.show_step(0)
        self.show_check(None)
        self.show_effects(RatingState())

    @property
    def texts(self) -> tuple[str, str]:
        """What is in the two fields."""
        return self.answer_field.toPlainText(), self.thought_field.toPlainText()

    def show_texts(self, answer: str, thought: str) -> None:
        """Fill the fields; that does not count as typing."""
        self._filling = True
        for field, text in zip((self.answer_field, self.thought_field), (answer, thought), strict=True):
            if field.toPlainText() != text:
                field.setPlainText(text)
        self._filling = False

    def show_step(self, number: int, as_written: str = "") -> None:
        """Say which step the second field is about, and how the model wrote it; 0 for the whole thought."""
        self._step = number
        step = self.tr("Step {number}, as it should read").format(number=number)
        words = step if number else self.tr("Right thought (optional)")
        self._thought_name.setText(words)
        self.thought_field.setAccessibleName(words)
        hint = self.tr("How one gets there; the model learns it with the answer")
        self.thought_field.setPlaceholderText(as_written or hint)
        go_on = self.tr("Continue from step {number}").format(number=number)
        words = go_on if number else self.tr("Continue from a step")
        self.continue_button.setText(f"{words}   {key_named('review_continue').caps.replace('Return', '↵')}")
        self.continue_button.setAccessibleName(words)
        tip = self.tr("Let the model think on from here, as another branch") if number else self.tr(
            "Mark the first wrong step with F, then the model can think on from it"
        )  # fmt: skip
        self.continue_button.setToolTip(with_key(tip, "review_continue"))
        self.continue_button.setEnabled(number > 0)

    def show_check(self, check: CorrectionCheck | None) -> None:
        """Show what was found out about what is typed; None while nothing is known."""
        answer, thought = self.texts
        self.answer_check.setVisible(check is not None and bool(answer.strip()))
        self.thought_check.setVisible(check is not None and bool(thought.strip()))
        if check is None:
            return
        if check.already:
            self.answer_check.show_line(
                self.tr("This is what the answer says already"), "info", "warn.mark", "warn.text"
            )
        elif check.found:
            words = self.tr("{found} of the {count} attempts found this")
            self.answer_check.show_line(
                words.format(found=check.found, count=check.attempts), "equation_ok", "ok.mark", "ok.text"
            )
        else:
            words = self.tr("No attempt found this")
            self.answer_check.show_line(words, "info", "text.tertiary", "text.secondary")
        if check.verdict is Verdict.HOLDS:
            self.thought_check.show_line(self.tr("The equations hold"), "equation_ok", "ok.mark", "ok.text")
        elif check.verdict is Verdict.FALSE:
            words = self.tr("{claim} does not hold; arithmetic says {value}")
            words = words if check.right_value else self.tr("{claim} does not hold")
            told = words.format(claim=check.claim, value=check.right_value)
            self.thought_check.show_line(told, "equation_bad", "bad.mark", "bad.text")
        else:
            self.thought_check.show_line(self.tr("Nothing to check in this"), "info", "text.tertiary", "text.secondary")

    def show_effects(self, state: RatingState, writing: Writing | None = None, *, last_step: int = 0) -> None:
        """Say what saving does with what is said now."""
        found: list[Effect] = effects_of(state, writing, wrong_step=self._step, last_step=last_step)
        for line, effect in zip(self.effects, [*found, *[None] * MOST_EFFECTS], strict=False):
            line.setVisible(effect is not None)
            if effect is not None:
                line.show_line(effect.words, effect.icon, "text.tertiary", "text.secondary")
        self.save_button.setEnabled(state.rating is not None or writing is not None)
        self.hint.setVisible(state.rating is None and writing is None)
        self.hint.setText(self.tr("A accepts, R rejects, C corrects; S goes on without a rating."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field that was given another width takes the height that its text has there."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, CorrectionField):
            watched.fit()
        return super().eventFilter(watched, event)

    def _on_text(self) -> None:
        if not self._filling:
            self.typed.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(6)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._title,), (self._answer_name, self.answer_field, self.answer_check),
            (self._thought_name, self.thought_field, self.thought_check),
            (self.save_button, self.continue_button, self.hint), (divider(), self._effects_title, *self.effects),
        )  # fmt: skip
        for number, group in enumerate(groups):
            if number:
                column.addSpacing(8)
            for part in group:
                column.addWidget(part)
        column.addStretch(1)
