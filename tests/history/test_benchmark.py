"""The made-up history of the benchmark holds what is searched for in it, so that searching is what is measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.history.benchmark.filling import fill
from models.history.benchmark.searches import beginnings_of_two, chinese_words, filtered, typed_words
from models.history.exchange.formats import ExportFormat
from models.history.records import SearchScope
from models.history.store import Store, open_store
from models.paths import DataFolder, open_data_folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    folder = open_data_folder(tmp_path_factory.mktemp("benchmark"))
    assert fill(folder, 1_100, 3_000, lambda _line: None) > 100_000
    return folder


def found(store: Store, typed: str) -> int:
    return len(store.search(typed, SearchScope, limit=5))


def test_all_that_is_searched_for_can_be_found(made: DataFolder) -> None:
    with open_store(made) as store:
        assert [each for each in filtered() if each.startswith(("model:", "rated:", "tag:", "before:", "after:"))
                and not found(store, each)] == []  # fmt: skip
        assert sum(found(store, each) > 0 for each in filtered()) > 50, "beside words, too"
        assert all(found(store, each) for each in [*typed_words()[:5], *beginnings_of_two()])
        chinese = chinese_words()
        assert all("\u4e00" <= each[0] <= "\u9fff" for each in chinese)
        assert sum(found(store, each) > 0 for each in chinese) > len(chinese) / 2
        assert store.check(repair=False).healthy


def test_it_can_be_exported_and_imported(made: DataFolder, store: Store, tmp_path: Path) -> None:
    with open_store(made) as source:
        source.exchange.export(tmp_path / "all.json", ExportFormat.JSON)
    report = store.exchange.import_file(tmp_path / "all.json")
    assert report.conversations == 1_100
    assert report.ratings == 55
