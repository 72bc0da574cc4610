"""What a search for models finds; light to import, since the window shows what another process has read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.catalog.failures import FileProblem
from models.catalog.found.places import Owner
from models.catalog.model_file import ModelFile
from models.catalog.stamps import stamps_of


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A file that looks like a model.

    `label` is what its program calls it ("llama3.2:3b"), "" where the file's name says all. `file` is None for what
    cannot be used (the image part of a model, an adapter, a damaged file …), `problem` says why in one sentence, and
    `trouble` says more of it. `changed_ns` is when the file was changed (nanoseconds since 1970), 0 for one that is not
    there.
    """

    owner: Owner
    path: Path
    label: str
    file: ModelFile | None
    problem: str = ""
    trouble: FileProblem | None = None
    changed_ns: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; `unreadable` folders were passed over, `stopped` says that a bound ended the search.

    `left_out` names the folders whose files are not all here, because they hold too much or did not answer.
    """

    models: tuple[FoundModel, ...]
    unreadable: int = 0
    stopped: bool = False
    left_out: tuple[Path, ...] = ()

    @property
    def usable(self) -> tuple[FoundModel, ...]:
        """Those that can be loaded."""
        return tuple(each for each in self.models if each.file)

    @property
    def others(self) -> tuple[FoundModel, ...]:
        """Those that cannot, each with its problem."""
        return tuple(each for each in self.models if not each.file)


@dataclass(frozen=True, slots=True)
class Overview:
    """The models in the order of the list: bundled, downloaded, added, found; those that cannot be used are `others`.

    `others` of found places are image parts, adapters, damaged files and the like; a file that the user has added stays
    among `models` with its problem. `unreadable`, `stopped` and `left_out` as in `Found`.
    """

    models: tuple[FoundModel, ...]
    others: tuple[FoundModel, ...]
    unreadable: int = 0
    stopped: bool = False
    left_out: tuple[Path, ...] = ()


def found_model(owner: Owner, path: Path, label: str, looked_at: ModelFile | FileProblem) -> FoundModel:
    """Return what was found at a place, from what a look at its file said."""
    changed_ns = next((each.changed_ns for each in stamps_of([path])), 0)
    if isinstance(looked_at, FileProblem):
        return FoundModel(owner, path, label, None, looked_at.message, looked_at, changed_ns)
    return FoundModel(owner, path, label, looked_at, changed_ns=changed_ns)
