"""Plans how a model is loaded on a machine: what the user left open is chosen, what they chose is kept and weighed.

A pure function of its arguments, quick enough to be asked while a dial is dragged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from models.catalog.fit_advice import advise
from models.catalog.fitting import AUTOMATIC_CONTEXTS, GENEROUS_CONTEXT_BYTES, MemoryDevice, margin
from models.catalog.memory import FLASH_LENGTHS, MemoryEstimate, estimate_memory
from models.catalog.model_file import ModelFile

KV_TYPES = ("f16", "q8_0", "q4_0")
"""What the KV cache's numbers can be, the most exact first. The last is never chosen by itself: it costs answers."""

_AUTOMATIC_KV_TYPES = ("f16", "q8_0")
_KV_BLOCK = 32
"""Quantized numbers come in blocks of so many, which must divide the heads' lengths."""
_GOOD_CONTEXT = 4096
_LARGE_BATCH, _SMALL_BATCH = 512, 256
"""More tokens at once read a prompt hardly faster on processors; fewer take less working space."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What a model may use: bytes of RAM that are free, physical cores, graphics cards in llama.cpp's order."""

    ram_free: int
    cores: int
    devices: tuple[MemoryDevice, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user chose for a model; None, and a number that makes no sense, leaves the choice to `plan_load`.

    `gpu_layers` counts as llama.cpp does (`model.layers + 1` is all). `kv_type` is one of `KV_TYPES`. `batch_tokens` is
    the most tokens of one computation. `sequences` is how many attempts may live at once.
    """

    context_size: int | None = None
    gpu_layers: int | None = None
    kv_type: str | None = None
    flash_attention: bool | None = None
    batch_tokens: int | None = None
    threads: int | None = None
    sequences: int = 20


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """How to load a model.

    `card_shares` says how much of the offloaded layers each card takes (llama.cpp's `tensor_split`); () without cards.
    `short_by` is how many bytes are missing, 0 when it fits; `advice` is then "", else one sentence on what would fit.
    `notes` tell in one sentence each what was chosen other than usual, and why.
    """

    context_size: int
    gpu_layers: int
    kv_type: str
    flash_attention: bool
    batch_tokens: int
    threads: int
    batch_threads: int
    card_shares: tuple[float, ...]
    estimate: MemoryEstimate
    fits: bool
    short_by: int
    advice: str
    notes: tuple[str, ...]


def plan_load(model: ModelFile, machine: Machine, wishes: Wishes | None = None) -> LoadPlan:
    """Choose context, layers, KV type, flash attention, batch and threads so that the model fits at its best.

    In this order: all layers on the cards; a context up to 16,384 tokens (never more than it was trained for, above
    8,192 only where that takes under 1 GB); exact KV numbers, q8_0 only where they buy a context of 4,096 tokens or the
    last layers; a smaller batch last. A wish that does not fit is kept and comes back with advice.
    """
    wishes = _meant(wishes or Wishes())
    planner = _Planner(model, machine, wishes)
    plans = [planner.plan(context, kv_type, batch) for kv_type, batch in planner.variants() for context in
             planner.contexts()]  # fmt: skip
    chosen = next((plan for plan in planner.in_order_of_worth(plans) if plan.fits), None)
    if chosen is not None:
        return chosen
    unfit = min(plans, key=lambda plan: plan.short_by) if wishes.context_size is None else plans[0]
    freed = _Planner(model, machine, replace(wishes, gpu_layers=None))
    smaller = [context for context in _contexts(model) if context < unfit.context_size]
    alternatives = (
        each.plan(context, kv_type, batch)
        for each, contexts in ((freed, [unfit.context_size]), (planner, smaller), (freed, smaller))
        for context in contexts
        for kv_type, batch in planner.variants()
    )
    nearest = next((plan for plan in alternatives if plan.fits), None)
    advice = advise(model, unfit, nearest, planner.room, chosen_layers=wishes.gpu_layers is not None)
    return replace(unfit, advice=advice)


def _meant(wishes: Wishes) -> Wishes:
    """The wishes, without numbers that are no choice."""

    def chosen(number: int | None, least: int) -> int | None:
        return number if number is not None and number >= least else None

    return replace(
        wishes,
        context_size=chosen(wishes.context_size, 1),
        gpu_layers=chosen(wishes.gpu_layers, 0),
        batch_tokens=chosen(wishes.batch_tokens, 1),
        threads=chosen(wishes.threads, 1),
    )


def plan_with_copy(
    model: ModelFile, copy: ModelFile, machine: Machine, wishes: Wishes, *,
    plan: Callable[[ModelFile, Machine, Wishes], LoadPlan] = plan_load,
) -> tuple[ModelFile, LoadPlan]:  # fmt: skip
    """Return what is loaded of a model with a tuned copy, and how: the copy where the processor computes all of it.

    The copy never costs context; where it does not fit with that of the original, the original is loaded.

    Args:
        model: The model.
        copy: As its copy computes it; the model itself where there is none.
        machine: This machine.
        wishes: What the user chose.
        plan: What makes the plans.
    """
    original = plan(model, machine, wishes)
    if copy is model or original.gpu_layers or not original.fits:
        return model, original
    copied = plan(copy, machine, replace(wishes, context_size=original.context_size, gpu_layers=0))
    return (copy, copied) if copied.fits else (model, original)


def allowed_kv_types(model: ModelFile) -> tuple[str, ...]:
    """Return the KV types that a model can have: quantized ones need heads whose length is a multiple of 32."""
    shape = model.shape
    divides = shape.key_length % _KV_BLOCK == 0 and shape.value_length % _KV_BLOCK == 0
    return KV_TYPES if divides else KV_TYPES[:1]


def _contexts(model: ModelFile) -> Iterator[int]:
    yield from dict.fromkeys(min(context, model.context_length) for context in AUTOMATIC_CONTEXTS)


class _Planner:
    """Weighs settings for one model on one machine."""

    def __init__(self, model: ModelFile, machine: Machine, wishes: Wishes) -> None:
        self._model, self._machine, self._wishes = model, machine, wishes
        self._ram = machine.ram_free - margin(machine.ram_free)
        self._cards = [each.free - margin(each.total) for each in machine.devices]
        self._shares = tuple(float(max(0, room)) for room in self._cards)
        self._notes: tuple[str, ...] = ()
        self._allowed = allowed_kv_types(model)
        kv_type = wishes.kv_type
        if kv_type is not None and kv_type not in self._allowed:
            self._notes = (f"The context is kept as f16, since the heads of {model.name} do not allow {kv_type}.",)
        self._flash = self._with_flash()

    @property
    def room(self) -> int:
        """Bytes that a model may take, cards and RAM together."""
        pairs = zip(self._cards, self._machine.devices, strict=True)
        return max(0, self._ram) + sum(max(0, room) for room, device in pairs if not device.shares_ram)

    def contexts(self) -> list[int]:
        """The contexts to try, the largest first; the user's alone, when they chose one."""
        wished = self._wishes.context_size
        return [wished] if wished is not None else list(_contexts(self._model))

    def variants(self) -> list[tuple[str, int]]:
        """KV types and batches to try, the best first."""
        wished = self._wishes.kv_type
        if wished is not None:
            kv_types: tuple[str, ...] = (wished if wished in self._allowed else "f16",)
        else:
            kv_types = tuple(
                each for each in _AUTOMATIC_KV_TYPES if each == "f16" or (each in self._allowed and self._flash)
            )
        batch = self._wishes.batch_tokens
        batches = (batch,) if batch is not None else (_LARGE_BATCH, _SMALL_BATCH)
        return [(kv_type, each) for each in batches for kv_type in kv_types]

    def plan(self, context_size: int, kv_type: str, batch_tokens: int) -> LoadPlan:
        """Return the plan with the wished layers, or as many as fit on the cards."""
        most = self._model.layers + 1 if self._machine.devices else 0
        wished = self._wishes.gpu_layers
        if wished is not None:
            return self._weigh(context_size, kv_type, batch_tokens, min(wished, most))
        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            if self._short_on_cards(self._estimate(context_size, kv_type, batch_tokens, middle)) == 0:
                low = middle
            else:
                high = middle - 1
        return self._weigh(context_size, kv_type, batch_tokens, low)

    def in_order_of_worth(self, plans: list[LoadPlan]) -> list[LoadPlan]:
        """The plans, the best first; those that the docstring of `plan_load` puts last are last."""
        wished_layers = self._wishes.gpu_layers
        all_layers = self._model.layers + 1 if self._machine.devices and wished_layers is None else 0

        def cost(plan: LoadPlan) -> tuple[bool, bool, bool, bool, bool, int, int]:
            large = plan.context_size > 8192 and plan.estimate.context > GENEROUS_CONTEXT_BYTES
            return (
                large and self._wishes.context_size is None,
                plan.gpu_layers < all_layers,
                plan.context_size < min(_GOOD_CONTEXT, self._model.context_length),
                plan.kv_type != "f16",
                plan.batch_tokens < min(_LARGE_BATCH, plan.context_size),
                -plan.gpu_layers if all_layers and plan.gpu_layers < all_layers else 0,
                -plan.context_size,
            )

        return sorted(plans, key=lambda plan: (cost(plan), -plan.batch_tokens))

    def _weigh(self, context_size: int, kv_type: str, batch_tokens: int, layers: int) -> LoadPlan:
        estimate = self._estimate(context_size, kv_type, batch_tokens, layers)
        short = self._short_on_cards(estimate) + self._short_in_ram(estimate)
        notes = self._notes
        if kv_type != "f16" and self._wishes.kv_type is None and not short:
            notes = (*notes, f"The context is kept in {kv_type}, which takes about half, so that the model fits.")
        if self._flash_for(kv_type) and self._wishes.flash_attention is False:
            notes = (*notes, f"Flash attention is on, since {kv_type} numbers cannot be had without it.")
        threads = self._wishes.threads or max(1, self._machine.cores)
        batch = min(batch_tokens, context_size)
        return LoadPlan(
            context_size, layers, kv_type, self._flash_for(kv_type), batch, threads, threads,
            self._shares if layers else (), estimate, short == 0, short, "", notes,
        )  # fmt: skip

    def _estimate(self, context_size: int, kv_type: str, batch_tokens: int, layers: int) -> MemoryEstimate:
        return estimate_memory(
            self._model,
            context_size=context_size,
            gpu_layers=layers,
            sequences=self._wishes.sequences,
            batch_tokens=min(batch_tokens, context_size),
            kv_type=kv_type,
            card_shares=self._shares or (1.0,),
            flash_attention=self._flash_for(kv_type),
        )

    def _with_flash(self) -> bool:
        """Flash attention unless the user says no; cards lack it for some lengths of heads."""
        if self._wishes.flash_attention is not None:
            return self._wishes.flash_attention
        lengths = {self._model.shape.key_length, self._model.shape.value_length}
        return not self._machine.devices or lengths <= FLASH_LENGTHS

    def _flash_for(self, kv_type: str) -> bool:
        """Quantized values cannot be had without flash attention."""
        return self._flash or (kv_type != "f16" and self._wishes.kv_type == kv_type)

    def _short_on_cards(self, estimate: MemoryEstimate) -> int:
        pairs = zip(estimate.cards, self._cards, strict=False)
        return sum(max(0, card.total - room) for card, room in pairs if card.total)

    def _short_in_ram(self, estimate: MemoryEstimate) -> int:
        shared = [card.total for card, each in zip(estimate.cards, self._machine.devices, strict=False)
                  if each.shares_ram]  # fmt: skip
        return max(0, estimate.processor.total + sum(shared) - self._ram)
