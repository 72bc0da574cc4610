"""The row under an answer: copy, ask again, edit the question, branches; figures on demand."""

from __future__ import annotations

import json

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.conversation import wording
from desktop.conversation.branch_pager import BranchPager
from desktop.conversation.panel_words import thinking_seconds
from desktop.rendering.buttons import CopyButton, TextButton
from desktop.rendering.plain_text import PlainTextView
from desktop.rendering.section import Section
from desktop.theme import Theme
from models.history.records import Answer, Attempt


class AnswerFooter(Section):
    """Shown when an answer has ended; its row always has the same height."""

    copy_asked = Signal()
    regenerate_asked = Signal()
    edit_asked = Signal()
    raw_asked = Signal()
    branch_asked = Signal(str)

    def __init__(self, theme: Theme, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._answer = theme, answer
        self._placed = 0
        self.copy_button = CopyButton(theme, self.tr("Copy"), copied=self.tr("Copied"), parent=self)
        self.copy_button.setAccessibleName(self.tr("Copy answer"))
        self.copy_button.clicked.connect(self.copy_asked)
        again = TextButton(theme, self.tr("Ask again"), icon="retry", parent=self)
        again.clicked.connect(self.regenerate_asked)
        edit = TextButton(theme, self.tr("Edit question"), icon="edit_step", parent=self)
        edit.clicked.connect(self.edit_asked)
        raw = TextButton(theme, self.tr("As written"), parent=self)
        raw.clicked.connect(self.raw_asked)
        self.details_button = TextButton(theme, self.tr("Figures"), icon="info", parent=self)
        self.details_button.clicked.connect(self._toggle)
        self._row: list[QWidget] = [self.copy_button, again, edit, raw, self.details_button]
        self._pager: BranchPager | None = None
        if len(answer.siblings) > 1:
            self._pager = BranchPager(theme, answer.siblings, answer.id, self)
            self._pager.asked.connect(self.branch_asked)
        self._details = PlainTextView(theme, role="meta", color="text.tertiary", parent=self)
        self._details.setAccessibleName(self.tr("Figures"))
        self._details.hide()

    @property
    def pager(self) -> BranchPager | None:
        """The pager, when the question has several answers."""
        return self._pager

    @property
    def details_text(self) -> str:
        """The figures that are shown on demand."""
        return self._details.text()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self._details.apply_theme()
        self._placed = 0
        self.update()

    def place(self, width: int) -> int:
        """Take this width."""
        if width == self._placed:
            return self.height()
        self._placed = width
        gutter, height = self._theme.size("gutter"), self._theme.size("control_small")
        x = gutter - 9
        for button in self._row:
            button.setGeometry(x, 0, button.sizeHint().width(), height)
            x += button.sizeHint().width() + 2
        if self._pager is not None:
            hint = self._pager.sizeHint()
            self._pager.setGeometry(width - hint.width(), 0, hint.width(), height)
        if not self._details.isHidden():
            top = height + 6
            height = top + self._details.place(width - gutter)
            self._details.move(gutter, top)
        self.resize(width, height)
        return height

    def _toggle(self) -> None:
        if not self._details.text():
            self._details.set_text("\n".join(self._figures(self._answer.chosen)))
        self._details.setVisible(self._details.isHidden())
        self._placed = 0
        self.height_changed.emit()

    def _figures(self, attempt: Attempt) -> list[str]:
        tokens = self.tr("{thought} thought tokens, {answer} answer tokens, {prompt} prompt tokens").format(
            thought=wording.count(attempt.thought_tokens),
            answer=wording.count(attempt.answer_tokens),
            prompt=wording.count(attempt.prompt_tokens),
        )
        lines = [tokens]
        if attempt.tokens_per_second:
            lines[0] += " · " + self.tr("{speed} tok/s").format(speed=f"{attempt.tokens_per_second:.1f}")
        times = [self.tr("thought {time}").format(time=wording.seconds(thinking_seconds(attempt)))]
        if attempt.answer_started_at and attempt.answer_ended_at:
            took = max(attempt.answer_ended_at - attempt.answer_started_at, 0.0)
            times.append(self.tr("answered {time}").format(time=wording.seconds(took)))
        if attempt.time_to_first_token is not None:
            times.append(self.tr("first token after {time}").format(time=wording.seconds(attempt.time_to_first_token)))
        lines.append(" · ".join(times))
        adapter = attempt.adapter_id or self.tr("no adapter")
        effort = attempt.effort or self.tr("unknown")
        lines.append(
            self.tr("Model {model} · {adapter} · effort {effort} · seed {seed}").format(
                model=attempt.model_name or self.tr("unknown"), adapter=adapter, effort=effort, seed=attempt.seed
            )
        )
        sampling = _sampling(attempt.sampling)
        return [*lines, sampling] if sampling else lines


def _sampling(text: str) -> str:
    try:
        values = json.loads(text)
    except ValueError:
        return ""
    return " · ".join(f"{key} {value}" for key, value in values.items()) if isinstance(values, dict) else ""
