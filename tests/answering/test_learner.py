"""Learning behind the window: it asks in the background, questions go first, and it can be paused and stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from models.answering.ask_request import AskRequest
from models.engine.protocol import Generate, Priority
from models.errors import InputError
from models.events import RunFinished
from models.history.learning.records import ItemRole, Round, RoundItem, RoundState
from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import AttemptState, NewAttempt
from models.learner import Learner
from models.learning.rounds.learner_events import LearnerChanged, LearnerState
from models.learning.rounds.plan import RoundPlan
from models.reasoning.effort import effort_named
from models.settings import Settings
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import MODEL_ID

SECONDS = 10.0


class Told:
    """What a learner has told, to be waited for."""

    def __init__(self, learner: Learner) -> None:
        self.events: list[LearnerChanged] = []
        self._heard = threading.Condition()
        learner.subscribe(self._hear)

    def _hear(self, event: LearnerChanged) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    def wait(self, ready: Callable[[LearnerChanged], bool]) -> None:
        with self._heard:
            assert self._heard.wait_for(lambda: bool(self.events) and ready(self.events[-1]), SECONDS), self.events


@pytest.fixture
def learner(desk: Desk) -> Iterator[Learner]:
    found = Learner(desk.folder, desk.store, desk.assistant, Settings)
    yield found
    found.close()


@pytest.fixture
def told(learner: Learner) -> Told:
    return Told(learner)


@pytest.fixture
def begun(desk: Desk) -> Round:
    plan = RoundPlan(sources=("practice:addition",), seed=1, model_path="", rehearsals=0)
    items = [
        (ItemRole.TRAIN, RoundItem(number, "practice:addition", f"What is {number} + 3?", str(number + 3), 1))
        for number in range(3)
    ]
    return desk.store.rounds.begin(
        model_id=MODEL_ID, model_name="SmolLM2 135M", plan=plan.as_json(), adapter_before="", items=items
    )


def background(desk: Desk) -> list[Generate]:
    return [each for each in desk.engine.requests if each.priority is Priority.BACKGROUND]


def test_a_question_goes_first_and_learning_goes_on_by_itself(
    desk: Desk, learner: Learner, told: Told, begun: Round
) -> None:
    desk.make_ready()
    learner.begin()
    desk.engine.wait_until(lambda: len(background(desk)) == 3)
    told.wait(lambda event: event.state is LearnerState.WORKING and event.progress is not None)
    first = background(desk)[0].run
    run = desk.assistant.ask(AskRequest("What is 2 + 2?", effort_named("off")))
    desk.engine.request(run)
    told.wait(lambda event: event.state is LearnerState.WAITING)
    desk.engine.wait_until(lambda: first in desk.engine.cancelled)
    desk.engine.play(run, "", "Answer: 4")
    desk.heard.wait(RunFinished, run)
    told.wait(lambda event: event.state is LearnerState.WORKING)
    desk.engine.wait_until(lambda: len(background(desk)) == 6)
    assert desk.store.rounds.work(begun.id, "train:harvest") == {}


def test_what_was_written_is_kept_at_once(desk: Desk, learner: Learner, begun: Round) -> None:
    desk.make_ready()
    learner.begin()
    desk.engine.wait_until(lambda: len(background(desk)) == 3)
    first = background(desk)[0]
    desk.engine.think(first.run, "0+3: 0+3+0=3, 3")
    desk.engine.answer(first.run, "Answer: 3")
    desk.engine.finish(first.run, thought=10, answer=4)
    deadline = threading.Event()
    for _ in range(200):
        if desk.store.rounds.work(begun.id, "train:harvest"):
            break
        deadline.wait(0.05)
    kept = desk.store.rounds.work(begun.id, "train:harvest")
    assert len(kept) == 1 and '"flaw":""' in next(iter(kept.values()))
    learner.close()
    assert desk.store.rounds.open_round() is not None


def test_it_pauses_resumes_and_stops_for_good(desk: Desk, learner: Learner, told: Told, begun: Round) -> None:
    desk.make_ready()
    learner.begin()
    desk.engine.wait_until(lambda: len(background(desk)) == 3)
    learner.pause()
    told.wait(lambda event: event.state is LearnerState.PAUSED)
    learner.resume()
    told.wait(lambda event: event.state is LearnerState.WORKING)
    learner.stop_round()
    told.wait(lambda event: event.ended is not None and event.ended.state is RoundState.STOPPED)
    assert desk.store.rounds.get(begun.id).state is RoundState.STOPPED
    assert desk.store.rounds.open_round() is None


def test_what_is_missing_is_told_and_nothing_runs(desk: Desk, learner: Learner, told: Told) -> None:
    desk.make_ready()
    learner.begin()
    told.wait(lambda event: "20 more accepted answers" in event.problem)
    assert learner.now.state is LearnerState.IDLE and desk.store.rounds.open_round() is None


def test_it_begins_by_itself_only_when_enough_was_rated(desk: Desk) -> None:
    desk.make_ready()
    wanted = Settings(learn_after_ratings=2, learn_on_battery=True)
    learner = Learner(desk.folder, desk.store, desk.assistant, lambda: wanted)
    try:
        for number in range(2):
            assert not learner.begin_if_due()
            run = desk.assistant.ask(AskRequest(f"What is {number} + 2?", effort_named("off")))
            desk.engine.play(run, "", "Answer: 4")
            desk.heard.wait(RunFinished, run)
            newest = desk.store.conversations(limit=1)[0]
            answer = desk.store.path(newest.id)[-1].answer
            assert answer is not None
            desk.store.ratings.rate(NewRating(answer.chosen.id, RatingVerdict.ACCEPTED))
        assert learner.begin_if_due()
    finally:
        learner.close()
    never = Learner(desk.folder, desk.store, desk.assistant, lambda: Settings(learn_after_ratings=0))
    assert not never.begin_if_due()
    never.close()


def test_when_nobody_is_there_it_begins_only_if_allowed_and_with_something_new(desk: Desk) -> None:
    desk.make_ready()
    allowed = [False]
    learner = Learner(
        desk.folder, desk.store, desk.assistant,
        lambda: Settings(learn_after_ratings=0, learn_when_idle=allowed[0], learn_on_battery=True),
    )  # fmt: skip
    try:
        for number in range(20):
            assert not learner.begin_if_idle()
            saved = desk.store.recording.add_question(
                question=f"What is {number} + 2?", conversation_id=None, parent_id=None, system_prompt="",
                effort="off", attempts=[NewAttempt()],
            )  # fmt: skip
            attempt = desk.store.attempt(saved.attempt_ids[0])
            desk.store.recording.finish_attempt(
                replace(attempt, answer=f"Answer: {number + 2}", final_answer=str(number + 2),
                        state=AttemptState.FINISHED, stop_reason="finished")
            )  # fmt: skip
            desk.store.ratings.rate(NewRating(attempt.id, RatingVerdict.ACCEPTED))
            allowed[0] = number < 18
        assert not learner.begin_if_idle(), "twenty are there, but it is not allowed"
        allowed[0] = True
        assert learner.begin_if_idle()
    finally:
        learner.close()


@pytest.mark.parametrize("paused", [False, True])
def test_no_round_runs_while_the_history_is_replaced(
    desk: Desk, learner: Learner, told: Told, begun: Round, *, paused: bool
) -> None:
    desk.make_ready()
    learner.begin()
    desk.engine.wait_until(lambda: len(background(desk)) == 3)
    if paused:
        learner.pause()
        told.wait(lambda event: event.state is LearnerState.PAUSED)
    with learner.halted():
        assert learner.now.state is LearnerState.IDLE and learner._job is None
        learner.begin()
        assert learner._job is None, "none begins meanwhile"
    kept = desk.store.rounds.open_round()
    assert kept is not None and kept.id == begun.id, "it is left to be taken up again"
    learner.begin()
    desk.engine.wait_until(lambda: len(background(desk)) == 6)


def test_a_round_that_does_not_halt_keeps_the_history_from_being_replaced(
    desk: Desk, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.make_ready()
    ended = threading.Event()
    monkeypatch.setattr(learner, "_work", lambda _job, _sources: ended.wait(SECONDS))
    monkeypatch.setattr("models.learner._HALT_SECONDS", 0.05)
    learner.begin()
    with pytest.raises(InputError, match="stop it, then try again"), learner.halted():
        raise AssertionError("it was done all the same")
    ended.set()
