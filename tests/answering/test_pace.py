"""How long a question will take is told from what others took."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.answering.pace import Pace
from models.catalog.speeds import MeasuredSpeed, Rates, SpeedBook
from models.events import RunFinished
from models.reasoning.effort import Effort, EffortName, effort_named
from tests.answering.conftest import Desk
from tests.answering.scripted_engine import MODEL_ID, question

STANDARD = effort_named("standard", thought_tokens=2000)


@pytest.fixture
def pace(tmp_path: Path) -> Pace:
    return Pace(tmp_path / "pace.json")


def test_nothing_is_said_of_an_unknown_model(pace: Pace) -> None:
    assert pace.expected_seconds("m", STANDARD) is None
    assert pace.expected_seconds("m", effort_named("off")) == 0.0


def test_it_follows_what_was_measured_and_is_remembered(pace: Pace, tmp_path: Path) -> None:
    pace.learn("m", "standard", tokens=1000, seconds=10)
    assert pace.expected_seconds("m", STANDARD) == pytest.approx(10)
    for _ in range(30):
        pace.learn("m", "standard", tokens=500, seconds=2.5)
    assert pace.expected_seconds("m", STANDARD) == pytest.approx(2.5, rel=0.01)
    assert Pace(tmp_path / "pace.json").expected_seconds("m", STANDARD) == pytest.approx(2.5, rel=0.01)
    assert (tmp_path / "pace.json").stat().st_mode & 0o077 == 0


def test_an_effort_that_was_never_used_is_judged_by_its_budget_and_never_above_its_limits(pace: Pace) -> None:
    pace.learn("m", "quick", tokens=300, seconds=3)
    assert pace.expected_seconds("m", STANDARD) == pytest.approx(10)
    assert pace.expected_seconds("m", Effort(EffortName.OWN, 1, 100_000, 100, 30.0)) == 30.0
    pace.learn("m", "standard", tokens=1000, seconds=10)
    assert pace.expected_seconds("m", STANDARD.with_thought_tokens(200)) == pytest.approx(1.0)


def test_a_few_words_say_nothing_about_speed(pace: Pace) -> None:
    pace.learn("m", "quick", tokens=3, seconds=1)
    assert pace.expected_seconds("m", STANDARD) is None


def test_a_damaged_file_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "pace.json").write_bytes(b"\xff{")
    assert Pace(tmp_path / "pace.json").expected_seconds("m", STANDARD) is None


def test_an_answer_teaches_it(ready: Desk) -> None:
    effort = effort_named("standard")
    assert ready.assistant.expected_seconds(effort) is None
    run = ready.assistant.ask(question("How many?"))
    ready.engine.play(run, "I count the rows, one after the other, and find three.", "Three.")
    ready.heard.wait(RunFinished, run)
    known = Pace(ready.folder.pace)
    expected = known.expected_seconds(MODEL_ID, effort)
    assert expected is not None and expected == ready.assistant.expected_seconds(effort)


def test_a_model_that_never_answered_is_judged_by_its_speed_test(tmp_path: Path) -> None:
    speeds = SpeedBook(tmp_path / "speeds.json")
    pace = Pace(tmp_path / "pace.json", speeds)
    assert pace.expected_seconds("m", STANDARD) is None
    rates = Rates(prefill=400, one=50, eight=200)
    tested = MeasuredSpeed(
        name="M", rates=rates, device="CPU", gpu_layers=0, threads=2, quantization="Q4_1", measured_at=1.0
    )
    speeds.keep("m", tested)
    assert SpeedBook(tmp_path / "speeds.json").of("m") == tested and speeds.of("other") is None
    assert pace.expected_seconds("m", STANDARD) == pytest.approx(5)
    quick = effort_named("quick", thought_tokens=2000)
    assert pace.expected_seconds("m", quick) == pytest.approx(quick.thought_tokens / 2 / 50)
    pace.learn("m", "standard", tokens=1000, seconds=4)
    assert pace.expected_seconds("m", STANDARD) == pytest.approx(4)
    (tmp_path / "speeds.json").write_text("{damaged")
    assert speeds.of("m") is None
