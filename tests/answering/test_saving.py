"""The saver, with the real history behind a disk that refuses when the test says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from models.answering.preparing import PreparedRun, RunPreparer
from models.answering.saving import Saver
from models.engine.protocol import Streamed
from models.errors import InputError
from models.events import Channel, Event, StoreRecovered, StoreTrouble, Token
from models.history.failures import StoreBusy, StoreFull
from models.history.recording import Recording
from models.history.records import Attempt, AttemptState
from models.history.store import Store
from models.settings import Settings
from models.traces import DiscardedStep, Step
from tests.answering.scripted_engine import ended, piece, question


class Refusing:
    """The real recording, which refuses to write while `error` is set."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self.error: InputError | None = None
        self.asked = 0
        self.steps_written: list[tuple[int, ...]] = []

    def save_progress(self, attempt: Attempt, steps: Sequence[Step] = (), *, after: int = 0) -> None:
        self._write(lambda: self._recording.save_progress(attempt, steps, after=after))
        self.steps_written.append(tuple(each.number for each in steps))

    def finish_attempt(
        self, attempt: Attempt, tokens: Sequence[tuple[Channel, Token]] = (), steps: Sequence[Step] = ()
    ) -> None:
        self._write(lambda: self._recording.finish_attempt(attempt, tokens, steps))

    def choose_attempt(self, answer_id: str, attempt_id: str) -> None:
        self._write(lambda: self._recording.choose_attempt(answer_id, attempt_id))

    def _write(self, work: Callable[[], None]) -> None:
        self.asked += 1
        if self.error is not None:
            raise self.error
        work()


class Desk:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.disk = Refusing(store.recording)
        self.events: list[Event] = []
        self.saver = Saver(self.disk, self.events.append)  # type: ignore[arg-type]
        self.preparer = RunPreparer(store, Path("adapters"))

    def begin(self, run: str, *, save: bool = True) -> PreparedRun:
        return self.preparer.ask(run, question(f"Question {run}?", save=save), Settings())

    def stream(self, run: PreparedRun, text: str) -> None:
        for _ in run.record.apply(Streamed(run.record.run, (piece("answer", text),), 1.0)):
            pass

    def end(self, run: PreparedRun) -> None:
        for _ in run.record.apply(ended(run.record.run, answer=3)):
            pass
        self.saver.finish(run.record, run.record.chosen)

    def waits(self) -> bool:
        return self.saver.has_unsaved

    def kept(self, run: PreparedRun) -> Attempt:
        return self.store.attempt(run.saved.attempt_ids[0])


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


@pytest.mark.parametrize("error", [StoreFull("The disk is full.", details="13"), StoreBusy("It is in use.")])
def test_a_refusing_disk_is_told_once_and_nothing_is_lost(desk: Desk, error: InputError) -> None:
    first, second = desk.begin("1"), desk.begin("2")
    desk.stream(first, "one")
    desk.stream(second, "two")
    desk.disk.error = error
    desk.saver.save_progress(first.record)
    desk.end(first)
    desk.saver.retry()
    desk.end(second)
    desk.saver.retry()
    assert desk.events == [StoreTrouble(error.message, error.details)]
    assert desk.waits()
    assert desk.kept(first).answer == "" and desk.kept(first).state is AttemptState.STREAMING
    desk.disk.error = None
    desk.saver.retry()
    assert desk.events == [StoreTrouble(error.message, error.details), StoreRecovered()]
    assert not desk.waits()
    assert [(desk.kept(each).answer, desk.kept(each).state) for each in (first, second)] == [
        ("one", AttemptState.FINISHED),
        ("two", AttemptState.FINISHED),
    ]
    assert [token.text for _, token in desk.store.token_confidences(first.saved.attempt_ids[0])] == list("one")


def test_trouble_that_comes_back_is_told_again(desk: Desk) -> None:
    run = desk.begin("1")
    for _ in range(2):
        desk.stream(run, "x")
        desk.disk.error = StoreFull("The disk is full.")
        desk.saver.save_progress(run.record)
        desk.disk.error = None
        desk.saver.save_progress(run.record)
    assert [type(each) for each in desk.events] == [StoreTrouble, StoreRecovered, StoreTrouble, StoreRecovered]


def test_streamed_text_that_was_refused_is_tried_again_though_nothing_more_comes(desk: Desk) -> None:
    run = desk.begin("1")
    desk.stream(run, "all that came")
    desk.disk.error = StoreBusy("It is in use.")
    desk.saver.save_progress(run.record)
    desk.disk.error = None
    desk.saver.save_progress(run.record)
    assert desk.kept(run).answer == "all that came"
    assert desk.kept(run).answer_tokens == len("all that came")


def test_what_has_not_changed_is_not_written_again(desk: Desk) -> None:
    run = desk.begin("1")
    desk.saver.save_progress(run.record)
    assert desk.disk.asked == 0
    desk.stream(run, "x")
    desk.saver.save_progress(run.record)
    desk.saver.save_progress(run.record)
    assert desk.disk.asked == 1


def test_only_steps_that_are_new_are_written_and_those_taken_back_go(desk: Desk) -> None:
    run = desk.begin("1")
    record = run.record.chosen

    def saved() -> tuple[int, ...]:
        desk.stream(run, "x")
        desk.saver.save_progress(run.record)
        return tuple(each.number for each in desk.store.steps(record.attempt.id))

    for number in (1, 2, 3):
        record.close_step(Step(number, number, number + 1))
    assert saved() == (1, 2, 3)
    record.close_step(Step(4, 4, 5))
    assert saved() == (1, 2, 3, 4)
    record.cut(3, 3, DiscardedStep("wrong"))
    assert saved() == (1, 2)
    record.close_step(Step(3, 3, 6))
    assert saved() == (1, 2, 3)
    assert desk.disk.steps_written == [(1, 2, 3), (4,), (2,), (3,)]
    assert desk.store.steps(record.attempt.id)[2].discarded == (DiscardedStep("wrong"),)


def test_steps_that_were_refused_are_all_written_later(desk: Desk) -> None:
    run = desk.begin("1")
    record = run.record.chosen
    record.close_step(Step(1, 0, 1))
    desk.saver.save_progress(run.record)
    record.close_step(Step(2, 1, 2))
    desk.disk.error = StoreBusy("It is in use.")
    desk.saver.save_progress(run.record)
    desk.disk.error = None
    desk.saver.save_progress(run.record)
    assert [each.number for each in desk.store.steps(record.attempt.id)] == [1, 2]


def test_a_conversation_deleted_meanwhile_holds_up_no_other(desk: Desk) -> None:
    gone, other = desk.begin("1"), desk.begin("2")
    desk.stream(gone, "gone")
    desk.store.trash.delete_for_good(gone.saved.conversation_id)
    desk.saver.save_progress(gone.record)
    desk.end(gone)
    desk.stream(other, "kept")
    desk.end(other)
    assert desk.kept(other).answer == "kept"
    assert not desk.waits() and desk.events == []


def test_deletion_during_trouble_lets_the_trouble_end(desk: Desk) -> None:
    run = desk.begin("1")
    desk.disk.error = StoreBusy("It is in use.")
    desk.end(run)
    desk.store.trash.delete_for_good(run.saved.conversation_id)
    desk.disk.error = None
    desk.saver.retry()
    assert [type(each) for each in desk.events] == [StoreTrouble, StoreRecovered]
    assert not desk.waits()


def test_what_is_not_to_be_kept_is_never_written(desk: Desk) -> None:
    run = desk.begin("1", save=False)
    desk.stream(run, "secret")
    desk.saver.save_progress(run.record)
    desk.end(run)
    assert desk.disk.asked == 0 and not desk.waits()


def test_without_a_history_nothing_is_written(desk: Desk) -> None:
    run = RunPreparer(None, Path("adapters")).ask("run", question(), Settings())
    saver = Saver(None, desk.events.append)
    desk.stream(run, "x")
    saver.save_progress(run.record)
    saver.finish(run.record, run.record.chosen)
    saver.retry()
    assert not saver.has_unsaved and desk.events == []
