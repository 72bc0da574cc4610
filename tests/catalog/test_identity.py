from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.catalog.identity import DERIVED_FROM, SAMPLED_TENSORS
from models.catalog.inspection import inspect_model
from tests.gguf_files import copy_model, write_tiny_model


def identity(path: Path) -> str:
    return inspect_model(path).model_id


def test_title_template_and_file_name_do_not_matter(tmp_path: Path, bundled_model_path: Path) -> None:
    changed = {"general.name": "Another", "tokenizer.chat_template": "{{ messages[0].content }}", "own.note": "x"}
    copy = copy_model(tmp_path / "copy.gguf", bundled_model_path, changed=changed)
    assert inspect_model(copy).chat_template == "{{ messages[0].content }}"
    assert identity(copy) == identity(bundled_model_path)


def test_the_bundled_models_identifier_stays(bundled_model_path: Path) -> None:
    """Adapters, rounds, speeds and the tuned copy of every user are kept under it."""
    file = inspect_model(bundled_model_path)
    assert (file.model_id, file.pre_tokenizer) == ("49d6efa9f824838d1ad6189736331c53", "smollm")


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [("gpt2", "llama-bpe", "llama-bpe"), ("gpt2", "default", "default"), ("gpt2", "", "default"),
     ("gpt2", "x" * 1000, "x" * 64), ("llama", "llama-bpe", ""), ("bert", "default", "")],
)  # fmt: skip
def test_how_text_is_split_is_told_beside_the_identifier(kind: str, name: str, told: str, tmp_path: Path) -> None:
    original = write_tiny_model(tmp_path / "tiny.gguf")
    changed = {"tokenizer.ggml.model": kind, "tokenizer.ggml.pre": name}
    without = frozenset() if name else frozenset({"tokenizer.ggml.pre"})
    if without:
        del changed["tokenizer.ggml.pre"]
    other = inspect_model(copy_model(tmp_path / "other.gguf", original, changed=changed, without=without))
    assert (other.pre_tokenizer, other.model_id) == (told, identity(original))


def test_a_file_that_claims_to_be_another_model_is_not_believed(tmp_path: Path, bundled_model_path: Path) -> None:
    foreign = write_tiny_model(tmp_path / "tiny.gguf")
    claim = {DERIVED_FROM: identity(bundled_model_path)}
    assert identity(copy_model(tmp_path / "claims.gguf", foreign, changed=claim)) == identity(foreign)


def test_weights_and_vocabulary_matter(tmp_path: Path) -> None:
    original = write_tiny_model(tmp_path / "tiny.gguf")

    def nudge(name: str, data: NDArray[Any]) -> NDArray[Any]:
        return data * np.float16(1.01) if name == "blk.1.attn_q.weight" else data

    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *"zyxwvutsrqponmlkjihgfedcba", "▁"]
    others = [
        write_tiny_model(tmp_path / "seed.gguf", seed=1),
        write_tiny_model(tmp_path / "tied.gguf", tied=True),
        copy_model(tmp_path / "nudged.gguf", original, change_tensor=nudge),
        copy_model(tmp_path / "tokens.gguf", original, changed={"tokenizer.ggml.tokens": tokens}),
    ]
    identities = [identity(path) for path in (original, *others)]
    assert len(set(identities)) == len(identities)
    assert identity(copy_model(tmp_path / "same.gguf", original)) == identities[0]
    assert all(len(each) == 32 and set(each) <= set("0123456789abcdef") for each in identities)


@pytest.mark.parametrize("layers", [17, 60])
def test_a_change_in_any_layer_matters_however_many_there_are(layers: int, tmp_path: Path) -> None:
    original = write_tiny_model(tmp_path / "deep.gguf", layers=layers, embedding=32, heads=2, feed_forward=32)
    assert (7 * layers > SAMPLED_TENSORS) == (layers == 60)
    identities = {identity(original)}
    for layer in range(0, layers, 6):

        def nudge(name: str, data: NDArray[Any], changed: str = f"blk.{layer}.") -> NDArray[Any]:
            return data * np.float16(1.01) if name.startswith(changed) and data.ndim > 1 else data

        identities.add(identity(copy_model(tmp_path / "nudged.gguf", original, change_tensor=nudge)))
    assert len(identities) == 1 + len(range(0, layers, 6))
