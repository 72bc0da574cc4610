from __future__ import annotations

from models.belongings import Sizes, erase, sizes
from models.history.store import open_store
from models.paths import DataFolder
from models.settings import Settings, load_settings, save_changes


def test_everything_of_ours_goes_and_nothing_else(data_folder: DataFolder) -> None:
    store = open_store(data_folder)
    store.drafts.keep(None, "unsent words")
    store.backups.make()
    store.close()
    save_changes(data_folder.settings, Settings(), Settings(theme="dark"))
    (data_folder.root / "settings.json.bad").write_text("{")
    data_folder.window.write_text("{}")
    data_folder.speeds.write_text("{}")
    data_folder.tuned.mkdir()
    (data_folder.tuned / "a model.gguf").write_text("weights")
    data_folder.logs.mkdir()
    (data_folder.logs / "rationale.log").write_text("logged")
    (data_folder.root / "damaged-20260101").mkdir()
    mine = data_folder.root / "my own notes.txt"
    mine.write_text("kept")
    before = sizes(data_folder)
    assert before.history > 0 and before.backups > 0
    assert erase(data_folder) == []
    assert list(data_folder.root.iterdir()) == [mine]
    assert sizes(data_folder) == Sizes(0, 0)
    assert load_settings(data_folder.settings) == (Settings(), "")


def test_every_place_of_the_data_folder_is_emptied_but_that_of_the_models(data_folder: DataFolder) -> None:
    places = [getattr(data_folder, name) for name, value in vars(DataFolder).items() if isinstance(value, property)]
    assert data_folder.rounds in places
    for place in places:
        if place.suffix:
            place.write_bytes(b"mine")
        else:
            (place / "inside").mkdir(parents=True)
            (place / "inside" / "a file").write_bytes(b"mine")
    assert erase(data_folder) == []
    assert list(data_folder.root.iterdir()) == [data_folder.models]


def test_an_empty_folder_has_nothing_to_delete(data_folder: DataFolder) -> None:
    assert erase(data_folder) == []
    assert sizes(data_folder) == Sizes(0, 0)
