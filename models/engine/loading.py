"""Loads a model with its context: chooses what fits, and falls back in plain words when it must."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from models.catalog.chat_templates import chosen_template
from models.catalog.checked_files import CheckedFiles
from models.catalog.failures import BadModelFile, Fault
from models.catalog.fitting import free_memory, suggest_after_failure
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.load_plan import LoadPlan, Machine, Wishes, as_fit, plan_load
from models.catalog.stamps import stamps_of
from models.engine.adapters import AdapterShelf
from models.engine.chat_template import ChatTemplate
from models.engine.failures import reason_in, sentence_for
from models.engine.llama import AbortFlag, Context, LlamaError, LogTail, Model, system_info
from models.engine.machine import graphics_cards, memory_devices, processor_threads
from models.engine.messages import Message
from models.engine.protocol import Device, EngineMessage, FailureReason, Generate, Load, Loaded, LoadFailed, Score
from models.engine.runs import RunPlanner
from models.engine.scheduler import Scheduler
from models.engine.sequences import SequencePool
from models.engine.thread_governor import ThreadGovernor
from models.engine.tuned_loading import TunedLoad, could_not_be_loaded, tuned_load
from models.errors import InputError

Progress = Callable[[float, int, bool, int], bool]
"""Told the loaded share, the layers on the card, whether it is the tuned copy, and the context in tokens; returns False
to give up."""

_CONVERSATION = (Message("system", "Answer."), Message("user", "Two and two?"))

CROWDED = "There is no room for this model while the other one is loaded."


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model that answers."""

    model: Model
    template: ChatTemplate
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
        self.template.close()
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
        _try_template(_template(request, file))
    except BadModelFile as error:
        return LoadFailed(request.path, FailureReason(error.reason), error.message, error.details, error.problem.fault)
    except InputError as error:
        return LoadFailed(request.path, FailureReason.TEMPLATE, error.message, error.details)
    machine = Machine(free_memory(), processor_threads(), tuple(memory_devices(devices)))
    plan = plan_load(file, machine, _wishes(request))
    if request.beside is not None and not _fits_beside(file, plan, machine, request):
        return LoadFailed(request.path, FailureReason.CROWDED, CROWDED)
    tries_anyway = request.gpu_layers is not None and graphics_cards(devices)
    if not plan.fits and not tries_anyway:
        return LoadFailed(request.path, FailureReason.MEMORY, plan.advice)
    if plan.gpu_layers == 0:
        tuned = tuned_load(request.tuned_folder, file, machine, _wishes(request), system_info=system_info())
        if tuned.file is not None and tuned.plan is not None:
            progress(0.0, 0, True, tuned.plan.context_size)
            loaded = _load_with_fallback(request, tuned.file, tuned.plan, devices, log, abort, progress, started)
            if isinstance(loaded, LoadedModel):
                return loaded
            tuned = TunedLoad(notice=could_not_be_loaded(file.name))
        notice = " ".join(filter(None, (request.notice, tuned.notice)))
        request = msgspec.structs.replace(request, notice=notice)
    return _load_with_fallback(request, file, plan, devices, log, abort, progress, started)


def _template(request: Load, file: ModelFile) -> str | None:
    """The template that the user chose, else the file's own."""
    return chosen_template(request.chat_template) or file.chat_template


def _try_template(source: str | None) -> None:
    """Let a template write a short conversation: one that compiles may still fail, or never end.

    Raises:
        InputError: It cannot be used.
    """
    template = ChatTemplate(source, bos="", eos="")
    try:
        template.render(_CONVERSATION, thinking=False)
    finally:
        template.close()


def _wishes(request: Load) -> Wishes:
    return Wishes(
        context_size=request.context_size,
        gpu_layers=request.gpu_layers,
        kv_type=request.kv_type,
        flash_attention=request.flash_attention,
        batch_tokens=request.batch_tokens,
        threads=request.threads,
        sequences=request.sequences,
    )


def _fits_beside(file: ModelFile, plan: LoadPlan, machine: Machine, request: Load) -> bool:
    """Whether the model loses nothing by being loaded while another one is there still; one that fits nowhere may try.

    So a switch never costs context, layers or exactness that the model would have had alone.
    """
    beside = request.beside
    assert beside is not None
    freed = (max(free, device.free) for free, device in zip(beside.cards_free, machine.devices, strict=False))
    cards = [replace(device, free=free) for device, free in zip(machine.devices, freed, strict=False)]
    cards += machine.devices[len(cards) :]
    empty = Machine(machine.ram_free + beside.ram, machine.cores, tuple(cards))
    alone = plan_load(file, empty, _wishes(request))
    if not alone.fits:
        return True
    same = plan.fits and _gives(plan) == _gives(alone)
    return same and (
        plan.gpu_layers > 0 or _copy_gives(request, file, empty) in (None, _copy_gives(request, file, machine))
    )


def _copy_gives(request: Load, file: ModelFile, machine: Machine) -> tuple[int, int, str, int] | None:
    """What the model has as its tuned copy on a machine; None where the original is loaded there."""
    tuned = tuned_load(request.tuned_folder, file, machine, _wishes(request), system_info=system_info())
    return _gives(tuned.plan) if tuned.plan is not None else None


def _gives(plan: LoadPlan) -> tuple[int, int, str, int]:
    return plan.context_size, plan.gpu_layers, plan.kv_type, plan.batch_tokens


def _load_with_fallback(
    request: Load,
    file: ModelFile,
    plan: LoadPlan,
    devices: tuple[Device, ...],
    log: LogTail,
    abort: AbortFlag,
    progress: Progress,
    started: float,
) -> LoadedModel | LoadFailed:
    """Try the layers that fit, then half of them, …, then none."""
    layers = plan.gpu_layers
    told_before = [*([request.notice] if request.notice else []), *plan.notes]
    notices = told_before
    while True:
        log.clear()
        try:
            return _load_once(request, file, plan, layers, devices, log, abort, progress, started,
                              tuple(notices))  # fmt: skip
        except LlamaError as error:
            details = log.text() or str(error)
            reason = reason_in(details) or FailureReason.FILE
            if layers == 0 or reason in (FailureReason.FILE, FailureReason.ARCHITECTURE):
                fault = Fault.DAMAGED if reason is FailureReason.FILE else None
                return LoadFailed(request.path, reason, _sentence(reason, file, plan), details, fault)
            fewer = layers // 2 if layers > 1 else 0
            place = f"{fewer} are on it" if fewer else "the model runs on the processor"
            notices = [*told_before, f"The graphics card could not hold {layers} layers of the model, so {place}."]
            layers = fewer


def _load_once(
    request: Load,
    file: ModelFile,
    plan: LoadPlan,
    layers: int,
    devices: tuple[Device, ...],
    log: LogTail,
    abort: AbortFlag,
    progress: Progress,
    started: float,
    notices: tuple[str, ...],
) -> LoadedModel:
    model = _open_model(request, file, plan, layers, progress)
    try:
        context = Context(
            model,
            size=plan.context_size,
            sequences=request.sequences,
            batch_tokens=plan.batch_tokens,
            threads=plan.threads,
            abort=abort,
            kv_type=plan.kv_type,
            flash_attention=plan.flash_attention if request.flash_attention is not None else None,
        )
    except LlamaError:
        model.close()
        raise
    template = ChatTemplate(_template(request, file), bos=model.bos_text, eos=model.eos_text)
    if template.is_fallback:
        notices = (*notices, "This model has no chat template, so questions are put to it in a plain form.")
    shelf = AdapterShelf(model, context, log)
    loaded = Loaded(
        path=request.path,
        name=file.name,
        quantization=file.quantization,
        architecture=file.architecture,
        context_size=context.size,
        threads=plan.threads,
        gpu_layers=min(layers, file.layers),
        layers=file.layers,
        device=_device_name(layers, devices),
        seconds=time.monotonic() - started,
        thinks_natively=file.thought_format.native,
        has_chat_template=not template.is_fallback,
        model_id=file.model_id,
        notices=notices,
        tuned=file.quantization if _is_copy(request, file) else "",
        pre_tokenizer=file.pre_tokenizer,
    )
    pool = SequencePool(context, can_rewind=model.can_rewind)
    planner = RunPlanner(model, template, file.thought_format, context_size=context.size)
    scheduler = Scheduler(context, pool, shelf, abort, ThreadGovernor(plan.threads, context.use_threads))
    return LoadedModel(model, template, context, shelf, planner, scheduler, loaded)


def _open_model(request: Load, file: ModelFile, plan: LoadPlan, layers: int, progress: Progress) -> Model:
    """Open the model; all of its weights are looked at once, and again when a file of it has changed."""
    checked, stamps = CheckedFiles(Path(request.checked_file) if request.checked_file else None), stamps_of(file.parts)
    known = checked.knows(stamps)
    model = Model(
        file.path, gpu_layers=layers, card_shares=plan.card_shares, check=not known,
        progress=lambda share: progress(share, layers, _is_copy(request, file), plan.context_size),
    )  # fmt: skip
    if not known:
        checked.keep(stamps)
    return model


def _is_copy(request: Load, file: ModelFile) -> bool:
    return bool(request.tuned_folder) and file.path.parent == Path(request.tuned_folder)


def _device_name(layers: int, devices: tuple[Device, ...]) -> str:
    cards = graphics_cards(devices)
    return ", ".join(each.description for each in cards) if layers and cards else "CPU"


def _sentence(reason: FailureReason, file: ModelFile, plan: LoadPlan) -> str:
    if reason in (FailureReason.MEMORY, FailureReason.VIDEO_MEMORY):
        return suggest_after_failure(file, as_fit(plan), on_card=reason is FailureReason.VIDEO_MEMORY)
    return sentence_for(reason)
