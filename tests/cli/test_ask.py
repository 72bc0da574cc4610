"""`rationale ask` with the real model: what it prints, what it keeps, what bad input gets."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.history.records import AttemptState
from models.history.store import open_store
from models.paths import open_data_folder
from tests import gguf_files
from tests.cli.conftest import Run, document, is_one_sentence

QUESTION = "A train travels 60 km in 1.5 hours. What is its average speed?"

KEYS = {
    "question", "thought", "answer", "final_answer", "attempts", "votes", "model", "adapter", "effort", "tokens",
    "seconds", "time_to_first_token_s", "tokens_per_second", "stop_reason", "conversation_id", "attempt_id",
    "planned_attempts", "ending",
}  # fmt: skip
ATTEMPT_KEYS = {
    "number", "stop_reason", "strategy", "thought", "answer", "final_answer", "steps", "tokens", "seconds",
    "mean_logprob",
}  # fmt: skip

SHORT = ("--max-thought-tokens", "24", "--attempts", "1")


def test_json_is_one_document_with_all_that_is_known(rationale: Run) -> None:
    answer = document(rationale("ask", QUESTION, "--json", *SHORT))
    assert answer.keys() >= KEYS
    assert answer["question"] == QUESTION
    assert answer["thought"] and answer["answer"]
    assert answer["model"] == "SmolLM2 135M Instruct"
    assert answer["effort"] == "own"
    assert 0 < answer["time_to_first_token_s"] < answer["seconds"]
    assert answer["tokens_per_second"] > 0
    assert answer["stop_reason"] in ("finished", "answer_limit")
    [attempt] = answer["attempts"]
    assert attempt.keys() >= ATTEMPT_KEYS
    assert attempt["tokens"] == answer["tokens"]
    assert attempt["mean_logprob"] < 0

    listed = document(rationale("history", "list", "--json"))
    assert [each["id"] for each in listed] == [answer["conversation_id"]]
    hits = document(rationale("history", "search", "train", "--in", "questions", "--json"))
    assert hits[0]["conversation_id"] == answer["conversation_id"]


def test_a_pipe_gets_the_thought_quoted_and_the_answer(rationale: Run) -> None:
    done = rationale("ask", "What is the capital of France?", *SHORT)
    assert done.returncode == 0 and done.stderr == ""
    thought, _, answer = done.stdout.partition("\n\n")
    assert all(line.startswith(">") for line in thought.splitlines())
    assert answer.strip() and not answer.startswith(">")


def test_effort_off_does_not_think(rationale: Run) -> None:
    answer = document(rationale("ask", "What is 2 + 2?", "--effort", "off", "--json"))
    assert answer["thought"] == "" and answer["answer"] and answer["effort"] == "off"


def test_several_attempts_all_run_and_vote(rationale: Run) -> None:
    arguments = ("ask", "What is 2 + 2?", "--max-thought-tokens", "90", "--attempts", "3", "--seed", "5", "--json")
    answer = document(rationale(*arguments))
    assert len(answer["attempts"]) >= answer["planned_attempts"] == 3 and answer["ending"] in ("done", "asked")
    assert {each["strategy"] for each in answer["attempts"]} == {"direct", "at_once"}
    assert sum(answer["votes"].values()) <= 3


def test_a_seed_repeats_a_single_attempt(rationale: Run) -> None:
    arguments = ("ask", "Name an animal.", "--seed", "5", "--json", *SHORT)
    first, second = document(rationale(*arguments)), document(rationale(*arguments))
    assert (first["thought"], first["answer"]) == (second["thought"], second["answer"])


def test_no_save_leaves_no_trace(rationale: Run) -> None:
    answer = document(rationale("ask", "Name an animal.", "--no-save", "--json", *SHORT))
    assert answer["conversation_id"] is None
    assert document(rationale("history", "list", "--json")) == []


def test_a_conversation_goes_on_and_a_question_comes_from_standard_input(rationale: Run) -> None:
    first = document(rationale("ask", QUESTION, "--json", *SHORT))
    arguments = ("ask", "-", "--continue", first["conversation_id"], "--system", "Be brief.", "--json", *SHORT)
    second = document(rationale(*arguments, stdin="And in three hours?\n"))
    assert second["question"] == "And in three hours?"
    assert second["conversation_id"] == first["conversation_id"]
    assert len(document(rationale("history", "list", "--json"))) == 1


def test_a_conversation_in_the_trash_does_not_go_on(rationale: Run, tmp_path: Path) -> None:
    first = document(rationale("ask", "Name an animal.", "--json", *SHORT))["conversation_id"]
    [database] = tmp_path.rglob("history.db")
    with open_store(open_data_folder(database.parent)) as store:
        store.trash.put(first)
    done = rationale("ask", "And another.", "--continue", first, *SHORT)
    assert done.returncode == 2 and is_one_sentence(done.stderr) and "trash" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", ""), "empty"),
        (("ask", "   \n "), "empty"),
        (("ask", "Hello", "--model", "/nowhere/model.gguf"), "no file"),
        (("ask", "Hello", "--model", "wonder"), "no model called"),
        (("ask", "Hello", "--effort", "wild"), "effort"),
        (("ask", "Hello", "--adapter", "nothing"), "no adapter"),
        (("ask", "Hello", "--continue", "nothing"), "no conversation"),
        (("ask", "Hello", "--attempts", "0"), "--attempts"),
        (("ask",), "QUESTION"),
        (("ask", "Hello", "--wild"), "--wild"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_2(rationale: Run, arguments: tuple[str, ...], words: str) -> None:
    done = rationale(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert is_one_sentence(done.stderr), done.stderr
    assert words.lower() in done.stderr.lower()


def test_a_megabyte_of_question_is_refused(rationale: Run) -> None:
    done = rationale("ask", "-", "--json", stdin="word " * 200_000)
    assert done.returncode == 2
    assert is_one_sentence(done.stderr) and "characters" in done.stderr


def test_a_question_larger_than_the_context_tells_both_numbers(rationale: Run) -> None:
    done = rationale("ask", "-", "--json", stdin="a b " * 30_000)
    assert done.returncode == 2
    assert is_one_sentence(done.stderr) and done.stderr.count(",") >= 2


def test_a_damaged_model_is_told_with_its_cause(rationale: Run, tmp_path: Path, bundled_model_path: Path) -> None:
    path = gguf_files.cut_short(tmp_path / "cut.gguf", bundled_model_path, keep=30_000_000)
    done = rationale("ask", "Hello", "--model", str(path), "--json")
    assert done.returncode == 2
    assert is_one_sentence(done.stderr) and "cut short" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a Unix terminal")
def test_an_interrupt_keeps_what_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--data-dir", str(folder), "ask", "Tell me a very long story.", "--json",
         "--max-thought-tokens", "4000"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    with process:
        wait_for_thought(folder)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the engine too
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    assert '"stop_reason": "stopped"' in out
    with open_store(open_data_folder(folder)) as store:
        attempt = store.path(store.conversations()[0].id)[0].answer.chosen  # type: ignore[union-attr]
    assert attempt.state is AttemptState.STOPPED and attempt.thought


def wait_for_thought(folder: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if (folder / "history.db").exists():
            with open_store(open_data_folder(folder)) as store:
                rows = store.conversations()
                turns = store.path(rows[0].id) if rows else []
                if turns and turns[0].answer and turns[0].answer.chosen.thought:
                    return
        time.sleep(0.1)
    raise AssertionError("no thought came")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_a_terminal_sees_the_thought_dimmed_and_the_answer(tmp_path: Path) -> None:
    owner, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "data"), "ask", "Name an animal.", *SHORT],
        stdin=terminal, stdout=terminal, stderr=terminal, env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(owner, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(owner)
    assert process.wait(30) == 0
    assert b"\x1b[2m" in shown
    assert b"tokens/s" in shown
