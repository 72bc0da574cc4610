"""The page of learning, in the window: its keys, and the same question asked with and without an adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.bridge import AssistantBridge
from desktop.learning.comparing import Comparing
from desktop.learning.desk import LearningDesk
from desktop.learning.page import LearningPage
from desktop.learning.side_by_side import SideBySide
from desktop.learning.watch import LearningWatch
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.header import Header
from desktop.shell.window_keys import WindowKeys
from desktop.tasks import Tasks
from desktop.theme import Theme
from models.events import EngineStatus
from models.paths import DataFolder
from models.reasoning.effort import Effort

if TYPE_CHECKING:
    from models.assistant import Assistant
    from models.history.store import Store
    from models.learner import Learner


class LearningPlace(QObject):
    """What the window opens with Ctrl+3."""

    name = "learning"

    def __init__(
        self, theme: Theme, keeper: SettingsKeeper, watch: LearningWatch, learner: Learner, store: Store,
        tasks: Tasks, tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._watch, self._store, self._tasks, self._tell = theme, watch, store, tasks, tell
        self.page = LearningPage(theme, keeper)
        self.desk = LearningDesk(self.page, watch, learner, store, tasks, tell, self)

    @property
    def header(self) -> Header:
        """Of the page."""
        return self.page.header

    def add_comparing(
        self, assistant: Assistant, folder: DataFolder, bridge: AssistantBridge, keys: WindowKeys,
        effort: Callable[[], Effort], asked: Callable[[], str], window: QWidget,
    ) -> None:  # fmt: skip
        """Let the same question be asked of the model with and without an adapter; `asked` is the one last read."""
        view = SideBySide(self._theme, window)
        keys.add_overlay(view)
        self.comparing = Comparing(view, assistant, self._store, folder, self._tasks, bridge, effort, self._tell, self)
        self._asked = asked
        self.desk.compare_asked.connect(self._compare)

    def compare(self) -> None:
        """Ask both what was read last."""
        self.comparing.open(self._watch.model_id, question=self._asked())

    def enter(self) -> None:
        """Read the rounds anew."""
        self._watch.refresh()
        self.page.setFocus()

    def leave(self) -> None:
        """There is nothing to keep."""

    def show_status(self, status: EngineStatus) -> None:
        """The watch tells of another model."""

    def end(self, *, closing: bool) -> None:
        """What the learner does goes on."""

    def _compare(self, adapter_id: str) -> None:
        self.comparing.open(self._watch.model_id, adapter_id, self._asked() or self._watch.sample_question)
