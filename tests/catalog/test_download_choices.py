"""The pure parts of downloading: quantizations in names, the recommended file, the curated list, tokens."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from models.catalog.download import tokens
from models.catalog.download.control import Meter, Phase, Progress
from models.catalog.download.curated import curated_models
from models.catalog.download.files import HubFile, HubModel, folder_of, name_in_address
from models.catalog.download.quantizations import bits_of, quantization_in
from models.catalog.download.recommendation import memory_needed, recommend
from models.catalog.fitting import MemoryDevice

GB = 10**9
SIZES = {"F16": 16.1, "Q8_0": 8.5, "Q6_K": 6.6, "Q5_K_M": 5.7, "Q4_K_M": 4.9, "Q3_K_M": 4.0, "Q2_K": 3.2}


def models(billions: float = 8) -> list[HubModel]:
    return [
        HubModel((HubFile(f"m-{name}.gguf", int(size * billions / 8 * GB), "0" * 64),), name)
        for name, size in SIZES.items()
    ]


@pytest.mark.parametrize(
    ("name", "quantization"),
    [
        ("qwen2.5-1.5b-instruct-q4_k_m.gguf", "Q4_K_M"),
        ("Llama-3.2-3B-Instruct-Q5_K_M.gguf", "Q5_K_M"),
        ("model.Q4_0.gguf", "Q4_0"),
        ("Model-UD-Q4_K_XL.gguf", "Q4_K_XL"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4"),
        ("Model-IQ3_XXS.gguf", "IQ3_XXS"),
        ("model-fp16.gguf", "F16"),
        ("BF16/model-BF16-00001-of-00002.gguf", "BF16"),
        ("Q4_Kitchen.gguf", ""),
        ("model.gguf", ""),
    ],
)
def test_quantizations_are_read_from_names(name: str, quantization: str) -> None:
    assert quantization_in(name) == quantization


def test_bits_of_relatives_are_about_those_of_the_family() -> None:
    assert bits_of("Q4_K_XL") is not None and bits_of("Q4_0_8_8") == bits_of("Q4_0")
    assert bits_of("Q9") is None and bits_of("") is None


@pytest.mark.parametrize(
    ("ram", "card", "chosen"),
    [(16, 0, "Q4_K_M"), (8, 0, "Q4_K_M"), (6.5, 0, "Q3_K_M"), (32, 24, "Q8_0"), (32, 8, "Q5_K_M"), (3, 0, None)],
)
def test_the_recommended_file_fits(ram: float, card: float, chosen: str | None) -> None:
    cards = [MemoryDevice("Card", int(card * GB), int(card * GB))] if card else []
    advice = recommend(models(), ram_free=int(ram * GB), devices=cards)
    assert (advice.model.quantization if advice.model else None) == chosen
    assert advice.reason.endswith(".")
    if advice.model:
        assert memory_needed(advice.model) < max(ram, card) * GB


def test_a_small_model_is_recommended_nearly_whole() -> None:
    advice = recommend(models(1), ram_free=8 * GB)
    assert advice.model is not None and advice.model.quantization == "Q8_0"
    assert recommend([], ram_free=8 * GB).model is None


def test_a_card_and_the_memory_together_may_hold_what_neither_does() -> None:
    card = MemoryDevice("Card", 4 * GB, 4 * GB)
    advice = recommend([models()[4]], ram_free=5 * GB, devices=[card])
    assert advice.model is not None and "together" in advice.reason


def test_the_curated_list_says_what_was_checked() -> None:
    listed = curated_models()
    assert {each.memory_gb for each in listed.models} == {4, 8, 16, 24}
    assert listed.written and "none was downloaded" in listed.checked
    for each in listed.models:
        folder_of(Path("x"), each.repository)
        assert each.licence and bits_of(each.quantization)
    assert {each.memory_gb for each in listed.for_memory(20 * GB)} == {16}
    assert {each.memory_gb for each in listed.for_memory(1)} == {4}


def test_the_time_left_comes_from_the_last_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, told = [100.0], list[Progress]()
    monkeypatch.setattr("models.catalog.download.control.time.monotonic", lambda: clock[0])
    meter = Meter(1000, told.append)
    meter.at(0)
    assert told[-1].seconds_left is None, "nothing is known yet"
    for _ in range(20):
        clock[0] += 1
        meter.at(told[-1].done + 20)
    assert told[-1].rate == pytest.approx(20) and told[-1].seconds_left == pytest.approx(30)
    meter.at(400, Phase.WAITING, wait_seconds=3)
    assert told[-1].phase is Phase.WAITING and told[-1].seconds_left is None
    count = len(told)
    meter.at(400, Phase.WAITING)
    assert len(told) == count, "at most ten times a second"


def test_a_keyring_goes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing:
        pass

    kept: dict[tuple[str, str], str] = {}
    keyring, backends, fail = ModuleType("keyring"), ModuleType("keyring.backends"), ModuleType("keyring.backends.fail")
    keyring.get_keyring = object  # type: ignore[attr-defined]
    keyring.get_password = lambda *key: kept.get(key)  # type: ignore[attr-defined]
    keyring.set_password = lambda service, account, value: kept.update({(service, account): value})  # type: ignore[attr-defined]
    keyring.delete_password = lambda *key: kept.pop(key)  # type: ignore[attr-defined]
    fail.Keyring = Nothing  # type: ignore[attr-defined]
    for module in (keyring, backends, fail):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setenv("HF_TOKEN", "hf_variable")
    assert tokens.can_keep_token() and tokens.hub_token() == "hf_variable"
    assert tokens.keep_token("hf_kept") and tokens.hub_token() == "hf_kept"
    assert tokens.keep_token(None) and tokens.hub_token() == "hf_variable"
    assert tokens.keep_token(None), "there is none to take out, which is as good"
    keyring.get_keyring = Nothing  # type: ignore[attr-defined]
    assert not tokens.can_keep_token() and not tokens.keep_token("hf_kept")


@pytest.mark.parametrize(
    "address",
    [
        "https://huggingface.co/Qwen/Qwen3-4B-GGUF",
        "https://huggingface.co/Qwen/Qwen3-4B-GGUF/blob/main/Qwen3-4B-Q4_K_M.gguf",
        " huggingface.co/Qwen/Qwen3-4B-GGUF/tree/main?x=1 ",
        "https://hf.co/Qwen/Qwen3-4B-GGUF#files",
        "Qwen/Qwen3-4B-GGUF",
    ],
)
def test_a_pasted_address_names_its_repository(address: str) -> None:
    assert name_in_address(address) == "Qwen/Qwen3-4B-GGUF"
    assert name_in_address(" qwen3 4b ") == "qwen3 4b"
