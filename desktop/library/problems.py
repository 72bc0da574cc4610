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
"""By `models.engine.protocol.FailureReason`, where nothing more exact is told."""


def problem_of(status: EngineStatus) -> tuple[str, FileProblem] | None:
    """Return the path of the model that could not be loaded and why; None while all is well."""
    following = status.next_model
    if following is not None and following.failed:
        fault = _fault(following.fault, following.reason)
        return following.path, FileProblem(fault, following.message, following.details)
    if status.state is EngineState.FAILED and status.model_path:
        fault = _fault(status.fault, status.reason)
        return status.model_path, FileProblem(fault, status.message, status.details)
    return None


def _fault(fault: str, reason: str) -> Fault:
    return Fault(fault) if fault else _FAULTS.get(reason, Fault.ENGINE)
