"""Asks all questions of an evaluation, several at once, and keeps what became of each."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from models.answering.ask_request import AskRequest
from models.assistant import Assistant
from models.errors import EngineError
from models.evaluation.items import Item
from models.evaluation.records import AttemptRecord, Record, RecordFile
from models.events import AttemptBegan, AttemptFinished, Event, RunEvent, RunFailed, RunFinished
from models.reasoning.answers import extract_answer
from models.reasoning.effort import Effort
from models.reasoning.equivalence import Equivalence
from models.traces import AttemptSummary, Deliberated, Fate

SLOTS = 16
"""Attempts that the engine works on at once."""

ENGINE_FAILURES = ("video_memory", "memory", "killed", "crashed", "unresponsive", "start", "no_model", "file")
"""What ends the whole run; anything else (a question too long for the context) is one wrong answer."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How the questions are asked; question number n gets the seed `seed` + n, whatever else changes.

    Of questions that are asked at once each has its share of the machine only, so it may take the longer.
    """

    effort: Effort
    adapter: str | None = None
    seed: int = 0

    @property
    def at_once(self) -> int:
        """How many questions are asked at once."""
        return max(SLOTS // self.effort.width, 1)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `seconds_left` is None before anything is known."""

    done: int
    total: int
    right: int
    seconds_left: float | None


@dataclass(slots=True)
class _Open:
    item: Item
    started: float
    attempts: list[AttemptFinished] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    """When each attempt ended, in seconds from asking."""
    begins: dict[int, float] = field(default_factory=dict)
    """When each attempt began, by its number."""


class Evaluation:
    """One run over some items; `stop` may be called from any thread.

    Args:
        assistant: Answers the questions; nothing is saved in the history.
        equivalence: Decides whether an answer is right.
        report: Called after each question.
    """

    def __init__(self, assistant: Assistant, equivalence: Equivalence, report: Callable[[Progress], None]) -> None:
        self._assistant = assistant
        self.equivalence = equivalence
        self._report = report
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._stopped = False

    def stop(self) -> None:
        """End the run after what is known now."""
        self._stopped = True
        self._events.put(None)

    def run(self, items: Sequence[Item], trial: Trial, kept: RecordFile) -> list[Record]:
        """Answer what `kept` has no record of; returns the records of all items that were answered, in their order.

        Raises:
            EngineError: The engine failed; what is known is kept.
        """
        known = {each.number for each in kept.records}
        waiting = [each for each in items if each.number not in known][::-1]
        open_runs: dict[str, _Open] = {}
        started, before = time.monotonic(), len(known)
        unsubscribe = self._assistant.subscribe(self._events.put)
        try:
            while (waiting or open_runs) and not self._stopped:
                while waiting and len(open_runs) < trial.at_once:
                    self._ask(waiting.pop(), trial, open_runs)
                if self._take(open_runs, trial, kept):
                    self._tell(items, kept, (time.monotonic() - started) / max(len(kept.records) - before, 1))
        finally:
            unsubscribe()
            for run in open_runs:
                self._assistant.stop(run)
        return self._of(items, kept)

    def _ask(self, item: Item, trial: Trial, open_runs: dict[str, _Open]) -> None:
        effort = replace(trial.effort, seconds=trial.effort.seconds * trial.at_once)
        request = AskRequest(item.question, effort, seed=trial.seed + item.number, adapter=trial.adapter, save=False)
        open_runs[self._assistant.ask(request)] = _Open(item, time.monotonic())

    def _take(self, open_runs: dict[str, _Open], trial: Trial, kept: RecordFile) -> bool:
        """Take in one event; returns whether a question was answered by it."""
        event = self._next()
        if not isinstance(event, RunEvent) or event.run not in open_runs:
            return False
        match event:
            case AttemptBegan():
                run = open_runs[event.run]
                run.begins[event.attempt] = time.monotonic() - run.started
            case AttemptFinished():
                run = open_runs[event.run]
                run.attempts.append(event)
                run.ends.append(time.monotonic() - run.started)
            case RunFailed() if event.reason in ENGINE_FAILURES:
                raise EngineError(event.message, reason=event.reason, details=event.details)
            case RunFailed() | RunFinished():
                kept.add(self._record(open_runs.pop(event.run), event, trial))
                return True
        return False

    def _next(self) -> Event | None:
        """Wait for an event; in short steps, because on Windows a wait keeps Ctrl+C away."""
        try:
            return self._events.get(timeout=0.25)
        except queue.Empty:
            return None

    def _record(self, run: _Open, end: RunFinished | RunFailed, trial: Trial) -> Record:
        number = end.chosen_attempt if isinstance(end, RunFinished) else 0
        chosen = next((each for each in run.attempts if each.attempt == number), None)
        answer = chosen.answer if chosen is not None else ""
        found = extract_answer(answer, run.item.question)
        given = found.text or (chosen.final_answer if chosen is not None else "")
        return Record(
            number=run.item.number,
            question=run.item.question,
            gold=run.item.gold,
            given=given,
            right=self._is_right(run.item, given),
            weak=found.weak,
            answer=answer,
            seed=trial.seed + run.item.number,
            attempts=len(run.attempts),
            thought_tokens=sum(each.thought_tokens for each in run.attempts),
            answer_tokens=sum(each.answer_tokens for each in run.attempts),
            seconds=round(time.monotonic() - run.started, 3),
            stop_reason=end.stop_reason if isinstance(end, RunFinished) else end.reason,
            each=self._attempts(run, end.deliberated if isinstance(end, RunFinished) else None),
        )

    def _is_right(self, item: Item, given: str) -> bool:
        return bool(given) and self.equivalence.same(item.gold, given)

    def _attempts(self, run: _Open, deliberated: Deliberated | None) -> tuple[AttemptRecord, ...]:
        if deliberated is None:
            return ()
        summaries = {each.number: each for each in deliberated.attempts}
        found = []
        for each, ended in zip(run.attempts, run.ends, strict=True):
            summary = summaries.get(each.attempt, AttemptSummary(each.attempt, Fate.DONE))
            found.append(
                AttemptRecord(
                    number=each.attempt,
                    given=each.final_answer,
                    weak=extract_answer(each.answer, run.item.question).weak,
                    right=self._is_right(run.item, each.final_answer),
                    holds=summary.holding == summary.equations if summary.equations else None,
                    mean_logprob=each.mean_logprob,
                    thought_tokens=each.thought_tokens,
                    answer_tokens=each.answer_tokens,
                    repairs=summary.repairs,
                    strategy=summary.strategy,
                    began=round(run.begins.get(each.attempt, 0.0), 3),
                    ended=round(ended, 3),
                )
            )
        return tuple(found)

    def _tell(self, items: Sequence[Item], kept: RecordFile, seconds_each: float) -> None:
        records = self._of(items, kept)
        left = len(items) - len(records)
        self._report(Progress(len(records), len(items), sum(each.right for each in records), left * seconds_each))

    def _of(self, items: Iterable[Item], kept: RecordFile) -> list[Record]:
        by_number = {each.number: each for each in kept.records}
        return [by_number[each.number] for each in items if each.number in by_number]
