"""Lets the header of a live reasoning panel follow the clock: time, tokens and the used share of the budget."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.conversation.live import LiveAnswer, Phase
from desktop.conversation.panel_header import PanelHeader
from desktop.conversation.panel_words import live_header
from desktop.theme import Theme


class ThinkingClock(QObject):
    """Ticks while the model thinks and the panel is shown."""

    def __init__(self, theme: Theme, header: PanelHeader) -> None:
        super().__init__(header)
        self._header = header
        self._live: LiveAnswer | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(theme.milliseconds("timer_tick"))
        self._tick.timeout.connect(self._show)

    @property
    def ticking(self) -> bool:
        """Whether it follows a thought."""
        return self._tick.isActive()

    def follow(self, live: LiveAnswer) -> None:
        """Show how long this answer has been thought about, from now on."""
        self._live = live
        self._show()
        self._tick.start()

    def text_came(self) -> None:
        """Show the figures with the text, in one picture; the clock ticks only where no text comes."""
        if self._tick.isActive():
            self._show()
            self._tick.start()

    def go_on(self) -> None:
        """Tick again after `stop`."""
        if self._live is not None:
            self._tick.start()

    def stop(self) -> None:
        """Nothing ticks after this."""
        self._tick.stop()

    def _show(self) -> None:
        live = self._live
        if live is None or live.phase is not Phase.THINKING:
            self._tick.stop()
            return
        budget = live.shown.budget
        share = live.thought_tokens / budget if budget else 0.0
        self._header.show_text(live_header(live), progress=share)
