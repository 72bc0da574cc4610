"""`rationale history`: export, import, tags, archive, deleting for good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.history.ratings.records import NewRating, RatingVerdict
from models.history.records import NewAttempt
from models.history.store import Store, open_store
from models.paths import open_data_folder
from tests.cli.conftest import Run, document, is_one_sentence
from tests.history.conftest import finished


def fill(store: Store, question: str) -> str:
    saved = store.recording.add_question(
        question=question, conversation_id=None, parent_id=None, system_prompt="", effort="quick",
        attempts=[NewAttempt(model_name="Tiny")],
    )  # fmt: skip
    store.recording.finish_attempt(finished(store, saved.attempt_ids[0], "a thought", "an answer"))
    store.ratings.rate(NewRating(saved.attempt_ids[0], RatingVerdict.ACCEPTED))
    return saved.conversation_id


@pytest.fixture
def home(tmp_path: Path) -> str:
    with open_store(open_data_folder(tmp_path / "data")) as store:
        return fill(store, "Where is the fox?")


def test_export_and_import(rationale: Run, home: str, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    assert document(rationale("history", "export", str(file), "--json")) == {
        "path": str(file), "format": "json", "count": 1,
    }  # fmt: skip
    again = rationale("history", "export", str(file))
    assert again.returncode == 2
    assert is_one_sentence(again.stderr)
    assert document(rationale("history", "import", str(file), "--json"))["already_there"] == 1
    assert rationale("history", "delete", home, "--yes").returncode == 0
    report = document(rationale("history", "import", str(file), "--json"))
    assert (report["conversations"], report["attempts"], report["ratings"]) == (1, 1, 1)
    assert len(document(rationale("history", "search", "thought rated:accepted", "--json"))) == 1
    cut = tmp_path / "cut.json"
    cut.write_bytes(file.read_bytes()[:500])
    failed = rationale("history", "import", str(cut))
    assert failed.returncode == 2
    assert "cut off" in failed.stderr


@pytest.mark.usefixtures("home")
def test_the_other_forms(rationale: Run, tmp_path: Path) -> None:
    assert rationale("history", "export", str(tmp_path / "a.md"), "--no-thoughts").returncode == 0
    assert "a thought" not in (tmp_path / "a.md").read_text()
    assert rationale("history", "export", str(tmp_path / "a.jsonl")).returncode == 0
    line = json.loads((tmp_path / "a.jsonl").read_text())
    assert line["messages"][-1]["reasoning_content"] == "a thought"
    pairs = rationale("history", "export", str(tmp_path / "p.jsonl"), "--format", "preferences", "--json")
    assert document(pairs)["count"] == 0


def test_tags_and_archive(rationale: Run, home: str) -> None:
    assert document(rationale("history", "tag", home, "animals", "red", "--json")) == ["animals", "red"]
    assert document(rationale("history", "tag", home, "red", "--remove", "--json")) == ["animals"]
    assert len(document(rationale("history", "search", "tag:animals", "--json"))) == 1
    assert rationale("history", "archive", home).returncode == 0
    assert document(rationale("history", "list", "--json")) == []
    assert rationale("history", "archive", home, "--undo").returncode == 0
    assert len(document(rationale("history", "list", "--json"))) == 1
    assert rationale("history", "archive", "0" * 32).returncode == 2


def test_deleting_asks_and_empties_the_trash(rationale: Run, home: str, tmp_path: Path) -> None:
    assert rationale("history", "delete", home, stdin="n\n").returncode == 2
    with open_store(open_data_folder(tmp_path / "data")) as store:
        store.trash.put(home)
    done = document(rationale("history", "empty-trash", "--yes", "--json"))
    assert done == {"deleted": 1, "adapters_that_learned_from_it": []}
    assert document(rationale("history", "empty-trash", "--yes", "--json"))["deleted"] == 0


def test_a_small_history_can_be_measured(rationale: Run) -> None:
    options = ("--conversations", "20", "--messages", "60", "--imported", "40")
    figures = document(rationale("bench", "history", *options, "--json"))
    assert figures["conversations"] == 20
    for part in ("", "_everywhere", "_beginnings", "_chinese", "_chinese_everywhere", "_filters"):
        assert figures[f"search{part}_p95_ms"] > 0
