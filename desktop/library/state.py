"""All that the Models page knows, in one value; the rows and the inspector are made from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.catalog.download.control import Progress
from models.catalog.failures import Fault, FileProblem
from models.catalog.found.places import Owner
from models.catalog.found.records import FoundModel, Overview
from models.catalog.load_plan import Machine
from models.events import EngineStatus
from models.settings import Settings

if TYPE_CHECKING:
    from desktop.library.weighing import Weighed
    from models.catalog.download.files import HubModel
    from models.catalog.download.hub import FoundRepository, Repository

_SEEN_BY_LOOKING = (Fault.FORBIDDEN, Fault.GONE, Fault.UNREADABLE, Fault.MISSING_PART, Fault.CUT_SHORT)
"""Faults that are over where a look finds the file usable."""


@dataclass(frozen=True, slots=True)
class OpenRepository:
    """A repository whose files are shown: being asked for, there with what is advised, or refused."""

    name: str
    repository: Repository | None = None
    recommended: str = ""
    reason: str = ""
    problem: str = ""
    refusal: str = ""
    """As `HubError.reason`."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A download: running, paused, ended or refused (`problem`). `model` is None until the Hub has told of it."""

    key: str
    repository: str
    path: str
    model: HubModel | None = None
    progress: Progress | None = None
    running: bool = False
    problem: str = ""
    refusal: str = ""
    mends: bool = False
    """Whether it completes or replaces files that were there before: cancelling it leaves those."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search of the Hub by name; `found` is None while it runs or before the first."""

    words: str = ""
    running: bool = False
    found: tuple[FoundRepository, ...] | None = None
    problem: str = ""
    refusal: str = ""


@dataclass(slots=True)
class LibraryState:
    """See the module; changed by the desks on the GUI thread only."""

    settings: Settings
    status: EngineStatus
    machine: Machine | None = None
    total_ram: int = 0
    overview: Overview | None = None
    looking: bool = False
    looked_at: int = 0
    search_problem: str = ""
    """Why the computer could not be searched."""
    weighed: dict[str, Weighed] = field(default_factory=dict)
    """By the path of the file."""
    failed: dict[str, FileProblem] = field(default_factory=dict)
    """What went wrong when a model was loaded, by the path of the file."""
    chosen: str = ""
    """The key of the row whose details are shown."""
    search: Search = field(default_factory=Search)
    repositories: dict[str, OpenRepository] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)

    @property
    def models(self) -> list[FoundModel]:
        """All models and broken files that the list shows, in its order; what the user has hidden is left out."""
        if self.overview is None:
            return []
        hidden = set(self.settings.hidden_models)
        broken = [each for each in self.overview.others if each.trouble is not None and is_worth_showing(each)]
        return [each for each in (*self.overview.models, *broken) if str(each.path) not in hidden]

    def model(self, key: str) -> FoundModel | None:
        """Return the model of a row."""
        return next((each for each in self.models if key_of(each) == key), None)

    def take(self, overview: Overview) -> None:
        """Show what was found; how a loading ended is forgotten of files that were changed or mended since."""
        before = {each.path: each for each in self.models}
        self.overview = overview
        for each in self.models:
            failed = self.failed.get(str(each.path))
            mended = failed is not None and failed.fault in _SEEN_BY_LOOKING and each.file is not None
            if mended or before.get(each.path, each) != each:
                self.failed.pop(str(each.path), None)

    def trouble(self, model: FoundModel) -> FileProblem | None:
        """Return what is wrong with a model: its file, or how its last loading ended."""
        return model.trouble or self.failed.get(str(model.path))

    def is_in_use(self, model: FoundModel) -> bool:
        """Whether this model answers."""
        return bool(self.status.model_path) and str(model.path) == self.status.model_path


def key_of(model: FoundModel) -> str:
    """Return the key of a model's row."""
    return f"model:{model.path}"


def reference_of(model: FoundModel) -> str:
    """Return what settings call a model."""
    return "bundled" if model.owner is Owner.BUNDLED else str(model.path)


def is_worth_showing(model: FoundModel) -> bool:
    """Whether a file that cannot be used belongs into the list: a model that is broken, not an adapter or the like."""
    return model.trouble is not None and model.trouble.fault is not Fault.OTHER_KIND
