"""The same question asked of the model as it is and of the model with an adapter, over the page, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.keyboard.overlay import Overlay
from desktop.learning.side_column import SideColumn
from desktop.shell.parts import TextButton, TextLabel
from desktop.theme import Theme
from models.events import RunEvent

WIDTH, HEIGHT = 1040, 720
_QUESTION_LINES = 3


class SideBySide(Overlay):
    """Only shows and asks; whoever asks hands every event of both runs to `take`."""

    asked = Signal(str, bool)
    """A question for both, and whether the answers are to be kept in the history."""
    stop_asked = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window, WIDTH, HEIGHT)
        self.setAccessibleName(self.tr("Compare side by side"))
        self._runs: dict[str, int] = {}
        self._which = TextLabel(theme, font="ui", kind="secondary", wrap=True)
        self.question = QPlainTextEdit()
        self.question.setProperty("kind", "field")
        self.question.setTabChangesFocus(True)
        self.question.setFont(theme.font("review_step"))
        self.question.setFixedHeight(_QUESTION_LINES * theme.line_height("review_step") + 14)
        self.question.setAccessibleName(self.tr("Question for both"))
        self.question.setPlaceholderText(self.tr("A question for both"))
        self.question.textChanged.connect(self._settle_buttons)
        self.keep = QCheckBox(self.tr("Keep both answers in the history"))
        self.ask_button = TextButton(theme, self.tr("Ask both"), self.ask, kind="primary")
        self.ask_button.setToolTip(self.tr("Ask both (Ctrl+Enter)"))
        self.stop_button = TextButton(theme, self.tr("Stop"), self.stop_asked.emit)
        self.close_button = TextButton(theme, self.tr("Close"), self.leave, kind="link")
        self.sides = (SideColumn(theme), SideColumn(theme))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.card)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.ask)
        self.left.connect(self.stop_asked)
        self._lay_out(theme)

    @property
    def running(self) -> bool:
        """Whether one of both still writes."""
        return not all(each.over for each in self.sides)

    def show_pair(self, model: str, adapter: str, question: str) -> None:
        """Open for a model and one of its adapters, with a question that can be changed."""
        self.sides[0].name(self.tr("{0} as it is").format(model))
        self.sides[1].name(self.tr("{0} with {1}").format(model, adapter))
        words = self.tr(
            "Left answers {0} as it is, right the same model with the adapter {1}; both get the same random numbers."
        )
        self._which.setText(words.format(model, adapter))
        for each in self.sides:
            each.clear()
        self._runs = {}
        self.keep.setChecked(False)
        self.question.setPlainText(question)
        self.question.selectAll()
        self._settle_buttons()
        self.open(self.question)

    def ask(self) -> None:
        """Ask what is written, unless both still answer."""
        question = self.question.toPlainText().strip()
        if question and not self.running:
            self.asked.emit(question, self.keep.isChecked())

    def begin(self, runs: tuple[str, str]) -> None:
        """Both were asked: the left one first, since the engine computes with one adapter at a time."""
        self._runs = {run: place for place, run in enumerate(runs)}
        self.sides[0].begin(self.tr("Waits for the model"))
        self.sides[1].begin(self.tr("Waits for the left one"))
        self._settle_buttons()
        self.stop_button.setFocus()

    def take(self, event: RunEvent) -> None:
        """Show what one of both tells; events of other runs are none of its business."""
        place = self._runs.get(event.run)
        if place is None:
            return
        self.sides[place].take(event)
        if not self.running:
            self._settle_buttons()

    def _settle_buttons(self) -> None:
        runs = self.running
        had_focus = self.stop_button.hasFocus()
        self.stop_button.setVisible(runs)
        self.ask_button.setVisible(not runs)
        self.ask_button.setEnabled(bool(self.question.toPlainText().strip()))
        self.question.setReadOnly(runs)
        self.keep.setEnabled(not runs)
        if had_focus and not runs:
            self.ask_button.setFocus()

    def _lay_out(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.addWidget(TextLabel(theme, self.tr("Compare side by side"), font="card_title"))
        head.addStretch(1)
        head.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.keep)
        foot.addStretch(1)
        foot.addWidget(self.stop_button)
        foot.addWidget(self.ask_button)
        both = QHBoxLayout()
        both.setSpacing(16)
        for each in self.sides:
            both.addWidget(each, 1)
        whole = QVBoxLayout(self.card)
        whole.setContentsMargins(20, 14, 20, 16)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self._which)
        whole.addWidget(self.question)
        whole.addLayout(foot)
        whole.addLayout(both, 1)
