"""Where programs keep their models on this computer.

Sources: huggingface_hub's `constants.py`, LM Studio's and Jan's settings folders, Ollama's `envconfig`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec


class Owner(StrEnum):
    """Who keeps a model."""

    BUNDLED = "bundled"
    HUGGING_FACE = "huggingface"
    LM_STUDIO = "lmstudio"
    OLLAMA = "ollama"
    JAN = "jan"
    FOLDER = "folder"
    """A folder that the user has added."""
    ADDED = "added"
    """A file that the user has added."""
    DOWNLOADED = "downloaded"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to look into; it need not exist."""

    owner: Owner
    folder: Path


def standard_places(home: Path, environment: Mapping[str, str], *, data_folder: Path | None = None) -> list[Place]:
    """Return where the known programs keep models, the most likely first.

    Args:
        home: The user's home folder.
        environment: The environment variables; those of the programs move their folders.
        data_folder: The platform's own folder for programs' data (for Jan), by default `~/.local/share`.
    """
    data = data_folder or home / ".local" / "share"
    places = [
        *(Place(Owner.HUGGING_FACE, folder) for folder in _hugging_face(home, environment)),
        *(Place(Owner.LM_STUDIO, folder) for folder in _lm_studio(home)),
        *(Place(Owner.OLLAMA, folder) for folder in _ollama(home, environment)),
        *(Place(Owner.JAN, folder) for folder in _jan(home, environment, data)),
    ]
    return list(dict.fromkeys(places))


def added_places(folders: Sequence[str]) -> list[Place]:
    """Return the folders that the user has added (`Settings.model_folders`) as places."""
    return [Place(Owner.FOLDER, Path(folder)) for folder in dict.fromkeys(folders)]


def _hugging_face(home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    for variable in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if value := environment.get(variable):
            yield _path(value, home)
            return
    if value := environment.get("HF_HOME"):
        yield _path(value, home) / "hub"
        return
    cache = environment.get("XDG_CACHE_HOME")
    yield (_path(cache, home) if cache else home / ".cache") / "huggingface" / "hub"


def _lm_studio(home: Path) -> Iterator[Path]:
    root = home / ".lmstudio"
    if pointed := _first_line(home / ".lmstudio-home-pointer"):
        root = _path(pointed, home)
    if chosen := _text_in_json(root / "settings.json", "downloadsFolder"):
        yield _path(chosen, home)
    yield root / "models"
    yield home / ".cache" / "lm-studio" / "models"


def _ollama(home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    if value := environment.get("OLLAMA_MODELS"):
        yield _path(value, home)
    yield home / ".ollama" / "models"
    yield Path("/usr/share/ollama/.ollama/models")


def _jan(home: Path, environment: Mapping[str, str], data: Path) -> Iterator[Path]:
    if value := environment.get("JAN_DATA_FOLDER"):
        yield _path(value, home)
    roots = [data / "Jan", home / ".config" / "Jan", home / "Library" / "Application Support" / "Jan"]
    if roaming := environment.get("APPDATA"):
        roots.append(_path(roaming, home) / "Jan")
    for root in roots:
        if chosen := _text_in_json(root / "settings.json", "data_folder"):
            yield _path(chosen, home)
        yield root / "data"
    yield home / "jan"


def _path(value: str, home: Path) -> Path:
    """`value` as a path, with "~" as the given home."""
    return home / value[2:] if value.startswith(("~/", "~\\")) else Path(value)


def _first_line(path: Path) -> str:
    return next(iter(_small_text(path).splitlines()), "").strip()


def _text_in_json(path: Path, key: str) -> str:
    try:
        value = msgspec.json.decode(_small_text(path), type=dict[str, object]).get(key)
    except (msgspec.DecodeError, RecursionError):
        return ""
    return value if isinstance(value, str) else ""


def _small_text(path: Path) -> str:
    """The start of a text file, "" when it cannot be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            return stream.read(65536).decode(errors="replace")
    except (OSError, ValueError):
        return ""
