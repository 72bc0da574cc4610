"""Adapters that were made elsewhere are taken in when they fit, and refused in plain words when they do not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gguf import GGUFWriter

from models.catalog.adapters.facts import AdapterFacts
from models.catalog.adapters.looking import look_at_adapter
from models.catalog.failures import BadModelFile, Fault
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.looking.adapters import inspect_adapter_aside
from models.catalog.looking.client import Looker
from models.errors import InputError
from models.history.store import Store, open_store
from models.learning.adapter_file import write_adapter_file
from models.learning.adapter_import import import_adapter
from models.paths import DataFolder
from tests.gguf_files import copy_model, cut_short, write_adapter, write_tiny_model

HOSTILE = """
import os, time
from models.catalog import header
from models.catalog.looking.server import main
read = header._read
def evil(stream, path, size):
    if path.name == "evil.gguf":
        MISDEED
    return read(stream, path, size)
header._read = evil
main()
"""
"""The process that reads, with a file that does something to it."""


@pytest.fixture
def store(data_folder: DataFolder) -> Any:
    with open_store(data_folder) as opened:
        yield opened


@pytest.fixture
def model(tmp_path: Path) -> ModelFile:
    return inspect_model(write_tiny_model(tmp_path / "tiny.gguf"))


def taken(store: Store, data_folder: DataFolder, model: ModelFile, path: Path) -> Any:
    return import_adapter(store, data_folder.adapters, model.path, path)


@pytest.fixture
def no_header_here(model: ModelFile, monkeypatch: pytest.MonkeyPatch) -> ModelFile:
    """The model, in a test that fails where this process reads a header itself."""

    def refuse(*_given: object) -> None:
        raise AssertionError("a header was read in this process")

    monkeypatch.setattr("models.catalog.header._read", refuse)
    return model


@pytest.mark.usefixtures("no_header_here")
def test_a_fitting_adapter_is_copied_marked_and_not_yet_in_use(
    store: Store, data_folder: DataFolder, model: ModelFile, tmp_path: Path
) -> None:
    path = write_adapter(tmp_path / "style.gguf", model.path)
    made = taken(store, data_folder, model, path)
    copy = data_folder.adapters / f"{made.id}.gguf"
    assert copy.read_bytes() == path.read_bytes() and copy.stat().st_mode & 0o077 == 0
    assert (made.name, made.imported_from, made.round_id, made.model_id) == (
        "style",
        "style.gguf",
        None,
        model.model_id,
    )
    assert store.adapters.get(made.id) == made and store.adapters.in_use(model.model_id) is None
    store.adapters.choose(model.model_id, made.id)
    assert store.adapters.in_use(model.model_id) == made
    with pytest.raises(InputError, match="was imported already"):
        taken(store, data_folder, model, path)
    store.adapters.delete(made.id)
    assert taken(store, data_folder, model, path).id == made.id
    assert not list(data_folder.adapters.glob(".import*"))


Change = Callable[[GGUFWriter], None]


def write(path: Path, *, architecture: str = "llama", alpha: float | None = 4.0, kind: str = "lora",
          tensors: dict[str, tuple[int, ...]] | None = None, extra: Change = lambda _writer: None) -> Path:  # fmt: skip
    writer = GGUFWriter(path, architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", kind)
    if alpha is not None:
        writer.add_float32("adapter.lora.alpha", alpha)
    extra(writer)
    fitting = {"blk.0.attn_q.weight.lora_a": (4, 64), "blk.0.attn_q.weight.lora_b": (64, 4)}
    for name, shape in (fitting if tensors is None else tensors).items():
        writer.add_tensor(name, np.zeros(shape, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


BASE = "blk.0.ffn_down.weight"
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another architecture": ({"architecture": "qwen2"}, "of the kind “qwen2”"),
    "no alpha": ({"alpha": None}, "how strongly"),
    "alpha of nothing": ({"alpha": 0.0}, "how strongly"),
    "alpha that is no number": ({"alpha": float("nan")}, "how strongly"),
    "no lora": ({"kind": "ia3"}, "only LoRA"),
    "activated by words": (
        {"extra": lambda writer: writer.add_array("adapter.alora.invocation_tokens", [1, 2])}, "words of its own",
    ),
    "nothing in it": ({"tensors": {}}, "is empty"),
    "half a pair": ({"tensors": {f"{BASE}.lora_a": (4, 128)}}, "only one of its two"),
    "a matrix that is not there": (
        {"tensors": {"blk.9.attn_q.weight.lora_a": (4, 64), "blk.9.attn_q.weight.lora_b": (64, 4)}}, "does not have",
    ),
    "other inputs": ({"tensors": {f"{BASE}.lora_a": (4, 64), f"{BASE}.lora_b": (64, 4)}}, "other dimensions"),
    "other outputs": ({"tensors": {f"{BASE}.lora_a": (4, 128), f"{BASE}.lora_b": (128, 4)}}, "other dimensions"),
    "two ranks": ({"tensors": {f"{BASE}.lora_a": (4, 128), f"{BASE}.lora_b": (64, 8)}}, "other dimensions"),
    "more than LoRA": ({"tensors": {"blk.0.attn_norm.weight": (64,)}}, "more than LoRA"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_is_refused(wrong: str, model: ModelFile, tmp_path: Path) -> None:
    how, words = WRONG[wrong]
    with pytest.raises(BadModelFile, match=words):
        look_at_adapter(write(tmp_path / "adapter.gguf", **how), model.path)


@pytest.mark.usefixtures("no_header_here")
def test_a_refusal_leaves_nothing(store: Store, data_folder: DataFolder, model: ModelFile, tmp_path: Path) -> None:
    with pytest.raises(BadModelFile, match="how strongly") as caught:
        taken(store, data_folder, model, write(tmp_path / "adapter.gguf", alpha=None))
    assert caught.value.problem.fault is Fault.OTHER_KIND
    assert store.adapters.of_model() == [] and not list(data_folder.root.glob("adapters/*"))


@pytest.mark.parametrize("misdeed", ["os.abort()", "time.sleep(60)"])
def test_a_file_that_ends_or_hangs_its_reader_is_refused(misdeed: str, model: ModelFile, tmp_path: Path) -> None:
    path = write(tmp_path / "evil.gguf")
    looker = Looker((sys.executable, "-c", HOSTILE.replace("MISDEED", misdeed)), seconds=2.0)
    with pytest.raises(BadModelFile, match=r"evil\.gguf could not be read in time"):
        inspect_adapter_aside(path, model.path, looker)
    assert inspect_adapter_aside(path, model.path).model_id == model.model_id


def test_a_reader_that_cannot_be_started_is_told_as_such(model: ModelFile, tmp_path: Path) -> None:
    path = write(tmp_path / "fine.gguf")
    with pytest.raises(InputError, match=r"fine\.gguf could not be read now; try again"):
        inspect_adapter_aside(path, model.path, Looker(("/no/such/program",)))
    with pytest.raises(BadModelFile, match="rename the file"):
        inspect_adapter_aside(Path("/tmp/\udce8.gguf"), model.path)


def test_models_damaged_and_missing_files_are_refused(
    store: Store, data_folder: DataFolder, model: ModelFile, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="is no adapter"):
        taken(store, data_folder, model, model.path)
    whole = write(tmp_path / "whole.gguf")
    with pytest.raises(BadModelFile):
        taken(store, data_folder, model, cut_short(tmp_path / "cut.gguf", whole, keep=whole.stat().st_size - 100))
    with pytest.raises(BadModelFile):
        taken(store, data_folder, model, tmp_path / "none.gguf")


def test_an_adapter_of_our_own_for_another_model_is_refused(
    store: Store, data_folder: DataFolder, model: ModelFile, tmp_path: Path
) -> None:
    def extra(writer: GGUFWriter) -> None:
        writer.add_string("rationale.fingerprint", "f")
        writer.add_string("rationale.base_model_id", "0" * 32)
        writer.add_string("rationale.base_name", "Other 7B")

    with pytest.raises(InputError, match="was trained on Other 7B, not on Tiny"):
        taken(store, data_folder, model, write(tmp_path / "own.gguf", extra=extra))


@pytest.mark.parametrize(("split", "fits"), [("default", True), ("llama-bpe", False), ("", True)])
def test_an_adapter_that_learned_other_tokens_is_refused(
    split: str, fits: bool, model: ModelFile, tmp_path: Path
) -> None:
    """The model has the usual split of byte-pair encoding, the adapter names one or none."""
    changed = {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "default"}
    base = inspect_model(copy_model(tmp_path / "base.gguf", model.path, changed=changed))
    facts = AdapterFacts(
        title="own", base_model_id=base.model_id, base_name="Tiny", examples=7, steps=1, seed=1, created=1.0,
        settings="{}", fingerprint="f", pre_tokenizer=split,
    )  # fmt: skip
    lora = {
        f"base_model.model.model.layers.0.self_attn.v_proj.lora_{name}.weight": np.zeros(shape, dtype=np.float32)
        for name, shape in (("A", (4, 64)), ("B", (32, 4)))
    }
    path = tmp_path / "own.gguf"
    write_adapter_file(path, base, lora, alpha=8.0, facts=facts)
    if fits:
        assert look_at_adapter(path, base.path).examples == 7
        return
    with pytest.raises(BadModelFile, match="another file of Tiny, which splits text differently"):
        look_at_adapter(path, base.path)


def test_the_embedding_may_be_changed_as_llama_cpp_wants_it(
    store: Store, data_folder: DataFolder, model: ModelFile, tmp_path: Path
) -> None:
    vocabulary = model.shape.vocabulary
    tensors: dict[str, tuple[int, ...]] = {
        "token_embd.weight.lora_a": (vocabulary, 4),
        "token_embd.weight.lora_b": (64, 4),
    }
    assert taken(store, data_folder, model, write(tmp_path / "embedding.gguf", tensors=tensors)).id
