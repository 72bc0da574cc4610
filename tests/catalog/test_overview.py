"""All models of this computer in one list, each by the name of who keeps it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.catalog.found.places import Owner, Place
from models.catalog.found.records import Overview
from models.catalog.overview import overview
from tests.gguf_files import write_adapter, write_tiny_model

HASH = "ab" * 32


@pytest.fixture
def ollama(tmp_path: Path) -> Place:
    """An Ollama folder with one model, tiny:3b."""
    folder = tmp_path / "ollama"
    (folder / "blobs").mkdir(parents=True)
    write_tiny_model(folder / "blobs" / "tiny.gguf").rename(folder / "blobs" / f"sha256-{HASH}")
    manifest = folder / "manifests" / "registry.ollama.ai" / "library" / "tiny" / "3b"
    manifest.parent.mkdir(parents=True)
    layer = {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{HASH}"}
    manifest.write_text(json.dumps({"layers": [layer]}))
    return Place(Owner.OLLAMA, folder)


def listed(tmp_path: Path, known: list[Path], *places: Place) -> Overview:
    return overview(
        known=[str(each) for each in known],
        folders=(),
        places=places,
        downloads=tmp_path / "downloads",
        cache_file=None,
    )


def test_what_another_program_keeps_stays_its_own_though_it_was_loaded(tmp_path: Path, ollama: Place) -> None:
    blob = ollama.folder / "blobs" / f"sha256-{HASH}"
    link = tmp_path / "link.gguf"
    link.symlink_to(blob)
    found = listed(tmp_path, [blob, link], ollama)
    assert [(each.owner, each.label) for each in found.models[1:]] == [(Owner.OLLAMA, "tiny:3b")]


def test_what_no_place_holds_is_the_users_own_also_when_it_is_gone(tmp_path: Path, ollama: Place) -> None:
    own, gone = write_tiny_model(tmp_path / "own.gguf"), tmp_path / "gone.gguf"
    found = listed(tmp_path, [own, gone], ollama)
    assert [each.path for each in found.models if each.owner is Owner.ADDED] == [own, gone]
    assert any(each.owner is Owner.OLLAMA for each in found.models)


def test_an_added_file_that_is_no_model_says_so_though_a_place_holds_it(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    adapter = write_adapter(folder / "style.gguf", write_tiny_model(folder / "tiny.gguf"))
    place = Place(Owner.FOLDER, folder)
    assert [each.path for each in listed(tmp_path, [], place).others] == [adapter]
    found = listed(tmp_path, [adapter], place)
    assert [each.path for each in found.models if each.owner is Owner.ADDED] == [adapter] and found.others == ()


def test_a_deleted_download_is_listed_no_more(tmp_path: Path) -> None:
    there = tmp_path / "downloads" / "someone--tiny" / "tiny.gguf"
    there.parent.mkdir(parents=True)
    write_tiny_model(there)
    gone = there.with_name("gone.gguf")
    found = listed(tmp_path, [there, gone])
    assert [(each.owner, each.path) for each in found.models[1:]] == [(Owner.DOWNLOADED, there)]
    shutil.rmtree(there.parent)
    assert len(listed(tmp_path, [there, gone]).models) == 1
