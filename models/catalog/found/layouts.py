"""How each program lays out its models: which files of a place may be models, and what the program calls them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.catalog.found.ollama import ollama_models
from models.catalog.found.places import Owner, Place
from models.catalog.found.walking import Walk, is_folder
from models.catalog.split_files import stands_for_model

MAXIMUM_SETTINGS_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a model; `label` is what its program calls it, "" where the file's name says all."""

    owner: Owner
    path: Path
    label: str = ""


def candidates(place: Place, walk: Walk) -> Iterator[Candidate]:
    """Yield the files of a place that may be models: of a split model only the first part."""
    if place.owner is Owner.HUGGING_FACE:
        yield from _hugging_face(place, walk)
    elif place.owner is Owner.OLLAMA:
        for name, path in ollama_models(place.folder, walk):
            yield Candidate(place.owner, path, name)
    elif place.owner is Owner.JAN:
        yield from _jan(place, walk)
    else:
        yield from _plain(place.owner, place.folder, walk)


def _plain(owner: Owner, folder: Path, walk: Walk) -> Iterator[Candidate]:
    for path in walk.files(folder):
        if stands_for_model(path):
            yield Candidate(owner, path)


def _hugging_face(place: Place, walk: Walk) -> Iterator[Candidate]:
    """`models--<owner>--<name>/snapshots/<revision>/…`, links into `blobs/`; the newest revision first."""
    for entry in walk.entries_of(place.folder):
        if not entry.name.startswith("models--"):
            continue
        repository = entry.name.removeprefix("models--").replace("--", "/")
        snapshots = walk.entries_of(Path(entry.path) / "snapshots")
        current = _revision(Path(entry.path) / "refs" / "main")
        for snapshot in sorted(snapshots, key=lambda each: each.name != current):
            for path in walk.files(Path(snapshot.path)):
                if stands_for_model(path):
                    yield Candidate(place.owner, path, f"{repository}/{path.relative_to(snapshot.path).as_posix()}")


def _revision(reference: Path) -> str:
    try:
        return reference.read_bytes()[:80].decode(errors="replace").strip()
    except OSError:
        return ""


def _jan(place: Place, walk: Walk) -> Iterator[Candidate]:
    """`llamacpp/models/<name>/model.yml` names a file, maybe elsewhere; older versions kept files under `models/`."""
    for folder in (place.folder / "llamacpp" / "models", place.folder / "models"):
        for settings in _settings_files(folder, walk, depth=4):
            named = _model_path(settings)
            if named:
                label = settings.parent.relative_to(folder).as_posix()
                yield Candidate(place.owner, place.folder / named, label)
    files = Walk(walk.maximum_entries, walk.cancelled, walk.entering, walk.passed_over, walk.left_out)
    for folder in (place.folder / "llamacpp" / "models", place.folder / "models"):
        yield from _plain(place.owner, folder, files)
    walk.unreadable, walk.stopped = max(walk.unreadable, files.unreadable), walk.stopped or files.stopped


def _settings_files(folder: Path, walk: Walk, depth: int) -> Iterator[Path]:
    for entry in walk.entries_of(folder) if depth > 0 else ():
        if entry.name == "model.yml":
            yield Path(entry.path)
        elif is_folder(entry):
            yield from _settings_files(Path(entry.path), walk, depth - 1)


def _model_path(settings: Path) -> str:
    """The value of `model_path:` in Jan's settings of a model (YAML, of which one plain line is enough)."""
    try:
        with settings.open("rb") as stream:
            lines = stream.read(MAXIMUM_SETTINGS_BYTES).decode(errors="replace").splitlines()
    except (OSError, ValueError):
        return ""
    values = (line.partition(":")[2].strip().strip("'\"") for line in lines if line.startswith("model_path:"))
    return next(values, "").replace("\0", "")
