"""The real window with a scripted assistant, ready to be brought into a state and photographed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.conversation.turn import TurnWidget
from desktop.window import Window
from models.events import HistoryChanged
from models.history.store import Store
from tests.desktop.scripted_assistant import Hold, Script, Step
from tests.desktop.shell.conftest import Desktop


class Clock:
    """A clock that goes on only when it is told to; it stands in for `time` where answers are measured."""

    def __init__(self) -> None:
        self._now = 1000.0

    def monotonic(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += seconds

    def go_on(self, seconds: float) -> None:
        self._now += seconds


@dataclass
class Stage:
    """One window for one picture."""

    desktop: Desktop
    clock: Clock

    @property
    def window(self) -> Window:
        return self.desktop.window

    @property
    def store(self) -> Store:
        return self.desktop.store

    @property
    def turn(self) -> TurnWidget:
        """The newest turn on the screen."""
        widget = self.desktop.page.transcript.turn_widgets[-1]
        assert widget is not None
        return widget

    def wait(self, condition: Callable[[], bool]) -> None:
        self.desktop.wait(condition)

    def open(self, conversation_id: str) -> None:
        """Show a stored conversation, all of it rendered, and its row in the sidebar."""
        self.desktop.assistant.emit(HistoryChanged((conversation_id,)))
        self.wait(lambda: self.window.sidebar.history.row_of(conversation_id) > 0)
        self.window.desk.open(conversation_id)
        self.wait(lambda: self.window.desk.conversation_id == conversation_id)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing moves any more."""
        self.desktop.settle()
        self.wait(lambda: not self.desktop.page.transcript.busy)
        widgets = [each for each in self.desktop.page.transcript.turn_widgets if each is not None]
        self.wait(lambda: not any(each.panel.animating for each in widgets))
        self.desktop.settle()
        for _ in range(3):
            QApplication.processEvents()

    def ask(self, question: str, *steps: Step) -> None:
        """Ask, and wait until the script holds; the clock has gone on by then."""
        hold = Hold()
        script: Script = [*steps, hold]
        self.desktop.assistant.script = lambda _question: script
        self.desktop.ask(question)
        assert hold.reached.wait(10)
        self.wait(lambda: bool(self.window.desk.running()))
        self.desktop.bot.wait(120)
        self.desktop.settle()

    def parts(self) -> Iterator[QWidget]:
        """Yield the window and the menus that are open above it."""
        yield self.window
        yield from (menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible())

    def picture(self) -> QPixmap:
        """Return what is on the screen, with open menus."""
        picture = self.window.grab()
        painter = QPainter(picture)
        for menu in list(self.parts())[1:]:
            painter.drawPixmap(menu.pos() - self.window.mapToGlobal(QPoint(0, 0)), menu.grab())
        painter.end()
        return picture
