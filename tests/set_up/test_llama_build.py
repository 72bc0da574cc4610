"""Which build of llama.cpp is chosen, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from llama_build import SetUpError, choose
from machine import Machine
from tests.set_up.other_machine import OtherMachine


def test_a_compiler_without_a_device_is_no_reason_for_a_cuda_build() -> None:
    build = choose("auto", OtherMachine(programs={"nvcc", "glslc"}))
    assert (build.graphics, build.cmake_arguments) == ("off", "")
    assert "no usable graphics device" in build.reason


def test_a_device_with_its_compiler_is_used() -> None:
    build = choose("auto", OtherMachine(programs={"nvcc"}, nvidia=("NVIDIA H200",)))
    assert (build.graphics, build.cmake_arguments) == ("cuda", "-DGGML_CUDA=on")
    assert "NVIDIA H200" in build.reason


def test_a_device_without_its_compiler_is_named_with_the_next_step() -> None:
    build = choose("auto", OtherMachine(nvidia=("NVIDIA H200",)))
    assert build.graphics == "off"
    assert "NVIDIA H200" in build.reason and "CUDA toolkit" in build.reason


def test_vulkan_serves_cards_of_other_makers() -> None:
    build = choose("auto", OtherMachine(programs={"glslc"}, vulkan=("AMD Radeon RX 7900",)))
    assert (build.graphics, build.cmake_arguments) == ("vulkan", "-DGGML_VULKAN=on")


def test_apple_silicon_has_metal_in_the_ordinary_build() -> None:
    mac = OtherMachine(system="Darwin", processor="arm64")
    assert (choose("auto", mac).graphics, choose("auto", mac).cmake_arguments) == ("metal", "")
    assert choose("off", mac).cmake_arguments == "-DGGML_METAL=off"


def test_a_device_that_is_away_just_now_does_not_undo_its_build() -> None:
    assert choose("auto", OtherMachine(), built="cuda").graphics == "cuda"
    assert choose("off", OtherMachine(), built="cuda").graphics == "off"


@pytest.mark.parametrize("asked", ["rocm", "", "metal"])
def test_what_this_system_cannot_have_is_refused(asked: str) -> None:
    with pytest.raises(SetUpError, match="choose"):
        choose(asked, OtherMachine())


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("deviceType = PHYSICAL_DEVICE_TYPE_CPU\ndeviceName = llvmpipe (LLVM 15)", []),
        ("deviceType = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU\ndeviceName = AMD Radeon", ["AMD Radeon"]),
    ],
)
def test_a_processor_that_plays_a_vulkan_card_is_no_device(
    summary: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "vulkaninfo"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{summary}\nEND\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert Machine().vulkan_devices() == expected


def test_nvidia_cards_are_those_that_the_driver_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "nvidia-smi"
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    program.write_text("#!/bin/sh\necho 'GPU 0: NVIDIA H200 (UUID: GPU-1234)'\n")
    program.chmod(0o755)
    assert Machine().nvidia_devices() == ["NVIDIA H200"]
    program.write_text("#!/bin/sh\necho 'NVIDIA-SMI has failed because it could not talk to the driver.'\nexit 9\n")
    assert Machine().nvidia_devices() == []
