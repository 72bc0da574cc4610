"""Reads the metadata in the header of a GGUF file: keys with their values."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from gguf.constants import GGUFValueType

from models.catalog.bounded_reader import BoundedReader
from models.catalog.failures import damaged

Value = str | int | float | bool
Numbers = tuple[int | float | bool, ...]

MAXIMUM_KEYS = 16_384
MAXIMUM_KEY_BYTES = 256
MAXIMUM_KEPT_STRING_BYTES = 4 * 1024 * 1024
"""The longest chat templates take 20 kB; longer strings are gone over."""
MAXIMUM_KEPT_BYTES = 16 * 1024 * 1024
MAXIMUM_KEPT_NUMBERS = 1024
"""Arrays with one number for each layer are kept, vocabularies are not."""

_SCALARS = {
    GGUFValueType.UINT8: struct.Struct("<B"),
    GGUFValueType.INT8: struct.Struct("<b"),
    GGUFValueType.UINT16: struct.Struct("<H"),
    GGUFValueType.INT16: struct.Struct("<h"),
    GGUFValueType.UINT32: struct.Struct("<I"),
    GGUFValueType.INT32: struct.Struct("<i"),
    GGUFValueType.FLOAT32: struct.Struct("<f"),
    GGUFValueType.BOOL: struct.Struct("<?"),
    GGUFValueType.UINT64: struct.Struct("<Q"),
    GGUFValueType.INT64: struct.Struct("<q"),
    GGUFValueType.FLOAT64: struct.Struct("<d"),
}


@dataclass(frozen=True, slots=True)
class ArrayPlace:
    """Where an array lies in the file (bytes `start` to `end`), and its numbers if they are few."""

    count: int
    start: int
    end: int
    numbers: Numbers = ()


class MetadataReader:
    """Reads keys and values into `values` and `arrays`.

    Args:
        reader: Placed at the first key.
        name: The file's name, for errors.
    """

    def __init__(self, reader: BoundedReader, name: str) -> None:
        self._reader, self._name = reader, name
        self.values: dict[str, Value] = {}
        self.arrays: dict[str, ArrayPlace] = {}
        self._kept_bytes = 0

    def read(self, count: int) -> None:
        """Read so many keys with their values.

        Raises:
            BadModelFile: They contradict themselves or the file's size.
        """
        if count > MAXIMUM_KEYS:
            raise damaged(self._name, f"{count} keys are too many")
        seen: set[str] = set()
        for _ in range(count):
            key = self._reader.string(MAXIMUM_KEY_BYTES)
            if key in seen:
                raise damaged(self._name, f"the key {key!r} is there twice")
            seen.add(key)
            self._read_value(key, self._kind())

    def _kind(self) -> GGUFValueType:
        number = int.from_bytes(self._reader.take(4), "little")
        try:
            return GGUFValueType(number)
        except ValueError:
            raise damaged(self._name, f"unknown kind of value {number}") from None

    def _read_value(self, key: str, kind: GGUFValueType) -> None:
        if kind is GGUFValueType.ARRAY:
            self.arrays[key] = self._read_array(key)
        elif kind is GGUFValueType.STRING:
            self._read_string(key)
        else:
            scalar = _SCALARS[kind]
            self.values[key] = scalar.unpack(self._reader.take(scalar.size))[0]

    def _read_string(self, key: str) -> None:
        length = self._reader.unsigned()
        if length > MAXIMUM_KEPT_STRING_BYTES or self._kept_bytes + length > MAXIMUM_KEPT_BYTES:
            self._reader.skip(length)
            return
        self._kept_bytes += length
        self.values[key] = self._reader.take(length).decode("utf-8", "replace")

    def _read_array(self, key: str) -> ArrayPlace:
        kind, count = self._kind(), self._reader.unsigned()
        start = self._reader.position
        if kind is GGUFValueType.ARRAY:
            raise damaged(self._name, f"the array {key!r} holds arrays")
        if kind is GGUFValueType.STRING:
            self._reader.skip_strings(count)
            return ArrayPlace(count, start, self._reader.position)
        scalar = _SCALARS[kind]
        if count > MAXIMUM_KEPT_NUMBERS or self._kept_bytes > MAXIMUM_KEPT_BYTES:
            self._reader.skip(count * scalar.size)
            return ArrayPlace(count, start, self._reader.position)
        self._kept_bytes += count * 32  # what a number costs as a Python object
        numbers = tuple(row[0] for row in scalar.iter_unpack(self._reader.take(count * scalar.size)))
        return ArrayPlace(count, start, self._reader.position, numbers)
