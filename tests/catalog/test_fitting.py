from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.catalog.fit_advice import suggest_after_failure
from models.catalog.fitting import MemoryDevice, free_memory, margin
from models.catalog.inspection import ModelFile, inspect_model
from models.catalog.load_plan import LoadPlan, Machine, Wishes, plan_load
from models.catalog.memory import estimate_memory
from tests.gguf_files import write_huge_model, write_tiny_model

GB = 10**9


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    return inspect_model(write_huge_model(tmp_path_factory.mktemp("huge") / "huge.gguf", size=40 * GB))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    return inspect_model(write_huge_model(tmp_path_factory.mktemp("small") / "small.gguf", size=4 * GB, layers=32))


def card(total: float, free: float | None = None, **facts: bool) -> MemoryDevice:
    return MemoryDevice("Card", int(total * GB), int((total if free is None else free) * GB), **facts)


def fit(
    model: ModelFile, *, ram_free: int, devices: Sequence[MemoryDevice] = (), context_size: int | None = None,
    wanted_layers: int | None = None, as_in: LoadPlan | None = None,
) -> LoadPlan:  # fmt: skip
    """Plan a load; `as_in` another plan are the batch and the type of the context's numbers."""
    batch, kind = (as_in.batch_tokens, as_in.kv_type) if as_in is not None else (None, None)
    machine = Machine(ram_free, 1, tuple(devices))
    wishes = Wishes(context_size=context_size, gpu_layers=wanted_layers, batch_tokens=batch, kv_type=kind)
    return plan_load(model, machine, wishes)


def check(plan: LoadPlan, ram_free: int, cards: list[MemoryDevice]) -> None:
    """A plan that claims to fit leaves the margins free."""
    assert plan.fits and plan.short_by == 0 and plan.advice == ""
    assert plan.estimate.processor.total <= ram_free - margin(ram_free)
    for device, place in zip(cards, plan.estimate.cards, strict=False):
        assert place.total <= device.free - margin(device.total)


def test_the_margin_is_a_tenth_between_a_quarter_and_one_gigabyte() -> None:
    assert [margin(int(each * GB)) for each in (0.5, 2, 4, 8, 24, 140)] == [
        GB // 4, GB // 4, 4 * GB // 10, 8 * GB // 10, GB, GB,
    ]  # fmt: skip


def test_a_small_model_fits_with_the_context_it_was_trained_for(bundled_model_path: Path) -> None:
    plan = fit(inspect_model(bundled_model_path), ram_free=4 * GB)
    check(plan, 4 * GB, [])
    assert (plan.context_size, plan.gpu_layers) == (8192, 0)
    assert plan.estimate.total == pytest.approx(0.4 * GB, abs=0.05 * GB)


def test_all_layers_go_to_a_card_with_room(small: ModelFile) -> None:
    cards = [card(24)]
    plan = fit(small, ram_free=16 * GB, devices=cards)
    check(plan, 16 * GB, cards)
    assert plan.gpu_layers == small.layers + 1 and plan.context_size == 8192


def test_a_narrow_card_takes_as_many_layers_as_fit_and_not_one_less(small: ModelFile) -> None:
    cards = [card(4, 3)]
    plan = fit(small, ram_free=16 * GB, devices=cards)
    check(plan, 16 * GB, cards)
    assert 0 < plan.gpu_layers < small.layers
    one_more = fit(
        small, ram_free=16 * GB, devices=cards, context_size=plan.context_size, wanted_layers=plan.gpu_layers + 1,
        as_in=plan,
    )  # fmt: skip
    assert not one_more.fits and f"{plan.gpu_layers} layers on the graphics card would fit" in one_more.advice


def test_a_card_without_room_is_left_alone(small: ModelFile) -> None:
    plan = fit(small, ram_free=16 * GB, devices=[card(2, 0.2)])
    assert plan.fits and plan.gpu_layers == 0 and plan.estimate.cards == ()


def test_several_cards_share_the_layers_by_their_free_memory(huge: ModelFile) -> None:
    cards = [card(24), card(24), card(12, 11)]
    plan = fit(huge, ram_free=16 * GB, devices=cards)
    check(plan, 16 * GB, cards)
    assert plan.gpu_layers == huge.layers + 1 and len(plan.estimate.cards) == 3
    assert plan.estimate.cards[2].weights < plan.estimate.cards[0].weights
    assert plan.estimate.weights == huge.weights.total


def test_a_card_that_shares_the_computers_memory_does_not_add_any(small: ModelFile) -> None:
    own = fit(small, ram_free=4 * GB, devices=[card(8)])
    shared = fit(small, ram_free=4 * GB, devices=[card(8, shares_ram=True)])
    assert own.fits and not shared.fits and shared.short_by > 0


def test_a_large_context_is_refused_with_the_one_that_fits(small: ModelFile) -> None:
    plan = fit(small, ram_free=7 * GB, context_size=131072)
    assert not plan.fits and plan.context_size == 131072
    assert "131,072 tokens" in plan.advice and "a context of 16,384 tokens would fit." in plan.advice
    check(fit(small, ram_free=7 * GB, context_size=16384), 7 * GB, [])


def test_a_model_too_large_for_memory_is_told_which_file_would_fit(huge: ModelFile) -> None:
    plan = fit(huge, ram_free=32 * GB)
    assert not plan.fits and plan.short_by == plan.estimate.total - 31 * GB
    assert plan.advice.startswith(
        "Huge 70B needs 40.5 GB with a context of 2,048 tokens, beside a reserve for other programs: "
        "9.5 GB more than is free;"
    )
    assert plan.notes == (), "what does not fit was not made to"
    assert plan.advice.endswith("a Q5_K_M file of it (about 26.8 GB) would fit.")
    hopeless = fit(huge, ram_free=6 * GB)
    assert hopeless.advice.endswith("choose a model file of at most 4.9 GB.")
    assert fit(huge, ram_free=GB // 2).advice.endswith("choose a much smaller model.")


def test_layers_on_a_card_make_room_in_memory(huge: ModelFile) -> None:
    cards = [card(24)]
    assert not fit(huge, ram_free=24 * GB).fits
    plan = fit(huge, ram_free=24 * GB, devices=cards)
    check(plan, 24 * GB, cards)


def test_without_a_card_wanted_layers_mean_nothing(small: ModelFile) -> None:
    plan = fit(small, ram_free=16 * GB, wanted_layers=20)
    assert plan.fits and plan.gpu_layers == 0


def test_layers_move_from_the_processor_to_the_card_and_none_is_lost(bundled_model_path: Path) -> None:
    model = inspect_model(bundled_model_path)
    estimates = [estimate_memory(model, context_size=4096, gpu_layers=layers) for layers in range(33)]
    assert estimates[32] == estimates[31]
    shared = model.weights.output
    for layers, estimate in enumerate(estimates):
        assert estimate.context == estimates[0].context
        assert estimate.weights == model.weights.total + (shared if layers else 0)
    assert estimates[31].processor.context == 0 and estimates[31].processor.weights == model.weights.input
    weights = [estimate.processor.weights for estimate in estimates]
    assert weights == sorted(weights, reverse=True)


def test_a_smaller_kv_type_takes_less(small: ModelFile) -> None:
    full, half = (estimate_memory(small, context_size=8192, kv_type=kind).context for kind in ("f16", "q8_0"))
    assert half == pytest.approx(full * 34 / 64, rel=0.001)


def test_a_failure_in_spite_of_the_estimate_names_the_next_smaller_setting(small: ModelFile) -> None:
    plan = fit(small, ram_free=16 * GB, devices=[card(24)])
    assert suggest_after_failure(small, plan, on_card=True) == (
        "The graphics card ran out of memory with 33 layers of Huge 70B on it; "
        "load it with 16 layers on the card, or with a context of 4,096 tokens."
    )
    assert "a context of 4,096 tokens" in suggest_after_failure(small, plan, on_card=False)


def test_a_suggestion_after_a_failure_is_always_smaller_than_what_failed(small: ModelFile, tmp_path: Path) -> None:
    tiny = inspect_model(write_tiny_model(tmp_path / "tiny.gguf", context=256))
    for model, context in ((small, 1024), (small, 600), (small, 100_000), (tiny, 256), (tiny, 2048)):
        for layers in (1, 2):
            failed = fit(model, context_size=context, ram_free=64 * GB, devices=[card(64)], wanted_layers=layers)
            for on_card in (True, False):
                sentence = suggest_after_failure(model, failed, on_card=on_card)
                suggested = [int(each.replace(",", "")) for each in re.findall(r"context of ([\d,]+)", sentence)]
                assert all(each < context for each in suggested) and bool(suggested) == (context > 512)
    last = fit(tiny, context_size=256, ram_free=64 * GB, devices=[card(64)], wanted_layers=1)
    assert suggest_after_failure(tiny, last, on_card=True) == (
        "The graphics card ran out of memory with 1 layer of Tiny on it; load it with no layers on the card."
    )


def test_numbers_that_are_no_choice_leave_it_to_the_program(small: ModelFile) -> None:
    cards = [card(24)]
    automatic = fit(small, ram_free=16 * GB, devices=cards)
    assert fit(small, ram_free=16 * GB, devices=cards, context_size=0, wanted_layers=-1) == automatic


@given(
    ram=st.integers(1, 64),
    memory=st.none() | st.integers(2, 48),
    context=st.none() | st.sampled_from([1024, 4096, 8192, 32768, 131072]),
    layers=st.none() | st.integers(0, 81),
)
@settings(max_examples=60, deadline=None)
def test_the_setting_that_is_advised_does_fit(
    huge: ModelFile, ram: int, memory: int | None, context: int | None, layers: int | None
) -> None:
    cards = [card(memory)] if memory else []
    plan = fit(huge, ram_free=ram * GB, devices=cards, context_size=context, wanted_layers=layers)
    advice = plan.advice.partition("; ")[2]
    if plan.fits or not re.search(r"context of|layers? on", advice):
        return
    if found := re.search(r"context of ([\d,]+)", advice):
        context = int(found[1].replace(",", ""))
        assert context < plan.context_size
    if found := re.search(r"(no|\d+) layers? on", advice):
        layers = 0 if found[1] == "no" else int(found[1])
        assert layers != plan.gpu_layers
    check(fit(huge, ram_free=ram * GB, devices=cards, context_size=context, wanted_layers=layers), ram * GB, cards)


def test_layers_left_off_the_card_by_choice_are_advised_back(huge: ModelFile) -> None:
    plan = fit(huge, ram_free=24 * GB, devices=[card(24)], context_size=2048, wanted_layers=0)
    assert not plan.fits and re.search(r"; \d+ layers on the graphics card would fit\.$", plan.advice)


def test_free_memory_is_that_of_this_computer() -> None:
    assert 10**8 < free_memory() < 10**14
