"""What pip cannot install: found missing before anything is built, and named with the one command that installs it."""

from __future__ import annotations

from dataclasses import dataclass

import packages
from machine import Machine

OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 14)
"""The newest for which Qt, torch and numpy have builds in the versions of constraints.txt."""
PROCESSORS_WITH_CMAKE_WHEEL = {"x86_64", "amd64", "aarch64", "arm64", "i686", "ppc64le", "s390x"}
"""Where the build of llama-cpp-python fetches CMake and Ninja from PyPI by itself if the system has none."""


@dataclass(frozen=True)
class Need:
    """One missing thing: what it is called, what it is for, and its packages in the order of `packages.MANAGERS`."""

    name: str
    reason: str
    packages: tuple[str, ...]
    homebrew: str = ""
    """Homebrew's package on macOS; "" where Xcode's command line tools bring it."""


def missing(machine: Machine, *, graphics: str, with_window: bool) -> list[Need]:
    """Return what this machine lacks.

    Args:
        machine: The machine that is looked at.
        graphics: The build of llama-cpp-python that was asked for: auto, cuda, vulkan, metal or off.
        with_window: Whether a window is to open on a screen; tests draw off screen and need fewer libraries.
    """
    needs = [*_python_needs(machine), *_compiler_needs(machine, graphics)]
    if machine.system == "Linux":
        libraries = {**packages.QT_LIBRARIES, **(packages.WINDOW_LIBRARIES if with_window else {})}
        needs += [Need(name, "the window", names) for name, names in libraries.items() if not machine.has_library(name)]
    return needs


def _python_needs(machine: Machine) -> list[Need]:
    if not OLDEST_PYTHON <= machine.python <= NEWEST_PYTHON:
        return [Need("a Python from 3.11 to 3.14", "Rationale itself", packages.PYTHON, "python@3.12")]
    needs = []
    if not (machine.has_module("venv") and machine.has_module("ensurepip")):
        needs.append(Need("Python's venv module", "a folder of its own for what is installed", packages.VENV))
    if not machine.has_python_headers():
        needs.append(Need("Python's headers", "building Python packages", packages.PYTHON_HEADERS))
    return needs


def _compiler_needs(machine: Machine, graphics: str) -> list[Need]:
    needs = []
    has_compilers = machine.program("cc", "gcc", "clang", "cl") and machine.program("c++", "g++", "clang++", "cl")
    if not has_compilers:
        needs.append(Need("a C and C++ compiler", "building llama.cpp", packages.COMPILER))
    if not machine.program("cmake") and machine.processor not in PROCESSORS_WITH_CMAKE_WHEEL:
        needs.append(Need("CMake", "building llama.cpp", packages.CMAKE, "cmake"))
    if graphics == "cuda" and not machine.cuda_compiler():
        needs.append(Need("CUDA's compiler nvcc", "GPU=cuda", packages.CUDA))
    if graphics == "vulkan" and not machine.program("glslc"):
        needs.append(Need("Vulkan's shader compiler glslc", "GPU=vulkan", packages.VULKAN, "shaderc vulkan-loader"))
    return needs


def command(machine: Machine, needs: list[Need]) -> str:
    """Return the one command that installs `needs` on this system, or "" where no known package manager is found."""
    if machine.system == "Darwin":
        brewed = " ".join(need.homebrew for need in needs if need.homebrew)
        steps = [] if all(need.homebrew for need in needs) else ["xcode-select --install"]
        return " && ".join([*steps, *([f"brew install {brewed}"] if brewed else [])])
    for column, (manager, install) in enumerate(packages.MANAGERS.items()):
        if machine.system == "Linux" and machine.program(manager):
            version = ".".join(str(part) for part in machine.python)
            names = " ".join(need.packages[column] for need in needs).format(version=version).split()
            rights = "" if machine.is_administrator else "sudo "
            return f"{rights}{install} {' '.join(dict.fromkeys(names))}"
    return ""


def refusal(machine: Machine, needs: list[Need]) -> str:
    """Return what the user reads when something is missing: what, what for, and the command."""
    lines = ["Rationale needs some things that pip cannot install:"]
    lines += [f"  - {need.name} (for {need.reason})" for need in needs]
    install = command(machine, needs)
    if install:
        return "\n".join([*lines, "Install them with this command, then run make again:", f"  {install}"])
    return "\n".join([*lines, "Install them with your system's package manager, then run make again."])
