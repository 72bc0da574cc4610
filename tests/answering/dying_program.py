"""A program whose assistant streams an answer that never ends; a test kills it. Its argument is the data folder."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from models.assistant import Assistant
from models.events import QuestionSaved
from models.history.store import open_store
from models.paths import open_data_folder
from models.settings import Settings
from tests.answering.scripted_engine import Listening, ScriptedEngine, question


def main() -> None:
    folder = open_data_folder(Path(sys.argv[1]))
    engine = ScriptedEngine()
    assistant = Assistant(folder, settings=Settings(), store=open_store(folder), engine=engine)
    heard = Listening(assistant)
    assistant.start()
    engine.become_ready()
    run = assistant.ask(question())
    engine.request(run)
    engine.think(run, "Let me see.")
    engine.answer(run, "It is")
    saved = heard.wait(QuestionSaved, run)
    print(saved.answer_id, saved.attempt_ids[0], flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
