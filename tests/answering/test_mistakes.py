"""A mistake of our own ends one answer in plain words, is reported once, and never ends the assistant."""

from __future__ import annotations

import threading

import pytest

from models.assistant import OUR_MISTAKE
from models.events import Event, RunFailed, RunFinished, TextStreamed
from models.history.records import AttemptState
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import question


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[BaseException | None]:
    """What went to the place where uncaught exceptions go."""
    reports: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda arguments: reports.append(arguments.exc_value))
    return reports


def test_while_a_question_is_prepared(
    ready: Desk, reported: list[BaseException | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mistake = ZeroDivisionError("ours")

    def broken(**_: object) -> None:
        raise mistake

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr(ready.store.recording, "add_question", broken)
        run = ready.assistant.ask(question())
        failed = ready.heard.wait(RunFailed, run)
    assert failed.reason == OUR_MISTAKE
    assert "ZeroDivisionError" in failed.details and "Traceback" not in failed.message
    run = ready.assistant.ask(question())
    ready.engine.play(run, "Thought.", "Answer.")
    ready.heard.wait(RunFinished, run)
    assert reported == [mistake]


def test_while_an_answer_streams(ready: Desk, reported: list[BaseException | None]) -> None:
    def broken(event: Event) -> None:
        if isinstance(event, TextStreamed) and event.text == "Now.":
            raise ZeroDivisionError("ours")

    ready.assistant.subscribe(broken)
    run = ready.assistant.ask(question())
    ready.engine.request(run)
    ready.engine.think(run, "Before. ")
    ready.engine.stream(run, "Now.", "thought")
    assert ready.heard.wait(RunFailed, run).reason == OUR_MISTAKE
    ready.engine.wait_until(lambda: ready.engine.stopped(run))
    conversation = ready.store.conversations()[0]
    attempt = ready.store.path(conversation.id)[0].answer.chosen  # type: ignore[union-attr]
    assert attempt.state is AttemptState.FAILED
    assert attempt.thought == "Before. Now."
    again = ready.assistant.ask(question())
    ready.engine.play(again, "Thought.", "Answer.")
    ready.heard.wait(RunFinished, again)
    assert len(reported) == 1
