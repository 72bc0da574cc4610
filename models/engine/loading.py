"""Loads a model with its context: chooses what fits, and falls back in plain words when it must."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.catalog.failures import BadModelFile
from models.catalog.fitting import Fit, fit, free_memory, suggest_after_failure
from models.catalog.inspection import ModelFile, inspect_model
from models.engine.adapters import AdapterShelf
from models.engine.chat_template import ChatTemplate
from models.engine.failures import reason_in, sentence_for
from models.engine.llama import AbortFlag, Context, LlamaError, LogTail, Model
from models.engine.machine import graphics_cards, memory_devices, processor_threads
from models.engine.protocol import Device, EngineMessage, FailureReason, Generate, Load, Loaded, LoadFailed, Score
from models.engine.runs import RunPlanner
from models.engine.scheduler import Scheduler
from models.engine.sequences import SequencePool
from models.engine.thread_governor import ThreadGovernor
from models.errors import InputError

Progress = Callable[[float, int], bool]


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model that answers."""

    model: Model
    context: Context
    shelf: AdapterShelf
    planner: RunPlanner
    scheduler: Scheduler
    loaded: Loaded

    def take(self, request: Generate | Score, send: Callable[[EngineMessage], None]) -> None:
        """Take up a request.

        Raises:
            Refusal: It cannot be carried out.
        """
        adapter = self.shelf.key(request.adapter)
        if isinstance(request, Generate):
            self.scheduler.add(self.planner.generation(request, send, adapter))
        else:
            self.scheduler.add(self.planner.scoring(request, send, adapter))

    def close(self) -> None:
        """Free all of it."""
        self.shelf.close()
        self.context.close()
        self.model.close()


def load_model(
    request: Load, devices: tuple[Device, ...], log: LogTail, abort: AbortFlag, progress: Progress
) -> LoadedModel | LoadFailed:
    """Load what `request` asks for; a failure says which of file, architecture, graphics memory or memory it was."""
    started = time.monotonic()
    try:
        file = inspect_model(Path(request.path))
        ChatTemplate(file.chat_template, bos="", eos="")
    except BadModelFile as error:
        return LoadFailed(request.path, FailureReason(error.reason), error.message, error.details)
    except InputError as error:
        return LoadFailed(request.path, FailureReason.TEMPLATE, error.message, error.details)
    fitting = fit(
        file,
        context_size=request.context_size,
        ram_free=free_memory(),
        devices=memory_devices(devices),
        wanted_layers=request.gpu_layers,
        sequences=request.sequences,
    )
    tries_anyway = request.gpu_layers is not None and graphics_cards(devices)
    if not fitting.fits and not tries_anyway:
        return LoadFailed(request.path, FailureReason.MEMORY, fitting.advice)
    return _load_with_fallback(request, file, fitting, devices, log, abort, progress, started)


def _load_with_fallback(
    request: Load,
    file: ModelFile,
    fitting: Fit,
    devices: tuple[Device, ...],
    log: LogTail,
    abort: AbortFlag,
    progress: Progress,
    started: float,
) -> LoadedModel | LoadFailed:
    """Try the layers that fit, then half of them, …, then none."""
    layers = fitting.gpu_layers
    notices = [request.notice] if request.notice else []
    threads = request.threads or processor_threads()
    while True:
        log.clear()
        try:
            return _load_once(request, file, fitting.context_size, layers, threads, devices, log, abort, progress,
                              started, tuple(notices))  # fmt: skip
        except LlamaError as error:
            details = log.text() or str(error)
            reason = reason_in(details) or FailureReason.FILE
            if layers == 0 or reason in (FailureReason.FILE, FailureReason.ARCHITECTURE):
                return LoadFailed(request.path, reason, _sentence(reason, file, fitting), details)
            fewer = layers // 2 if layers > 1 else 0
            place = f"{fewer} are on it" if fewer else "the model runs on the processor"
            notices = [f"The graphics card could not hold {layers} layers of the model, so {place}."]
            layers = fewer


def _load_once(
    request: Load,
    file: ModelFile,
    context_size: int,
    layers: int,
    threads: int,
    devices: tuple[Device, ...],
    log: LogTail,
    abort: AbortFlag,
    progress: Progress,
    started: float,
    notices: tuple[str, ...],
) -> LoadedModel:
    model = Model(file.path, gpu_layers=layers, progress=lambda share: progress(share, layers))
    try:
        context = Context(
            model,
            size=context_size,
            sequences=request.sequences,
            batch_tokens=min(request.batch_tokens, context_size),
            threads=threads,
            abort=abort,
        )
    except LlamaError:
        model.close()
        raise
    template = ChatTemplate(file.chat_template, bos=model.bos_text, eos=model.eos_text)
    if template.is_fallback:
        notices = (*notices, "This model has no chat template, so questions are put to it in a plain form.")
    shelf = AdapterShelf(model, context, log)
    loaded = Loaded(
        path=request.path,
        name=file.name,
        quantization=file.quantization,
        architecture=file.architecture,
        context_size=context.size,
        threads=threads,
        gpu_layers=min(layers, file.layers),
        layers=file.layers,
        device=_device_name(layers, devices),
        seconds=time.monotonic() - started,
        thinks_natively=file.thought_format.native,
        has_chat_template=not template.is_fallback,
        model_id=file.model_id,
        notices=notices,
    )
    pool = SequencePool(context, can_rewind=model.can_rewind)
    planner = RunPlanner(model, template, file.thought_format, context_size=context.size)
    scheduler = Scheduler(context, pool, shelf, abort, ThreadGovernor(threads, context.use_threads))
    return LoadedModel(model, context, shelf, planner, scheduler, loaded)


def _device_name(layers: int, devices: tuple[Device, ...]) -> str:
    cards = graphics_cards(devices)
    return ", ".join(each.description for each in cards) if layers and cards else "CPU"


def _sentence(reason: FailureReason, file: ModelFile, fitting: Fit) -> str:
    if reason in (FailureReason.MEMORY, FailureReason.VIDEO_MEMORY):
        return suggest_after_failure(file, fitting, on_card=reason is FailureReason.VIDEO_MEMORY)
    return sentence_for(reason)
