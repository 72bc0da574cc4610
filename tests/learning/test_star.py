"""STaR's experiment: what it begins with, its exam, and one small round with the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.commands.context import CommandContext
from desktop.commands.improve import loaded_engine
from models.history.learning.records import RoundState
from models.history.store import open_store
from models.learning import practice
from models.learning.benchmark.accepted_sums import accept_sums, scratchpad
from models.learning.benchmark.star import StarExperiment, StarRow, StarWishes, exam_items
from models.learning.benchmark.star_picture import star_picture
from models.learning.rounds.accepted import teachable
from models.learning.rounds.collecting import is_for_exams, is_sealed
from models.learning.rounds.halting import Halted
from models.paths import DataFolder, open_data_folder
from models.settings import Settings


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
    assert items == exam_items(40) and [each.number for each in items] == list(range(len(items)))
    assert len({each.question for each in items}) == len(items)
    for length in (1, 2, 3, 4, 5):
        asked = [each.question for each in items if each.level == length]
        assert len(asked) == 40 or (length == 1 and 15 <= len(asked) < 40)
        assert all(is_for_exams(each) and not is_sealed(each) for each in asked)


def test_the_picture_has_all_rounds() -> None:
    rows = [StarRow(round=number, right=dict.fromkeys((1, 2, 3, 4, 5), (number, 10))) for number in range(3)]
    assert rows[2].mean((1, 2, 3)) == pytest.approx(0.2)
    assert star_picture(rows, title="A model").startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_round_with_the_real_model_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path / "star")
    wishes = StarWishes(rounds=1, practice_items=16, answers=10, steps=2, rehearsals=4)
    told: list[StarRow] = []
    with loaded_engine(CommandContext(tmp_path / "data"), Settings(), None) as (engine, model):
        broken_off = StarExperiment(folder, engine, model, wishes, lambda _progress: None)

        def stop(row: StarRow) -> None:
            told.append(row)
            broken_off.brake.stop()

        with pytest.raises(Halted):
            broken_off.run(stop)
        assert [each.round for each in told] == [0] and broken_off.rows() == told
        rows = StarExperiment(folder, engine, model, wishes, lambda _progress: None).run()
        again = StarExperiment(folder, engine, model, wishes, lambda _progress: None).run()
    assert rows[0] == told[0] and again == rows, "nothing is asked again"
    assert rows[1].round == 1 and rows[1].examples >= 32
    assert {length: n for length, (_, n) in rows[1].right.items()} == dict.fromkeys((1, 2, 3, 4, 5), 10)
    with open_store(folder) as store:
        (ended,) = store.rounds.of_model(model.id)
        assert ended.state is RoundState.ADOPTED and store.adapters.in_use(model.id) is not None
