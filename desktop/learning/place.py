"""The page of learning, in the window: its row, its keys, and the same question asked with and without an adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.bridge import AssistantBridge
from desktop.keyboard.key_map import key_named
from desktop.learning.comparing import Comparing
from desktop.learning.desk import LearningDesk
from desktop.learning.page import LearningPage
from desktop.learning.side_by_side import SideBySide
from desktop.settings.keeper import SettingsKeeper
from desktop.shell.header import Header
from desktop.shell.window_keys import WindowKeys
from desktop.sidebar.sidebar import Sidebar
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
        self, theme: Theme, keeper: SettingsKeeper, learner: Learner, store: Store, tasks: Tasks,
        tell: Callable[[Exception], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._store, self._tasks, self._tell = theme, store, tasks, tell
        self.page = LearningPage(theme, keeper)
        self.desk = LearningDesk(self.page, learner, store, tasks, tell, self)

    @property
    def header(self) -> Header:
        """Of the page."""
        return self.page.header

    def lead_to(self, sidebar: Sidebar, keys: WindowKeys, open_page: Callable[[], object]) -> None:
        """Add the row that leads here with how far a round is, the meter of ratings, and the keys."""
        shown = key_named("learning").shown
        row = sidebar.navigation.add("learning", "learning", self.tr("Learning"), shown, open_page)
        self.desk.share_changed.connect(row.show_count)
        self.desk.rated_changed.connect(sidebar.learning_meter.show_share)
        sidebar.learning_meter.clicked.connect(open_page)
        keys.keyboard.bind("learning", open_page)
        keys.keyboard.bind("pause_learning", self.desk.toggle_pause, within=self.page)

    def add_comparing(
        self, assistant: Assistant, folder: DataFolder, bridge: AssistantBridge, keys: WindowKeys,
        effort: Callable[[], Effort], asked: Callable[[], str], window: QWidget,
    ) -> None:  # fmt: skip
        """Let the same question be asked of the model with and without an adapter; `asked` is the one last read."""
        desk, view = self.desk, SideBySide(self._theme, window)
        keys.add_overlay(view)
        self.comparing = Comparing(view, assistant, self._store, folder, self._tasks, bridge, effort, self._tell, self)
        desk.compare_asked.connect(
            lambda adapter: self.comparing.open(desk.model_id, adapter, asked() or desk.sample_question)
        )
        keys.keyboard.bind(
            "compare_adapter",
            lambda: self.comparing.open(desk.model_id, question=asked()),
            offered=lambda: desk.has_adapters,
        )

    def enter(self) -> None:
        """Read the rounds anew."""
        self.desk.refresh()
        self.page.setFocus()

    def leave(self) -> None:
        """There is nothing to keep."""

    def show_status(self, status: EngineStatus) -> None:
        """Another model may learn now."""
        self.desk.show_status(status)

    def end(self, *, closing: bool) -> None:
        """Hear nothing any more; what the learner does goes on."""
        self.desk.leave()
