"""The engine's state in words, from what the engine says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.answering.adapter_in_use import AdapterInUse
from models.catalog.failures import BadModelFile, Fault
from models.engine.protocol import FailureReason, Loaded, LoadFailed, Loading
from models.engine.supervisor import EngineDied, EngineStarted, NextFailed, NextLoading, NextReady, Notice
from models.errors import InputError
from models.events import EngineState, EngineStatus, NextModel

_COMING = (EngineState.STARTING, EngineState.LOADING)


class StatusBoard:
    """Holds the latest `EngineStatus` and tells when it changes."""

    def __init__(self, emit: Callable[[EngineStatus], None]) -> None:
        self._emit = emit
        self.status = EngineStatus(EngineState.NO_MODEL)
        self.model_id, self.pre_tokenizer = "", ""
        """Of the model that was loaded last."""
        self._before = self.status
        """What was in use before a model was loaded in its place."""

    def set(self, status: EngineStatus) -> None:
        """Change the status."""
        if status != self.status:
            self.status = status
            self._emit(status)

    def loading(self, path: str, name: str) -> None:
        """A model was asked for."""
        self._before = self.status
        self.set(EngineStatus(EngineState.STARTING, model_name=name, model_path=path))

    def failed(self, message: str, reason: str, details: str = "", fault: Fault | None = None) -> None:
        """The model cannot be used."""
        status = replace(self.status, message=message, details=details, reason=reason, fault=fault or "")
        self.set(replace(status, state=EngineState.FAILED))

    def not_found(self, reference: str, error: InputError) -> None:
        """The model that was asked for is not there; one that is in use stays."""
        fault = error.problem.fault if isinstance(error, BadModelFile) else Fault.GONE
        message, details, reason = error.message, error.details, FailureReason.FILE
        if self.answers:
            failed = NextModel(reference, message=message, details=details, reason=reason, fault=fault)
            self.set(replace(self.status, message=message, details=details, next_model=failed))
        else:
            self.set(
                EngineStatus(EngineState.FAILED, model_path=reference, message=message, details=details, reason=reason,
                             fault=fault)
            )  # fmt: skip

    def busy(self, busy: bool) -> None:
        """Questions are being answered, or no longer."""
        if self.status.state in (EngineState.READY, EngineState.BUSY):
            self.set(replace(self.status, state=EngineState.BUSY if busy else EngineState.READY))

    def adapter(self, in_use: AdapterInUse | None, problem: str) -> None:
        """Questions are answered with this adapter (None: with the model as it is); `problem` says what went wrong."""
        name, origin = (in_use.name, in_use.imported_from) if in_use is not None else (None, "")
        status = replace(self.status, adapter=name, adapter_from=origin)
        self.set(replace(status, message=problem) if problem else status)

    @property
    def answers(self) -> bool:
        """Whether a model is in use."""
        return self.status.state in (EngineState.READY, EngineState.BUSY)

    def apply(self, notice: Notice) -> None:
        """Take in what the engine says."""
        match notice:
            case NextLoading() | NextReady() | NextFailed():
                self._apply_next(notice)
            case EngineStarted():
                if self.status.state is EngineState.STARTING:
                    self.set(replace(self.status, state=EngineState.LOADING))
            case Loading(progress=progress):
                self.set(replace(self.status, state=EngineState.LOADING, progress=progress))
            case Loaded():
                self.model_id, self.pre_tokenizer = notice.model_id, notice.pre_tokenizer
                failed = self.status.next_model
                kept = failed if failed is not None and failed.failed and failed.path != notice.path else None
                self.set(replace(_loaded(notice), next_model=kept))
            case LoadFailed(path=path) if self.status.state in _COMING and path != self.status.model_path:
                pass  # of a model in whose place another one was asked for
            case LoadFailed(reason=reason, message=message, details=details, fault=fault):
                self.failed(message, reason, details, fault)
            case EngineDied(restarts=True, message=message, details=details, reason=reason):
                self.set(replace(self.status, state=EngineState.STARTING, message=message, details=details,
                                 reason=reason, progress=0.0))  # fmt: skip
            case EngineDied(message=message, details=details, reason=reason):
                self.failed(message, reason, details)

    def _apply_next(self, notice: NextLoading | NextReady | NextFailed) -> None:
        match notice:
            case NextLoading(path=path, progress=progress):
                self.set(replace(self.status, next_model=NextModel(path, progress)))
            case NextReady(path=path, in_place=in_place):
                self.set(replace(self.status, next_model=NextModel(path, 1.0, waits=True, in_place=in_place)))
            case NextFailed():
                failed = NextModel(
                    notice.path, message=notice.message, details=notice.details, reason=notice.reason,
                    fault=notice.fault or "",
                )  # fmt: skip
                status = replace(self._before, state=EngineState.STARTING) if notice.returns else self.status
                self.set(replace(status, next_model=failed))


def _loaded(loaded: Loaded) -> EngineStatus:
    return EngineStatus(
        EngineState.READY,
        model_name=loaded.name,
        model_path=loaded.path,
        quantization=loaded.quantization,
        device=loaded.device,
        context_size=loaded.context_size,
        threads=loaded.threads,
        gpu_layers=loaded.gpu_layers,
        progress=1.0,
        message=" ".join(loaded.notices),
        load_seconds=loaded.seconds,
        thinks_natively=loaded.thinks_natively,
        has_chat_template=loaded.has_chat_template,
        notices=loaded.notices,
        tuned=loaded.tuned,
    )
