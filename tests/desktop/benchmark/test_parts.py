"""The measurements measure: short runs of the real thing; how long anything takes is not looked at here."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.benchmark.conversations import opening, unfolding
from desktop.benchmark.parts import PARTS, bench_window
from desktop.benchmark.passes import Passes
from desktop.benchmark.starting import starting
from desktop.benchmark.streaming import streaming
from desktop.benchmark.texts import answer_text, thought_text
from desktop.cli import run

pytestmark = pytest.mark.usefixtures("qtbot")


def test_texts_have_the_length_asked_for() -> None:
    for size in (0, 1, 999, 20_000):
        assert len(thought_text(size)) == len(answer_text(size)) == size
    assert "$$" in answer_text(2_000) and "```python" in answer_text(2_000) and "|--" in answer_text(2_000)


def test_streaming_shows_all_of_it() -> None:
    figures = streaming(3_000, 3_000, speed=6_000.0)
    assert figures["passes"] > 10 and figures["longest_block_ms"] >= figures["p99_ms"] > 0


def test_opening_pages_through_the_whole_conversation() -> None:
    figures = opening(messages=90)
    assert figures["turns_shown"] == 45
    assert figures["first_paint_ms"] > 0 and figures["resize_passes"] > 0


def test_unfolding_paints() -> None:
    assert unfolding(20_000)["unfold_ms"] > 0


def test_a_pass_counts_work_and_painting(qtbot: QtBot) -> None:
    passes = Passes()
    waited: list[int] = []
    assert passes.one(lambda: qtbot.wait(20)) >= 0.02
    assert passes.figures()["longest_block_ms"] >= 20
    assert not passes.until(lambda: bool(waited), 0.01)


def test_the_start_tells_when_it_painted_and_what_it_imported() -> None:
    figures = starting(rounds=1)
    assert figures["first_paint_s"] > 0
    assert figures["forbidden_imports"] == 0


def test_each_part_runs_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def measured(name: str) -> dict[str, float]:
        asked.append(name)
        return {"x": 1.0}

    monkeypatch.setattr("desktop.benchmark.parts._in_own_process", measured)
    told: list[str] = []
    assert bench_window(["streaming"], told.append) == {"streaming": {"x": 1.0}}
    assert list(bench_window([], told.append)) == list(PARTS) == asked[1:]


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "window", "--only", "nothing"]) == 2
    assert "choose one of start, opening" in capsys.readouterr().err
