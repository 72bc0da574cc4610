"""Builds headers of GGUF files byte by byte, to lie in them."""

from __future__ import annotations

import struct
from pathlib import Path

STRING, ARRAY, UINT32, UINT64, BOOL = 8, 9, 4, 10, 7


def string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def text_value(key: str, text: str) -> bytes:
    return string(key) + struct.pack("<I", STRING) + string(text)


def number_value(key: str, number: int) -> bytes:
    return string(key) + struct.pack("<II", UINT32, number)


def array_value(key: str, kind: int, count: int, content: bytes = b"") -> bytes:
    return string(key) + struct.pack("<IIQ", ARRAY, kind, count) + content


def tensor(name: str, shape: tuple[int, ...], kind: int = 0, offset: int = 0) -> bytes:
    return string(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)


def write(
    path: Path,
    values: list[bytes],
    tensors: list[bytes],
    *,
    version: int = 3,
    key_count: int | None = None,
    tensor_count: int | None = None,
    size: int = 0,
) -> Path:
    """Write a file; `size` makes it longer with a hole."""
    counts = (len(tensors) if tensor_count is None else tensor_count, len(values) if key_count is None else key_count)
    content = b"GGUF" + struct.pack("<IQQ", version, *counts) + b"".join(values) + b"".join(tensors)
    path.write_bytes(content)
    if size > len(content):
        with path.open("r+b") as stream:
            stream.truncate(size)
    return path


def write_bloated(folder: Path, number: int) -> None:
    """Fill a folder with files of a few hundred bytes, each of which takes 45 kB to be told."""
    folder.mkdir()
    values = [
        text_value("general.architecture", "llama"),
        number_value("llama.block_count", 4096),
        number_value("llama.embedding_length", 64),
        number_value("llama.context_length", 64),
        number_value("llama.attention.head_count", 4),
        number_value("llama.attention.head_count_kv", 16_777_215),
        array_value("tokenizer.ggml.tokens", STRING, 0),
    ]
    first = write(folder / "first.gguf", values, [tensor("blk.0.attn_k.weight", (32, 2))], size=4096)
    for each in range(number):
        (folder / f"{each}.gguf").hardlink_to(first)
