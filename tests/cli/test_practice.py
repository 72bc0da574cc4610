"""`rationale practice` writes questions that `rationale eval` reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli import run
from models.evaluation.items import read_items


def test_questions_are_added_to_a_file_and_are_the_same_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "items.jsonl"
    sums = ["practice", "addition", "--level", "1", "--count", "3", "--seed", "7"]
    assert run([*sums, "--out", str(file)]) == 0
    assert run(["practice", "products", "--level", "1", "--count", "2", "--out", str(file)]) == 0
    items = read_items(file)
    assert len(items) == 5
    left, right = items[0].question.removeprefix("What is ").removesuffix("?").split(" + ")
    assert int(left) + int(right) == int(items[0].gold) < 20
    assert run(sums) == 0
    assert capfd.readouterr().out == "".join(file.read_text().splitlines(keepends=True)[:3])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "There is no practice set “nothing”; choose one of: addition"),
        (["addition", "--level", "9"], "of the levels 1 to 5; choose one of them"),
        (["addition", "--level", "1", "--count", "5000"], "There are only 100 such questions; ask for fewer"),
        (["addition", "--out", "/"], "cannot be written"),
    ],
)
def test_bad_wishes_are_told(arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["practice", *arguments]) == 2
    captured = capfd.readouterr()
    assert words in captured.err and captured.err.count("\n") == 1 and captured.out == ""
