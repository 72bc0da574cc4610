"""Downloads from a hub on this machine: nothing goes out before a button is pressed, and what has arrived is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.library.download_rows import CHECKED
from desktop.library.help_card import HelpCard
from desktop.library.rows import Act, BarKind, RowKind
from models.catalog.download.curated import curated_models
from models.catalog.download.failures import HubError
from models.catalog.download.hub import SEARCH_RESULTS, FoundRepository, Hub
from models.catalog.sizes import format_size
from models.paths import DataFolder
from models.settings import Settings, load_settings
from tests.catalog.hub_server import HubServer
from tests.desktop.library.conftest import Library
from tests.gguf_files import split_model, write_tiny_model

REPOSITORY = "someone/tiny-GGUF"
FILE = "tiny-Q4_K_M.gguf"
KEY = f"file:{REPOSITORY}/{FILE}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    import huggingface_hub
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    for name in ("HF_TOKEN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    served = HubServer()
    small = write_tiny_model(tmp_path / "small.gguf", name="Downloaded tiny")
    served.files[f"{REPOSITORY}/{FILE}"] = small.read_bytes()
    served.files[f"{REPOSITORY}/tiny-Q8_0.gguf"] = small.read_bytes() + bytes(64)
    yield served
    huggingface_hub.close_session()
    served.close()


@pytest.fixture
def hub(start_library: Callable[..., Library], server: HubServer) -> Library:
    library = start_library(Settings())
    library.desk.downloads.make_hub = lambda: Hub(endpoint=server.address, token=None)
    library.open()
    return library


def search(library: Library, words: str) -> None:
    library.desk.page.search.field.setText(words)
    library.desk.page.search.button.click()
    library.settle()


def see_files(library: Library) -> None:
    search(library, "tiny")
    library.click(library.row(REPOSITORY, RowKind.REPOSITORY), Act.FILES)
    library.settle()


def test_nothing_goes_out_before_a_button_is_pressed(hub: Library, server: HubServer) -> None:
    hub.desk.page.search.field.setText("tiny")
    hub.settle()
    suggestions = [row for row in hub.rows if row.kind is RowKind.REPOSITORY]
    assert suggestions
    assert all("apache-2.0 as its publisher states, not checked here" in row.under for row in suggestions)
    said = hub.desk.page.list.held["help:curated"]
    assert isinstance(said, HelpCard) and said.words.text() == curated_models().checked == CHECKED
    assert server.requests == []
    hub.desk.page.search.button.click()
    hub.settle()
    assert len(server.requests) == 1


def test_a_search_leads_to_files_with_the_recommended_one_marked(hub: Library) -> None:
    see_files(hub)
    files = [row for row in hub.rows if row.kind is RowKind.FILE]
    assert {row.quantization for row in files} == {"Q4_K_M", "Q8_0"}
    (recommended,) = (row for row in files if row.under)
    assert recommended.under.startswith("Recommended. It is small") and recommended.quantization == "Q8_0"
    hub.click(hub.row(REPOSITORY, RowKind.REPOSITORY), Act.CLOSE)
    assert not [row for row in hub.rows if row.kind is RowKind.FILE]
    hub.desk.page.search.field.clear()
    assert [row for row in hub.rows if row.kind is RowKind.REPOSITORY and row.key.startswith("repository:Qwen/")]


class HeldHub(Hub):
    """Answers to some words only when the test lets it."""

    def __init__(self, server: HubServer) -> None:
        super().__init__(endpoint=server.address, token=None)
        self.held = {words: threading.Event() for words in ("first", "second", "gone")}

    def search(self, name: str, *, limit: int = SEARCH_RESULTS) -> list[FoundRepository]:
        if name in self.held:
            assert self.held[name].wait(30)
        if name == "gone":
            raise HubError("The Hub cannot be reached.", "unreachable")
        return [FoundRepository(f"someone/{name}", 1, 1, "", gated=False, updated="")]


def test_an_answer_to_earlier_words_is_not_shown_for_later_ones(hub: Library, server: HubServer) -> None:
    held = HeldHub(server)
    hub.desk.downloads.make_hub = lambda: held
    bar, state = hub.desk.page.search, hub.desk.state
    for words in ("first", "second"):
        bar.field.setText(words)
        bar.button.click()
    held.held["first"].set()
    hub.desktop.bot.wait(200)
    assert state.search.running and state.search.words == "second"
    held.held["second"].set()
    hub.settle()
    assert [each.repository for each in state.search.found or ()] == ["someone/second"]
    bar.field.setText("gone")
    bar.button.click()
    bar.field.clear()
    held.held["gone"].set()
    hub.settle()
    assert not state.search.problem


def test_models_are_looked_for_while_the_hub_does_not_answer(hub: Library, server: HubServer) -> None:
    held = HeldHub(server)
    hub.desk.downloads.make_hub = lambda: held
    for words in ("first", "second"):
        hub.desk.page.search.field.setText(words)
        hub.desk.page.search.button.click()
    try:
        hub.desk.look()
        hub.desktop.wait(lambda: not hub.desk.busy)
        assert hub.desk.state.search.running
    finally:
        for each in held.held.values():
            each.set()
    hub.settle()


def test_a_download_is_paused_resumed_and_then_listed(hub: Library, server: HubServer) -> None:
    see_files(hub)
    server.manners.pieces_pause = 0.15
    hub.click(hub.row(FILE, RowKind.FILE), Act.GET)
    hub.desktop.wait(lambda: " of " in hub.row(FILE, RowKind.FILE).words)
    row = hub.row(FILE, RowKind.FILE)
    assert row.bar is not None and row.bar.kind is BarKind.PROGRESS and row.primary is Act.PAUSE
    hub.click(row, Act.PAUSE)
    hub.settle()
    paused = hub.row(FILE, RowKind.FILE)
    assert paused.words.startswith("paused at") and paused.primary is Act.RESUME
    folder = hub.desktop.application._folder
    assert load_settings(folder.settings)[0].unfinished_downloads == (f"{REPOSITORY}/{FILE}",)
    whole = len(server.files[f"{REPOSITORY}/{FILE}"])
    assert load_settings(folder.settings)[0].unfinished_sizes == {f"{REPOSITORY}/{FILE}": whole}
    (part,) = folder.models.rglob("*.part")
    arrived = part.stat().st_size
    assert 0 < arrived < len(server.files[f"{REPOSITORY}/{FILE}"])
    server.manners.pieces_pause = 0.0
    server.requests.clear()
    hub.click(paused, Act.RESUME)
    hub.settle()
    assert any(headers.get("range") == f"bytes={arrived}-" for _, _, headers in server.requests)
    found = hub.row(FILE)
    assert found.title == "Downloaded tiny" and "downloaded" in found.hint and found.primary is Act.LOAD
    kept = load_settings(folder.settings)[0]
    assert kept.unfinished_downloads == () and kept.known_models == (str(folder.models / "someone--tiny-GGUF" / FILE),)


def test_a_paused_download_is_there_after_a_new_start_and_can_be_cancelled(
    start_library: Callable[..., Library], server: HubServer
) -> None:
    library = start_library(Settings(unfinished_downloads=(f"{REPOSITORY}/{FILE}",)))
    library.desk.downloads.make_hub = lambda: Hub(endpoint=server.address, token=None)
    library.open()
    assert library.row(FILE, RowKind.FILE).words == "paused" and server.requests == []
    part = library.desktop.application._folder.models / "someone--tiny-GGUF" / f"{FILE}.0123456789ab.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"GGUF")
    library.desk.page.list.choose(KEY)
    library.press(Qt.Key.Key_Delete)
    library.settle()
    assert not any(row.key == KEY for row in library.rows) and not part.exists() and server.requests == []


def test_a_paused_download_tells_how_far_it_is_also_after_a_new_start(
    start_library: Callable[..., Library], server: HubServer, data_folder: DataFolder, tmp_path: Path
) -> None:
    folder = data_folder.models / "someone--tiny-GGUF"
    folder.mkdir(parents=True)
    had, *others = split_model(folder / "big", write_tiny_model(tmp_path / "model.gguf"), tensors_each=6)
    parts = [each.rename(each.with_name(f"{each.name}.0123456789ab.part")) for each in others]
    for each in parts[2:]:
        each.unlink()
    path = had.relative_to(folder).as_posix()
    name, whole = f"{REPOSITORY}/{path}", 1_000_000
    there = sum(each.stat().st_size for each in (had, *parts[:2]))
    library = start_library(Settings(unfinished_downloads=(name,), unfinished_sizes={name: whole}))
    library.open()
    row = library.row(path, RowKind.FILE)
    assert row.words == f"paused at {format_size(there)} of {format_size(whole)}" and server.requests == []
    assert row.size == format_size(whole)
    assert row.bar is not None and row.bar.shares == (there / whole,)
    library.desk.page.list.choose(f"file:{name}")
    library.press(Qt.Key.Key_Delete)
    library.settle()
    assert had.exists() and not list(folder.rglob("*.part")), "what was there before the download stays"
    assert not any(row.kind is RowKind.FILE and path in row.key for row in library.rows)
    assert library.desktop.application.keeper.current.unfinished_sizes == {}


def test_of_a_paused_split_download_nothing_is_left_and_no_broken_model_shown(
    start_library: Callable[..., Library], data_folder: DataFolder, tmp_path: Path
) -> None:
    folder = data_folder.models / "someone--tiny-GGUF"
    folder.mkdir(parents=True)
    first, second, *others = split_model(folder / "big", write_tiny_model(tmp_path / "model.gguf"), tensors_each=6)
    for each in (first, second):
        each.rename(each.with_name(f"{each.name}.0123456789ab.part"))
    for each in others:
        each.unlink()
    name = f"{REPOSITORY}/{first.relative_to(folder).as_posix()}"
    library = start_library(Settings(unfinished_downloads=(name,)))
    library.open()
    assert [row.kind for row in library.rows if first.name in row.key] == [RowKind.FILE]
    library.desk.page.list.choose(f"file:{name}")
    library.press(Qt.Key.Key_Delete)
    library.settle()
    assert not list(folder.rglob("[!.]*.*")) and not any(first.name in row.key for row in library.rows)


def test_what_the_hub_refuses_is_told_in_the_row(hub: Library, server: HubServer) -> None:
    see_files(hub)
    content = server.files[f"{REPOSITORY}/{FILE}"]
    server.files[f"{REPOSITORY}/{FILE}"] = bytes(len(content))
    hub.click(hub.row(FILE, RowKind.FILE), Act.GET)
    hub.settle()
    row = hub.row(FILE, RowKind.FILE)
    assert row.words == "stopped" and row.ink == "bad.text" and "checksum differs" in row.under
    assert row.primary is Act.RESUME and [each.act for each in row.buttons] == [Act.RESUME, Act.CANCEL]
    server.manners.refusals = [(404, {"X-Error-Code": "RepoNotFound"})]
    search(hub, "someone")
    assert any(row.key == "note:search" and row.ink == "bad.text" for row in hub.rows)


def test_the_rest_of_a_file_that_came_from_the_hub_can_be_got(hub: Library, server: HubServer) -> None:
    content = server.files[f"{REPOSITORY}/{FILE}"]
    cut = hub.desktop.application._folder.models / "someone--tiny-GGUF" / FILE
    cut.parent.mkdir(parents=True)
    cut.write_bytes(content[: len(content) - 5000])
    hub.desk.look()
    hub.settle()
    hub.choose(FILE)
    card = hub.desk.page.list.held[f"card:{cut}"]
    assert server.requests == []
    card.buttons[Act.REST].click()  # type: ignore[attr-defined]
    hub.settle()
    assert cut.read_bytes() == content and hub.row(FILE).title == "Downloaded tiny"
    asked = [headers["range"] for _, _, headers in server.requests if "range" in headers]
    assert asked == [f"bytes={len(content) - 5000}-"] * len(asked) and asked


def test_a_missing_part_and_a_damaged_file_of_a_download_are_got_again(
    hub: Library, server: HubServer, tmp_path: Path
) -> None:
    split = split_model(tmp_path / "split", write_tiny_model(tmp_path / "model.gguf"), tensors_each=20)
    for each in split:
        server.files[f"{REPOSITORY}/{each.name}"] = each.read_bytes()
    folder = hub.desktop.application._folder.models / "someone--tiny-GGUF"
    folder.mkdir(parents=True)
    second, damaged = folder / split[1].name, folder / FILE
    second.write_bytes(split[1].read_bytes())
    damaged.write_bytes(b"GGUF" + bytes(len(server.files[f"{REPOSITORY}/{FILE}"]) - 4))
    hub.desk.look()
    hub.settle()
    for path, act in ((second, Act.REST), (damaged, Act.AGAIN)):
        hub.choose(path.name)
        card = hub.desk.page.list.held[f"card:{path}"]
        card.buttons[act].click()  # type: ignore[attr-defined]
        hub.settle()
    assert [(folder / each.name).read_bytes() for each in split] == [each.read_bytes() for each in split]
    assert damaged.read_bytes() == server.files[f"{REPOSITORY}/{FILE}"]


def begin_to_get_the_rest(hub: Library, server: HubServer, tmp_path: Path) -> tuple[Path, str]:
    """Let the second part of a split model be on its way; returns the first, which the user had, and the row's key."""
    split = split_model(tmp_path / "split", write_tiny_model(tmp_path / "model.gguf"), tensors_each=20)
    for each in split:
        server.files[f"{REPOSITORY}/{each.name}"] = each.read_bytes()
    first = hub.desktop.application._folder.models / "someone--tiny-GGUF" / split[0].name
    first.parent.mkdir(parents=True)
    first.write_bytes(split[0].read_bytes())
    hub.desk.look()
    hub.settle()
    server.manners.pieces_pause = 0.15
    hub.choose(first.name)
    hub.desk.page.list.held[f"card:{first}"].buttons[Act.REST].click()  # type: ignore[attr-defined]
    hub.desktop.wait(lambda: any(first.parent.glob("*.part")))
    return first, f"file:{REPOSITORY}/{first.name}"


@pytest.mark.parametrize("paused", [False, True])
def test_a_cancelled_rest_leaves_what_was_there_before(
    hub: Library, server: HubServer, tmp_path: Path, paused: bool
) -> None:
    first, key = begin_to_get_the_rest(hub, server, tmp_path)
    content = first.read_bytes()
    if paused:
        hub.desk.downloads.act(key, Act.PAUSE)
        hub.settle()
        (kept,) = hub.desktop.application.keeper.current.mending_downloads
        assert kept == f"{REPOSITORY}/{first.name}"
    hub.desk.downloads.act(key, Act.CANCEL)
    hub.settle()
    assert first.read_bytes() == content and not list(first.parent.glob("*.part"))
    assert key not in hub.desk.state.transfers
    assert hub.desktop.application.keeper.current.mending_downloads == ()


def test_a_name_that_leads_elsewhere_does_not_hide_how_far_the_others_are(
    start_library: Callable[..., Library], data_folder: DataFolder
) -> None:
    part = data_folder.models / "someone--tiny-GGUF" / f"{FILE}.0123456789ab.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"GGUF")
    bad, good = "someone/tiny-GGUF/../../other.gguf", f"{REPOSITORY}/{FILE}"
    library = start_library(Settings(unfinished_downloads=(bad, good), unfinished_sizes={bad: 8, good: 8}))
    library.open()
    progress = library.desk.state.transfers[KEY].progress
    assert progress is not None and (progress.done, progress.total) == (4, 8)
