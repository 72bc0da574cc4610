from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.catalog.fitting import MemoryDevice, margin
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.load_plan import KV_TYPES, LoadPlan, Machine, Wishes, allowed_kv_types, plan_load
from tests.gguf_files import write_huge_model, write_tiny_model

GB = 10**9


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    return inspect_model(write_huge_model(tmp_path_factory.mktemp("model") / "m.gguf", size=4 * GB, layers=32))


def card(total: float, free: float | None = None, **facts: bool) -> MemoryDevice:
    return MemoryDevice("Card", int(total * GB), int((total if free is None else free) * GB), **facts)


def machine(ram: float, *cards: MemoryDevice) -> Machine:
    return Machine(int(ram * GB), 8, cards)


def check(plan: LoadPlan, on: Machine) -> None:
    """A plan that claims to fit leaves the margins free, on each device."""
    shared = 0
    for device, place in zip(on.devices, plan.estimate.cards, strict=False):
        assert place.total == 0 or place.total <= device.free - margin(device.total)
        shared += place.total if device.shares_ram else 0
    assert plan.estimate.processor.total + shared <= on.ram_free - margin(on.ram_free)
    assert plan.short_by == 0 and plan.advice == ""


def test_with_room_all_is_at_its_best(model: ModelFile) -> None:
    on = machine(32, card(24))
    plan = plan_load(model, on)
    check(plan, on)
    assert (plan.gpu_layers, plan.kv_type, plan.flash_attention, plan.batch_tokens, plan.threads) == (
        33, "f16", True, 512, 8,
    )  # fmt: skip
    assert plan.context_size == 8192 and plan.notes == () and plan.fits


def test_exactness_of_the_context_goes_before_its_size_is_below_4096(model: ModelFile) -> None:
    kinds = []
    for tenths in range(40, 75):
        on = machine(64, card(tenths / 10))
        plan = plan_load(model, on)
        check(plan, on)
        if plan.gpu_layers == 33:
            kinds.append((plan.kv_type, plan.context_size))
    assert ("q8_0", 4096) in kinds and kinds[-1][0] == "f16"
    assert kinds == sorted(kinds, key=lambda each: (each[1] >= 4096, each[0] == "f16", each[1])), kinds


def test_what_is_chosen_otherwise_is_told(model: ModelFile) -> None:
    told = [plan for tenths in range(40, 75) if (plan := plan_load(model, machine(64, card(tenths / 10)))).notes]
    assert told and all("q8_0" in plan.notes[0] for plan in told)


def test_several_cards_share_by_what_is_free(model: ModelFile) -> None:
    on = machine(32, card(4, 3.6), card(4, 1.9), card(8, 0.1))
    plan = plan_load(model, on)
    check(plan, on)
    one, two, three = plan.estimate.cards
    assert plan.card_shares[0] > plan.card_shares[1] > 0 == plan.card_shares[2]
    assert one.weights > two.weights > 0 == three.total
    alone = plan_load(model, machine(32, card(4, 3.6)))
    assert plan.gpu_layers > alone.gpu_layers > 0


def test_a_card_that_shares_the_ram_is_not_counted_twice(model: ModelFile) -> None:
    assert plan_load(model, machine(8, card(8, shares_ram=True))).fits
    assert not plan_load(model, machine(3, card(3, shares_ram=True))).fits
    assert plan_load(model, machine(3, card(8))).fits


def test_wishes_are_kept_and_weighed(model: ModelFile) -> None:
    wishes = Wishes(context_size=2000, gpu_layers=5, kv_type="q4_0", batch_tokens=64, threads=3)
    plan = plan_load(model, machine(32, card(24)), wishes)
    assert (plan.context_size, plan.gpu_layers, plan.kv_type, plan.batch_tokens, plan.threads) == (
        2000, 5, "q4_0", 64, 3,
    )  # fmt: skip
    assert plan_load(model, machine(32), Wishes(gpu_layers=5)).gpu_layers == 0, "there is no card"
    plan = plan_load(model, machine(32), Wishes(kv_type="q8_0", flash_attention=False))
    assert plan.flash_attention and "cannot be had without" in plan.notes[0]
    slow = plan_load(model, machine(64), Wishes(flash_attention=False, context_size=8192))
    assert slow.estimate.working > 4 * plan_load(model, machine(64), Wishes(context_size=8192)).estimate.working


def test_a_wish_that_does_not_fit_comes_back_with_what_would(model: ModelFile) -> None:
    plan = plan_load(model, machine(8), Wishes(context_size=131072))
    assert not plan.fits and plan.context_size == 131072 and plan.short_by > 0
    assert "131,072 tokens" in plan.advice and plan.advice.endswith("would fit.")
    plan = plan_load(model, machine(8, card(2)), Wishes(gpu_layers=33))
    assert not plan.fits and plan.gpu_layers == 33 and "on the graphics card would fit." in plan.advice
    assert plan_load(model, machine(1)).advice


def test_heads_of_odd_length_keep_exact_numbers(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "odd.gguf", embedding=480, heads=12, kv_heads=4, context=4096)
    odd = inspect_model(path)
    assert allowed_kv_types(odd) == ("f16",)
    plan = plan_load(odd, machine(8, card(8)), Wishes(kv_type="q8_0"))
    assert plan.kv_type == "f16" and "do not allow q8_0" in plan.notes[0]
    assert not plan.flash_attention, "cards have none for heads of 40 numbers"


@settings(max_examples=60, deadline=None)
@given(
    ram=st.integers(0, 80 * GB),
    cards=st.lists(st.tuples(st.integers(0, 24 * GB), st.floats(0, 1), st.booleans()), max_size=3),
    wishes=st.builds(
        Wishes,
        context_size=st.none() | st.integers(-1, 200_000),
        gpu_layers=st.none() | st.integers(-2, 50),
        kv_type=st.none() | st.sampled_from(KV_TYPES),
        flash_attention=st.none() | st.booleans(),
        batch_tokens=st.none() | st.integers(-1, 4096),
        threads=st.none() | st.integers(-1, 64),
    ),
)
def test_every_machine_and_wish_gets_an_honest_plan(
    model: ModelFile, ram: int, cards: list[tuple[int, float, bool]], wishes: Wishes
) -> None:
    devices = tuple(MemoryDevice("Card", total, int(total * free), shares) for total, free, shares in cards)
    on = Machine(ram, 4, devices)
    plan = plan_load(model, on, wishes)
    assert plan == plan_load(model, on, wishes)
    assert plan.fits == (plan.short_by == 0) == (plan.advice == "")
    if plan.fits:
        check(plan, on)
    if wishes.context_size is not None and wishes.context_size > 0:
        assert plan.context_size == wishes.context_size
    assert plan.threads > 0 and 0 < plan.batch_tokens <= plan.context_size
    assert 0 <= plan.gpu_layers <= (model.layers + 1 if devices else 0)
