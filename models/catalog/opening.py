"""Opens a file that the user named as a model, or says in plain words why that cannot be."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from models.catalog.failures import BadModelFile, Fault, other_kind

MAGIC = b"GGUF"

_OTHER_KINDS = (
    ((b"ggml", b"lmgg", b"tjgg", b"fmgg", b"algg"), "in the old GGML format"),
    ((b"PK\x03\x04", b"\x80\x02"), "a PyTorch file or an archive"),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd"), "an archive that must be unpacked first"),
    ((b"version https://git-lfs",), "only a Git LFS pointer to the model"),
    ((b"<!DOCTYPE", b"<!doctype", b"<html"), "a web page, not the model that it links to"),
)
"""First bytes of what people take for a GGUF file."""


def open_model(path: Path) -> tuple[BinaryIO, int]:
    """Open `path` for reading; returns the stream, placed after the magic number, and the file's size in bytes.

    Raises:
        BadModelFile: The file is missing, empty, no regular file, not to be read, or no GGUF file.
    """
    stream = _open(path)
    try:
        size = os.fstat(stream.fileno()).st_size
        if size == 0:
            raise BadModelFile(
                f"The file {path.name} is empty; download it again or choose another.", fault=Fault.CUT_SHORT
            )
        start = stream.read(32)
    except OSError as error:
        stream.close()
        raise _unreadable(path, error) from error
    except BadModelFile:
        stream.close()
        raise
    if not start.startswith(MAGIC):
        stream.close()
        raise _foreign(path, start)
    stream.seek(len(MAGIC))
    return stream, size


def missing(path: Path) -> BadModelFile:
    """Return the error of a file that is not there; where its folder is not there either, a drive may be missing."""
    folder = next((each for each in reversed(path.parents) if not _is_there(each)), None)
    message = f"There is no file {path}; check the path or choose another model."
    if folder is not None:
        message = (
            f"There is no file {path}, since the drive or folder {folder} is not there; connect it, or choose another "
            "model."
        )
    return BadModelFile(message, fault=Fault.GONE)


def _is_there(folder: Path) -> bool:
    try:
        return folder.exists()
    except OSError:
        return True


def _open(path: Path) -> BinaryIO:
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise other_kind(f"{path} is a folder; choose the model file (.gguf) in it.")
        if not stat.S_ISREG(kind):
            raise other_kind(f"{path} is not a file; choose a model file (.gguf).")
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise missing(path) from error
    except PermissionError as error:
        message = f"You may not read the file {path}; change its permissions or choose another."
        raise BadModelFile(message, details=str(error), fault=Fault.FORBIDDEN) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> BadModelFile:
    message = f"The file {path.name!r} cannot be read; check the disk or choose another."
    return BadModelFile(message, details=str(error), fault=Fault.UNREADABLE)


def _foreign(path: Path, start: bytes) -> BadModelFile:
    if len(start) < len(MAGIC) and MAGIC.startswith(start):
        return BadModelFile(f"The file {path.name} is cut short; download it again.", fault=Fault.CUT_SHORT)
    is_safetensors = start[8:10] == b'{"'
    kind = next((words for signs, words in _OTHER_KINDS if start.startswith(signs)), "")
    kind = "a safetensors file" if is_safetensors else kind
    told = f"{path.name} is {kind}" if kind else f"{path.name} is not a model file"
    return other_kind(f"{told}; choose a model in the GGUF format (.gguf).", f"first bytes: {start[:8]!r}")
