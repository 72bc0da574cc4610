from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from gguf import GGUFWriter

from models.catalog.bundled import bundled_model
from models.catalog.failures import BadModelFile
from models.catalog.inspection import inspect_model
from models.catalog.thought_formats import IMPOSED, THINK_TAGS
from tests.catalog import raw_headers
from tests.gguf_files import (
    copy_model,
    cut_short,
    split_model,
    write_adapter,
    write_huge_model,
    write_tiny_model,
    write_vocabulary_only,
)


def refusal(path: Path) -> BadModelFile:
    with pytest.raises(BadModelFile) as caught:
        inspect_model(path)
    assert caught.value.exit_code == 2
    return caught.value


def test_the_bundled_model(bundled_model_path: Path) -> None:
    model = inspect_model(bundled_model())
    assert model.path == bundled_model_path and model.parts == (model.path,) and not model.is_split
    assert (model.name, model.architecture, model.quantization) == ("SmolLM2 135M Instruct", "llama", "Q4_1")
    assert (model.parameters, model.size_bytes, model.context_length) == (134_515_008, 98_362_432, 8192)
    shape = model.shape
    assert (model.layers, shape.embedding, shape.feed_forward, shape.heads) == (30, 576, 1536, 9)
    assert (shape.kv_heads, shape.key_length, shape.value_length, shape.vocabulary) == ((3,) * 30, 64, 64, 49152)
    assert model.thought_format is IMPOSED and model.chat_template is not None
    assert model.weights.output_is_shared and model.weights.total == 96_576_768


def test_a_model_without_a_chat_template_and_with_its_own_output(tmp_path: Path) -> None:
    model = inspect_model(write_tiny_model(tmp_path / "tiny.gguf"))
    assert model.chat_template is None and model.thought_format is IMPOSED
    assert (model.name, model.quantization, model.layers) == ("Tiny", "F16", 2)
    assert not model.weights.output_is_shared
    assert model.weights.total == sum(model.weights.layers) + model.weights.input + model.weights.output


def test_the_thought_format_and_title_come_from_the_file(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "thinker.gguf", chat_template="<think>{{ x }}</think>", name="A\x1b[2J B\n")
    model = inspect_model(path)
    assert model.thought_format is THINK_TAGS and model.name == "A[2J B"
    untitled = inspect_model(write_tiny_model(tmp_path / "untitled.gguf", name=""))
    assert untitled.name == "untitled"


def test_numbers_for_each_layer_and_other_hints_are_read(tmp_path: Path) -> None:
    def extra(writer: GGUFWriter) -> None:
        writer.add_sliding_window(128)
        writer.add_key_length(32)
        writer.add_value_length(16)

    path = write_tiny_model(tmp_path / "tiny.gguf", heads=[4, 4], kv_heads=[2, 0], extra=extra)
    shape = inspect_model(path).shape
    assert (shape.kv_heads, shape.sliding_window, shape.key_length, shape.value_length) == ((2, 0), 128, 32, 16)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    missing = tmp_path / "missing.gguf"
    assert refusal(missing).message == f"There is no file {missing}; check the path or choose another model."
    drive = tmp_path / "drive"
    words = f", since the drive or folder {drive} is not there; connect it, or choose another model."
    assert refusal(drive / "models" / "a.gguf").message == f"There is no file {drive / 'models' / 'a.gguf'}{words}"
    assert refusal(tmp_path).message == f"{tmp_path} is a folder; choose the model file (.gguf) in it."
    assert "There is no file" in refusal(tmp_path / "missing.gguf" / "below").message
    assert "cannot be read" in refusal(tmp_path / "zero\0byte.gguf").message
    assert "cannot be read" in refusal(tmp_path / ("long" * 100)).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.gguf"
    os.mkfifo(pipe)
    assert "is not a file" in refusal(pipe).message


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are other things there")
def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_tiny_model(tmp_path / "secret.gguf")
    path.chmod(0)
    if os.geteuid() == 0:  # root may read all, so the refusal itself is played

        def refuse(self: Path, *_: object) -> None:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", refuse)
    assert "You may not read the file" in refusal(path).message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"GG", "is cut short"),
        (b"GGUF", "is cut short within its header"),
        (b"hello, this is a letter to my aunt", "is not a model file"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"version https://git-lfs.github.com/spec/v1", "Git LFS pointer"),
        (b"PK\x03\x04" + bytes(40), "PyTorch"),
        (b"\x40\x00\x00\x00\x00\x00\x00\x00" + b'{"__metadata__"', "safetensors"),
        (b"tjgg" + bytes(40), "old GGML format"),
        (bytes(1000), "is not a model file"),
    ],
)
def test_files_of_other_kinds_are_told_apart(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "file.gguf"
    path.write_bytes(content)
    assert words in refusal(path).message


def test_a_cut_file_says_what_is_missing(tmp_path: Path, bundled_model_path: Path) -> None:
    error = refusal(cut_short(tmp_path / "cut.gguf", bundled_model_path, keep=60_000_000))
    assert error.message == (
        "The file cut.gguf is cut short: it should be 98 MB, but only 60 MB are there, so a download probably stopped; "
        "download it again."
    )
    assert "data is not within the file bounds" in error.details
    assert error.reason == "file"


def test_one_missing_byte_is_found(tmp_path: Path) -> None:
    whole = write_tiny_model(tmp_path / "tiny.gguf")
    assert "cut short" in refusal(cut_short(tmp_path / "cut.gguf", whole, keep=whole.stat().st_size - 1)).message


def test_an_unknown_architecture(tmp_path: Path) -> None:
    error = refusal(write_tiny_model(tmp_path / "new.gguf", architecture="llama9000"))
    assert "does not know the architecture “llama9000”" in error.message
    assert error.reason == "architecture"


@pytest.mark.parametrize("architecture", ["", "two\nlines", "x" * 5000, "\x1b[2J", "../etc"])
def test_an_architecture_that_is_no_name(architecture: str, tmp_path: Path) -> None:
    path = raw_headers.write(tmp_path / "odd.gguf", [raw_headers.text_value("general.architecture", architecture)], [])
    error = refusal(path)
    assert "does not say what kind of model it is" in error.message and len(error.details) < 300


def test_files_that_are_parts_of_models(tmp_path: Path, bundled_model_path: Path) -> None:
    vocabulary = write_vocabulary_only(tmp_path / "vocabulary.gguf", bundled_model_path)
    assert "holds only a vocabulary" in refusal(vocabulary).message
    adapter = write_adapter(tmp_path / "adapter.gguf", bundled_model_path)
    assert "is an adapter, not a model" in refusal(adapter).message
    projector = write_tiny_model(tmp_path / "mmproj.gguf", architecture="clip")
    assert "image or sound part" in refusal(projector).message
    encoder = write_tiny_model(tmp_path / "bert.gguf", extra=lambda writer: writer.add_causal_attention(False))
    assert "only compares texts" in refusal(encoder).message


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("tokenizer.ggml.tokens", "has no vocabulary"),
        ("llama.block_count", "is damaged"),
        ("llama.context_length", "is damaged"),
        ("llama.embedding_length", "is damaged"),
    ],
)
def test_missing_metadata(missing: str, words: str, tmp_path: Path) -> None:
    whole = write_tiny_model(tmp_path / "tiny.gguf")
    assert words in refusal(copy_model(tmp_path / "less.gguf", whole, without=frozenset({missing}))).message


def test_a_split_model_is_one_model(tmp_path: Path) -> None:
    whole = inspect_model(write_tiny_model(tmp_path / "whole.gguf"))
    parts = split_model(tmp_path / "parts", whole.path, tensors_each=8)
    assert len(parts) == 3
    for part in parts:
        model = inspect_model(part)
        assert model.path == parts[0] and model.parts == tuple(parts) and model.is_split
        assert (model.parameters, model.weights, model.shape) == (whole.parameters, whole.weights, whole.shape)
        assert model.size_bytes == sum(each.stat().st_size for each in parts)
        assert model.model_id == whole.model_id


def test_a_split_model_with_a_part_missing_or_renamed(tmp_path: Path) -> None:
    parts = split_model(tmp_path / "parts", write_tiny_model(tmp_path / "whole.gguf"), tensors_each=8)
    third = parts[2].read_bytes()
    parts[2].unlink()
    error = refusal(parts[0])
    assert "part 3 is missing" in error.message and parts[2].name in error.message
    parts[2].write_bytes(third[:-100])
    assert "is cut short" in refusal(parts[0]).message
    renamed = parts[0].rename(parts[0].with_name("model.gguf"))
    assert "was renamed" in refusal(renamed).message


def test_a_file_of_forty_gigabytes_is_inspected_without_reading_it(tmp_path: Path) -> None:
    path = write_huge_model(tmp_path / "huge.gguf", size=40 * 10**9)
    model = inspect_model(path)
    assert model.size_bytes == pytest.approx(40e9, rel=0.001) and model.quantization == "Q8_0"
    assert model.parameters == pytest.approx(40e9 * 32 / 34, rel=0.001)
