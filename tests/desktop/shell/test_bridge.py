from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop.bridge import AssistantBridge
from models.events import (
    AnswerStarted,
    Channel,
    EngineState,
    EngineStatus,
    Event,
    HistoryChanged,
    TextStreamed,
    Token,
)


class _Source:
    """Something to subscribe to."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[Event], None]] = []

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell(self, *events: Event) -> None:
        def work() -> None:
            for event in events:
                for listener in self.listeners:
                    listener(event)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()


def _text(text: str, *, run: str = "r", channel: Channel = Channel.ANSWER, attempt: int = 1) -> TextStreamed:
    return TextStreamed(run, attempt, channel, text, (Token(text, -0.1),), 0.0)


def _bridge() -> tuple[AssistantBridge, _Source, list[Event]]:
    bridge, source, heard = AssistantBridge(milliseconds=1), _Source(), list[Event]()
    bridge.run_event.connect(heard.append)
    bridge.attach(source.subscribe)
    return bridge, source, heard


def test_a_fast_stream_arrives_in_few_pieces_and_whole(qtbot: QtBot) -> None:
    _, source, heard = _bridge()
    source.tell(*(_text(f"{number} ") for number in range(5000)))
    qtbot.waitUntil(lambda: bool(heard))
    texts = [event for event in heard if isinstance(event, TextStreamed)]
    assert len(texts) == 1
    assert texts[0].text == "".join(f"{number} " for number in range(5000))
    assert len(texts[0].tokens) == 5000


def test_order_is_kept_across_channels_and_runs(qtbot: QtBot) -> None:
    _, source, heard = _bridge()
    source.tell(
        _text("t1", channel=Channel.THOUGHT),
        _text("other", run="s"),
        _text("t2", channel=Channel.THOUGHT),
        AnswerStarted("r", 1, None, 0.0),
        _text("a1"),
        _text(" more", run="s"),
    )
    qtbot.waitUntil(lambda: len(heard) == 4)
    mine = [event for event in heard if getattr(event, "run", "") == "r"]
    assert [event.text if isinstance(event, TextStreamed) else "started" for event in mine] == ["t1t2", "started", "a1"]
    others = [event.text for event in heard if isinstance(event, TextStreamed) and event.run == "s"]
    assert others == ["other more"]


def test_a_dropped_run_is_silent(qtbot: QtBot) -> None:
    bridge, source, heard = _bridge()
    bridge.drop("r")
    source.tell(_text("x"), _text("y", run="s"))
    qtbot.waitUntil(lambda: bool(heard))
    assert [event.run for event in heard if isinstance(event, TextStreamed)] == ["s"]


def test_progress_and_history_changes_are_joined(qtbot: QtBot) -> None:
    bridge, source, _ = _bridge()
    statuses: list[EngineStatus] = []
    changes: list[HistoryChanged] = []
    bridge.engine_status.connect(statuses.append)
    bridge.history_changed.connect(changes.append)
    source.tell(
        *(EngineStatus(EngineState.LOADING, progress=share / 10) for share in range(10)),
        EngineStatus(EngineState.READY),
        HistoryChanged(("a",)),
        HistoryChanged(("b", "a")),
    )
    qtbot.waitUntil(lambda: bool(changes))
    assert [(status.state, status.progress) for status in statuses] == [
        (EngineState.LOADING, 0.9),
        (EngineState.READY, 0.0),
    ]
    assert changes == [HistoryChanged(("a", "b"))]


def test_after_detaching_nothing_comes(qtbot: QtBot) -> None:
    bridge, source, heard = _bridge()
    bridge.detach()
    source.tell(_text("x"))
    qtbot.wait(20)
    assert not heard and not source.listeners


def test_the_window_gets_its_turn_between_many_events(qtbot: QtBot) -> None:
    bridge, source, heard = _bridge()
    heard_at_the_turn: list[int] = []

    def slow(_event: Event) -> None:
        if not heard_at_the_turn:
            QTimer.singleShot(0, lambda: heard_at_the_turn.append(len(heard)))
        time.sleep(0.003)

    bridge.run_event.connect(slow)
    source.tell(*(AnswerStarted("r", attempt, None, 0.0) for attempt in range(20)))
    qtbot.waitUntil(lambda: len(heard) == 20)
    assert [event.attempt for event in heard if isinstance(event, AnswerStarted)] == list(range(20))
    assert heard_at_the_turn[0] < 20
