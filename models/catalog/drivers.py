"""What this computer says of graphics: the drivers' own programs, and what the installed llama.cpp was built for.

Each program is asked for a bounded time and may be missing, slow, or broken; nothing here raises.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SECONDS = 8.0
"""How long a driver's program may take; the first call after a start wakes the card."""

MAXIMUM_OUTPUT = 1 << 20
_BACKENDS = {"cuda": "CUDA", "metal": "Metal", "vulkan": "Vulkan", "hip": "ROCm", "sycl": "SYCL"}
_LIBRARY = re.compile(r"(?:lib)?ggml-(\w+?)(?:-\w+)?\.(?:so|dylib|dll)(?:\.[\d.]+)?")
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class DriverCard:
    """A card as its driver shows it; bytes, None where the program does not tell."""

    name: str
    total: int | None = None
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """What one way to graphics says: `backend` is CUDA, Vulkan, ROCm or Metal, `program` what was asked.

    `problem` tells in a few words why there is no answer; "" when there is one.
    """

    backend: str
    program: str
    cards: tuple[DriverCard, ...] = ()
    problem: str = ""


def built_backends() -> tuple[str, ...]:
    """Return the graphics backends that the installed llama.cpp was built with, found without loading it."""
    specification = find_spec("llama_cpp")
    folders = (specification.submodule_search_locations or []) if specification else []
    names = {
        match[1].lower()
        for folder in folders
        for file in sorted(Path(folder).glob("lib/*"))
        if (match := _LIBRARY.fullmatch(file.name))
    }
    return tuple(shown for name, shown in _BACKENDS.items() if name in names)


def ask_drivers(*, seconds: float = SECONDS) -> list[Driver]:
    """Ask each driver's program that is on PATH; one that is not installed is left out."""
    asked: list[tuple[str, list[str], str, Callable[[str], list[DriverCard]]]] = [
        ("CUDA", ["nvidia-smi", "--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits"],
         "nvidia-smi", _nvidia),
        ("ROCm", ["rocm-smi", "--showproductname", "--showmeminfo", "vram", "--json"], "rocm-smi", _rocm),
        ("Vulkan", ["vulkaninfo", "--summary"], "vulkaninfo", _vulkan),
    ]  # fmt: skip
    drivers = [
        _ask(backend, command, read, seconds) for backend, command, program, read in asked if shutil.which(program)
    ]
    if sys.platform == "darwin":
        drivers.append(Driver("Metal", "macOS", (DriverCard("Apple graphics"),)))
    return drivers


def _ask(backend: str, command: list[str], read: Callable[[str], list[DriverCard]], seconds: float) -> Driver:
    program = command[0]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False, errors="replace"
        )
    except subprocess.TimeoutExpired:
        return Driver(backend, program, problem=f"gave no answer in {seconds:.0f} s")
    except (OSError, ValueError) as error:
        return Driver(backend, program, problem=f"could not be started ({error})")
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        return Driver(backend, program, problem=words[-1][:200] if words else f"ended with status {done.returncode}")
    try:
        cards = read(done.stdout[:MAXIMUM_OUTPUT])
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return Driver(backend, program, problem="gave an answer that cannot be read")
    return Driver(backend, program, tuple(cards), "" if cards else "sees no graphics card")


def _nvidia(text: str) -> list[DriverCard]:
    cards = []
    for line in filter(str.strip, text.splitlines()):
        name, total, free = (each.strip() for each in line.rsplit(",", 2))
        cards.append(DriverCard(name, _mebibytes(total), _mebibytes(free)))
    return cards


def _mebibytes(text: str) -> int | None:
    """Bytes of a number of MiB; None for "[N/A]", which cards that share the computer's memory tell."""
    return int(text) * _MIB if text.isdecimal() else None


def _rocm(text: str) -> list[DriverCard]:
    cards = []
    for key, facts in sorted(json.loads(text).items()):
        if not key.startswith("card"):
            continue
        names = ("Card Series", "Card series", "Card Model", "Device Name")
        name = next((str(facts[each]) for each in names if facts.get(each)), key)
        total = int(facts["VRAM Total Memory (B)"])
        cards.append(DriverCard(name, total, total - int(facts["VRAM Total Used Memory (B)"])))
    return cards


def _vulkan(text: str) -> list[DriverCard]:
    """The devices of `vulkaninfo --summary` that are no processors."""
    cards = []
    for block in re.split(r"^GPU\d+:", text, flags=re.MULTILINE)[1:]:
        facts = dict(re.findall(r"^\s*(\w+)\s*=\s*(.+?)\s*$", block, flags=re.MULTILINE))
        if "CPU" not in facts.get("deviceType", ""):
            cards.append(DriverCard(facts["deviceName"]))
    return cards
