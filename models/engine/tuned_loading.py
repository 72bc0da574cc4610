"""Chooses between a model and its tuned copy, and says why a copy that is in use is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.catalog.failures import BadModelFile
from models.catalog.load_plan import LoadPlan, Machine, Wishes, plan_with_copy
from models.catalog.model_file import ModelFile
from models.catalog.tuned_copies import CopyShelf


@dataclass(frozen=True, slots=True)
class TunedLoad:
    """The copy and how it is loaded; both None where the original is loaded, and `notice` then says why, or is ""."""

    file: ModelFile | None = None
    plan: LoadPlan | None = None
    notice: str = ""


def tuned_load(folder: str, file: ModelFile, machine: Machine, wishes: Wishes, *, system_info: str) -> TunedLoad:
    """Return the tuned copy that is loaded in a model's place.

    Args:
        folder: Where copies are; "" uses none.
        file: The model, all of which the processor will compute.
        machine: This machine.
        wishes: How it is to be loaded.
        system_info: llama.cpp's line about this processor.
    """
    if not folder:
        return TunedLoad()
    shelf = CopyShelf(Path(folder), system_info=system_info)
    known = shelf.of(file.model_id)
    if known is None or not known.in_use:
        return TunedLoad()
    if shelf.is_from_elsewhere(known):
        return TunedLoad(
            notice=f"The tuned copy of {file.name} was made on another processor, so the original is in use; "
            "tune the model again."
        )
    try:
        copy = shelf.served(file)
    except BadModelFile:
        copy = None
    if copy is None:
        return TunedLoad(notice=could_not_be_loaded(file.name))
    chosen, plan = plan_with_copy(file, copy, machine, wishes)
    if chosen is copy:
        return TunedLoad(copy, plan)
    return TunedLoad(notice=f"There was no room for the tuned copy of {file.name}, so the original is in use.")


def could_not_be_loaded(name: str) -> str:
    """Say that the original takes the place of its copy."""
    return f"The tuned copy of {name} could not be loaded, so the original is in use."
