"""What can be wrong with a model file, each told in one plain sentence with the next step."""

from __future__ import annotations

from models.errors import InputError


class BadModelFile(InputError):
    """A file that cannot be used as a model.

    `reason` is "file" or "architecture", as `models.engine.protocol.FailureReason` names them.
    """

    def __init__(self, message: str, *, details: str = "", reason: str = "file") -> None:
        super().__init__(message, details=details)
        self.reason = reason


def damaged(name: str, details: str) -> BadModelFile:
    """Return the error of a file whose header contradicts itself."""
    return BadModelFile(f"The file {name} is damaged; download it again or choose another.", details=details)


def unknown_architecture(name: str, architecture: str) -> BadModelFile:
    """Return the error of a model that the installed llama.cpp cannot compute."""
    return BadModelFile(
        f"This version of Rationale does not know the architecture “{architecture}” of {name}; "
        "choose another model or update Rationale.",
        details=f"unknown model architecture: '{architecture}'",
        reason="architecture",
    )
