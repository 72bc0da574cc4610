"""Chooses a context and a number of layers on the graphics card that fit into memory, or says what would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psutil

from models.catalog.fit_advice import advise, count_layers
from models.catalog.memory import MemoryEstimate, estimate_memory
from models.catalog.model_file import ModelFile
from models.catalog.sizes import GIGA, MEGA

AUTOMATIC_CONTEXTS = (16384, 8192, 4096, 2048)
"""What is tried when the user did not choose, the largest first; never more than the model was trained for."""

GENEROUS_CONTEXT_BYTES = GIGA
"""A context above 8,192 tokens is only chosen where it takes no more than this."""

_GOOD_CONTEXT = 4096
"""More context than this is not worth layers that leave the graphics card."""

_LEAST_MARGIN, _MOST_MARGIN = 250 * MEGA, GIGA


@dataclass(frozen=True, slots=True)
class MemoryDevice:
    """A graphics card: its name and memory in bytes. `shares_ram` where it has no memory of its own."""

    name: str
    total: int
    free: int
    shares_ram: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How a model can be loaded.

    `gpu_layers` counts as llama.cpp does (`estimate_memory`). `short_by` is how many bytes are missing, 0 when it fits.
    `advice` is one sentence that says which setting fits, "" when this one does.
    """

    context_size: int
    gpu_layers: int
    estimate: MemoryEstimate
    fits: bool
    short_by: int
    advice: str


def free_memory() -> int:
    """Bytes of RAM that programs may still take."""
    return int(psutil.virtual_memory().available)


def margin(memory: int) -> int:
    """Bytes that stay free of `memory`: a tenth, at least 0.25 GB and at most 1 GB."""
    return min(max(memory // 10, _LEAST_MARGIN), _MOST_MARGIN)


def fit(
    model: ModelFile,
    *,
    context_size: int | None = None,
    ram_free: int,
    devices: Sequence[MemoryDevice] = (),
    wanted_layers: int | None = None,
    sequences: int = 20,
    kv_type: str = "f16",
) -> Fit:
    """Choose what the user left open (None), so that all fits; a fixed choice that does not fit comes back with advice.

    Args:
        model: The model.
        context_size: The user's choice of context in tokens; 0 and less are no choice.
        ram_free: Free RAM in bytes.
        devices: The graphics cards.
        wanted_layers: The user's choice of layers on the cards; less than 0 is no choice.
        sequences: How many sequences may live at once.
        kv_type: The type of the KV cache's numbers.
    """
    fitter = _Fitter(model, ram_free, devices, sequences, kv_type)
    wanted_layers = None if wanted_layers is not None and wanted_layers < 0 else wanted_layers
    contexts = [context_size] if context_size is not None and context_size > 0 else list(_contexts(model))
    plans = [fitter.plan(context, wanted_layers) for context in contexts]
    chosen = _best(plans, all_layers=model.layers + 1 if devices and wanted_layers is None else 0)
    if chosen.fits:
        return chosen
    smaller = [context for context in _contexts(model) if context < chosen.context_size]
    alternatives = (
        fitter.plan(context, layers)
        for layers, sizes in ((None, [chosen.context_size]), (wanted_layers, smaller), (None, smaller))
        for context in sizes
    )
    nearest = next((plan for plan in alternatives if plan.fits), None)
    advice = advise(model, chosen, nearest, fitter.room, chosen_layers=wanted_layers is not None)
    return Fit(chosen.context_size, chosen.gpu_layers, chosen.estimate, False, chosen.short_by, advice)


def suggest_after_failure(model: ModelFile, failed: Fit, *, on_card: bool) -> str:
    """Say which setting to try when memory ran out although `failed` was estimated to fit.

    Args:
        model: The model.
        failed: What was tried.
        on_card: Whether the card's memory ran out, or the computer's.
    """
    smaller = next((context for context in (*AUTOMATIC_CONTEXTS, 1024, 512) if context < failed.context_size), None)
    with_smaller = f", or with a context of {smaller:,} tokens" if smaller else ""
    if on_card and failed.gpu_layers:
        return (
            f"The graphics card ran out of memory with {count_layers(failed.gpu_layers)} of {model.name} on it; "
            f"load it with {count_layers(failed.gpu_layers // 2)} on the card{with_smaller}."
        )
    remedy = f"load it with a context of {smaller:,} tokens" if smaller else "choose a smaller model"
    return f"The computer ran out of memory while it loaded {model.name}; close other programs, or {remedy}."


def _contexts(model: ModelFile) -> Iterator[int]:
    """The contexts to try for a model, the largest first."""
    trained = model.context_length
    yield from dict.fromkeys(min(context, trained) for context in AUTOMATIC_CONTEXTS)


def _best(plans: Sequence[Fit], *, all_layers: int) -> Fit:
    """The plan to take: all layers on the card before a large context, a fair context before more layers."""
    fitting = [plan for plan in plans if plan.fits]
    modest = [plan for plan in fitting if plan.context_size <= 8192 or plan.estimate.context <= GENEROUS_CONTEXT_BYTES]
    candidates = modest or fitting
    if not candidates:
        return plans[-1]
    whole = [plan for plan in candidates if plan.gpu_layers >= all_layers]
    fair = [plan for plan in candidates if plan.context_size <= _GOOD_CONTEXT]
    return next(iter(whole or fair or candidates))


class _Fitter:
    """Weighs plans for one model on one machine."""

    def __init__(
        self, model: ModelFile, ram_free: int, devices: Sequence[MemoryDevice], sequences: int, kv_type: str
    ) -> None:
        self._model, self._devices, self._sequences, self._kv_type = model, devices, sequences, kv_type
        self._ram = ram_free - margin(ram_free)
        self._cards = [device.free - margin(device.total) for device in devices]

    @property
    def room(self) -> int:
        """Bytes that a model may take on this machine, cards and RAM together."""
        own = sum(
            max(0, room) for room, device in zip(self._cards, self._devices, strict=True) if not device.shares_ram
        )
        return max(0, self._ram) + own

    def plan(self, context_size: int, wanted_layers: int | None) -> Fit:
        """Return the plan for a context, with the wanted layers or as many as fit on the cards."""
        most = self._model.layers + 1 if self._devices else 0
        if wanted_layers is not None:
            return self._weigh(context_size, min(wanted_layers, most))
        for layers in range(most, 0, -1):
            plan = self._weigh(context_size, layers)
            if self._short_on_cards(plan.estimate) == 0:
                return plan
        return self._weigh(context_size, 0)

    def _weigh(self, context_size: int, layers: int) -> Fit:
        estimate = estimate_memory(
            self._model,
            context_size=context_size,
            gpu_layers=layers,
            sequences=self._sequences,
            kv_type=self._kv_type,
            card_shares=[float(max(0, device.free)) for device in self._devices] or (1.0,),
        )
        short = self._short_on_cards(estimate) + self._short_in_ram(estimate)
        return Fit(context_size, layers, estimate, short == 0, short, "")

    def _short_on_cards(self, estimate: MemoryEstimate) -> int:
        return sum(max(0, card.total - room) for card, room in zip(estimate.cards, self._cards, strict=False))

    def _short_in_ram(self, estimate: MemoryEstimate) -> int:
        shared = [card.total for card, device in zip(estimate.cards, self._devices, strict=False) if device.shares_ram]
        return max(0, estimate.processor.total + sum(shared) - self._ram)
