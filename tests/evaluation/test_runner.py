"""A run of questions: several at once, resumed, cut off, and with questions that cannot be asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from models.assistant import Assistant
from models.errors import EngineError
from models.evaluation.items import Item
from models.evaluation.records import RecordFile
from models.evaluation.runner import Evaluation, Progress, Trial
from models.events import EngineState
from models.paths import DataFolder
from models.reasoning.equivalence import Equivalence
from models.settings import Settings
from tests.answering.scripted_engine import Listening, ScriptedEngine, effort

ITEMS = [Item(number, f"What is {number} + {number}?", str(2 * number)) for number in range(1, 6)]
TRIAL = Trial(effort(0), seed=100)


class Player(threading.Thread):
    """Answers what the engine is asked, until it has answered `most`; the third question wrongly."""

    def __init__(self, engine: ScriptedEngine, most: int) -> None:
        super().__init__()
        self._engine, self._most = engine, most
        self.seeds: list[int] = []

    def _asked(self, place: int) -> bool:
        return len(self._engine.requests) > place

    def run(self) -> None:
        for place in range(self._most):
            self._engine.wait_until(partial(self._asked, place))
            request = self._engine.requests[place]
            number = int(request.messages[-1].content.split()[2])
            self.seeds.append(request.attempts[0].seed)
            self._engine.answer(request.run, f"The answer is {2 * number + (number == 3)}.")
            self._engine.finish(request.run, answer=6)


@pytest.fixture
def engine(data_folder: DataFolder) -> Iterator[tuple[ScriptedEngine, Assistant]]:
    engine = ScriptedEngine()
    assistant = Assistant(data_folder, settings=Settings(), store=None, engine=engine)
    heard = Listening(assistant)
    assistant.start()
    engine.wait_until(lambda: engine.started > 0)
    engine.become_ready()
    heard.wait_until(lambda: assistant.status.state is EngineState.READY)
    yield engine, assistant
    assistant.close()


def test_a_run_counts_and_a_second_one_asks_nothing_again(
    engine: tuple[ScriptedEngine, Assistant], tmp_path: Path
) -> None:
    scripted, assistant = engine
    reports: list[Progress] = []
    player = Player(scripted, len(ITEMS))
    player.start()
    with closing(RecordFile(tmp_path / "a.jsonl")) as kept:
        records = Evaluation(assistant, Equivalence(), reports.append).run(ITEMS, TRIAL, kept)
    player.join()
    assert [(each.number, each.given, each.right) for each in records] == [
        (1, "2", True), (2, "4", True), (3, "7", False), (4, "8", True), (5, "10", True),
    ]  # fmt: skip
    assert player.seeds == [101, 102, 103, 104, 105]
    assert [each.done for each in reports] == [1, 2, 3, 4, 5]
    assert (reports[-1].right, reports[-1].total, reports[-1].seconds_left) == (4, 5, 0.0)

    with closing(RecordFile(tmp_path / "a.jsonl")) as kept:
        again = Evaluation(assistant, Equivalence(), reports.append).run(ITEMS, TRIAL, kept)
    assert again == records
    assert len(scripted.requests) == len(ITEMS)


def test_a_stopped_run_keeps_what_it_has(engine: tuple[ScriptedEngine, Assistant], tmp_path: Path) -> None:
    scripted, assistant = engine
    player = Player(scripted, 2)
    player.start()
    with closing(RecordFile(tmp_path / "a.jsonl")) as kept:
        evaluation: Evaluation

        def report(progress: Progress) -> None:
            if progress.done == 2:
                evaluation.stop()

        evaluation = Evaluation(assistant, Equivalence(), report)
        records = evaluation.run(ITEMS, TRIAL, kept)
    player.join()
    assert [each.number for each in records] == [1, 2]
    scripted.wait_until(lambda: len(scripted.cancelled) == 3)


def test_a_question_too_long_is_one_wrong_answer(engine: tuple[ScriptedEngine, Assistant], tmp_path: Path) -> None:
    _scripted, assistant = engine
    huge = Item(1, "word " * 100_000, "1")
    with closing(RecordFile(tmp_path / "a.jsonl")) as kept:
        (record,) = Evaluation(assistant, Equivalence(), lambda _: None).run([huge], TRIAL, kept)
    assert (record.right, record.given, record.stop_reason) == (False, "", "request")


def test_a_dead_engine_ends_the_run_with_what_is_known(
    engine: tuple[ScriptedEngine, Assistant], tmp_path: Path
) -> None:
    scripted, assistant = engine

    def die() -> None:
        scripted.wait_until(lambda: len(scripted.requests) == len(ITEMS))
        first, *others = [each.run for each in scripted.requests]
        scripted.answer(first, "2")
        scripted.finish(first, answer=1)
        scripted.die(*others)

    killer = threading.Thread(target=die)
    killer.start()
    with closing(RecordFile(tmp_path / "a.jsonl")) as kept:
        with pytest.raises(EngineError, match="error of its own"):
            Evaluation(assistant, Equivalence(), lambda _: None).run(ITEMS, TRIAL, kept)
        assert [each.number for each in kept.records] == [1]
    killer.join()


@pytest.mark.parametrize(("attempts", "at_once"), [(1, 16), (5, 3), (16, 2)])
def test_questions_asked_at_once_have_as_much_more_time(
    engine: tuple[ScriptedEngine, Assistant], tmp_path: Path, attempts: int, at_once: int
) -> None:
    scripted, assistant = engine
    trial = Trial(effort(attempts=attempts))
    evaluation = Evaluation(assistant, Equivalence(), lambda _: None)
    with closing(RecordFile(tmp_path / "a.jsonl")) as kept:
        asking = threading.Thread(target=evaluation.run, args=(ITEMS[:1], trial, kept))
        asking.start()
        scripted.wait_until(lambda: len(scripted.requests) == 1)
        evaluation.stop()
        asking.join()
    assert trial.at_once == at_once
    assert scripted.requests[0].budget.thinking_seconds == pytest.approx(trial.effort.seconds * at_once, abs=5)
