"""`rationale eval` with the real model, and its plain refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import run

ITEMS = [
    {"question": "What is 1 + 1?", "answer": 2},
    {"question": "What is 2 + 1?", "answer": "3"},
    {"question": "What is the capital of France?", "answer": "Paris"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(map(json.dumps, ITEMS)))
    return path


def evaluate(folder: Path, *arguments: str) -> int:
    return run(["--data-dir", str(folder), "eval", *arguments])


def test_the_real_model_is_counted_and_compared(file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data"
    arguments = [str(file), "--effort", "off", "--against", "quick", "--seed", "3", "--json"]
    assert evaluate(folder, *arguments) == 0
    first = json.loads(capfd.readouterr().out)
    assert first["total"] == 3
    assert [each["name"] for each in first["runs"]] == ["off", "quick"]
    assert first["n"] == 3 and 0 <= first["right"] <= 3
    assert first["runs"][0]["thought_tokens"] == 0 < first["runs"][1]["thought_tokens"]
    low, high = first["interval"]
    assert low <= first["accuracy"] <= high
    assert set(first["against"]) >= {"fixed", "broken", "p"}

    assert evaluate(folder, *arguments) == 0
    captured = capfd.readouterr()
    assert json.loads(captured.out) == first
    assert "3 questions are known from before" in captured.err


def test_the_votes_of_fewer_attempts_are_counted_from_one_run(
    file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(file), "--limit", "2", "--attempts", "3", "--max-thought-tokens", "96", "--votes", "1,2",
                 "--against", "repairs:0", "--chart", str(tmp_path / "votes.png"), "--json"]  # fmt: skip
    assert evaluate(tmp_path / "data", *arguments) == 0
    found = json.loads(capfd.readouterr().out)
    assert [each["name"] for each in found["runs"]] == ["own", "repairs:0"] and found["against"]["n"] == 2
    first, second = found["votes"]
    assert (first["name"], second["name"]) == ("1 of 3", "2 of 3")
    assert 0 < first["tokens"] < second["tokens"] < found["tokens"]
    assert 0 <= found["stopping"]["saved"] < 1 and found["stopping"]["against_all"]["n"] == 2
    assert len((tmp_path / "votes.csv").read_text().splitlines()) == 1 + 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--budgets", "a"], "Give whole numbers"),
        (["--votes", "1,2"], "say with --attempts how many run"),
        (["--votes", "4", "--attempts", "4"], "below the 4 attempts"),
        (["--against", "repairs:"], "Give whole numbers"),
        (["--budgets", "0", "--against", "quick"], "either --against or --budgets"),
        (["--against", "adapter:none-such"], "There is no adapter"),
        (["--effort", "huge"], "There is no effort"),
        (["--model", "none-such"], "There is no model called"),
        (["--limit", "0"], "--limit"),
    ],
)
def test_bad_wishes_are_told(
    file: Path, tmp_path: Path, arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(tmp_path / "data", str(file), *arguments) == 2
    captured = capfd.readouterr()
    assert captured.out == ""
    assert words in captured.err and captured.err.count("\n") == 1
