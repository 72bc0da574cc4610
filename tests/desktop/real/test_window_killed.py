"""The window itself is killed while it shows an answer: at most a second of text is lost."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from models.history.records import AttemptState, Turn
from models.history.store import Store
from models.paths import DataFolder
from models.settings import EngineSettings, Settings, save_settings
from tests.desktop.real.conftest import RealDesktop

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import desktop.app as app
from models.paths import open_data_folder

def ask():
    for window in app.QApplication.topLevelWidgets():
        if isinstance(window, app.Window) and window.sending.status.model_name:
            window.page.composer.set_text("Tell me a long story about a fox.")
            window.page.composer.submit()
            timer.stop()

timer = QTimer()
timer.setInterval(100)
timer.timeout.connect(ask)
QTimer.singleShot(0, timer.start)
sys.exit(app.run(open_data_folder(Path(sys.argv[1]))))
"""


def newest_turn(store: Store) -> Turn | None:
    conversations = store.conversations()
    turns = store.path(conversations[0].id) if conversations else []
    return turns[-1] if turns else None


def test_killed_mid_answer(
    data_folder: DataFolder, look: Callable[[], Store], start: Callable[..., RealDesktop], tmp_path: Path
) -> None:
    settings = Settings(thought_tokens=1500, answer_tokens=400, engine=EngineSettings(context_size=4096))
    save_settings(data_folder.settings, settings)
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    window = subprocess.Popen([sys.executable, str(script), str(data_folder.root)], cwd=Path.cwd())
    with window:
        store = look()
        end = time.monotonic() + 60
        while time.monotonic() < end:
            turn = newest_turn(store)
            if turn is not None and turn.answer is not None and len(turn.answer.chosen.thought) > 20:
                break
            time.sleep(0.05)
        children = psutil.Process(window.pid).children()
        window.kill()
    gone, alive = psutil.wait_procs(children, timeout=5)
    assert gone and not alive

    desktop = start()
    turn = newest_turn(desktop.store)
    assert turn is not None and turn.answer is not None
    attempt = turn.answer.chosen
    assert attempt.state is AttemptState.INTERRUPTED
    assert len(attempt.thought) > 20
    desktop.application.window.desk.open(turn.question.conversation_id)
    desktop.wait(lambda: desktop.conversation == turn.question.conversation_id and desktop.application.tasks.idle)
    desktop.wait(lambda: desktop.turn.outcome is not None and desktop.turn.outcome.continue_button.isVisible())
    assert desktop.turn.panel.thought == attempt.thought
