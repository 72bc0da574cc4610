"""What can be wrong with a model file, each told in one plain sentence with the next step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.errors import InputError


class Fault(StrEnum):
    """What is wrong with a file, as far as different things help against it."""

    DAMAGED = "damaged"
    CUT_SHORT = "cut short"
    """The end of it is missing."""
    ARCHITECTURE = "architecture"
    """This build of llama.cpp does not know the kind of model."""
    NEWER = "newer"
    """The file's form is newer than this version of Rationale."""
    OUTDATED = "outdated"
    """The file's form is older than what can be read, or made for other computers."""
    MISSING_PART = "missing part"
    """One of the files of a split model is not there."""
    FORBIDDEN = "forbidden"
    """The user may not read it."""
    GONE = "gone"
    """It is not there: deleted, moved, or on a drive that was taken out."""
    UNREADABLE = "unreadable"
    """The disk does not give it."""
    MEMORY = "memory"
    """It was too large for what was free when it was loaded."""
    TEMPLATE = "template"
    """Its chat template cannot be used."""
    ENGINE = "engine"
    """The engine failed at it, for whatever other reason."""
    OTHER_KIND = "other kind"
    """No model that answers: an adapter, an image part, a vocabulary, an archive."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why a file cannot be used: one plain sentence, the technical words, and what kind of fault it is.

    `size` is how many bytes are there and `whole_size` how many there should be; 0 where that is not known.
    """

    fault: Fault
    message: str
    details: str = ""
    size: int = 0
    whole_size: int = 0


class BadModelFile(InputError):
    """A file that cannot be used as a model.

    `reason` is "file" or "architecture", as `models.engine.protocol.FailureReason` names them.
    """

    def __init__(
        self, message: str, *, details: str = "", reason: str = "file", fault: Fault = Fault.DAMAGED, size: int = 0,
        whole_size: int = 0,
    ) -> None:  # fmt: skip
        super().__init__(message, details=details)
        self.reason = reason
        self.problem = FileProblem(fault, message, details, size, whole_size)


def bad_file(problem: FileProblem) -> BadModelFile:
    """Return the error that tells a problem."""
    reason = "architecture" if problem.fault is Fault.ARCHITECTURE else "file"
    return BadModelFile(
        problem.message, details=problem.details, reason=reason, fault=problem.fault, size=problem.size,
        whole_size=problem.whole_size,
    )  # fmt: skip


def unreadable_in_time(path: Path) -> FileProblem:
    """Return the problem of a file that hangs its reader or ends it."""
    message = f"The file {path.name} could not be read in time, so it was passed over; choose another."
    return FileProblem(Fault.UNREADABLE, message)


def no_text(path: str) -> FileProblem:
    """Return the problem of a path that is no valid text, so that it can neither be told nor kept."""
    message = f"The path {as_text(path)} is not valid text, so the file cannot be used; rename the file or its folder."
    return FileProblem(Fault.UNREADABLE, message)


def as_text(name: str) -> str:
    """Return a name with "?" in the place of bytes of a file's name that are no text."""
    return name.encode(errors="replace").decode()


def damaged(name: str, details: str) -> BadModelFile:
    """Return the error of a file whose header contradicts itself."""
    return BadModelFile(f"The file {name} is damaged; download it again or choose another.", details=details)


def other_kind(message: str, details: str = "") -> BadModelFile:
    """Return the error of a file that is no model that answers."""
    return BadModelFile(message, details=details, fault=Fault.OTHER_KIND)


def unknown_architecture(name: str, architecture: str) -> BadModelFile:
    """Return the error of a model that the installed llama.cpp cannot compute."""
    return BadModelFile(
        f"This version of Rationale does not know the architecture “{architecture}” of {name}; "
        "choose another model or update Rationale.",
        details=f"unknown model architecture: '{architecture}'",
        reason="architecture",
        fault=Fault.ARCHITECTURE,
    )
