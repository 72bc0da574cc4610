"""A round goes on when the file of its model has been moved, since the model is known by what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.history.learning.records import RoundState
from models.history.store import Store, open_store
from models.learning.rounds import job
from models.learning.rounds.job import LearningJob
from models.learning.rounds.opening import LearningModel, RoundWishes, open_round
from models.paths import DataFolder
from tests.learning.scripted_rounds import PLENTY, ScriptedAsker, rate_texts, script_training


class ClosedAsker(ScriptedAsker):
    def close(self) -> None: ...


@pytest.fixture
def store(data_folder: DataFolder) -> Iterator[Store]:
    with open_store(data_folder) as opened:
        yield opened


def test_the_present_path_of_the_loaded_model_is_used(
    data_folder: DataFolder, store: Store, tmp_path: Path, bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = script_training(monkeypatch)
    no_engine: Any = None
    monkeypatch.setattr(job, "BackgroundAsker", lambda *_: ClosedAsker())
    before, after = tmp_path / "model.gguf", tmp_path / "moved.gguf"
    before.symlink_to(bundled_model_path)
    rate_texts(store, 100)
    begun = open_round(store, LearningModel("m", "SmolLM2 135M", str(before)), RoundWishes(seed=1))
    before.rename(after)
    learning = LearningJob(data_folder, store, no_engine, lambda _progress: None, memory=lambda: PLENTY)
    (ended,) = learning.run(LearningModel("m", "SmolLM2 135M", str(after)), RoundWishes())
    assert ended.id == begun.id and ended.state is not RoundState.FAILED, ended.problem
    assert {each.model for each in plans} == {str(after)}
