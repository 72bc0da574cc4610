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
