"""STaR's experiment: what it begins with, its exam, and one small round with the real model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import run
from models.history.store import open_store
from models.learning import practice
from models.learning.benchmark.accepted_sums import accept_sums, scratchpad
from models.learning.benchmark.star import StarRow, exam_items
from models.learning.benchmark.star_picture import star_picture
from models.learning.rounds.accepted import teachable
from models.learning.rounds.collecting import is_for_exams, is_sealed
from models.paths import DataFolder, open_data_folder


@pytest.mark.parametrize(("left", "right"), [(0, 0), (7, 8), (24, 13), (95, 17), (999, 1), (50_000, 49_999)])
def test_the_scratchpads_are_true(left: int, right: int) -> None:
    thought = scratchpad(left, right)
    assert practice.scratchpad_is_true("addition", thought, f"What is {left} + {right}?")
    assert thought.endswith(f", {left + right}")


def test_it_begins_with_32_accepted_sums_that_no_exam_asks(data_folder: DataFolder) -> None:
    with open_store(data_folder) as store:
        assert accept_sums(store) == 32
        found = teachable(store)
        assert len(found) == 32 and not any(is_for_exams(each.question) for each in found)


def test_the_exam_is_the_same_always_and_of_every_length() -> None:
    items = exam_items(40)
    assert items == exam_items(40) and [each.number for each in items] == list(range(200))
    for length in (1, 2, 3, 4, 5):
        asked = [each.question for each in items if each.level == length]
        assert len(asked) == 40 and all(is_for_exams(each) and not is_sealed(each) for each in asked)
        assert len(set(asked)) == 40 or length == 1


def test_the_picture_has_all_rounds() -> None:
    rows = [StarRow(round=number, right=dict.fromkeys((1, 2, 3, 4, 5), (number, 10))) for number in range(3)]
    assert rows[2].mean((1, 2, 3)) == pytest.approx(0.2)
    assert star_picture(rows, title="A model").startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_round_with_the_real_model_goes_on_where_it_was_broken_off(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    command = ["--data-dir", str(data), "bench", "star", "--rounds", "1", "--practice-items", "32", "--answers", "10",
               "--steps", "2", "--chart", str(tmp_path / "star.png"), "--json"]  # fmt: skip
    assert run(command) == 0
    found = json.loads(capfd.readouterr().out)
    untrained, first = found["rows"]
    assert untrained["round"] == 0 and first["round"] == 1 and first["examples"] >= 32
    assert {each: n for each, (_, n) in first["right"].items()} == dict.fromkeys("12345", 10)
    assert (tmp_path / "star.png").stat().st_size > 10_000
    assert run(command) == 0
    assert json.loads(capfd.readouterr().out)["rows"] == found["rows"], "nothing is asked again"
    with open_store(open_data_folder(data / "benchmarks" / "star")) as store:
        (begun,) = store.rounds.of_model(store.adapters.of_model()[0].model_id)
        assert store.adapters.in_use(begun.model_id) is not None
