"""This machine as the catalogue weighs it, for commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.errors import EngineError

if TYPE_CHECKING:
    from models.catalog.load_plan import Machine


def this_machine() -> Machine:
    """This machine, as the engine sees it; without an engine only its memory."""
    return machine_with_info()[0]


def machine_with_info() -> tuple[Machine, str]:
    """This machine, as `this_machine` returns it, with llama.cpp's line about its processor, "" without an engine."""
    from models.catalog.fitting import free_memory
    from models.catalog.load_plan import Machine
    from models.engine.machine import memory_devices, processor_threads
    from models.engine.supervisor import probe_devices

    try:
        devices, info = probe_devices()
    except EngineError:
        devices, info = (), ""
    return Machine(free_memory(), processor_threads(), tuple(memory_devices(devices))), info
