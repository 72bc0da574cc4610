"""A window that is killed while a remark is typed in it, as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import AttemptState, NewAttempt
from models.history.store import open_store
from models.paths import DataFolder
from models.traces import Step
from tests.desktop.shell.conftest import Desktop, start_desktop

__all__ = ["start_desktop"]

WINDOW = """
import sys, time
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from desktop.app import Application
from models.history.store import open_store
from models.paths import DataFolder
from models.settings import Settings
from tests.desktop.scripted_assistant import ScriptedAssistant

program, folder, kind = QApplication([]), DataFolder(Path(sys.argv[1])), sys.argv[2]
parts = Application(folder, Settings())
parts.window.show()
store = open_store(folder)
assistant = ScriptedAssistant(folder, settings=parts.keeper.current, store=store)
parts.connect_assistant(assistant, store)
assistant.start()

def wait(condition):
    until = time.monotonic() + 60
    while not condition():
        program.processEvents()
        time.sleep(0.005)
        assert time.monotonic() < until

parts.window.desk.open(store.conversations()[0].id)
wait(lambda: parts.tasks.idle and any(parts.window.page.transcript.turn_widgets))
turn = parts.window.page.transcript.turn_widgets[0]
if kind == "comment":
    turn.rating.reasons.comment.click()
    field = turn.rating.reasons.field
else:
    turn.panel.toggle()
    wait(lambda: parts.tasks.idle and turn.panel.content.shows_steps)
    turn.panel.content.steps.setFocus()
    turn.panel.content.steps.go_to_step(1)
    turn.panel.judging.write_note()
    field = turn.panel.content.steps.judging.field
QTest.keyClicks(field, "Tell Ada")
print("typed", flush=True)
wait(lambda: False)
"""
CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(os.name != "posix", reason="There is no signal to kill with.")
@pytest.mark.parametrize("kind", ["comment", "note"])
def test_what_is_typed_is_back_after_kill_9(
    data_folder: DataFolder, start_desktop: Callable[..., Desktop], kind: str
) -> None:
    with open_store(data_folder) as store:
        saved = store.recording.add_question(
            question="How many?", conversation_id=None, parent_id=None, system_prompt="", effort="standard",
            attempts=[NewAttempt()],
        )  # fmt: skip
        attempt = replace(store.attempt(saved.attempt_ids[0]), thought="Rows of 12.", answer="12",
                          state=AttemptState.FINISHED)  # fmt: skip
        store.recording.finish_attempt(attempt, steps=[Step(1, 0, 11)])
        store.ratings.rate(NewRating(attempt.id, RatingVerdict.ACCEPTED))
    type_and_be_killed(data_folder.root, kind)
    desktop = start_desktop()
    desktop.window.desk.open(saved.conversation_id)
    desktop.settle()
    turn = desktop.page.transcript.turn_widgets[0]
    assert turn is not None and turn.rating is not None
    if kind == "note":  # its panel was open, so it is
        desktop.wait(lambda: turn.panel.content.shows_steps and desktop.application.tasks.idle)
    field = turn.rating.reasons.field if kind == "comment" else turn.panel.content.steps.judging.field
    assert field.isVisible() and field.text() == "Tell Ada"


def type_and_be_killed(folder: Path, kind: str) -> None:
    """Let a window be typed in until that is in the history, then kill its process."""
    window = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(folder), kind], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    with window:
        try:
            assert window.stdout is not None and window.stdout.readline() == "typed\n"
            with pytest.raises(subprocess.TimeoutExpired):
                window.wait(1.0)
        finally:
            window.kill()
