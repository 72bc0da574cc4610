from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import msgspec
import pytest

from models.catalog.found.finding import Found, find_models
from models.catalog.found.header_cache import HeaderCache
from models.catalog.found.places import Owner, Place, added_places, standard_places
from tests.gguf_files import copy_model, cut_short, split_model, write_adapter, write_tiny_model, write_vocabulary_only

HASH = "ab" * 32


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


def look(folder: Path, owner: Owner = Owner.FOLDER, **bounds: int) -> Found:
    return find_models([Place(owner, folder)], HeaderCache(), **bounds)  # type: ignore[arg-type]


def put(model: Path, place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(model, place)
    return place


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(each): (each.lstat().st_mtime_ns, each.lstat().st_size) for each in sorted(folder.rglob("*"))}


def test_the_hugging_face_cache_is_read_through_its_links(tmp_path: Path, tiny: Path) -> None:
    repository = tmp_path / "models--someone--tiny-GGUF"
    put(tiny, repository / "blobs" / HASH)
    put(tiny, repository / "blobs" / "half.incomplete")
    for revision in ("old", "new"):
        (repository / "snapshots" / revision).mkdir(parents=True)
        (repository / "snapshots" / revision / "tiny-f16.gguf").symlink_to(f"../../blobs/{HASH}")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("new")
    put(tiny, tmp_path / "datasets--someone--tiny" / "snapshots" / "x" / "no.gguf")
    before = snapshot(tmp_path)
    (found,) = look(tmp_path, Owner.HUGGING_FACE).models
    assert found.file is not None and found.label == "someone/tiny-GGUF/tiny-f16.gguf"
    assert found.path == repository / "snapshots" / "new" / "tiny-f16.gguf"
    assert snapshot(tmp_path) == before


def test_ollama_manifests_lead_to_blobs(tmp_path: Path, tiny: Path) -> None:
    def manifest(place: str, content: object) -> None:
        path = tmp_path / "manifests" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))

    kind = "application/vnd.ollama.image."
    put(tiny, tmp_path / "blobs" / f"sha256-{HASH}")
    layers = [
        {"mediaType": kind + "projector", "digest": "sha256:" + "cd" * 32},
        {"mediaType": kind + "model", "digest": f"sha256:{HASH}", "size": 1},
    ]
    manifest("registry.ollama.ai/library/tiny/3b", {"schemaVersion": 2, "layers": layers})
    manifest("registry.ollama.ai/library/tiny/again", {"layers": layers})
    manifest("registry.ollama.ai/library/broken/a", "{")
    manifest("registry.ollama.ai/library/nested/a", "[" * 100_000)
    manifest("registry.ollama.ai/library/trick/a",
             {"layers": [{"mediaType": kind + "model", "digest": "sha256:../../etc/passwd"}]})  # fmt: skip
    manifest("hf.co/someone/gone/q4",
             {"layers": [{"mediaType": kind + "model", "digest": "sha256:" + "ef" * 32}]})  # fmt: skip
    found = look(tmp_path, Owner.OLLAMA)
    assert [(each.label, each.path.name) for each in found.usable] == [("tiny:3b", f"sha256-{HASH}")]
    assert [each.label for each in found.others] == ["hf.co/someone/gone:q4"]


def test_jan_settings_name_files_elsewhere(tmp_path: Path, tiny: Path) -> None:
    put(tiny, tmp_path / "data" / "llamacpp" / "models" / "own" / "model.gguf")
    elsewhere = put(tiny, tmp_path / "elsewhere" / "imported.gguf")
    for name, path in (("own", "llamacpp/models/own/model.gguf"), ("imported", str(elsewhere)), ("none", "")):
        settings = tmp_path / "data" / "llamacpp" / "models" / name / "model.yml"
        settings.parent.mkdir(exist_ok=True)
        settings.write_text(f"name: {name}\nmodel_path: {path}\nsize_bytes: 1\n")
    found = look(tmp_path / "data", Owner.JAN)
    assert {(each.label, each.path) for each in found.usable} == {
        ("own", tmp_path / "data" / "llamacpp" / "models" / "own" / "model.gguf"),
        ("imported", elsewhere),
    }


def test_names_that_claim_thousands_of_parts_are_not_searched_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(90_000, 90_010):
        (tmp_path / f"a-{number}-of-99999.gguf").touch()
    (tmp_path / "b-99999-of-00002.gguf").touch()
    asked: list[Path] = []
    exists = Path.exists

    def counted(path: Path) -> bool:
        asked.append(path)
        return exists(path)

    monkeypatch.setattr(Path, "exists", counted)
    assert len(look(tmp_path).others) == 11
    assert len(asked) < 100


def test_a_split_model_is_one_and_a_missing_part_is_told(tmp_path: Path, tiny: Path) -> None:
    parts = split_model(tmp_path / "split", tiny, tensors_each=8)
    (found,) = look(tmp_path).models
    assert found.file is not None and found.file.parts == tuple(parts)
    parts[0].unlink()
    (found,) = look(tmp_path).models
    assert found.file is None and found.path == parts[1] and "part 1 is missing" in found.problem


def test_what_is_no_model_is_named_for_what_it_is(tmp_path: Path, tiny: Path) -> None:
    write_adapter(tmp_path / "a-adapter.gguf", tiny)
    copy_model(tmp_path / "b-mmproj.gguf", tiny, changed={"general.architecture": "clip"})
    write_vocabulary_only(tmp_path / "c-vocabulary.gguf", tiny)
    cut_short(tmp_path / "d-cut.gguf", tiny, keep=9000)
    (tmp_path / "e-empty.gguf").touch()
    found = look(tmp_path)
    assert not found.usable
    for other, word in zip(found.others, ("adapter", "image", "vocabulary", "cut short", "empty"), strict=True):
        assert word in other.problem, other


def test_loops_and_closed_folders_are_passed_over(tmp_path: Path, tiny: Path) -> None:
    put(tiny, tmp_path / "one" / "tiny.GGUF")
    (tmp_path / "one" / "up").symlink_to(tmp_path)
    (tmp_path / "one" / "self.gguf").symlink_to(tmp_path / "one" / "self.gguf")
    (tmp_path / "one" / "again.gguf").symlink_to(tmp_path / "one" / "tiny.GGUF")
    os.mkfifo(tmp_path / "one" / "pipe.gguf")
    found = look(tmp_path)
    assert len(found.usable) == 1 and not found.stopped
    assert {each.path.name for each in found.others} == {"pipe.gguf", "self.gguf"}
    if os.geteuid():
        closed = tmp_path / "closed"
        closed.mkdir(mode=0)
        assert look(tmp_path).unreadable == 1
    assert look(tmp_path / "nowhere").models == ()


def test_thousands_of_files_end_at_the_bound(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").touch()
        (tmp_path / f"{number}.gguf").touch()
    assert look(tmp_path, maximum_entries=100).stopped
    bounded = look(tmp_path, maximum_models=50)
    assert len(bounded.models) == 50 and bounded.stopped and bounded.left_out == (tmp_path,)
    deep = tmp_path
    for _ in range(40):
        deep /= "d"
    deep.mkdir(parents=True)
    assert look(tmp_path).stopped


def test_a_folder_with_too_many_files_costs_no_other(tmp_path: Path, tiny: Path) -> None:
    for number in range(10):
        put(tiny, tmp_path / "full" / f"{number}.gguf")
    put(tiny, tmp_path / "other" / "tiny.gguf")
    places = added_places([str(tmp_path / "full"), str(tmp_path / "other")])
    found = find_models(places, HeaderCache(), maximum_models=5)
    assert [each.path.parent.name for each in found.models] == ["full"] * 5 + ["other"]
    assert found.left_out == (tmp_path / "full",)


def test_of_what_takes_too_much_the_heaviest_folders_go(tmp_path: Path, tiny: Path) -> None:
    for number in range(8):
        for name in ("a", "b", "c", "d", "e"):
            put(tiny, tmp_path / "full" / name / f"{number}.gguf")
    put(tiny, tmp_path / "full" / "light" / "tiny.gguf")
    put(tiny, tmp_path / "other" / "tiny.gguf")
    places = added_places([str(tmp_path / "full"), str(tmp_path / "other")])
    whole = find_models(places, HeaderCache())
    assert len(whole.models) == 42 and whole.left_out == ()
    each = len(msgspec.json.encode(whole.models[0], enc_hook=str))
    little = find_models(places, HeaderCache(), most_bytes=36 * each)
    assert len(little.models) == 34 and [path.parent for path in little.left_out] == [tmp_path / "full"]
    least = find_models(places, HeaderCache(), most_bytes=4 * each)
    assert [found.path.parent.name for found in least.models] == ["light", "other"]
    assert least.left_out == (tmp_path / "full",), "many folders of a place are named by the place"


def test_headers_are_read_again_only_when_a_file_changed(tmp_path: Path, tiny: Path) -> None:
    kept = tmp_path / "cache.json"
    model = put(tiny, tmp_path / "models" / "a.gguf")
    (tmp_path / "models" / "b.gguf").write_bytes(b"no model")

    def read() -> int:
        cache = HeaderCache(kept)
        found = find_models(added_places([str(tmp_path / "models")]), cache)
        assert [bool(each.file) for each in found.models] == [True, False]
        return cache.headers_read

    assert [read(), read()] == [2, 0]
    assert kept.stat().st_mode & 0o077 == 0
    cached, _ = HeaderCache(kept).inspect(model)
    fresh, _ = HeaderCache().inspect(model)
    assert cached == fresh
    os.utime(model, ns=(1, 1))
    assert read() == 1
    for damage in (b"", b"{}", b"[" * 5000, b'{"made_by": "another", "entries": {}}'):
        kept.write_bytes(damage)
        assert read() == 2


def test_a_mended_split_model_is_looked_at_again(tmp_path: Path, tiny: Path) -> None:
    parts = split_model(tmp_path / "split", tiny, tensors_each=8)
    away = parts[1].rename(tmp_path / "away")
    cache = HeaderCache(tmp_path / "cache.json")
    assert cache.inspect(parts[0])[0] is None
    cache.save()
    away.rename(parts[1])
    assert HeaderCache(tmp_path / "cache.json").inspect(parts[0])[0] is not None


def test_cancelling_ends_the_search_with_what_was_found(tmp_path: Path, tiny: Path) -> None:
    for name in "abc":
        put(tiny, tmp_path / f"{name}.gguf")
    seen: list[int] = []
    found = find_models([Place(Owner.FOLDER, tmp_path)], HeaderCache(), progress=seen.append,
                        cancelled=lambda: len(seen) >= 2)  # fmt: skip
    assert len(found.models) == 2 and found.stopped


def test_the_programs_variables_and_settings_move_their_folders(tmp_path: Path) -> None:
    def folders(owner: Owner, **environment: str) -> list[Path]:
        return [each.folder for each in standard_places(tmp_path, environment) if each.owner is owner]

    assert folders(Owner.HUGGING_FACE) == [tmp_path / ".cache/huggingface/hub"]
    assert folders(Owner.HUGGING_FACE, HF_HOME="~/hf") == [tmp_path / "hf/hub"]
    assert folders(Owner.HUGGING_FACE, HF_HOME="/a", HF_HUB_CACHE="/b") == [Path("/b")]
    assert folders(Owner.OLLAMA, OLLAMA_MODELS="/o")[0] == Path("/o")
    (tmp_path / ".lmstudio").mkdir()
    (tmp_path / ".lmstudio/settings.json").write_text(json.dumps({"downloadsFolder": "/big/disk"}))
    assert folders(Owner.LM_STUDIO)[0] == Path("/big/disk")
    (tmp_path / ".lmstudio/settings.json").write_text("no json")
    assert folders(Owner.LM_STUDIO)[0] == tmp_path / ".lmstudio/models"
    assert tmp_path / ".local/share/Jan/data" in folders(Owner.JAN)
