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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--budgets", "a"], "The budgets must be whole numbers"),
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
