"""Asks the model many questions in the background, several at once, and hands each answer over when it is there."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import msgspec

from models.engine.messages import Message
from models.engine.protocol import (
    AdapterChoice,
    AttemptEnded,
    AttemptPlan,
    Budget,
    FailureReason,
    Generate,
    Loaded,
    LoadFailed,
    Loading,
    Priority,
    RunEnded,
    RunRefused,
    Sampling,
    Score,
    Scored,
    Streamed,
)
from models.engine.sharing import EngineClient, SharedEngine
from models.engine.supervisor import Notice
from models.errors import EngineError
from models.identifiers import new_id
from models.learning.rounds.halting import Brake

AT_ONCE = 16
"""Answers that are written at the same time."""

MOST_TRIES = 3
"""So often a question is asked again after the engine has died; then the round fails."""

_FATAL = (FailureReason.ADAPTER, FailureReason.TEMPLATE)

_PASSING = (FailureReason.CRASHED, FailureReason.KILLED, FailureReason.UNRESPONSIVE, FailureReason.NO_MODEL)
"""What a measurement may be tried again after."""


@dataclass(frozen=True, slots=True)
class BackgroundQuestion:
    """A question of a round; `number` is the item's."""

    number: int
    messages: tuple[Message, ...]
    seed: int
    attempts: int = 1


@dataclass(slots=True)
class Written:
    """What one attempt has written."""

    thought: str = ""
    answer: str = ""
    tokens: int = 0
    stop_reason: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How questions are asked."""

    adapter: AdapterChoice | None
    sampling: Sampling
    budget: Budget
    keep_thoughts: bool = False
    """Whether the thoughts of earlier turns, which are worked examples here, are shown."""


@dataclass(slots=True)
class _Open:
    question: BackgroundQuestion
    tries: int
    written: dict[int, Written] = field(default_factory=dict)


class BackgroundAsker:
    """Asks through a shared engine with background priority; the user's own questions go first.

    Args:
        shared: The engine.
        model_id: The model that must answer; while another one is loaded, nothing is asked.
        brake: Holds it up.
    """

    def __init__(self, shared: SharedEngine, model_id: str, brake: Brake) -> None:
        self._notices: queue.SimpleQueue[Notice] = queue.SimpleQueue()
        self._client: EngineClient = shared.client(self._notices.put)
        self._model_id = model_id
        self._brake = brake
        self._load_failed: LoadFailed | None = None

    def ask_all(
        self, questions: Iterable[BackgroundQuestion], manner: Manner, take: Callable[[int, list[Written]], None]
    ) -> None:
        """Ask all questions; `take` gets an item's number and its attempts as soon as they are written.

        What is open when the round is held up or halted is asked again later, with the same seeds.

        Raises:
            Halted: The round is to end.
            EngineError: The engine failed again and again, or cannot use the adapter.
        """
        waiting = [_Open(each, 0) for each in questions][::-1]
        running: dict[str, _Open] = {}
        try:
            while waiting or running:
                if self._brake.stopped or self._brake.holding:
                    self._withdraw(running, waiting)
                    self._brake.check()
                if not running:
                    self.await_model()
                while waiting and self._room(running) and self._model_is_there:
                    self._send(waiting.pop(), manner, running)
                self._take_one(running, waiting, take)
        finally:
            self._withdraw(running, waiting)

    def score(self, request: Score) -> tuple[float, ...]:
        """Return the log-probability of each token of a continuation; after a death of the engine it is measured again.

        Raises:
            Halted: The round is to end.
            EngineError: The engine cannot measure it.
        """
        for tries in range(1, MOST_TRIES + 1):
            self._brake.check()
            self.await_model()
            found = self._score_once(msgspec.structs.replace(request, run=new_id()))
            if isinstance(found, Scored):
                return found.logprobs
            if found.reason not in _PASSING or tries == MOST_TRIES:
                raise EngineError(found.message, reason=found.reason, details=found.details)
            time.sleep(0.1)
        raise AssertionError("the last try returns or raises")

    def _score_once(self, request: Score) -> Scored | RunRefused:
        self._client.score(request)
        while True:
            notice = self._next()
            if isinstance(notice, Scored | RunRefused) and notice.run == request.run:
                return notice
            if self._brake.stopped:
                self._client.cancel(request.run)
                self._brake.check()

    def await_model(self) -> None:
        """Wait until the round's model is loaded; call it only while nothing runs, for it drops what the engine says.

        Raises:
            Halted: The round is to end.
            EngineError: The model cannot be loaded.
        """
        while not self._model_is_there:
            self._brake.sleep(0.0)
            self._next()
            if (failed := self._load_failed) is not None:
                raise EngineError(failed.message, reason=failed.reason, details=failed.details)

    def close(self) -> None:
        """Ask nothing any more."""
        self._client.close()

    @property
    def loaded(self) -> Loaded | None:
        """The model that is loaded now, whichever it is; None while there is none."""
        return self._client.loaded

    @property
    def _model_is_there(self) -> bool:
        loaded = self._client.loaded
        return loaded is not None and loaded.model_id == self._model_id

    def _room(self, running: dict[str, _Open]) -> bool:
        return sum(each.question.attempts for each in running.values()) < AT_ONCE

    def _send(self, each: _Open, manner: Manner, running: dict[str, _Open]) -> None:
        question, run = each.question, new_id()
        running[run] = each
        each.written = {number: Written() for number in range(1, question.attempts + 1)}
        self._client.generate(
            Generate(
                run=run,
                messages=question.messages,
                attempts=tuple(
                    AttemptPlan(number=number, seed=(question.seed + 7919 * number) % 2**32) for number in each.written
                ),
                sampling=manner.sampling,
                budget=manner.budget,
                adapter=manner.adapter,
                priority=Priority.BACKGROUND,
                keep_thoughts=manner.keep_thoughts,
                alternatives=0,
            )
        )

    def _take_one(
        self, running: dict[str, _Open], waiting: list[_Open], take: Callable[[int, list[Written]], None]
    ) -> None:
        notice = self._next()
        run = getattr(notice, "run", "")
        if notice is None or run not in running:
            return
        each = running[run]
        match notice:
            case Streamed():
                for piece in notice.pieces:
                    written = each.written[piece.attempt]
                    setattr(written, piece.channel, getattr(written, piece.channel) + piece.text)
            case AttemptEnded():
                ended = each.written[notice.attempt]
                ended.tokens = notice.thought_tokens + notice.answer_tokens
                ended.stop_reason = notice.stop_reason
            case RunEnded():
                del running[run]
                take(each.question.number, list(each.written.values()))
            case RunRefused():
                del running[run]
                self._refused(notice, each, waiting, take)

    def _refused(
        self, notice: RunRefused, each: _Open, waiting: list[_Open], take: Callable[[int, list[Written]], None]
    ) -> None:
        """Ask again what the engine's death cut off; what can never be answered (too long) counts as not answered."""
        if notice.reason in (FailureReason.PROMPT_TOO_LONG, FailureReason.REQUEST):
            take(each.question.number, [Written(stop_reason=notice.reason) for _ in each.written])
            return
        tries = each.tries + (notice.reason is not FailureReason.NO_MODEL)
        if notice.reason in _FATAL or tries >= MOST_TRIES:
            raise EngineError(notice.message, reason=notice.reason, details=notice.details)
        waiting.append(_Open(each.question, tries))
        time.sleep(0.1)

    def _withdraw(self, running: dict[str, _Open], waiting: list[_Open]) -> None:
        for run, each in running.items():
            self._client.cancel(run)
            waiting.append(each)
        running.clear()

    def _next(self) -> Notice | None:
        try:
            notice = self._notices.get(timeout=0.25)
        except queue.Empty:
            return None
        if isinstance(notice, LoadFailed):
            self._load_failed = notice
        elif isinstance(notice, Loading | Loaded):
            self._load_failed = None
        return notice
