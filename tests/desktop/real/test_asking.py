"""The stranger's first minutes: ask, watch it think, read, stop, go on, restart, find."""

from __future__ import annotations

from collections.abc import Callable

import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.engine.switching import SwitchingEngine
from models.events import EngineState
from models.history.records import AttemptState, SearchScope
from models.settings import EngineSettings, Settings
from tests.desktop.real.conftest import QUESTION, SETTINGS, RealDesktop

Start = Callable[..., RealDesktop]

LONG = Settings(thought_tokens=600, answer_tokens=600, engine=EngineSettings(context_size=2048))


def test_a_question_is_thought_about_answered_kept_and_found(start: Start) -> None:
    desktop = start()
    desktop.ask(QUESTION)
    desktop.wait(lambda: bool(desktop.application.window.desk.running()))
    desktop.wait(lambda: desktop.turn.panel.thinking and desktop.turn.panel.is_open)
    desktop.wait_answered()
    desktop.wait(lambda: not desktop.turn.panel.is_open)
    attempt = desktop.stored.answer.chosen  # type: ignore[union-attr]
    assert attempt.state is AttemptState.FINISHED
    thinking = desktop.stored.answer.attempts[0]  # type: ignore[union-attr]  # the chosen one may answer at once
    assert thinking.thought and attempt.answer
    assert desktop.turn.answer.source == attempt.answer
    assert attempt.model_name == "SmolLM2 135M Instruct" and attempt.model_id
    assert thinking.thought_started_at and thinking.thought_ended_at and attempt.answer_ended_at
    identifier, answer = desktop.conversation, attempt.answer
    meter = desktop.application.window.sidebar.learning_meter
    assert meter.text() == "Learning: 0 of 40 rated"
    transcript = desktop.application.window.page.transcript
    transcript.setFocus()
    QTest.keyClick(transcript, Qt.Key.Key_A)
    desktop.wait(lambda: meter.text() == "Learning: 1 of 40 rated")
    assert desktop.store.ratings.count() == 1

    again = start()
    sidebar = again.application.window.sidebar
    sidebar.search.field.setText("train trav")
    again.wait(lambda: sidebar.hits.rowCount() > 0)
    hit = again.store.search("train travels", [SearchScope.QUESTIONS])[0]
    assert hit.conversation_id == identifier
    again.application.window.desk.open(hit.conversation_id, hit=hit)
    again.wait(lambda: again.conversation == identifier and again.application.tasks.idle)
    again.wait(lambda: again.turn.answer.source == answer)
    assert not again.turn.panel.is_open


def test_the_next_question_knows_the_one_before(start: Start) -> None:
    desktop = start()
    desktop.ask(QUESTION)
    desktop.wait_answered()
    first = desktop.stored.answer.attempts[0]  # type: ignore[union-attr]
    desktop.ask("And in half the time?")
    desktop.wait_answered()
    turns = desktop.store.path(desktop.conversation)
    assert [turn.question.text for turn in turns] == [QUESTION, "And in half the time?"]
    second = turns[1].answer.attempts[0]  # type: ignore[union-attr]
    assert (first.number, second.number) == (1, 1)  # both without a strategy's added words
    assert second.prompt_tokens > first.prompt_tokens
    assert second.cached_tokens > 30


def test_stop_and_continue(start: Start) -> None:
    desktop = start(LONG)
    desktop.ask("Tell me a long story about a fox.")
    desktop.wait(lambda: bool(desktop.application.window.desk.running()))
    desktop.wait(lambda: desktop.turn.panel.thinking and len(desktop.turn.panel.thought) > 20)
    QTest.keyClick(desktop.application.window, Qt.Key.Key_Escape)
    desktop.wait_answered()
    stopped = desktop.stored.answer.chosen  # type: ignore[union-attr]
    assert stopped.state is AttemptState.STOPPED
    assert stopped.thought
    assert desktop.turn.outcome is not None
    button = desktop.turn.outcome.continue_button
    assert button.isVisible()
    desktop.application.keeper.change(thought_tokens=40, answer_tokens=20)
    button.click()
    desktop.wait(lambda: len(desktop.application.window.asking.live) == 1)
    desktop.application.window.sending.answer_now()
    desktop.wait_answered()
    done = desktop.stored.answer.chosen  # type: ignore[union-attr]
    assert done.thought.startswith(stopped.thought)
    assert done.thought_tokens >= stopped.thought_tokens
    assert done.answer


def test_another_conversation_while_one_is_answered(start: Start) -> None:
    desktop = start(SETTINGS)
    desktop.ask(QUESTION)
    desktop.wait(lambda: bool(desktop.conversation))
    first = desktop.conversation
    desktop.application.window.desk.new_question()
    desktop.ask("What is the capital of France?")
    desktop.wait_answered()
    second = desktop.conversation
    assert first != second
    for identifier in (first, second):
        attempt = desktop.store.path(identifier)[-1].answer.chosen  # type: ignore[union-attr]
        assert attempt.state is AttemptState.FINISHED and attempt.answer


def test_the_engine_is_killed_while_the_window_shows_its_answer(start: Start) -> None:
    desktop = start(LONG)
    desktop.ask("Tell me a long story about a fox.")
    desktop.wait(lambda: bool(desktop.application.window.desk.running()))
    desktop.wait(lambda: bool(desktop.turn.panel.thought))
    assert desktop.application._assistant is not None
    engine = desktop.application._assistant.engine.inner
    assert isinstance(engine, SwitchingEngine) and engine.process_identifier
    psutil.Process(engine.process_identifier).kill()
    desktop.wait_answered()
    failed = desktop.stored.answer.chosen  # type: ignore[union-attr]
    assert failed.state is AttemptState.FAILED
    assert failed.thought
    assert "ended the engine" in failed.error
    assert desktop.turn.outcome is not None and desktop.turn.outcome.continue_button.isVisible()
    desktop.wait_ready()
    desktop.ask("Are you back?")
    desktop.wait(lambda: desktop.application.window.sending.status.state is EngineState.BUSY)
    desktop.application.window.sending.answer_now()
    desktop.wait(lambda: desktop.turn.answer.source != "")
    desktop.application.window.sending.stop()
    desktop.wait_answered()


def test_a_bad_model_file_is_told_and_the_text_is_kept(start: Start) -> None:
    desktop = start(Settings(model="/nowhere/model.gguf"), ready=False)
    desktop.wait(lambda: desktop.application.window.sending.status.state is EngineState.FAILED)
    assert "no file" in desktop.application.window.sending.status.message
    desktop.ask("Is anybody there?")
    assert desktop.application.window.page.composer.text() == "Is anybody there?"
    assistant = desktop.application._assistant
    assert assistant is not None
    assistant.load_model("bundled")
    desktop.wait_ready()
