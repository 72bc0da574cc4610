"""Whether a model can be loaded while another one is still there, so that a switch needs no pause."""

from __future__ import annotations

from dataclasses import replace

from models.catalog.load_plan import LoadPlan, Machine, Wishes, plan_load
from models.catalog.model_file import ModelFile
from models.engine.llama.backend import system_info
from models.engine.protocol import Beside
from models.engine.tuned_loading import tuned_load


def fits_beside(
    file: ModelFile, plan: LoadPlan, machine: Machine, wishes: Wishes, *, beside: Beside, tuned_folder: str
) -> bool:
    """Whether the model loses nothing by being loaded while another one is there still; one that fits nowhere may try.

    So a switch never costs context, layers or exactness that the model would have had alone.

    Args:
        file: The model.
        plan: How it would be loaded now.
        machine: This machine, with the other model in it.
        wishes: How it is to be loaded.
        beside: What the other model will give back.
        tuned_folder: Where tuned copies are; "" uses none.
    """
    freed = (max(free, device.free) for free, device in zip(beside.cards_free, machine.devices, strict=False))
    cards = [replace(device, free=free) for device, free in zip(machine.devices, freed, strict=False)]
    cards += machine.devices[len(cards) :]
    empty = Machine(machine.ram_free + beside.ram, machine.cores, tuple(cards))
    alone = plan_load(file, empty, wishes)
    if not alone.fits:
        return True
    if not plan.fits or _gives(plan) != _gives(alone):
        return False
    if plan.gpu_layers > 0:
        return True
    copy_alone = _copy_gives(file, empty, wishes, tuned_folder)
    return copy_alone is None or copy_alone == _copy_gives(file, machine, wishes, tuned_folder)


def _copy_gives(
    file: ModelFile, machine: Machine, wishes: Wishes, tuned_folder: str
) -> tuple[int, int, str, int] | None:
    """What the model has as its tuned copy on a machine; None where the original is loaded there."""
    tuned = tuned_load(tuned_folder, file, machine, wishes, system_info=system_info())
    return _gives(tuned.plan) if tuned.plan is not None else None


def _gives(plan: LoadPlan) -> tuple[int, int, str, int]:
    return plan.context_size, plan.gpu_layers, plan.kv_type, plan.batch_tokens
