"""Rounds without a model: an asker and a training that say what a test wants, and a history full of ratings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from models.engine.protocol import Loaded, Score
from models.history.learning.records import Round
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import AttemptState, NewAttempt
from models.history.store import Store
from models.learning.messages import Progress, StageBegun, Trained
from models.learning.plan import TrainingPlan
from models.learning.rounds import training_stage
from models.learning.rounds.asking import BackgroundQuestion, Manner, Written
from models.learning.rounds.context import RoundContext
from models.learning.rounds.halting import Brake, Halted
from models.learning.rounds.judging import RationaleJudge
from models.learning.rounds.memory_wait import MemoryReading
from models.learning.rounds.plan import read_plan
from models.paths import DataFolder
from models.reasoning.equivalence import Equivalence

PLENTY = MemoryReading(64_000_000_000, 128_000_000_000)


def rate(store: Store, question: str, answer: str, *, verdict: RatingVerdict = RatingVerdict.ACCEPTED,
         right: str = "") -> str:  # fmt: skip
    """Ask, answer and rate; returns the attempt's id."""
    saved = store.recording.add_question(
        question=question, conversation_id=None, parent_id=None, system_prompt="", effort="off",
        attempts=[NewAttempt()],
    )  # fmt: skip
    attempt = store.attempt(saved.attempt_ids[0])
    store.recording.finish_attempt(replace(attempt, answer=answer, state=AttemptState.FINISHED, stop_reason="finished"))
    store.ratings.rate(NewRating(attempt.id, verdict, right_answer=right))
    return attempt.id


def rate_texts(store: Store, count: int) -> None:
    """Accept answers that nothing can check."""
    for number in range(count):
        rate(store, f"Describe house {number} of our street.", f"House {number} has a blue door and {number} windows.")


@dataclass
class ScriptedAsker:
    """Answers all questions alike; `likelihood` says how likely an adapter (its file's stem, or "") finds one."""

    likelihood: Callable[[str, str], float] = lambda _adapter, _text: -2.0
    most: int = 1_000_000
    """Scores until it halts."""
    loaded: Loaded | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    scored: list[tuple[str, str]] = field(default_factory=list)

    def ask_all(
        self, questions: Iterable[BackgroundQuestion], manner: Manner, take: Callable[[int, list[Written]], None]
    ) -> None:
        for each in questions:
            self.asked.append((_stem(manner.adapter), each.messages[-1].content))
            take(each.number, [Written("I think of it.", f"A word, {number}.", 9, "finished")
                               for number in range(each.attempts)])  # fmt: skip

    def score(self, request: Score) -> tuple[float, ...]:
        if len(self.scored) >= self.most:
            raise Halted
        self.scored.append((_stem(request.adapter), request.messages[-1].content))
        return (self.likelihood(_stem(request.adapter), request.messages[-1].content),) * 3


def _stem(adapter: object) -> str:
    return Path(getattr(adapter, "path", "")).stem


class ScriptedTraining:
    """Writes a file where the adapter belongs; keeps what it was asked to train on."""

    plans: list[TrainingPlan]

    def __init__(self, plan: TrainingPlan, report: Callable[[Progress], None]) -> None:
        self._plan, self._report = plan, report

    def run(self) -> Trained:
        self._report(StageBegun("training"))
        self.plans.append(self._plan)
        Path(self._plan.adapter).write_bytes(b"adapter")
        return Trained(
            steps=40, best_step=40, base_dev_loss=1.0, dev_loss=0.5, loss=0.5, examples=len(self._plan.examples),
            left_out=0, tokens=100, seconds=1.0, parameters=10, peak_bytes=10, fingerprint="f", probes=(),
        )  # fmt: skip

    def stop(self) -> None: ...

    def suspend(self) -> None: ...

    def resume(self) -> None: ...


def script_training(monkeypatch: pytest.MonkeyPatch) -> list[TrainingPlan]:
    """Put a training that does nothing in the trainer's place; returns the list of what it is asked to do."""
    plans: list[TrainingPlan] = []
    monkeypatch.setattr(ScriptedTraining, "plans", plans, raising=False)
    monkeypatch.setattr(training_stage, "Training", ScriptedTraining)
    return plans


def context_of(folder: DataFolder, store: Store, begun: Round, asker: ScriptedAsker) -> RoundContext:
    return RoundContext(
        store.rounds.get(begun.id), read_plan(begun.plan), store, folder, asker,  # type: ignore[arg-type]
        RationaleJudge(Equivalence(), None), Brake(), lambda _progress: None, lambda: PLENTY,
    )  # fmt: skip
