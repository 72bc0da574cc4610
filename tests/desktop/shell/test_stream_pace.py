"""The window shows a stream less often only where the model computes on every processor."""

from __future__ import annotations

import os

import pytest

from desktop.stream_pace import StreamPace
from models.events import EngineState, EngineStatus

PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.fixture
def worked() -> list[float]:
    return [0.0]


@pytest.fixture
def pace(worked: list[float]) -> StreamPace:
    return StreamPace(33, worked=lambda: worked[0])


def status(threads: int, gpu_layers: int = 0) -> EngineStatus:
    return EngineStatus(EngineState.READY, threads=threads, gpu_layers=gpu_layers)


def after(pace: StreamPace, worked: list[float], seconds: float) -> int:
    worked[0] += seconds
    pace.delivered()
    return pace.milliseconds


def test_with_a_free_processor_it_shows_as_often_as_the_design_says(pace: StreamPace, worked: list[float]) -> None:
    pace.follow(status(PROCESSORS - 1))
    assert after(pace, worked, 0.020) == 33


def test_a_graphics_card_leaves_the_processors_to_the_window(pace: StreamPace, worked: list[float]) -> None:
    pace.follow(status(PROCESSORS, gpu_layers=12))
    assert after(pace, worked, 0.020) == 33


def test_beside_a_model_on_all_processors_its_own_work_stays_small(pace: StreamPace, worked: list[float]) -> None:
    pace.follow(status(PROCESSORS))
    assert after(pace, worked, 0.0005) == 33
    assert after(pace, worked, 0.002) == 67
    assert after(pace, worked, 0.050) == 150
    pace.follow(status(1, gpu_layers=1))
    assert after(pace, worked, 0.050) == 33
