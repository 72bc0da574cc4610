from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop.commands.doctor_graphics import graphics_findings
from models.catalog.drivers import Driver, DriverCard, ask_drivers, built_backends
from models.engine.protocol import Device
from tests.cli.conftest import Run, document

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stand-ins are shell scripts")

VULKAN = """
GPU0:
	apiVersion         = 1.3.280
	deviceType         = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
	deviceName         = AMD Radeon RX 7800
GPU1:
	deviceType         = PHYSICAL_DEVICE_TYPE_CPU
	deviceName         = llvmpipe (LLVM 17)
"""
ROCM = '{"card0": {"Card Series": "Radeon", "VRAM Total Memory (B)": "16000", "VRAM Total Used Memory (B)": "6000"}}'


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return folder


def stand_in(folder: Path, name: str, output: str = "", *, before: str = "", status: int = 0) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{before}\ncat <<'END'\n{output}\nEND\nexit {status}\n")
    program.chmod(0o755)


def test_what_the_drivers_say_is_read(programs: Path) -> None:
    stand_in(programs, "nvidia-smi", "NVIDIA GeForce MX450, 2048, 1650\nNVIDIA GB10, [N/A], [N/A]")
    stand_in(programs, "vulkaninfo", VULKAN)
    stand_in(programs, "rocm-smi", ROCM)
    assert ask_drivers() == [
        Driver("CUDA", "nvidia-smi",
               (DriverCard("NVIDIA GeForce MX450", 2048 << 20, 1650 << 20), DriverCard("NVIDIA GB10"))),
        Driver("ROCm", "rocm-smi", (DriverCard("Radeon", 16000, 10000),)),
        Driver("Vulkan", "vulkaninfo", (DriverCard("AMD Radeon RX 7800"),)),
    ]  # fmt: skip


def test_programs_that_fail_hang_or_babble_are_told(programs: Path) -> None:
    stand_in(programs, "nvidia-smi", "NVIDIA-SMI has failed because it couldn't communicate with the driver.", status=9)
    stand_in(programs, "rocm-smi", "babble")
    stand_in(programs, "vulkaninfo", before="exec sleep 60")
    cuda, rocm, vulkan = ask_drivers(seconds=0.5)
    assert cuda.problem.startswith("NVIDIA-SMI has failed") and not cuda.cards
    assert rocm.problem == "gave an answer that cannot be read"
    assert vulkan.problem.startswith("gave no answer")
    texts = [each.text for each in graphics_findings([], built=[], drivers=[cuda, rocm, vulkan])]
    assert any(text.startswith("nvidia-smi says: NVIDIA-SMI has failed") for text in texts)
    stand_in(programs, "rocm-smi", '{"card0": {"VRAM Total Memory (B)": null}}')
    assert ask_drivers(seconds=0.5)[1].problem == "gave an answer that cannot be read"
    stand_in(programs, "vulkaninfo", "nothing")
    assert ask_drivers()[-1].problem == "sees no graphics card"


def test_without_programs_nothing_is_asked(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(programs))
    assert ask_drivers() == []


@pytest.mark.parametrize(
    ("backend", "built", "words"),
    [
        ("CUDA", (), "make set-up GPU=cuda"),
        ("Vulkan", ("CUDA",), "make set-up GPU=vulkan"),
        ("ROCm", (), "-DGGML_HIP=on"),
        ("CUDA", ("CUDA",), "CUDA_VISIBLE_DEVICES"),
    ],
)
def test_a_card_that_is_not_used_comes_with_one_command(backend: str, built: tuple[str, ...], words: str) -> None:
    *_, last = graphics_findings([], built=built, drivers=[Driver(backend, "x", (DriverCard("Card"),))])
    assert last.state == "warn" and words in last.next_step


def test_a_card_in_use_is_told_with_its_free_memory() -> None:
    device = Device("CUDA0", "Card", "gpu", "CUDA", 8_000_000_000, 6_000_000_000)
    *_, last = graphics_findings([device], built=("CUDA",), drivers=[])
    assert last.state == "ok" and last.next_step == ""
    assert "Card (CUDA)" in last.text and "free" in last.text


def test_what_is_built_in_is_found_by_its_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "llama_cpp"
    (package / "lib").mkdir(parents=True)
    (package / "__init__.py").touch()
    for name in ("libggml-cuda.so", "libggml-vulkan.so.0.9.4", "libggml-cpu.so", "libggml-base.so", "libllama.so"):
        (package / "lib" / name).touch()
    monkeypatch.syspath_prepend(tmp_path)
    loaded = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "llama_cpp"}
    for name in loaded:
        monkeypatch.delitem(sys.modules, name)
    assert built_backends() == ("CUDA", "Vulkan")


def test_the_doctor_tells_it(rationale: Run, programs: Path) -> None:
    stand_in(programs, "nvidia-smi", "NVIDIA GeForce MX450, 2048, 1650")
    findings = document(rationale("doctor", "--json"))["findings"]
    subjects = {each["subject"]: each for each in findings}
    assert "Graphics built in" in subjects
    assert subjects["Driver (CUDA)"]["text"].startswith("NVIDIA GeForce MX450, 1.7 GB of 2.1 GB")
    assert "Graphics card" in subjects
