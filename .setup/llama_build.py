"""How llama-cpp-python is built: which graphics device llama.cpp gets, and why. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field

from machine import Machine

CHOICES = ("auto", "cuda", "vulkan", "metal", "off")


class SetUpError(Exception):
    """The set-up cannot go on; the message tells the user what to do."""


@dataclass(frozen=True)
class Build:
    """One way of building llama-cpp-python."""

    graphics: str
    """cuda, vulkan, metal or off."""
    reason: str
    """Why, in words for the user."""
    cmake_arguments: str = ""
    """What CMAKE_ARGS adds; "" is the build that pip makes by itself and keeps in its cache."""
    environment: dict[str, str] = field(default_factory=dict)


def choose(asked: str, machine: Machine, built: str = "") -> Build:
    """Return the build for what was `asked`; auto looks for a device that works, not for a compiler alone.

    Args:
        asked: One of `CHOICES`.
        machine: The machine that is looked at.
        built: What is installed already. A device that cannot be seen just now does not undo a build that uses it:
            such a build runs on the processor too.

    Raises:
        SetUpError: The choice is unknown, or is one that this system does not have.
    """
    if asked not in CHOICES:
        raise SetUpError(f"There is no GPU={asked}; choose one of {', '.join(CHOICES)}.")
    if asked == "metal" and machine.system != "Darwin":
        raise SetUpError("GPU=metal is for macOS only; choose auto, cuda, vulkan or off.")
    if asked == "cuda" and machine.system == "Darwin":
        raise SetUpError("GPU=cuda is not for macOS; choose auto, metal or off.")
    if asked != "auto":
        return _build(asked, f"you chose GPU={asked}", machine)
    found = _automatic(machine)
    if found.graphics == "off" and built in ("cuda", "vulkan"):
        return _build(built, f"it was built so before, and runs without the device too (now {found.reason})", machine)
    return found


def _automatic(machine: Machine) -> Build:
    if machine.system == "Darwin":
        return _build("metal", "every Mac with Apple silicon has Metal", machine)
    reasons = []
    if cards := machine.nvidia_devices():
        if machine.cuda_compiler():
            return _build("cuda", f"found {cards[0]} and CUDA's compiler", machine)
        reasons.append(f"{cards[0]} is there, but CUDA's compiler is not: install the CUDA toolkit to use the card")
    if cards := machine.vulkan_devices():
        if machine.program("glslc"):
            return _build("vulkan", f"found {cards[0]} and Vulkan's shader compiler", machine)
        reasons.append(f"{cards[0]} speaks Vulkan, but glslc is missing: GPU=vulkan says how to get it")
    return _build("off", "; ".join(reasons) or "no usable graphics device was found", machine)


def _build(graphics: str, reason: str, machine: Machine) -> Build:
    on_mac = machine.system == "Darwin"
    if graphics == "cuda":
        # CMake looks for nvcc on PATH only; NVIDIA's installer leaves it beside.
        compiler = {} if machine.program("nvcc") else {"CUDACXX": machine.cuda_compiler()}
        return Build(graphics, reason, "-DGGML_CUDA=on", compiler)
    if graphics == "vulkan":
        return Build(graphics, reason, "-DGGML_VULKAN=on")
    # llama.cpp switches Metal on by itself on macOS, so there the processor alone is the special case.
    return Build(graphics, reason, "-DGGML_METAL=off" if on_mac and graphics == "off" else "")
