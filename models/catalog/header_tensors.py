"""Reads the list of tensors in the header of a GGUF file."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from models.catalog.bounded_reader import BoundedReader
from models.catalog.failures import BadModelFile, Fault, damaged

MAXIMUM_TENSORS = 100_000
MAXIMUM_NAME_BYTES = 128
MAXIMUM_DIMENSIONS = 4


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor's name, type, shape (fastest dimension first), and place in the file in bytes."""

    name: str
    kind: GGMLQuantizationType
    shape: tuple[int, ...]
    start: int
    size: int

    @property
    def elements(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


def read_tensors(reader: BoundedReader, name: str, count: int, alignment: int) -> list[Tensor]:
    """Read the list of tensors; each must lie right behind the one before it, as llama.cpp demands.

    Args:
        reader: Placed behind the metadata.
        name: The file's name, for errors.
        count: How many tensors there are.
        alignment: What the places of tensors are multiples of, in bytes.

    Raises:
        BadModelFile: The list contradicts itself.
    """
    if count > MAXIMUM_TENSORS:
        raise damaged(name, f"{count} tensors are too many")
    entries = [_read_tensor(reader, name) for _ in range(count)]
    if len({entry[0] for entry in entries}) != len(entries):
        raise damaged(name, "two tensors have the same name")
    data_start = _padded(reader.position, alignment)
    expected, tensors = 0, []
    for tensor_name, kind, shape, offset in entries:
        if offset != expected:
            raise damaged(name, f"tensor {tensor_name!r} is at {offset}, expected at {expected}")
        tensor = Tensor(tensor_name, kind, shape, data_start + offset, _tensor_bytes(tensor_name, kind, shape, name))
        tensors.append(tensor)
        expected = _padded(offset + tensor.size, alignment)
    return tensors


def _padded(position: int, alignment: int) -> int:
    return -(-position // alignment) * alignment


def _read_tensor(reader: BoundedReader, name: str) -> tuple[str, GGMLQuantizationType, tuple[int, ...], int]:
    tensor_name = reader.string(MAXIMUM_NAME_BYTES)
    dimensions = int.from_bytes(reader.take(4), "little")
    if not 0 < dimensions <= MAXIMUM_DIMENSIONS:
        raise damaged(name, f"tensor {tensor_name!r} has {dimensions} dimensions")
    shape = tuple(reader.unsigned() for _ in range(dimensions))
    if not all(0 < each < 1 << 63 for each in shape):
        raise damaged(name, f"tensor {tensor_name!r} has the shape {shape}")
    number = int.from_bytes(reader.take(4), "little")
    try:
        kind = GGMLQuantizationType(number)
    except ValueError:
        raise BadModelFile(
            f"The file {name} is quantized in a way that this version of Rationale does not know; "
            "choose another quantization or update Rationale.",
            details=f"tensor {tensor_name!r} has the unknown type {number}",
            fault=Fault.NEWER,
        ) from None
    return tensor_name, kind, shape, reader.unsigned()


def _tensor_bytes(tensor_name: str, kind: GGMLQuantizationType, shape: tuple[int, ...], name: str) -> int:
    block, block_bytes = GGML_QUANT_SIZES[kind]
    if shape[0] % block:
        raise damaged(name, f"tensor {tensor_name!r}: rows of {shape[0]} are not made of blocks of {block}")
    return math.prod(shape) // block * block_bytes
