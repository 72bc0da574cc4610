"""Gathers what the inspector says of a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop.library.inspector import Inspected
from desktop.library.rows import Act, Button
from desktop.library.state import LibraryState, reference_of
from desktop.library.weighing import planned
from models.catalog.failures import Fault
from models.catalog.found.places import Owner
from models.catalog.found.records import FoundModel
from models.catalog.load_plan import LoadPlan, Machine, Wishes, plan_with_copy
from models.catalog.wishes import choices_of, wishes_of
from models.events import EngineState
from models.reasoning.effort import Effort, effort_named

translate = QCoreApplication.translate
_ANSWERING = (EngineState.READY, EngineState.BUSY)


def inspected(
    state: LibraryState, model: FoundModel, free_now: Machine | None,
    expected: Callable[[Effort], float | None] | None,
) -> Inspected | None:  # fmt: skip
    """Return what is shown of a model; None for one that cannot be used.

    Args:
        state: All that is known.
        model: The model.
        free_now: The machine as it is while the model in use is there.
        expected: Tells how long a question takes with the model in use.
    """
    file, machine = model.file, state.machine
    if file is None or machine is None:
        return None
    reference = reference_of(model)
    wishes = wishes_of(state.settings, reference)
    weighed = state.weighed.get(str(model.path))
    served = weighed.served if weighed is not None and weighed.served.model_id == file.model_id else file

    def plan_on(machine: Machine, wishes: Wishes) -> LoadPlan:
        return plan_with_copy(file, served, machine, wishes, plan=planned)[1]

    plan = plan_on(machine, wishes)
    automatic = plan_on(machine, replace(wishes, gpu_layers=None))
    in_use = state.is_in_use(model) and state.status.state in _ANSWERING
    beside = plan_on(free_now, wishes) if free_now is not None else plan
    trouble = state.trouble(model)
    return Inspected(
        file, choices_of(state.settings, reference), plan, automatic, machine, in_use,
        loading=_is_loading(state, model),
        adapter=_adapter_words(state, in_use=in_use),
        promise=_promise(state, plan, beside),
        speed=_speed(expected) if in_use and expected is not None else "",
        away=_away(model),
        template_failed=trouble is not None and trouble.fault is Fault.TEMPLATE,
    )  # fmt: skip


def _is_loading(state: LibraryState, model: FoundModel) -> bool:
    """Whether a model is being loaded: beside the one in use, in its place, or as the first."""
    following = state.status.next_model
    if following is not None and not following.failed and following.path == str(model.path):
        return True
    return state.is_in_use(model) and state.status.state in (EngineState.STARTING, EngineState.LOADING)


def _away(model: FoundModel) -> Button | None:
    if model.owner is Owner.BUNDLED:
        return None
    if model.owner is Owner.DOWNLOADED:
        return Button(Act.DELETE, translate("Models", "Delete the file…"))
    if model.owner is Owner.ADDED:
        return Button(Act.REMOVE, translate("Models", "Remove from list"))
    return Button(Act.HIDE, translate("Models", "Hide from list"))


def _promise(state: LibraryState, plan: LoadPlan, beside: LoadPlan) -> str:
    """What happens to the model in use while this one is loaded; true of what the engine does."""
    status = state.status
    if status.state not in _ANSWERING:
        return translate("Models", "No model answers now.")
    same = (beside.context_size, beside.gpu_layers, beside.kv_type) == (
        plan.context_size, plan.gpu_layers, plan.kv_type
    )  # fmt: skip
    if plan.fits and not (beside.fits and same):
        words = translate(
            "Models",
            "There is no room for both at once: {0} stops answering while this one is loaded, and is loaded again if"
            " it fails.",
        )
        return words.format(status.model_name)
    words = translate("Models", "{0} keeps answering until this one is ready. If it fails, nothing changes.")
    return words.format(status.model_name)


def _adapter_words(state: LibraryState, *, in_use: bool) -> str:
    status = state.status
    if in_use or not status.adapter:
        return ""
    words = translate(
        "Models", "Adapter {0} belongs to {1} and stays with it. Another model has adapters of its own, or learns anew."
    )
    return words.format(status.adapter, status.model_name)


def _speed(expected: Callable[[Effort], float | None]) -> str:
    seconds = expected(effort_named("standard"))
    if seconds is None:
        return ""
    return translate("Models", "thinks about {0} s, measured").format(max(round(seconds), 1))
