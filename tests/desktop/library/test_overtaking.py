"""What was asked first may be answered last: an answer of before never takes the place of a later one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.library import weighing_desk
from desktop.library.weighing import Weighed, weigh_all
from models.catalog.tuned_copies import TunedCopy
from tests.desktop.library.conftest import COPY, Library
from tests.gguf_files import write_tiny_model

OTHER = "other.gguf"


@pytest.fixture
def library(start_library: Callable[..., Library], models: Path) -> Library:
    write_tiny_model(models / OTHER)
    library = start_library()
    library.open()
    return library


def test_an_earlier_weighing_does_not_take_the_place_of_a_later_one(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, begun, latest = threading.Event(), threading.Event(), threading.Event()

    def slow(*_given: object) -> dict[str, Weighed]:
        begun.set()
        assert free.wait(30)
        return {}

    def quick(*given: object) -> dict[str, Weighed]:
        latest.set()
        return weigh_all(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(weighing_desk, "weigh_all", slow)
    library.desk.weighing.weigh()
    assert begun.wait(10)
    monkeypatch.setattr(weighing_desk, "weigh_all", quick)
    library.desk.weighing.weigh()
    assert latest.wait(10)
    free.set()
    library.settle()
    assert str(library.folder / COPY) in library.desk.state.weighed


def test_what_is_known_of_one_model_is_not_taken_for_that_of_another(
    library: Library, bundled_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk answers for the model that was chosen before."""
    tuning, read = library.desktop.assistant.tuning, list[str]()
    free, begun = threading.Event(), threading.Event()
    own = library.desk.state.model(library.row(OTHER).key)
    assert own is not None and own.file is not None
    identifier = own.file.model_id

    def copy_of(model_id: str) -> TunedCopy | None:
        read.append(model_id)
        if model_id == identifier:
            begun.set()
            assert free.wait(30)
        return None

    library.desk._choose_path(str(bundled_model_path))
    library.settle()
    monkeypatch.setattr(tuning, "copy_of", copy_of)
    library.choose(OTHER)
    assert begun.wait(10)
    library.desk._choose_path(str(bundled_model_path))
    free.set()
    library.settle()
    bundled = library.desk.state.model(library.desk.state.chosen)
    assert bundled is not None and bundled.file is not None
    assert library.desk.tuning._known[0] == bundled.file.model_id
