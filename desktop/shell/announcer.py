"""What a screen reader says by itself: once, and only when it has said everything else."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.conversation.announcing import announce
from desktop.conversation.live import LiveAnswer, Phase
from desktop.shell.asking import Asking
from models.events import EngineState, EngineStatus


class Announcer(QObject):
    """Tells the end of every answer, wherever it is shown, and that the model is ready; others `say` what they show."""

    def __init__(self, window: QWidget, asking: Asking) -> None:
        super().__init__(window)
        self._window = window
        self._ready = False
        asking.ended.connect(self._on_ended)

    def say(self, words: str) -> None:
        """Say it politely: nothing that is being said is interrupted."""
        announce(self._window, words)

    def take_status(self, status: EngineStatus) -> None:
        """The engine's state has changed: the model may be ready for the first time, or again."""
        ready = status.state is EngineState.READY
        if ready and not self._ready:
            self.say(self.tr("{0} is ready").format(status.model_name))
        if ready or status.state in (EngineState.LOADING, EngineState.FAILED, EngineState.NO_MODEL):
            self._ready = ready

    def _on_ended(self, live: LiveAnswer) -> None:
        words = {
            Phase.STOPPED: self.tr("Answer stopped"),
            Phase.FAILED: self.tr("The answer failed"),
        }
        self.say(words.get(live.phase, self.tr("Answer ready")))
