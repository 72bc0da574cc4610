"""The assistant's events become Qt signals on the GUI thread, gathered so that fast streams cost few repaints."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.stream_pace import StreamPace
from models.events import (
    EngineStatus,
    Event,
    HistoryChanged,
    RunEvent,
    StoreRecovered,
    StoreTrouble,
    TextStreamed,
)

_SECONDS_AT_ONCE = 0.006
"""For how long events are delivered before the window gets to paint and to listen."""


class _Gathered:
    """Events in order; neighbouring pieces of text of one attempt and channel become one."""

    def __init__(self) -> None:
        self.items: list[Event | list[TextStreamed]] = []
        self._open: dict[tuple[str, int], list[TextStreamed]] = {}

    def add(self, event: Event) -> None:
        """Add an event behind the others of its run."""
        if isinstance(event, TextStreamed):
            self._add_text(event)
            return
        if isinstance(event, RunEvent):
            self._open = {key: pieces for key, pieces in self._open.items() if key[0] != event.run}
        last = self.items[-1] if self.items else None
        if isinstance(event, EngineStatus) and isinstance(last, EngineStatus) and last.state is event.state:
            self.items[-1] = event
        elif isinstance(event, HistoryChanged) and isinstance(last, HistoryChanged):
            both = dict.fromkeys((*last.conversation_ids, *event.conversation_ids))
            self.items[-1] = HistoryChanged(tuple(both))
        else:
            self.items.append(event)

    def _add_text(self, event: TextStreamed) -> None:
        key = (event.run, event.attempt)
        pieces = self._open.get(key)
        if pieces is not None and pieces[0].channel is event.channel:
            pieces.append(event)
        else:
            self._open[key] = pieces = [event]
            self.items.append(pieces)

    def events(self) -> list[Event]:
        """Return the events with the pieces of text joined."""
        return [_joined(item) if isinstance(item, list) else item for item in self.items]


def _joined(pieces: list[TextStreamed]) -> TextStreamed:
    if len(pieces) == 1:
        return pieces[0]
    text = "".join(piece.text for piece in pieces)
    tokens = tuple(token for piece in pieces for token in piece.tokens)
    return replace(pieces[-1], text=text, tokens=tokens)


class AssistantBridge(QObject):
    """Takes events on the assistant's thread and delivers them on the GUI thread at the pace of a `StreamPace`.

    Args:
        milliseconds: The shortest time between two deliveries.
    """

    run_event = Signal(object)
    engine_status = Signal(object)
    history_changed = Signal(object)
    store_trouble = Signal(object)
    store_recovered = Signal()
    _woken = Signal()

    def __init__(self, parent: QObject | None = None, *, milliseconds: int = 33) -> None:
        super().__init__(parent)
        self._pace = StreamPace(milliseconds)
        self._lock = threading.Lock()
        self._gathered = _Gathered()
        self._waiting: deque[Event] = deque()
        self._awake = False
        self._unsubscribe: Callable[[], None] | None = None
        self._dropped: set[str] = set()
        self._delivered_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._deliver_some)
        self._woken.connect(self._schedule, Qt.ConnectionType.QueuedConnection)

    def attach(self, subscribe: Callable[[Callable[[Event], None]], Callable[[], None]]) -> None:
        """Listen through an assistant's `subscribe`; an earlier one is left first."""
        self.detach()
        self._unsubscribe = subscribe(self._take)

    def detach(self) -> None:
        """Stop listening; what has arrived is still delivered."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def drop(self, run: str) -> None:
        """Deliver nothing more of a run that is no longer wanted."""
        self._dropped.add(run)

    def _deliver_some(self) -> None:
        """Deliver for a few milliseconds; what is left comes after what else the window has to do."""
        self._gather()
        end = self._delivered_at + _SECONDS_AT_ONCE
        while self._waiting and time.monotonic() < end:
            self._emit(self._waiting.popleft())
        if self._waiting:
            self._timer.start(0)

    def _gather(self) -> None:
        with self._lock:
            gathered, self._gathered = self._gathered, _Gathered()
            self._awake = False
        self._delivered_at = time.monotonic()
        self._pace.delivered()
        self._waiting.extend(gathered.events())

    def _take(self, event: Event) -> None:
        """Run on the assistant's thread."""
        with self._lock:
            self._gathered.add(event)
            wake, self._awake = not self._awake, True
        if wake:
            self._woken.emit()

    def _schedule(self) -> None:
        if self._timer.isActive():
            return
        passed = (time.monotonic() - self._delivered_at) * 1000
        self._timer.start(max(0, round(self._pace.milliseconds - passed)))

    def _emit(self, event: Event) -> None:
        if isinstance(event, RunEvent):
            if event.run not in self._dropped:
                self.run_event.emit(event)
        elif isinstance(event, EngineStatus):
            self._pace.follow(event)
            self.engine_status.emit(event)
        elif isinstance(event, HistoryChanged):
            self.history_changed.emit(event)
        elif isinstance(event, StoreTrouble):
            self.store_trouble.emit(event)
        elif isinstance(event, StoreRecovered):
            self.store_recovered.emit()
