"""The user's models: the bundled one and the files that they have added; found again by name, file name or path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.catalog.bundled import BUNDLED, bundled_model
from models.catalog.failures import BadModelFile, Fault, as_text, bad_file, no_text
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.opening import missing
from models.errors import InputError


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model in the list; `file` is None when it cannot be used now, and `problem` says why in one sentence."""

    reference: str
    path: Path
    file: ModelFile | None
    problem: str = ""


def list_models(known: Sequence[str]) -> list[ListedModel]:
    """Inspect the bundled model and all known ones; one that is missing or damaged stays in the list with its problem.

    Args:
        known: Paths, as `Settings.known_models` keeps them.
    """
    try:
        bundled = [_listed(BUNDLED, bundled_model())]
    except InputError as error:
        bundled = [ListedModel(BUNDLED, Path(), None, error.message)]
    return bundled + [_listed(reference, Path(reference)) for reference in dict.fromkeys(known)]


def add_model(path: Path, known: Sequence[str]) -> tuple[ModelFile, tuple[str, ...]]:
    """Check that `path` is a usable model; returns it and the new list of known paths (the file is not moved).

    Raises:
        InputError: It cannot be used.
    """
    file = inspect_model(told_as_text(_expanded(path).absolute()))
    if any(_is_same(file.path, each) for each in (*_bundled(), *map(Path, known))):
        return file, tuple(known)
    return file, tuple(dict.fromkeys((*known, str(file.path))))


def resolve_model(reference: str, known: Sequence[str]) -> Path:
    """Return the file that `reference` means: "bundled", a path, or the name or file name of a known model.

    Files are opened only for a name: what has a separator or ends in ".gguf" is none.

    Raises:
        InputError: There is none, or there are several.
    """
    wanted = reference.strip()
    if wanted.lower() in ("", BUNDLED):
        return bundled_model()
    path = told_as_text(_expanded(Path(wanted)))
    if _exists(path) and not path.is_dir():
        return path.absolute()
    is_path = path.suffix.lower() == ".gguf" or len(path.parts) > 1
    found = _matching_files(wanted, known) or ([] if is_path else _matching_names(wanted, known))
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(str(each) for each in found)
        raise InputError(f"Several models are called “{wanted}” ({paths}); give the path of one.")
    if _exists(path):
        raise InputError(f"{path} is a folder; give the path of a GGUF file in it or choose one of: {_names(known)}.")
    if is_path:
        raise _no_file(path, known)
    raise InputError(
        f"There is no model called “{wanted}”; choose one of: {_names(known)}, or give the path of a GGUF file."
    )


def told_as_text(path: Path) -> Path:
    """Return a path that settings can keep and other processes be told.

    Raises:
        BadModelFile: It has bytes that are no text.
    """
    if as_text(str(path)) != str(path):
        raise bad_file(no_text(str(path)))
    return path


def _no_file(path: Path, known: Sequence[str]) -> BadModelFile:
    if _exists(path.parent):
        message = f"There is no file {path}; check the path or choose one of: {_names(known)}."
        return BadModelFile(message, fault=Fault.GONE)
    return missing(path)


def _listed(reference: str, path: Path) -> ListedModel:
    try:
        return ListedModel(reference, path, inspect_model(path))
    except InputError as error:
        return ListedModel(reference, path, None, error.message)


def _matching_files(wanted: str, known: Sequence[str]) -> list[Path]:
    paths = [*_bundled(), *(Path(each) for each in dict.fromkeys(known))]
    name = wanted.casefold()
    return [path for path in paths if name in (path.name.casefold(), path.stem.casefold())]


def _matching_names(wanted: str, known: Sequence[str]) -> list[Path]:
    name = wanted.casefold()
    return [each.path for each in list_models(known) if each.file and each.file.name.casefold() == name]


def _names(known: Sequence[str]) -> str:
    return ", ".join([BUNDLED, *(Path(each).name for each in dict.fromkeys(known))])


def _bundled() -> list[Path]:
    try:
        return [bundled_model()]
    except InputError:
        return []


def _expanded(path: Path) -> Path:
    """`path` with "~" as the home folder; as it is where there is no such user."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
