"""Decides what is loaded for a request: the model or its tuned copy, or in plain words why neither can be."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import msgspec

from models.catalog.failures import BadModelFile
from models.catalog.fitting import free_memory
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.load_plan import LoadPlan, Machine, Wishes, plan_load
from models.engine.chat_template import ChatTemplate
from models.engine.llama.abort_flag import AbortFlag
from models.engine.llama.backend import system_info
from models.engine.llama.log import LogTail
from models.engine.loaded_model import LoadedModel
from models.engine.machine import graphics_cards, memory_devices, processor_threads
from models.engine.messages import Message
from models.engine.planned_load import PlannedLoad, Progress, template_source
from models.engine.protocol import Device, FailureReason, Load, LoadFailed
from models.engine.room_beside import fits_beside
from models.engine.tuned_loading import TunedLoad, could_not_be_loaded, tuned_load
from models.errors import InputError

_CONVERSATION = (Message("system", "Answer."), Message("user", "Two and two?"))

CROWDED = "There is no room for this model while the other one is loaded."


def load_model(
    request: Load, devices: tuple[Device, ...], log: LogTail, abort: AbortFlag, progress: Progress
) -> LoadedModel | LoadFailed:
    """Load what `request` asks for; a failure says which of file, architecture, graphics memory or memory it was."""
    planned = partial(PlannedLoad, devices=devices, log=log, abort=abort, progress=progress, started=time.monotonic())
    try:
        file = inspect_model(Path(request.path))
        _try_template(template_source(request, file))
    except BadModelFile as error:
        return LoadFailed(request.path, FailureReason(error.reason), error.message, error.details, error.problem.fault)
    except InputError as error:
        return LoadFailed(request.path, FailureReason.TEMPLATE, error.message, error.details)
    machine = Machine(free_memory(), processor_threads(), tuple(memory_devices(devices)))
    plan = plan_load(file, machine, _wishes(request))
    if (refused := _no_room(request, file, plan, machine, devices)) is not None:
        return refused
    if plan.gpu_layers == 0:
        tuned = tuned_load(request.tuned_folder, file, machine, _wishes(request), system_info=system_info())
        if tuned.file is not None and tuned.plan is not None:
            progress(0.0, 0, True, tuned.plan.context_size)
            loaded = planned(request=request, file=tuned.file, plan=tuned.plan).load()
            if isinstance(loaded, LoadedModel):
                return loaded
            tuned = TunedLoad(notice=could_not_be_loaded(file.name))
        notice = " ".join(filter(None, (request.notice, tuned.notice)))
        request = msgspec.structs.replace(request, notice=notice)
    return planned(request=request, file=file, plan=plan).load()


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


def _no_room(
    request: Load, file: ModelFile, plan: LoadPlan, machine: Machine, devices: tuple[Device, ...]
) -> LoadFailed | None:
    """Why a model is not even tried; what the user put on the graphics cards is, whatever was reckoned."""
    if request.beside is not None and not fits_beside(
        file, plan, machine, _wishes(request), beside=request.beside, tuned_folder=request.tuned_folder
    ):
        return LoadFailed(request.path, FailureReason.CROWDED, CROWDED)
    tries_anyway = request.gpu_layers is not None and graphics_cards(devices)
    if not plan.fits and not tries_anyway:
        return LoadFailed(request.path, FailureReason.MEMORY, plan.advice)
    return None


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
