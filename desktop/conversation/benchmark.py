"""What the transcript costs: `bench_window` streams mixed Markdown at full speed and opens a long conversation."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QApplication

from desktop.conversation.live import LiveAnswer
from desktop.conversation.transcript import TranscriptView
from desktop.garbage import GarbageCollector
from desktop.theme import Theme, load_fonts
from models.events import (
    AnswerStarted,
    AttemptFinished,
    Channel,
    PromptRead,
    QuestionSaved,
    RunEvent,
    RunFinished,
    StopReason,
    TextStreamed,
    ThinkingStarted,
    ThoughtEnd,
    Token,
)
from models.history.records import Answer, Attempt, AttemptState, PanelState, Question, Turn

CHARACTERS_PER_SECOND = 1_600
_TOKEN = 4
_STEP = 0.02
_THOUGHT = (
    "If all rows were equal that would be 3·12 = 36. Row 2 has one extra pair, row 3 has two, so 3 pairs of 2. "
    "Add them up: 36 + 6 = 41. Wait, 36 + 6 is 42.\n"
)
_ANSWER = """## Part {number}

The hall has **{number} seats**: three equal rows make $36$, and the *longer* rows add `6`. See
[the page](https://example.org/{number}) for the rule $S_{{{number}}} = n \\cdot a + d$, which holds for every hall.

- first the equal part, with a few words more to fill the line
- then the pairs, where $n(n-1)/2$ counts them
  - one for each row

| Row | Seats | Running total |
|:----|------:|--------------:|
| 1 | 12 | {number} |
| 2 | 14 | **26** |

```python
seats = [12 + 2 * i for i in range({number})]
print(seats, sum(seats))  # {number}
```

$$S = n \\cdot a + \\frac{{n(n-1)}}{{2}} \\cdot d = {number}$$

"""


@dataclass(slots=True)
class _Blocks:
    """How long the main thread was busy without a break, in seconds."""

    spans: list[float] = field(default_factory=list)

    def spin(self, seconds: float) -> None:
        """Run the event loop for a while; each pass is one span."""
        until = time.perf_counter() + seconds
        while True:
            started = time.perf_counter()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            took = time.perf_counter() - started
            if took > 0.0005:
                self.spans.append(took)
            if time.perf_counter() >= until:
                return
            time.sleep(0.001)

    def timed(self, work: Callable[[], None]) -> float:
        """Run work as one span; returns its seconds."""
        started = time.perf_counter()
        work()
        took = time.perf_counter() - started
        self.spans.append(took)
        return took

    def figures(self) -> dict[str, float]:
        """Return the longest span and the 99th percentile, in milliseconds."""
        ordered = sorted(self.spans) or [0.0]
        percentile = ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
        return {"longest_block_ms": _ms(ordered[-1]), "p99_ms": _ms(percentile), "passes": float(len(ordered))}


def bench_window(
    *, thought_characters: int = 100_000, answer_characters: int = 100_000, messages: int = 1_000, speed: float = 1.0
) -> dict[str, float]:
    """Stream a thought and an answer, then open a conversation of `messages` messages.

    `speed` multiplies the 1,600 characters per second. Milliseconds and megabytes; `passes` counts the passes of the
    event loop that did something. Needs no window system (QT_QPA_PLATFORM=offscreen).
    """
    application = QApplication.instance() or QApplication([])
    collector = GarbageCollector()
    try:
        return _measured(thought_characters, answer_characters, messages, speed)
    finally:
        collector.close()
        application.processEvents()


def _measured(thought_characters: int, answer_characters: int, messages: int, speed: float) -> dict[str, float]:
    load_fonts()
    theme = Theme(choice="light")
    view = TranscriptView(theme)
    view.resize(1184, 760)
    view.show()
    theme.icon("fold").pixmap(16, 16)  # the window around the transcript has loaded the icons long before
    blocks = _Blocks()
    blocks.spin(2.0)
    found = _stream(view, thought_characters, answer_characters, speed)
    found |= _open(view, messages)
    found |= _unfold(view, thought_characters)
    found["memory_mb"] = round(psutil.Process().memory_info().rss / 1e6, 1)
    view.close()
    view.deleteLater()
    return found


def _stream(view: TranscriptView, thought_characters: int, answer_characters: int, speed: float) -> dict[str, float]:
    blocks = _Blocks()
    live = LiveAnswer("bench", "How many seats?")
    view.show_turns([], has_older=False, live={})
    view.show_pending(live)
    used = 0.0

    def send(event: RunEvent) -> None:
        nonlocal used
        started = time.process_time()
        live.apply(event)
        view.apply(event)
        used += time.process_time() - started

    send(QuestionSaved("bench", "c", "q", "a", ("t",), True))
    send(PromptRead("bench", 40, 0, 0, 8192, 0.1))
    send(ThinkingStarted("bench", 1, 4_096, 0.1))
    started, cpu = time.perf_counter(), time.process_time()
    thought = (_THOUGHT * (thought_characters // len(_THOUGHT) + 1))[:thought_characters]
    _send_text(send, blocks, thought, Channel.THOUGHT, speed)
    send(AnswerStarted("bench", 1, ThoughtEnd.MODEL, 1.0))
    parts = (_ANSWER.format(number=number) for number in range(1, answer_characters // 600 + 2))
    answer = "".join(parts)[:answer_characters]
    _send_text(send, blocks, answer, Channel.ANSWER, speed)
    tokens = len(answer) // _TOKEN
    finished = AttemptFinished(
        "bench", 1, "t", StopReason.FINISHED, thought, answer, "", 1, tokens, 1, 2, 0.1, 40, -0.1
    )
    send(finished)
    send(RunFinished("bench", 1, StopReason.FINISHED))
    blocks.spin(0.5)
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    return {f"stream_{name}": value for name, value in blocks.figures().items()} | {
        "stream_seconds": round(wall, 1),
        "stream_cpu_share": round(cpu / wall, 3),
    }


def _send_text(send: Callable[[RunEvent], None], blocks: _Blocks, text: str, channel: Channel, speed: float) -> None:
    """Send text in tokens, as many at a time as fall into a fiftieth of a second."""
    step = max(int(CHARACTERS_PER_SECOND * speed * _STEP), _TOKEN)
    start = time.perf_counter()
    for number, position in enumerate(range(0, len(text), step)):
        piece = text[position : position + step]
        tokens = tuple(Token(piece[at : at + _TOKEN], -0.1) for at in range(0, len(piece), _TOKEN))
        send(TextStreamed("bench", 1, channel, piece, tokens, 1.0))
        blocks.spin(max(start + number * _STEP - time.perf_counter(), 0.0))


def _open(view: TranscriptView, messages: int) -> dict[str, float]:
    """Open a conversation of which the newest 40 turns are handed over, then page in the rest."""
    turns = [_turn(number, _THOUGHT * 4, _ANSWER.format(number=number) * 2) for number in range(messages // 2)]
    blocks = _Blocks()

    def first_paint() -> None:
        view.show_turns(turns[-40:], has_older=True, live={})
        view.grab()

    opened = blocks.timed(first_paint)
    blocks.spans.clear()
    blocks.spin(1.0)
    for end in range(len(turns) - 40, 0, -40):
        blocks.timed(lambda end=end: view.prepend_turns(turns[max(end - 40, 0) : end], has_older=end > 40))  # type: ignore[misc]
        blocks.spin(0.05)
    bar = view.verticalScrollBar()
    for share in range(0, 100, 4):
        blocks.timed(lambda share=share: bar.setValue(bar.maximum() * share // 100))  # type: ignore[misc]
        blocks.spin(0.05)
    figures = {f"scroll_{name}": value for name, value in blocks.figures().items()}
    return {"open_first_paint_ms": _ms(opened)} | figures | _resize(view)


def _resize(view: TranscriptView) -> dict[str, float]:
    blocks = _Blocks()
    for width in range(1184, 600, -40):
        blocks.timed(lambda width=width: view.resize(width, 760))  # type: ignore[misc]
        blocks.spin(0.02)
    view.resize(1184, 760)
    return {"resize_longest_block_ms": blocks.figures()["longest_block_ms"]}


def _unfold(view: TranscriptView, thought_characters: int) -> dict[str, float]:
    thought = (_THOUGHT * (thought_characters // len(_THOUGHT) + 1))[:thought_characters]
    view.show_turns([_turn(1, thought, "Forty-two.")], has_older=False, live={})
    blocks = _Blocks()
    blocks.spin(0.3)

    def unfold() -> None:
        view.toggle_panel()
        view.grab()

    took = blocks.timed(unfold)
    blocks.spans.clear()
    blocks.spin(0.5)
    return {"unfold_ms": _ms(took), "unfold_longest_block_after_ms": blocks.figures()["longest_block_ms"]}


def _turn(number: int, thought: str, answer: str) -> Turn:
    attempt = Attempt(
        id=f"t{number}",
        answer_id=f"a{number}",
        number=1,
        thought=thought,
        answer=answer,
        state=AttemptState.FINISHED,
        thought_started_at=1.0,
        thought_ended_at=15.2,
        thought_tokens=len(thought) // _TOKEN,
        answer_tokens=len(answer) // _TOKEN,
    )
    answered = Answer(f"a{number}", f"q{number}", 0.0, attempt.id, PanelState.AUTOMATIC, (attempt,))
    return Turn(Question(f"q{number}", "c", None, f"Question {number}: how many seats is that?", 0.0), answered)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
