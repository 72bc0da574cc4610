"""A real engine for tests: the process, the bundled model (or another), and all that it says."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import msgspec

from models.engine.messages import Message
from models.engine.protocol import (
    AttemptEnded,
    AttemptPlan,
    Budget,
    Generate,
    Load,
    Loaded,
    LoadFailed,
    PhaseChanged,
    PromptWasRead,
    RunEnded,
    RunRefused,
    SampledToken,
    Scored,
    Streamed,
)
from models.engine.supervisor import LocalEngine, Notice

SECONDS = 60.0

_runs = count(1)


@dataclass
class Outcome:
    """All that was said about one run."""

    run: str
    notices: list[Notice] = field(default_factory=list)

    def text(self, channel: str, attempt: int = 1) -> str:
        return "".join(
            piece.text
            for notice in self.notices
            if isinstance(notice, Streamed)
            for piece in notice.pieces
            if piece.attempt == attempt and piece.channel == channel
        )

    def tokens(self, attempt: int = 1) -> list[SampledToken]:
        return [
            token
            for notice in self.notices
            if isinstance(notice, Streamed)
            for piece in notice.pieces
            if piece.attempt == attempt
            for token in piece.tokens
        ]

    @property
    def read(self) -> PromptWasRead:
        return next(each for each in self.notices if isinstance(each, PromptWasRead))

    @property
    def phases(self) -> list[PhaseChanged]:
        return [each for each in self.notices if isinstance(each, PhaseChanged)]

    @property
    def ended(self) -> dict[int, AttemptEnded]:
        return {each.attempt: each for each in self.notices if isinstance(each, AttemptEnded)}

    @property
    def refused(self) -> RunRefused | None:
        return next((each for each in self.notices if isinstance(each, RunRefused)), None)


class EngineUser:
    """Sends requests and collects what comes back."""

    def __init__(self, engine: LocalEngine) -> None:
        self.engine = engine
        self.notices: queue.Queue[Notice] = queue.Queue()
        self.loaded: Loaded | None = None

    def load(self, request: Load) -> Loaded | LoadFailed:
        self.engine.load(request)
        loaded = self.next(Loaded, LoadFailed)
        assert isinstance(loaded, Loaded | LoadFailed)
        return loaded

    def next(self, *kinds: type) -> Notice:
        """Wait for the next notice of one of the kinds; others are dropped."""
        while True:
            notice = self.notices.get(timeout=SECONDS)
            if isinstance(notice, kinds):
                return notice

    def begin(self, request: Generate) -> Generate:
        """Send a request under a fresh run id."""
        request = _renamed(request)
        self.engine.generate(request)
        return request

    def collect(self, run: str, *until: type) -> Outcome:
        """Collect what is said about a run until it is over (or a notice of a kind came)."""
        outcome = Outcome(run)
        while True:
            notice = self.notices.get(timeout=SECONDS)
            if getattr(notice, "run", run) == run:
                outcome.notices.append(notice)
            if isinstance(notice, until or (RunEnded, RunRefused, Scored)) and getattr(notice, "run", run) == run:
                return outcome

    def run(self, request: Generate) -> Outcome:
        """Send a request and wait until it is over."""
        return self.collect(self.begin(request).run)


def _renamed(request: Generate) -> Generate:
    return msgspec.structs.replace(request, run=f"{request.run}{next(_runs)}")


def question(
    text: str,
    *,
    thought: int = 0,
    answer: int = 12,
    attempts: int = 1,
    seed: int = 7,
    earlier: tuple[Message, ...] = (),
) -> Generate:
    """A request with small budgets."""
    return Generate(
        run="run",
        messages=(*earlier, Message("user", text)),
        attempts=tuple(AttemptPlan(number=number, seed=seed + number) for number in range(1, attempts + 1)),
        budget=Budget(thought_tokens=thought, answer_tokens=answer),
    )


@contextmanager
def running_engine(model: Path, *, context_size: int = 2048, sequences: int = 20) -> Iterator[EngineUser]:
    """An engine with a model loaded."""
    engine = LocalEngine()
    user = EngineUser(engine)
    engine.load(Load(str(model), context_size=context_size, sequences=sequences))
    engine.start(user.notices.put)
    try:
        loaded = user.next(Loaded, LoadFailed)
        assert isinstance(loaded, Loaded), loaded
        user.loaded = loaded
        yield user
    finally:
        engine.close()
