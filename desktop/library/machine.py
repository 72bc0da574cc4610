"""What this computer has: cores, memory, and graphics cards as llama.cpp sees them now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from models.catalog.fitting import free_memory
from models.catalog.load_plan import Machine
from models.errors import EngineError

if TYPE_CHECKING:
    from models.engine.protocol import Device


@dataclass(frozen=True, slots=True)
class ThisMachine:
    """The machine, and all the RAM that it has in bytes."""

    machine: Machine
    total_ram: int


def read_machine(known: tuple[Device, ...]) -> ThisMachine:
    """Look at the machine; run it aside.

    Args:
        known: What the engine saw when it started; only where there is a graphics card another engine is started for a
            moment to tell how much of its memory is free now.
    """
    from models.engine.machine import graphics_cards, memory_devices, processor_threads

    devices = known
    if graphics_cards(known):
        from models.engine.supervisor import probe_devices

        try:
            devices, _ = probe_devices()
        except EngineError:
            devices = known
    machine = Machine(free_memory(), processor_threads(), tuple(memory_devices(devices)))
    return ThisMachine(machine, int(psutil.virtual_memory().total))
