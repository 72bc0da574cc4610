"""Questions are answered with the adapter that is in use, answers say which it was, and a damaged one costs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from gguf import GGUFWriter

from models.answering.adapter_looks import AdapterLooks
from models.answering.ask_request import NO_ADAPTER, AskRequest
from models.catalog.adapters.records import AdapterLook
from models.catalog.failures import BadModelFile, damaged
from models.engine.protocol import AdapterChoice
from models.events import RunFinished
from models.history.learning.records import AdapterRecord, ChoiceReason
from models.reasoning.effort import effort_named
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import MODEL_ID

OFF = effort_named("off")


def adopt(desk: Desk, number: int = 1, *, imported_from: str = "", split: str = "") -> Path:
    """Put an adapter into the user's folder and into use; `split` is how text was split when Rationale trained it."""
    path = desk.folder.adapters / f"a{number}.gguf"
    path.parent.mkdir(exist_ok=True)
    writer = GGUFWriter(path, "llama")
    writer.add_type("adapter")
    if split:
        writer.add_string("rationale.fingerprint", "f")
        writer.add_string("rationale.pre_tokenizer", split)
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


def test_the_adapter_in_use_answers_and_is_kept_with_the_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise AssertionError("a header was read in this process")

    monkeypatch.setattr("models.catalog.header._read", refuse)
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


def test_each_file_is_read_once_and_again_when_it_has_changed(tmp_path: Path) -> None:
    read: list[str] = []

    def look(path: Path) -> AdapterLook:
        read.append(path.name)
        if path.read_bytes() == b"bad":
            raise damaged(path.name, "bad")
        return AdapterLook(path.stem, path.stat().st_size, "", 3, "smollm")

    kept, first, second = tmp_path / "kept.json", tmp_path / "first.gguf", tmp_path / "second.gguf"
    first.write_bytes(b"whole")
    second.write_bytes(b"bad")
    before, after = AdapterLooks(kept, look), AdapterLooks(kept, look)
    for looks in (before, after):
        for _ in range(3):
            assert looks.of(first) == AdapterLook("first", 5, "", 3, "smollm")
            with pytest.raises(BadModelFile, match="damaged"):
                looks.of(second)
    assert read == ["first.gguf", "second.gguf", "second.gguf"], "whole ones are remembered across starts"
    second.write_bytes(b"mended")
    assert after.of(second).size == 6
    second.unlink()
    with pytest.raises(BadModelFile, match="There is no file"):
        after.of(second)
    kept.write_bytes(b"[damaged")
    assert AdapterLooks(kept, look).of(first).name == "first" and read[-1] == "first.gguf"
    assert kept.stat().st_mode & 0o077 == 0


def test_an_adapter_that_cannot_be_read_now_is_left_aside_for_now(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt(desk)
    desk.make_ready()
    desk.heard.wait_until(lambda: desk.assistant.status.adapter == "v1")
    path = adopt(desk, 2)
    with monkeypatch.context() as patched:
        patched.setattr("models.catalog.looking.client.subprocess.Popen", _refuse)
        assert asked(desk) == (None, "")
        desk.heard.wait_until(lambda: "v2 could not be read now" in desk.assistant.status.message)
    assert asked(desk) == (AdapterChoice(str(path), 0.5), "a2")


def _refuse(*_given: object, **_more: object) -> None:
    raise OSError("no more processes")


def test_an_adapter_that_learned_other_tokens_is_left_aside(desk: Desk) -> None:
    adopt(desk, split="default")
    desk.make_ready()
    desk.heard.wait_until(lambda: "v1 was trained on another file of this model" in desk.assistant.status.message)
    assert desk.assistant.status.adapter is None and asked(desk) == (None, "")
    same = adopt(desk, 2, split="smollm")
    assert asked(desk) == (AdapterChoice(str(same), 0.5), "a2")
    unknown = adopt(desk, 3)
    assert asked(desk) == (AdapterChoice(str(unknown), 0.5), "a3"), "it may be older than the mark"


def test_an_adapter_of_another_model_is_not_used(desk: Desk) -> None:
    adopt(desk)
    desk.store.adapters.add(
        AdapterRecord("other", None, "another model", "v9", 9.0, 1, 1, 1.0), reason=ChoiceReason.ADOPTED
    )
    desk.make_ready()
    assert asked(desk)[1] == "a1"
