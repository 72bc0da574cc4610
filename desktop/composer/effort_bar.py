"""How long the model may think about the next question: Off, Quick, Standard, Deep, and the budget in tokens."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.theme import Theme
from models.reasoning.effort import Effort, EffortName, effort_named
from models.settings import Settings

NAMES = (EffortName.OFF, EffortName.QUICK, EffortName.STANDARD, EffortName.DEEP)
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

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._settings = Settings()
        self._name = EffortName.STANDARD
        self._own_budget: int | None = None
        self._buttons: dict[EffortName, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._segments = self._make_segments()
        self._combo = QComboBox()
        self._combo.setAccessibleName(self.tr("Effort"))
        for name in NAMES:
            self._combo.addItem(effort_label(name), name)
        self._combo.activated.connect(lambda index: self.choose(NAMES[index]))
        self._combo.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)
        row.addWidget(self._combo)
        self._show()
        self._dress()
        theme.changed.connect(self._dress)

    def effort(self) -> Effort:
        """Return what is chosen, with the user's budgets."""
        settings = self._settings
        effort = effort_named(
            self._name,
            thought_tokens=settings.thought_tokens,
            answer_tokens=settings.answer_tokens,
            seconds=settings.thinking_seconds,
        )
        if self._own_budget is not None and self._name is not EffortName.OFF:
            return effort.with_thought_tokens(self._own_budget)
        return effort

    def take_settings(self, settings: Settings) -> None:
        """Use the user's budgets and usual effort."""
        known = {name.value: name for name in NAMES}
        if settings.effort != self._settings.effort and settings.effort in known:
            self._name = known[settings.effort]
        self._settings = settings
        self._show()

    def choose(self, name: EffortName) -> None:
        """Choose an effort; its own budget counts again."""
        self._own_budget = None
        if name is not self._name:
            self._name = name
            self.changed.emit(name.value)
        self._show()

    def choose_next(self) -> None:
        """Go on to the next effort, from Deep back to Off."""
        self.choose(NAMES[(NAMES.index(self._name) + 1) % len(NAMES)])

    def set_narrow(self, narrow: bool) -> None:
        """Show one combo box instead of the segments."""
        self._segments.setVisible(not narrow)
        self._combo.setVisible(narrow)

    @property
    def is_narrow(self) -> bool:
        """Whether the combo box is shown."""
        return self._segments.isHidden()

    def segments_width(self) -> int:
        """Return how wide the segments are, in pixels."""
        return sum(button.width() for button in (*self._buttons.values(), self._budget)) + 2

    def _make_segments(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("segments")
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for name in NAMES:
            button = QPushButton(effort_label(name))
            button.setCheckable(True)
            button.setAccessibleName(self.tr("Effort: {0}").format(effort_label(name)))
            button.clicked.connect(lambda _checked=False, chosen=name: self.choose(chosen))
            self._group.addButton(button)
            self._buttons[name] = button
            row.addWidget(button)
        self._budget = QPushButton()
        self._budget.setObjectName("lastSegment")
        self._budget.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._budget.setIconSize(QSize(self._theme.size("icon.xs"), self._theme.size("icon.xs")))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._budget.setMenu(self._menu)
        row.addWidget(self._budget)
        return frame

    def _fill_menu(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        usual = effort_named(self._name, thought_tokens=self._settings.thought_tokens).thought_tokens
        self._add_budget(group, self.tr("Usual: {0} tokens").format(f"{usual:,}"), None)
        self._menu.addSeparator()
        for budget in BUDGETS:
            self._add_budget(group, self.tr("{0} tokens").format(f"{budget:,}"), budget)

    def _add_budget(self, group: QActionGroup, text: str, budget: int | None) -> None:
        action = QAction(text, group)
        action.setCheckable(True)
        action.setChecked(self._own_budget == budget)
        action.triggered.connect(lambda _checked=False: self._choose_budget(budget))
        self._menu.addAction(action)

    def _choose_budget(self, budget: int | None) -> None:
        self._own_budget = budget
        self._show()

    def _show(self) -> None:
        self._buttons[self._name].setChecked(True)
        self._combo.setCurrentIndex(NAMES.index(self._name))
        off = self._name is EffortName.OFF
        budget = self.tr("None") if off else f"{self.effort().thought_tokens:,}"
        self._budget.setText(self.tr("Budget {0}").format(budget))
        self._budget.setEnabled(not off)
        self._budget.setAccessibleName(self.tr("Thought budget: {0} tokens").format(budget))
        self._budget.setToolTip(self.tr("The most tokens that the model may think"))

    def _dress(self) -> None:
        font = self._theme.font("meta")
        metrics = QFontMetrics(font)
        for button in self._buttons.values():
            button.setFont(font)
            button.setFixedWidth(metrics.horizontalAdvance(button.text()) + SEGMENT_AIR)
        self._budget.setFont(font)
        self._budget.setFixedWidth(metrics.horizontalAdvance(self.tr("Budget {0}").format("88,888")) + BUDGET_AIR)
        self._segments.adjustSize()
        self._budget.setIcon(self._theme.icon("folded_open", "text.tertiary"))
        self._combo.setFont(self._theme.font("meta"))
