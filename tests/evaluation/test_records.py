"""Records of an evaluation survive a run that was cut off, and their sums are right."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import InputError
from models.evaluation.chart import Point, save_chart
from models.evaluation.records import Record, RecordFile
from models.evaluation.summary import compare, summarize


def record(number: int, *, right: bool = True, given: str = "4", weak: bool = False) -> Record:
    return Record(
        number=number, question="2 + 2?", gold="4", given=given, right=right, weak=weak, answer="It is 4.", seed=number,
        attempts=1, thought_tokens=10, answer_tokens=5, seconds=2.0, stop_reason="finished",
    )  # fmt: skip


def test_a_cut_off_line_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "evaluations" / "a.jsonl"
    with closing(RecordFile(path)) as kept:
        kept.add(record(1))
        kept.add(record(2, right=False))
    with path.open("ab") as stream:
        stream.write(b'{"number": 3, "quest')
    with closing(RecordFile(path)) as kept:
        assert kept.records == [record(1), record(2, right=False)]
        kept.add(record(3))
    with closing(RecordFile(path)) as kept:
        assert [each.number for each in kept.records] == [1, 2, 3]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n")
    with pytest.raises(InputError, match="something else than records"):
        RecordFile(path)
    assert path.read_text() == "my notes\n"
    with pytest.raises(InputError, match="cannot be written"):
        RecordFile(path / "below")


def test_the_summary_counts() -> None:
    records = [record(1), record(2, right=False, given=""), record(3, weak=True), record(4)]
    summary = summarize(records)
    assert (summary.n, summary.right, summary.accuracy) == (4, 3, 0.75)
    assert (summary.unanswered, summary.weak) == (1, 1)
    assert (summary.thought_tokens, summary.tokens, summary.seconds) == (10.0, 15.0, 2.0)
    low, high = summary.interval
    assert low == pytest.approx(0.3006, abs=1e-4)
    assert high == pytest.approx(0.9544, abs=1e-4)
    assert summarize([]).n == 0


def test_two_runs_are_compared_item_by_item() -> None:
    first = [record(number, right=number in (1, 2, 3, 4, 5, 6)) for number in range(1, 9)]
    second = [record(number, right=number in (6, 7)) for number in range(1, 8)]
    comparison = compare(first, second)
    assert (comparison.n, comparison.fixed, comparison.broken) == (7, 5, 1)
    assert (comparison.fixed_items, comparison.broken_items) == ((1, 2, 3, 4, 5), (7,))
    assert comparison.p_better == pytest.approx(7 / 64)
    assert comparison.p == pytest.approx(14 / 64)


def test_the_chart_is_a_picture_with_its_numbers(tmp_path: Path) -> None:
    points = [
        Point("0", summarize([record(1), record(2, right=False)])),
        Point("64", summarize([record(1), record(2)])),
    ]
    numbers = save_chart(tmp_path / "new" / "chart.png", points, title="Sums")
    assert (tmp_path / "new" / "chart.png").read_bytes().startswith(b"\x89PNG\r\n")
    lines = numbers.read_text().splitlines()
    assert lines[0].startswith("budget,n,right,accuracy")
    assert lines[1].startswith("0,2,1,0.5000,")
    assert lines[2].startswith("64,2,2,1.0000,")
