"""What went wrong when a model was loaded, as a problem of its file."""

from __future__ import annotations

from models.catalog.failures import Fault, FileProblem
from models.events import EngineState, EngineStatus

_FAULTS = {
    "file": Fault.DAMAGED,
    "architecture": Fault.ARCHITECTURE,
    "memory": Fault.MEMORY,
    "video_memory": Fault.MEMORY,
    "template": Fault.TEMPLATE,
}
"""By `models.engine.protocol.FailureReason`."""


def problem_of(status: EngineStatus) -> tuple[str, FileProblem] | None:
    """Return the path of the model that could not be loaded and why; None while all is well."""
    following = status.next_model
    if following is not None and following.failed:
        fault = _FAULTS.get(following.reason, Fault.ENGINE)
        return following.path, FileProblem(fault, following.message, following.details)
    if status.state is EngineState.FAILED and status.model_path:
        fault = _FAULTS.get(status.reason, Fault.ENGINE)
        return status.model_path, FileProblem(fault, status.message, status.details)
    return None
