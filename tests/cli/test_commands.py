"""The other commands: models, history, doctor; and the manners that all share."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import cli
from desktop.commands import models as models_command
from models.history.learning.records import AdapterRecord
from models.history.records import NewAttempt
from models.history.store import open_store
from models.paths import open_data_folder
from tests import gguf_files
from tests.cli.conftest import Run, document, is_one_sentence


def ask_one(folder: Path, question: str = "How many seats are in the hall?") -> str:
    with open_store(open_data_folder(folder)) as store:
        saved = store.recording.add_question(
            question=question, conversation_id=None, parent_id=None, system_prompt="", effort="quick",
            attempts=[NewAttempt()],
        )  # fmt: skip
        return saved.conversation_id


def test_models_are_listed_added_and_inspected(rationale: Run, tmp_path: Path) -> None:
    path = gguf_files.write_tiny_model(tmp_path / "tiny.gguf", name="Tiny Model")
    assert document(rationale("models", "add", str(path), "--json"))["name"] == "Tiny Model"
    rationale("models", "add", str(path))
    listed = document(rationale("models", "list", "--json"))
    assert [each["reference"] for each in listed] == ["bundled", str(path)]
    inspected = document(rationale("models", "inspect", "Tiny Model", "--json"))
    assert inspected["architecture"] == "llama" and inspected["layers"] == 2
    assert inspected["fit"]["fits"] is True
    text = rationale("models", "inspect", "bundled").stdout
    assert "SmolLM2" in text and "Q4_1" in text and "Fits" in text


def test_a_model_that_vanished_stays_in_the_list_with_its_problem(rationale: Run, tmp_path: Path) -> None:
    path = gguf_files.write_tiny_model(tmp_path / "tiny.gguf")
    rationale("models", "add", str(path))
    path.unlink()
    listed = document(rationale("models", "list", "--json"))
    assert listed[1]["problem"]


def test_a_bad_file_is_not_added(rationale: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_text("no model")
    done = rationale("models", "add", str(path))
    assert done.returncode == 2 and is_one_sentence(done.stderr)
    assert len(document(rationale("models", "list", "--json"))) == 1


def test_history_is_listed_searched_backed_up_restored_and_checked(rationale: Run, tmp_path: Path) -> None:
    identifier = ask_one(tmp_path / "data")
    assert identifier in rationale("history", "list").stdout
    hits = document(rationale("history", "search", "seats", "--json"))
    assert hits[0]["conversation_id"] == identifier and hits[0]["scope"] == "questions"
    assert document(rationale("history", "search", "seats", "--in", "answers", "--json")) == []
    backup = Path(document(rationale("history", "backup", "--json"))["path"])
    assert backup.stat().st_mode & 0o077 == 0
    ask_one(tmp_path / "data", "Another question?")
    assert len(document(rationale("history", "list", "--json"))) == 2
    assert document(rationale("history", "restore", str(backup), "--json"))["kept"]
    assert [each["id"] for each in document(rationale("history", "list", "--json"))] == [identifier]
    assert document(rationale("history", "check", "--json"))["healthy"] is True


def test_odd_searches_are_literal(rationale: Run, tmp_path: Path) -> None:
    ask_one(tmp_path / "data", 'What does "AND (x OR" mean?')
    for query in ('"', "AND (x OR", "*", "a:b", "-"):
        assert rationale("history", "search", query, "--json").returncode == 0


def test_a_damaged_history_is_told_and_can_be_restored(rationale: Run, tmp_path: Path) -> None:
    ask_one(tmp_path / "data")
    backup = document(rationale("history", "backup", "--json"))["path"]
    database = tmp_path / "data" / "history.db"
    database.write_bytes(b"SQLite format 3\x00" + b"garbage" * 4000)
    for arguments in (("history", "list"), ("ask", "Hello")):
        done = rationale(*arguments)
        assert done.returncode == 2 and is_one_sentence(done.stderr), done.stderr
    assert rationale("history", "restore", str(backup)).returncode == 0
    assert len(document(rationale("history", "list", "--json"))) == 1


def test_a_locked_history_is_told(rationale: Run, tmp_path: Path) -> None:
    ask_one(tmp_path / "data")
    connection = sqlite3.connect(tmp_path / "data" / "history.db")
    connection.execute("BEGIN IMMEDIATE")
    done = rationale("ask", "Hello", "--effort", "off")
    connection.rollback()
    connection.close()
    assert done.returncode == 2 and is_one_sentence(done.stderr)


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--data-dir", str(file), "history", "list"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and is_one_sentence(done.stderr)


def test_the_doctor_tells_what_it_sees(rationale: Run) -> None:
    report = document(rationale("doctor", "--json"))
    subjects = {each["subject"]: each for each in report["findings"]}
    assert subjects["Engine"]["state"] == "ok" and "CPU" in subjects["Engine"]["text"]
    assert subjects["llama-cpp-python"]["state"] == "ok"
    assert subjects["History"]["text"] == "sound"
    for each in report["findings"]:
        assert each["state"] == "ok" or each["next_step"], each


def test_details_are_told_on_demand(rationale: Run, tmp_path: Path) -> None:
    path = gguf_files.write_tiny_model(tmp_path / "odd.gguf", architecture="wonderland")
    plain = rationale("models", "inspect", str(path))
    told = rationale("--verbose", "models", "inspect", str(path))
    assert plain.returncode == told.returncode == 2
    assert is_one_sentence(plain.stderr)
    assert told.stderr.startswith(plain.stderr.strip()) and len(told.stderr) > len(plain.stderr)


def test_a_mistake_of_ours_becomes_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a mistake")

    monkeypatch.setattr(models_command, "print_table", broken)
    assert cli.run(["--data-dir", str(tmp_path / "data"), "models", "list"]) == 1
    out, error = capsys.readouterr()
    assert out == "" and "Traceback" not in error
    [report] = (tmp_path / "data" / "logs").glob("crash-*.txt")
    assert "ZeroDivisionError: a mistake" in report.read_text()
    assert report.stat().st_mode & 0o077 == 0


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    for number in range(3):
        ask_one(tmp_path / "data", f"Question {number}? " + "word " * 200)
    command = f"{sys.executable} -m desktop --data-dir {tmp_path / 'data'} history list --json | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "[" and done.stderr == ""


def test_commands_never_import_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from desktop.cli import run\n"
        f"code = run(['--data-dir', {str(tmp_path / 'data')!r}, 'ask', 'Hi', '--effort', 'off', '--json'])\n"
        "print(code, sorted(n for n in sys.modules if n.split('.')[0] in ('PySide6', 'torch', 'llama_cpp')),"
        " file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("0 []"), done.stderr
    assert json.loads(done.stdout)["answer"]


def test_the_report_of_learning_is_written_or_the_reason_told(rationale: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert document(rationale("adapters", "report", str(page), "--json")) == {"file": str(page)}
    assert "No round of learning has ended yet." in page.read_text()
    done = rationale("adapters", "report", str(tmp_path / "nowhere" / "page.html"))
    assert done.returncode == 2 and is_one_sentence(done.stderr), done.stderr


def test_an_adapter_acts_as_strongly_as_asked(rationale: Run, tmp_path: Path) -> None:
    ask_one(tmp_path / "data")
    with open_store(open_data_folder(tmp_path / "data")) as store:
        made = AdapterRecord("v1-x", None, "m", "v1", 1.0, 10, 1000, 1.0)
        store.adapters.add(made, reason=None)
    assert document(rationale("adapters", "scale", "v1-x", "0.5", "--json"))["scale"] == 0.5
    for odd in (("v1-x", "3"), ("v1-x", "nan"), ("unknown", "1")):
        done = rationale("adapters", "scale", *odd)
        assert done.returncode == 2 and is_one_sentence(done.stderr), done.stderr
