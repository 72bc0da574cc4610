"""Models that are split over several files: `NAME-00001-of-00003.gguf` and so on."""

from __future__ import annotations

import re
from pathlib import Path

from models.catalog.failures import BadModelFile, Fault, damaged
from models.catalog.header import Header, read_header

MAXIMUM_PARTS = 256
_PART = re.compile(r"^(?P<name>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf$", re.IGNORECASE)


def read_headers(path: Path) -> list[Header]:
    """Read the headers of all files of the model that `path` is (a part of), the first part first.

    Raises:
        BadModelFile: A part is missing or cannot be used.
    """
    header = read_header(path)
    count = header.whole("split.count") or 0
    if count <= 1:
        return [header]
    if count > MAXIMUM_PARTS:
        raise damaged(path.name, f"split into {count} parts")
    match = _PART.match(path.name)
    if not match or int(match["count"]) != count:
        raise BadModelFile(
            f"{path.name} is one of {count} parts of a model and was renamed; give it its name back, "
            f"such as model-00001-of-{count:05}.gguf, with the others beside it.",
            fault=Fault.MISSING_PART,
        )
    return [_part(path, match["name"], number, count) for number in range(1, count + 1)]


def is_part(path: Path) -> bool:
    """Whether the name is that of a part of a split model."""
    return _PART.match(path.name) is not None


def stands_for_model(path: Path) -> bool:
    """Whether a list of models shows this file: it is whole, or the first part that is there of a split model."""
    match = _PART.match(path.name)
    if not match or max(int(match["number"]), int(match["count"])) > MAXIMUM_PARTS:
        return True
    parts = (f"{match['name']}-{number:05}-of-{match['count']}.gguf" for number in range(1, int(match["number"])))
    return not any(path.with_name(name).exists() for name in parts)


def _part(path: Path, name: str, number: int, count: int) -> Header:
    part = path.with_name(f"{name}-{number:05}-of-{count:05}.gguf")
    try:
        return read_header(part)
    except BadModelFile as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        raise BadModelFile(
            f"The model is split into {count} files and part {number} is missing; put {part.name} beside the others.",
            fault=Fault.MISSING_PART,
        ) from error
