"""The GGUF files of a repository, with the parts of a split model as one; and their names made safe for this disk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.catalog.download.failures import HubError
from models.catalog.download.quantizations import quantization_in
from models.catalog.split_files import MAXIMUM_PARTS

_PART = re.compile(r"^(?P<name>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf$", re.IGNORECASE)
_NO_MODEL = re.compile(r"(?:^|[^a-z])(?:mmproj|imatrix|lora|adapter|vocab)(?:[^a-z]|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?P<name>[^/\s?#]+/[^/\s?#]+)", re.IGNORECASE
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
MAXIMUM_NAME = 200


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository: its path there, its size in bytes and its SHA-256 ("" where the Hub tells none)."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model of a repository: one GGUF file, or all parts of a split one in order."""

    files: tuple[HubFile, ...]
    quantization: str

    @property
    def size(self) -> int:
        """All bytes of it."""
        return sum(file.size for file in self.files)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its files in the repository."""
        return tuple(file.path for file in self.files)

    @property
    def name(self) -> str:
        """The name of its first file."""
        return self.files[0].path.rpartition("/")[2]


def name_in_address(words: str) -> str:
    """Return the repository that the address of a page or a file on the Hub names; other words as they are."""
    match = _ADDRESS.match(words.strip())
    return match["name"] if match else words.strip()


def part_paths(path: str) -> tuple[str, ...]:
    """Return the paths of all files of the model that a file belongs to: of a split one every part, in order."""
    match = _PART.match(path)
    count = int(match["count"]) if match else 0
    if match is None or not 1 < count <= MAXIMUM_PARTS:
        return (path,)
    before, behind = path[: match.start("number")], path[match.end("number") :]
    return tuple(f"{before}{number:05}{behind}" for number in range(1, count + 1))


def group_files(files: Sequence[HubFile]) -> tuple[HubModel, ...]:
    """Return the models among a repository's files, the smallest first, without incomplete splits and image parts."""
    models: list[HubModel] = []
    splits: dict[tuple[str, int], dict[int, HubFile]] = {}
    for file in files:
        if not file.path.lower().endswith(".gguf") or _NO_MODEL.search(file.path.rpartition("/")[2]):
            continue
        if match := _PART.match(file.path):
            splits.setdefault((match["name"], int(match["count"])), {})[int(match["number"])] = file
        else:
            models.append(HubModel((file,), quantization_in(file.path)))
    for (name, count), parts in splits.items():
        if sorted(parts) == list(range(1, count + 1)):
            models.append(HubModel(tuple(parts[number] for number in sorted(parts)), quantization_in(name)))
    return tuple(sorted(models, key=lambda model: (model.size, model.name)))


def folder_of(models_folder: Path, repository: str) -> Path:
    """Return the folder for a repository's files.

    Raises:
        HubError: The name is none of a repository, or would leave the folder.
    """
    if not _REPOSITORY.fullmatch(repository) or ".." in repository or "--" in repository:
        raise HubError(f"“{repository}” is no name of a repository; names look like owner/model.", "name")
    return models_folder / repository.replace("/", "--")


def repository_of(models_folder: Path, path: Path) -> tuple[str, str] | None:
    """Return the repository that a downloaded file comes from and its path there; None for any other file."""
    try:
        folder, *pieces = path.relative_to(models_folder).parts
    except ValueError:
        return None
    owner, _, name = folder.partition("--")
    return (f"{owner}/{name}", "/".join(pieces)) if owner and name and pieces else None


def safe_place(folder: Path, path: str) -> Path:
    """Return where a repository's file goes: inside `folder`, whatever its path says.

    Raises:
        HubError: The path leads elsewhere, or its name cannot be had on some system.
    """
    pieces = path.split("/")
    bad = any(
        piece in ("", ".", "..")
        or len(piece.encode()) > MAXIMUM_NAME
        or _FORBIDDEN.search(piece)
        or _DEVICES.fullmatch(piece)
        or piece.endswith((" ", "."))
        for piece in pieces
    )
    if bad or not path.lower().endswith(".gguf") or len(pieces) > 8:
        raise HubError("The file has a name that cannot be kept safely here; choose another file.", "name",
                       details=repr(path))  # fmt: skip
    return folder.joinpath(*pieces)


def checked_sha256(file: HubFile) -> str:
    """Return the file's checksum.

    Raises:
        HubError: The Hub tells none, so that what arrives could not be checked.
    """
    if not _SHA256.fullmatch(file.sha256):
        raise HubError(
            f"The Hub tells no checksum of {file.path!r}, so it was not downloaded; choose another file.", "checksum"
        )
    return file.sha256
