"""The real engine is killed again and again, at moments of chance: what was streamed is kept, and can be continued."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
import pytest

from models.assistant import AskRequest, Assistant
from models.engine.supervisor import LocalEngine
from models.events import EngineState, QuestionSaved, RunFailed, RunFinished, TextStreamed
from models.history.records import AttemptState
from models.history.store import Store
from models.paths import DataFolder
from models.reasoning.effort import Effort, EffortName
from models.settings import EngineSettings, Settings
from tests.answering.scripted_engine import Listening

ROUNDS = 12
PATIENCE = 60.0
LONG = Effort(EffortName.OWN, 1, 1200, 200, 600.0)
SETTINGS = Settings(engine=EngineSettings(context_size=2048))


def wait_until(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def wait_ready(assistant: Assistant, model: str) -> None:
    """Three deaths in a short time end the restarts, and the user loads the model again."""
    settled = (EngineState.READY, EngineState.FAILED)
    wait_until(lambda: assistant.status.state in settled, "the engine did not come back")
    if assistant.status.state is EngineState.FAILED:
        assert "Load a model" in assistant.status.message
        assistant.load_model(model)
        wait_until(lambda: assistant.status.state is EngineState.READY, "the engine did not load again")


def streamed(heard: Listening, run: str) -> str:
    return "".join(each.text for each in heard.of(TextStreamed, run))


def ended(heard: Listening, run: str) -> bool:
    return bool(heard.of(RunFailed, run) or heard.of(RunFinished, run))


def begun_or_ended(heard: Listening, run: str) -> bool:
    return bool(streamed(heard, run)) or ended(heard, run)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_kill_costs_a_word(data_folder: DataFolder, store: Store, bundled_model_path: Path) -> None:
    moments = random.Random(20261123)
    engine = LocalEngine()
    assistant = Assistant(data_folder, settings=SETTINGS, store=store, engine=engine)
    heard = Listening(assistant)
    try:
        assistant.start(str(bundled_model_path))
        answer_id, run, written = "", "", ""
        for number in range(ROUNDS):
            wait_ready(assistant, str(bundled_model_path))
            if not answer_id:
                run = assistant.ask(AskRequest(f"Tell me story {number} about a fox and a hen.", LONG, seed=number))
            else:
                run = assistant.continue_answer(answer_id)
            wait_until(partial(begun_or_ended, heard, run), "nothing came")
            time.sleep(moments.uniform(0.0, 1.2))
            assert engine.process_identifier is not None
            psutil.Process(engine.process_identifier).kill()
            wait_until(partial(ended, heard, run), "the death was not told")
            saved = heard.of(QuestionSaved, run)[0]
            attempt = store.attempt(saved.attempt_ids[0])
            now = attempt.thought + attempt.answer
            assert now == written + streamed(heard, run)
            answer_id, written = (
                ("", "") if attempt.state is AttemptState.FINISHED or number % 4 == 3 else (saved.answer_id, now)
            )
        wait_ready(assistant, str(bundled_model_path))
        run = assistant.ask(AskRequest("Are you back?", Effort(EffortName.OWN, 1, 16, 16, 60.0)))
        wait_until(lambda: heard.of(RunFinished, run), "no answer after all these deaths")
    finally:
        assistant.close()
