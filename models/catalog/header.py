"""Reads the header of a GGUF file: metadata and the list of tensors; the file may be hostile.

`gguf.GGUFReader` makes numpy arrays for each element of the vocabulary: 2.6 s and 163 MB for the bundled model (98 MB)
on two cores, and more for a hostile file. This reader goes over arrays (0.03 s, 2 MB for the same file), checks each
count, length and offset against the file's size, and stops at fixed bounds (`bounded_reader`).
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little endian).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.catalog.bounded_reader import BoundedReader
from models.catalog.failures import BadModelFile, Fault, damaged
from models.catalog.header_tensors import Tensor, read_tensors
from models.catalog.header_values import ArrayPlace, MetadataReader, Value
from models.catalog.opening import open_model
from models.catalog.sizes import format_size

DEFAULT_ALIGNMENT = 32
MAXIMUM_ALIGNMENT = 1 << 20
MAXIMUM_FILE_BYTES = 1 << 50


@dataclass(frozen=True, slots=True)
class Header:
    """All of a header that is worth keeping; `size` is the file's, in bytes."""

    path: Path
    size: int
    values: dict[str, Value]
    arrays: dict[str, ArrayPlace]
    tensors: list[Tensor]

    @property
    def complete_size(self) -> int:
        """What the whole file must have at least, in bytes."""
        return self.tensors[-1].start + self.tensors[-1].size if self.tensors else 0

    def text(self, key: str) -> str:
        """The string under `key`, "" when there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def whole(self, key: str) -> int | None:
        """The whole number under `key`, None when there is none."""
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


def read_header(path: Path) -> Header:
    """Read the header of `path`; that all tensors are in the file is checked too.

    Costs at most 5 s and 100 MB, whatever the file says.

    Raises:
        BadModelFile: The file cannot be read, is no GGUF file of a known version, is damaged or cut short.
    """
    stream, size = open_model(path)
    with stream:
        try:
            return _read(stream, path, size)
        except OSError as error:
            message = f"The file {path.name} cannot be read; check the disk or choose another."
            raise BadModelFile(message, details=str(error), fault=Fault.UNREADABLE) from error


def _read(stream: BinaryIO, path: Path, size: int) -> Header:
    reader = BoundedReader(stream, path.name, size)
    _check_version(int.from_bytes(reader.take(4), "little"), path.name)
    tensor_count, key_count = reader.unsigned(), reader.unsigned()
    metadata = MetadataReader(reader, path.name)
    metadata.read(key_count)
    alignment = _alignment(metadata.values.get("general.alignment", DEFAULT_ALIGNMENT), path.name)
    tensors = read_tensors(reader, path.name, tensor_count, alignment)
    header = Header(path, size, metadata.values, metadata.arrays, tensors)
    _check_complete(header)
    return header


def _check_version(version: int, name: str) -> None:
    if version in (2, 3):
        return
    if version and version & 0xFFFF == 0:
        message = (
            f"The file {name} is made for big-endian computers; choose the usual (little-endian) file of this model."
        )
    elif version == 1:
        message = f"The file {name} is in an outdated form of GGUF (version 1); choose a newer file of this model."
    elif 3 < version < 1000:
        message = (
            f"The file {name} is in a newer form of GGUF (version {version}) than Rationale knows; update Rationale."
        )
    else:
        raise damaged(name, f"GGUF version {version}")
    fault = Fault.NEWER if 3 < version < 1000 else Fault.OUTDATED
    raise BadModelFile(message, details=f"GGUF version field: 0x{version:08x}", fault=fault)


def _alignment(alignment: Value, name: str) -> int:
    if not isinstance(alignment, int) or not 0 < alignment <= MAXIMUM_ALIGNMENT or alignment & (alignment - 1):
        raise damaged(name, f"an alignment of {alignment!r} bytes")
    return alignment


def _check_complete(header: Header) -> None:
    if header.complete_size <= header.size:
        return
    if header.complete_size >= MAXIMUM_FILE_BYTES:
        raise damaged(header.path.name, f"the tensors take {header.complete_size} bytes")
    missing = next(tensor for tensor in header.tensors if tensor.start + tensor.size > header.size)
    raise BadModelFile(
        f"The file {header.path.name} is cut short: it should be {format_size(header.complete_size)}, but only "
        f"{format_size(header.size)} are there, so a download probably stopped; download it again.",
        details=f"tensor {missing.name!r} data is not within the file bounds",
        fault=Fault.CUT_SHORT,
        size=header.size,
        whole_size=header.complete_size,
    )
