"""The buttons at the right end of a reasoning panel's header."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.conversation.attempt_numbers import AttemptNumbers
from desktop.conversation.branch_pager import BranchPager
from desktop.conversation.hit_pager import HitPager
from desktop.conversation.panel_header import PanelHeader
from desktop.keyboard.key_map import with_key
from desktop.rendering.buttons import CopyButton, TextButton
from desktop.theme import Theme


class PanelButtons(QObject):
    """Which of them are shown depends on what the panel shows; `thought` gives what is copied."""

    answer_now = Signal()
    think_again = Signal()
    edit = Signal()
    confidence = Signal()
    attempt_chosen = Signal(int)
    branch_asked = Signal(str)
    """The other branch to show."""
    branches_wanted = Signal(object)
    """The `BranchPager` that is to list its branches."""

    def __init__(self, theme: Theme, header: PanelHeader, thought: Callable[[], str]) -> None:
        super().__init__(header)
        self._theme, self._header = theme, header
        self._open = False
        self._can_copy = False
        self.can_edit = False
        """Whether the thought can be changed, also while the panel is folded."""
        self.can_tint = False
        """Whether it can be shown what the model was not sure of, also while the panel is folded."""
        self.pager: BranchPager | None = None
        """The pager of the answer's branches; None where there is one only."""
        self.answer_now_button = TextButton(
            theme, self.tr("Answer now"), icon="answer_now", key="Ctrl ↵", framed=True, parent=header
        )
        self.again = TextButton(theme, self.tr("Think and answer again"), accent=True, parent=header)
        self.copy = CopyButton(theme, "", copied=self.tr("Copied"), parent=header)
        self._name(self.copy, self.tr("Copy thought"))
        self.edit_button = TextButton(theme, "", icon="edit_step", parent=header)
        self._name(self.edit_button, self.tr("Change the thought and think on from there"), "edit_thought")
        self.confidence_button = TextButton(theme, "", icon="confidence", parent=header)
        self._name(self.confidence_button, self.tr("Mark what the model was not sure of"), "confidence")
        self.numbers = AttemptNumbers(theme, header)
        self.hits = HitPager(theme, header)
        self._all = [self.answer_now_button, self.again, self.copy, self.edit_button, self.confidence_button]
        self.answer_now_button.clicked.connect(self.answer_now)
        self.again.clicked.connect(self.think_again)
        self.copy.clicked.connect(lambda: self.copy.copy(thought()))
        self.edit_button.clicked.connect(self.edit)
        self.confidence_button.clicked.connect(self.confidence)
        self.numbers.chosen.connect(self.attempt_chosen)
        for button in self._all:
            button.hide()
        self.numbers.hide()
        self._lay_over()

    def show_thinking(self) -> None:
        """Only the answer can be asked for while the model thinks."""
        self._can_copy = self.can_edit = self.can_tint = False
        self.answer_now_button.show()
        self.again.hide()
        self._show_tools()

    def show_result(self, *, thought: bool, over: bool, chosen: bool) -> None:
        """The thinking has ended.

        Args:
            thought: Whether there is a thought.
            over: Whether the answer has ended too.
            chosen: Whether the attempt that counts is the one that is shown.
        """
        self.answer_now_button.hide()
        self.again.setVisible(not thought and over)
        self._can_copy, self.can_edit, self.can_tint = thought, thought and over and chosen, thought and over
        self._show_tools()

    def show_branches(self, siblings: tuple[str, ...], current: str) -> None:
        """Show which of its question's answers this is, where there are several."""
        if self.pager is not None:
            if (self.pager.siblings, self.pager.current) == (siblings, current):
                return
            self.pager.hide()
            self.pager.deleteLater()
            self.pager = None
        if len(siblings) > 1:
            self.pager = BranchPager(self._theme, siblings, current, self._header)
            self.pager.asked.connect(self.branch_asked)
            self.pager.list_wanted.connect(self.branches_wanted)
            self.pager.show()
        self._lay_over()

    def _lay_over(self) -> None:
        """The pagers stand innermost: the other buttons stay where they are."""
        self._header.set_buttons([*self._all, *filter(None, [self.pager]), self.hits], self.numbers)

    def show_open(self, is_open: bool, *, numbers: bool) -> None:
        """What belongs to the thoughts stands beside them: the header of a folded panel only tells.

        Args:
            is_open: Whether the thoughts are in view.
            numbers: Whether the numbers of the attempts are wanted, where there is room for them.
        """
        self._open = is_open
        self._show_tools()
        self._header.offer_spare(is_open and numbers and self.numbers.wanted)

    def _show_tools(self) -> None:
        self.copy.setVisible(self._open and self._can_copy)
        self.edit_button.setVisible(self._open and self.can_edit)
        self.confidence_button.setVisible(self._open and self.can_tint)

    def _name(self, button: TextButton, name: str, key: str = "") -> None:
        button.setAccessibleName(name)
        button.setToolTip(with_key(name, key) if key else name)
