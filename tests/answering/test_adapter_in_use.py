"""Questions are answered with the adapter that is in use, answers say which it was, and a damaged one costs nothing."""

from __future__ import annotations

from pathlib import Path

from gguf import GGUFWriter

from models.answering.ask_request import NO_ADAPTER, AskRequest
from models.engine.protocol import AdapterChoice
from models.events import RunFinished
from models.history.learning.records import AdapterRecord, ChoiceReason
from models.reasoning.effort import effort_named
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import MODEL_ID

OFF = effort_named("off")


def adopt(desk: Desk, number: int = 1, *, imported_from: str = "") -> Path:
    """Put an adapter into the user's folder and into use."""
    path = desk.folder.adapters / f"a{number}.gguf"
    path.parent.mkdir(exist_ok=True)
    writer = GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    made = AdapterRecord(
        f"a{number}", None, MODEL_ID, f"v{number}", float(number), 10, path.stat().st_size, 0.5, imported_from
    )
    desk.store.adapters.add(made, reason=ChoiceReason.ADOPTED)
    return path


def asked(desk: Desk, request: AskRequest | None = None) -> tuple[AdapterChoice | None, str]:
    """Ask a question; returns the adapter it is answered with, and which one the history says it was."""
    run = desk.assistant.ask(request or AskRequest("What is 2 + 2?", OFF))
    sent = desk.engine.request(run)
    desk.engine.play(run, "", "Answer: 4")
    desk.heard.wait(RunFinished, run)
    newest = desk.store.conversations(limit=1)[0]
    answer = desk.store.path(newest.id)[-1].answer
    assert answer is not None
    return sent.adapter, answer.chosen.adapter_id


def test_the_adapter_in_use_answers_and_is_kept_with_the_answer(desk: Desk) -> None:
    path = adopt(desk)
    desk.make_ready()
    assert asked(desk) == (AdapterChoice(str(path), 0.5), "a1")
    desk.heard.wait_until(lambda: desk.assistant.status.adapter == "v1")


def test_the_status_says_where_an_imported_adapter_comes_from(desk: Desk) -> None:
    adopt(desk, imported_from="style.gguf")
    desk.make_ready()
    desk.assistant.adapters_changed()
    desk.heard.wait_until(lambda: desk.assistant.status.adapter_from == "style.gguf")
    adopt(desk, 2)
    desk.assistant.adapters_changed()
    desk.heard.wait_until(lambda: desk.assistant.status.adapter == "v2")
    assert desk.assistant.status.adapter_from == ""


def test_the_next_question_takes_what_is_in_use_then(desk: Desk) -> None:
    desk.make_ready()
    assert asked(desk) == (None, "")
    first, second = adopt(desk, 1), adopt(desk, 2)
    assert asked(desk)[0] == AdapterChoice(str(second), 0.5)
    desk.store.adapters.roll_back(MODEL_ID)
    assert asked(desk)[0] == AdapterChoice(str(first), 0.5)
    desk.store.adapters.choose(MODEL_ID, None)
    assert asked(desk) == (None, "")
    desk.assistant.adapters_changed()
    desk.heard.wait_until(lambda: desk.assistant.status.adapter is None)


def test_the_model_as_it_is_can_be_asked_for(desk: Desk) -> None:
    adopt(desk)
    desk.make_ready()
    assert asked(desk, AskRequest("What is 2 + 2?", OFF, adapter=NO_ADAPTER)) == (None, "")


def test_a_damaged_or_missing_adapter_is_told_and_the_model_answers_without_it(desk: Desk) -> None:
    path = adopt(desk)
    path.write_bytes(path.read_bytes()[:20])
    desk.make_ready()
    assert asked(desk) == (None, "")
    desk.heard.wait_until(lambda: "v1 is missing or damaged" in desk.assistant.status.message)
    path.unlink()
    assert asked(desk) == (None, "")


def test_an_adapter_of_another_model_is_not_used(desk: Desk) -> None:
    adopt(desk)
    desk.store.adapters.add(
        AdapterRecord("other", None, "another model", "v9", 9.0, 1, 1, 1.0), reason=ChoiceReason.ADOPTED
    )
    desk.make_ready()
    assert asked(desk)[1] == "a1"
