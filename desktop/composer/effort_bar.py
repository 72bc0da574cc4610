"""How long the model may think about the next question: Off, Quick, Standard, Deep, and the budget in tokens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from desktop.composer.effort_choice import NAMES, EffortChoice
from desktop.composer.own_budget import OwnBudget
from desktop.shell.parts import restyle
from desktop.theme import Theme
from models.reasoning.effort import Effort, EffortName, effort_named
from models.settings import Settings

BUDGETS = (64, 128, 256, 512, 1024, 2048, 4096, 8192)
SEGMENT_AIR = 18
BUDGET_AIR = 30


def effort_label(name: EffortName) -> str:
    """Return the word of an effort."""
    words = {
        EffortName.OFF: QCoreApplication.translate("EffortBar", "Off"),
        EffortName.QUICK: QCoreApplication.translate("EffortBar", "Quick"),
        EffortName.STANDARD: QCoreApplication.translate("EffortBar", "Standard"),
        EffortName.DEEP: QCoreApplication.translate("EffortBar", "Deep"),
        EffortName.OWN: QCoreApplication.translate("EffortBar", "Own"),
    }
    return words[name]


class EffortBar(QWidget):
    """Segments with a budget menu; in a narrow window one combo box."""

    changed = Signal(str)
    """Another effort was chosen (its name)."""
    settled = Signal()
    """What is chosen, or what is known of it, may be another."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._settings = Settings()
        self._choice = EffortChoice()
        self._expect: Callable[[Effort], float | None] | None = None
        self._own: OwnBudget | None = None
        self._buttons: dict[EffortName, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._segments = self._make_segments()
        self._combo = QComboBox()
        self._combo.setAccessibleName(self.tr("Effort"))
        for name in NAMES:
            self._combo.addItem(effort_label(name), name)
        self._combo.activated.connect(lambda index: self.choose(NAMES[index]))
        self._combo.hide()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)
        row.addWidget(self._combo)
        self._show()
        self._dress()
        theme.changed.connect(self._dress)

    def effort(self) -> Effort:
        """Return what is chosen, with the user's budgets."""
        return self._choice.applied_to(self._usual())

    def expected_seconds(self) -> float | None:
        """Return about how long the model will think; None while that is not known."""
        return self._expect(self.effort()) if self._expect is not None else None

    def expect_with(self, expect: Callable[[Effort], float | None]) -> None:
        """Ask this how long an effort will think."""
        self._expect = expect
        self._show()

    def look_again(self) -> None:
        """More may be known about how long an effort thinks."""
        self._show()

    def thinking_effort(self) -> Effort:
        """Return what is chosen, or Standard where thinking is off."""
        effort = self.effort()
        return effort if effort.thought_tokens else self._named(EffortName.STANDARD)

    @property
    def choice(self) -> EffortChoice:
        """What is chosen, for another time."""
        return self._choice

    def take_choice(self, choice: EffortChoice) -> None:
        """Choose what was chosen before."""
        self._choice = choice
        self._show()

    def usual_choice(self) -> EffortChoice:
        """Return what the settings start a conversation with."""
        known = {name.value: name for name in NAMES}
        return EffortChoice(known.get(self._settings.effort, EffortName.STANDARD))

    def take_settings(self, settings: Settings) -> None:
        """Use the user's budgets and usual effort."""
        known = {name.value: name for name in NAMES}
        if settings.effort != self._settings.effort and settings.effort in known:
            self._choice = EffortChoice(known[settings.effort])
        self._settings = settings
        self._show()

    def choose(self, name: EffortName) -> None:
        """Choose an effort; its own budget counts again."""
        changed = name is not self._choice.name
        self._choice = EffortChoice(name)
        self._show()
        if changed:
            self.changed.emit(name.value)

    def choose_next(self) -> None:
        """Go on to the next effort, from Deep back to Off."""
        self.choose(NAMES[(NAMES.index(self._choice.name) + 1) % len(NAMES)])

    def set_narrow(self, narrow: bool) -> None:
        """Show one combo box and the budget instead of the segments."""
        if narrow == self.is_narrow:
            return
        (self._row if narrow else self._segments_row).addWidget(self._budget)
        self._budget.show()
        self._segments.setVisible(not narrow)
        self._combo.setVisible(narrow)
        self._show()
        self._dress()
        restyle(self._budget)

    @property
    def is_narrow(self) -> bool:
        """Whether the combo box is shown."""
        return self._segments.isHidden()

    def segments_width(self) -> int:
        """Return how wide the segments are, in pixels."""
        return sum(button.width() for button in self._buttons.values()) + self._budget_width(narrow=False) + 2

    def _budget_width(self, *, narrow: bool) -> int:
        """The widest budget sets the width, so that nothing moves while it changes; no words where it is narrow."""
        metrics = QFontMetrics(self._theme.font("meta"))
        widest = "88,888" if narrow else self.tr("Budget {0}").format("88,888")
        return metrics.horizontalAdvance(widest) + self._theme.grown(BUDGET_AIR)

    def _make_segments(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("segments")
        self._segments_row = row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name in NAMES:
            button = QPushButton(effort_label(name))
            button.setCheckable(True)
            button.setAccessibleName(self.tr("Effort: {0}").format(effort_label(name)))
            button.clicked.connect(lambda _checked=False, chosen=name: self.choose(chosen))
            self._group.addButton(button)
            self._buttons[name] = button
            row.addWidget(button)
        self._buttons[NAMES[0]].setObjectName("firstSegment")
        self._budget = QPushButton()
        self._budget.setObjectName("lastSegment")
        self._budget.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._budget.setMenu(self._menu)
        row.addWidget(self._budget)
        for part in (*self._buttons.values(), self._budget):  # as high as their frame, with no white line around them
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return frame

    def _fill_menu(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        usual = self._usual().thought_tokens
        self._add_budget(group, self.tr("Usual: {0} tokens").format(f"{usual:,}"), None)
        self._menu.addSeparator()
        for budget in BUDGETS:
            self._add_budget(group, self.tr("{0} tokens").format(f"{budget:,}"), budget)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Own numbers…"), self._ask_own)

    def _ask_own(self) -> None:
        effort = self.effort()
        if self._own is None:  # made late, since it lies over the window that this bar is in then
            self._own = OwnBudget(self._theme, self)
            self._own.chosen.connect(self._choose_own)
        self._own.ask(effort.thought_tokens, effort.seconds, effort.attempts)

    def _add_budget(self, group: QActionGroup, text: str, budget: int | None) -> None:
        action = QAction(text, group)
        action.setCheckable(True)
        action.setChecked(self._choice == EffortChoice(self._choice.name, budget))
        action.triggered.connect(lambda _checked=False: self._choose_budget(budget))
        self._menu.addAction(action)

    def _choose_budget(self, budget: int | None) -> None:
        self._take(EffortChoice(self._choice.name, budget))

    def _choose_own(self, tokens: int, seconds: float, attempts: int) -> None:
        self._take(EffortChoice(self._choice.name, tokens, seconds, attempts))

    def _take(self, choice: EffortChoice) -> None:
        self._choice = choice
        self._show()
        self.changed.emit(self._choice.name.value)

    def _usual(self) -> Effort:
        return self._named(self._choice.name)

    def _named(self, name: EffortName) -> Effort:
        settings = self._settings
        return effort_named(
            name,
            thought_tokens=settings.thought_tokens,
            answer_tokens=settings.answer_tokens,
            seconds=settings.thinking_seconds,
        )

    def _show(self) -> None:
        name = self._choice.name
        self._buttons[name].setChecked(True)
        self._combo.setCurrentIndex(NAMES.index(name))
        off = name is EffortName.OFF
        budget = self.tr("None") if off else f"{self.effort().thought_tokens:,}"
        self._budget.setText(budget if self.is_narrow else self.tr("Budget {0}").format(budget))
        self._budget.setEnabled(not off)
        self._budget.setAccessibleName(self.tr("Thought budget: {0} tokens").format(budget))
        self._budget.setToolTip(self._limits())
        for each, button in self._buttons.items():
            button.setToolTip(self._about(self._named(each)))
        self.settled.emit()

    def _limits(self) -> str:
        effort = self.effort()
        if effort.thought_tokens == 0:
            return self.tr("The model answers at once")
        words = self.tr("The most that the model may think: {0} tokens, {1} s")
        return words.format(f"{effort.thought_tokens:,}", f"{effort.seconds:.0f}")

    def _about(self, effort: Effort) -> str:
        """What an effort does and, where that is known, how long it takes."""
        if effort.thought_tokens == 0:
            return self.tr("The model answers at once")
        attempts = self.tr("One attempt") if effort.attempts == 1 else self.tr("Up to {0} attempts")
        words = attempts.format(effort.attempts)
        seconds = self._expect(effort) if self._expect is not None else None
        return words if seconds is None else self.tr("{0}, about {1} s").format(words, f"{max(seconds, 1):.0f}")

    def _dress(self) -> None:
        font = self._theme.font("meta")
        metrics = QFontMetrics(font)
        for button in self._buttons.values():
            button.setFont(font)
            button.setFixedWidth(metrics.horizontalAdvance(button.text()) + SEGMENT_AIR)
        self._budget.setFont(font)
        self._budget.setFixedWidth(self._budget_width(narrow=self.is_narrow))
        self._segments.adjustSize()
        side = self._theme.size("icon.xs")
        self._budget.setIconSize(QSize(side + 4, side))  # with air between the number and the caret
        self._budget.setIcon(self._theme.icon("folded_open", "text.tertiary"))
        self._combo.setFont(self._theme.font("meta"))
