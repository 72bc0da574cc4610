"""Why a training cannot be done or broke off, in plain words."""

from __future__ import annotations

import errno
from enum import StrEnum

from models.errors import InputError


class TrainingTrouble(StrEnum):
    """What was at fault."""

    MODEL = "model"
    """The model is of a kind that cannot be trained here."""
    EXAMPLES = "examples"
    MEMORY = "memory"
    DISK = "disk"
    KILLED = "killed"
    CRASHED = "crashed"
    START = "start"
    BUSY = "busy"
    PARITY = "parity"
    """What was trained and what llama.cpp computes are not the same."""


class TrainingFailed(InputError):
    """A training could not be done; what was adopted before is untouched, and a checkpoint stays where there is one.

    Args:
        message: One plain sentence with the next step.
        trouble: What was at fault.
        details: The technical words behind it.
    """

    def __init__(self, message: str, *, trouble: TrainingTrouble, details: str = "") -> None:
        super().__init__(message, details=details)
        self.trouble = trouble


OUT_OF_MEMORY = (
    "The training ran out of memory; close other programs, or train a smaller model, then start it again: "
    "it goes on from its last checkpoint."
)
DISK_FULL = "The disk is full, so the training cannot go on; make room and start it again: it goes on where it stopped."


def failure_of(error: BaseException) -> TrainingFailed | None:
    """Return what an error of the system means for a training, None where it is a mistake of ours."""
    if isinstance(error, TrainingFailed):
        return error
    if isinstance(error, MemoryError) or "allocate memory" in str(error) or "out of memory" in str(error).lower():
        return TrainingFailed(OUT_OF_MEMORY, trouble=TrainingTrouble.MEMORY, details=str(error))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TrainingFailed(DISK_FULL, trouble=TrainingTrouble.DISK, details=str(error))
    if isinstance(error, OSError) and error.errno is not None:
        return TrainingFailed(
            "The training cannot read or write its files; check the data folder and start it again.",
            trouble=TrainingTrouble.DISK,
            details=str(error),
        )
    if isinstance(error, InputError):
        return TrainingFailed(error.message, trouble=TrainingTrouble.MODEL, details=error.details)
    return None


def failure_of_death(exit_code: int | None, last_lines: str) -> TrainingFailed:
    """Return why the trainer process is gone, from its exit code and the last lines it wrote."""
    known = failure_of(RuntimeError(last_lines.strip().splitlines()[-1])) if last_lines.strip() else None
    if known is not None:
        return TrainingFailed(known.message, trouble=known.trouble, details=last_lines)
    if exit_code is not None and exit_code in (-9, 137):
        return TrainingFailed(
            "The training was ended by the system or another program, perhaps because memory ran out; close other "
            "programs and start it again: it goes on from its last checkpoint.",
            trouble=TrainingTrouble.KILLED,
            details=last_lines,
        )
    return TrainingFailed(
        "The training broke off by a fault of its own; start it again: it goes on from its last checkpoint.",
        trouble=TrainingTrouble.CRASHED,
        details=f"exit code {exit_code}\n{last_lines}".strip(),
    )
