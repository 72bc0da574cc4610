"""What `rationale doctor` says of graphics: built in, seen by the drivers, used, and the one command to change it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.catalog.drivers import Driver, DriverCard, ask_drivers, built_backends
from models.catalog.sizes import format_memory

if TYPE_CHECKING:
    from models.engine.protocol import Device

ROCM_COMMAND = (
    'HIPCXX="$(hipconfig -l)/clang" HIP_PATH="$(hipconfig -R)" CMAKE_ARGS=-DGGML_HIP=on .venv/bin/pip install '
    "--constraint constraints.txt --force-reinstall --no-deps --no-cache-dir --no-binary llama-cpp-python "
    "llama-cpp-python"
)
"""`make` has no choice for ROCm, since Vulkan serves these cards too; `hipconfig` comes with the ROCm SDK."""

COMMANDS = {
    "CUDA": "make set-up GPU=cuda",
    "Metal": "make set-up GPU=metal",
    "Vulkan": "make set-up GPU=vulkan",
    "ROCm": ROCM_COMMAND,
}
"""The first that a card speaks is proposed."""


@dataclass(frozen=True, slots=True)
class GraphicsFinding:
    """One line of the report: ok or warn."""

    subject: str
    state: str
    text: str
    next_step: str = ""


def graphics_findings(
    devices: Sequence[Device], *, built: Sequence[str] | None = None, drivers: Sequence[Driver] | None = None
) -> Iterator[GraphicsFinding]:
    """Yield what there is to say.

    Args:
        devices: What llama.cpp sees (`probe_devices`).
        built: The backends that it was built with; looked up by default.
        drivers: What the drivers' programs say; asked by default, which takes up to some seconds.
    """
    built = built_backends() if built is None else built
    drivers = ask_drivers() if drivers is None else drivers
    yield GraphicsFinding("Graphics built in", "ok", f"{', '.join(built)} and the processor" if built else
                          "none; llama.cpp computes on the processor only")  # fmt: skip
    for driver in drivers:
        if driver.problem:
            yield GraphicsFinding(f"Driver ({driver.backend})", "warn", f"{driver.program} {_as_said(driver.problem)}")
        for card in driver.cards:
            yield GraphicsFinding(f"Driver ({driver.backend})", "ok", f"{card.name}{_memory(card)}")
    cards = [each for each in devices if each.kind in ("gpu", "integrated_gpu")]
    for device in cards:
        free, total = format_memory(device.memory_free), format_memory(device.memory_total)
        text = f"{device.description} ({device.backend}), {free} of {total} free"
        yield GraphicsFinding("Graphics card", "ok", text)
    if not cards:
        yield _unused(built, [driver for driver in drivers if driver.cards])


def _unused(built: Sequence[str], drivers: Sequence[Driver]) -> GraphicsFinding:
    """Why no card is used, with the one command that changes that."""
    if not drivers:
        step = "If there is one, install its driver; then “make set-up GPU=auto” builds llama.cpp for it."
        return GraphicsFinding("Graphics card", "warn", "none is seen; models run on the processor", step)
    seen = {driver.backend: driver.cards[0].name for driver in drivers}
    backend = next(each for each in COMMANDS if each in seen)
    if backend in built:
        text = f"{seen[backend]} is there and llama.cpp was built for {backend}, but does not see it"
        step = "Restart the computer after a driver update; CUDA_VISIBLE_DEVICES and the like may hide cards."
        return GraphicsFinding("Graphics card", "warn", text, step)
    text = f"{seen[backend]} is there, but llama.cpp was built without {backend}"
    return GraphicsFinding("Graphics card", "warn", text, f"Run “{COMMANDS[backend]}”{_windows()}.")


def _windows() -> str:
    return " (Windows: the README names the commands)" if sys.platform == "win32" else ""


def _memory(card: DriverCard) -> str:
    if card.total is None:
        return ""
    free = f"{format_memory(card.free)} of " if card.free is not None else ""
    return f", {free}{format_memory(card.total)}{' free' if free else ''}"


def _as_said(problem: str) -> str:
    return problem if problem.startswith(("gave", "could", "ended", "sees")) else f"says: {problem}"
