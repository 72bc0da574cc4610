"""What helps against a fault of a model: the buttons of its card, and what they need to know."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.library.choices_form import CONTEXTS
from desktop.library.model_rows import model_name
from desktop.library.rows import Act, Button
from desktop.library.state import LibraryState, reference_of
from desktop.library.weighing import planned
from models.catalog.download.quantizations import quantization_in
from models.catalog.failures import Fault
from models.catalog.found.places import Owner
from models.catalog.found.records import FoundModel
from models.catalog.wishes import wishes_of

translate = QCoreApplication.translate
_INCOMPLETE = (Fault.CUT_SHORT, Fault.MISSING_PART)
_UNKNOWN = (Fault.ARCHITECTURE, Fault.NEWER, Fault.OUTDATED)
_OUT_OF_REACH = (Fault.GONE, Fault.FORBIDDEN, Fault.UNREADABLE)
_PART_NUMBER = re.compile(r"-\d{5}-of-\d{5}$")


def helps_of(state: LibraryState, model: FoundModel, *, own: bool) -> list[Button]:
    """Return the buttons that help against what is wrong with a model.

    Args:
        state: All that is known.
        model: The model.
        own: Whether it was downloaded here, so that it is known where it came from.
    """
    trouble = state.trouble(model)
    fault = trouble.fault if trouble is not None else None
    if fault in _INCOMPLETE and own:
        return [Button(Act.REST, translate("Models", "Get the rest"), "download")]
    if fault is Fault.DAMAGED and own:
        return [Button(Act.AGAIN, translate("Models", "Download again"), "download")]
    if fault in (*_INCOMPLETE, Fault.DAMAGED):
        return [Button(Act.ANOTHER, translate("Models", "Search Hugging Face for it"), "search")]
    if fault in _UNKNOWN:
        return [Button(Act.ANOTHER, translate("Models", "Search for another file"), "search")]
    if fault in _OUT_OF_REACH:
        return [Button(Act.LOOK, translate("Models", "Look again"), "retry")]
    return _against_size(state, model) if fault is Fault.MEMORY else []


def _against_size(state: LibraryState, model: FoundModel) -> list[Button]:
    found = [Button(Act.SMALLER, translate("Models", "See smaller"), "search")]
    if tokens := less_context(state, model):
        words = translate("Models", "Load with {0} tokens").format(f"{tokens:,}")
        found.insert(0, Button(Act.LESS, words))
    return found


def less_context(state: LibraryState, model: FoundModel) -> int:
    """Return the next smaller context than the one that a model was to be loaded with, 0 where there is none."""
    if model.file is None or state.machine is None:
        return 0
    plan = planned(model.file, state.machine, wishes_of(state.settings, reference_of(model)))
    return max((each for each in CONTEXTS if each < plan.context_size), default=0)


def search_words(model: FoundModel) -> str:
    """Return what to search the Hub for to find a model: its repository where it is known, else its name."""
    if model.owner is Owner.HUGGING_FACE and model.label.count("/") > 1:
        return "/".join(model.label.split("/")[:2])
    if model.owner is Owner.OLLAMA:
        return model.label.rpartition("/")[2].partition(":")[0]
    if model.file is not None:
        return model.file.name
    name = _PART_NUMBER.sub("", Path(model_name(model)).name.removesuffix(".gguf"))
    quantization = quantization_in(name)
    place = name.upper().rfind(quantization) if quantization else -1
    return (name[:place] if place > 0 else name).rstrip("-_. ")
